"""Look after look: which exposures are named, and in which company.

A look names the strongest exposure if it passes the look's boundary, or two or three that do beside each
other, takes them as known, and asks again for the others. What was named stays named. Exposures that move
together with it and fit the pain about as well are named as one group; with more days the group may shrink to
the one that stands out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from runback.triggers.lags import KERNELS, filled
from runback.triggers.looks import (
    LEAST_PAIN_DAYS,
    MOST_AT_ONCE,
    STANDARD_SPENDING,
    Boundary,
    Spending,
    lean,
    look_days,
    together_bonus,
)
from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, Indices, Scores, Sums, score

Array = NDArray[np.float64]

MOVE_TOGETHER = 0.55
"""Correlation from which exposures may be named as a group; somewhat below 0.6, for it is estimated."""

STANDS_OUT = np.log(20.0)
"""Log of how much better (ratio of likelihoods) one of a group must fit to be named without the others."""


@dataclass(slots=True)
class Named:
    """One group as named: the look's day, the exposures of the group and the leading design column."""

    look: int
    members: tuple[int, ...]
    column: int

    @property
    def leader(self) -> int:
        """The exposure that fits best."""
        return _exposure(self.column)

    @property
    def ranked(self) -> tuple[int, ...]:
        """The members, the leader first."""
        return (self.leader, *(member for member in self.members if member != self.leader))


@dataclass(slots=True)
class Course:
    """What the looks up to a day named and held worth watching.

    ``first_named`` and ``first_watched`` hold the look at which an exposure was first named (as one of a
    group), and first shown at all; a group may have shed it since. ``heights`` are the boundaries for naming
    by look.
    """

    named: list[Named] = field(default_factory=list)
    watched: tuple[int, ...] = ()
    first_named: dict[int, int] = field(default_factory=dict)
    first_watched: dict[int, int] = field(default_factory=dict)
    last_look: int = 0
    heights: dict[int, float] = field(default_factory=dict)


def follow(
    whitened: Whitened, exposures: Array, direction: Array, spending: Spending = STANDARD_SPENDING
) -> Course:
    """Return the course of all looks at the whitened columns of the ``exposures`` (days, exposures).

    ``direction`` (exposure columns) is the suspected direction of each. A look sees the days up to it alone.
    """
    course = Course()
    sums, boundary = Sums(whitened), Boundary(whitened, direction, spending)
    for look in look_days(len(exposures)):
        rows = int(np.searchsorted(whitened.days, look))
        if rows < LEAST_PAIN_DAYS:
            continue
        sums.advance(rows)
        base = score(sums, [])
        heights = boundary.at(look, base)
        course.last_look = look
        course.heights[look] = heights.named
        together = moving_together(exposures[:look])
        known = _columns(course)
        kinds = score(sums, known).kinds[:1]
        now = _Look(sums, base, kinds, together, direction, look, heights.named)
        now.take(course, heights.watched)
    return course


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the days: their sums, the scores with nothing known, and the boundary for naming.

    ``kinds`` of noise are chosen beside what was named before, not anew for every set that is tried: that
    would find sets by chance which the drawn boundary knows nothing of.
    """

    sums: Sums
    base: Scores
    kinds: Indices
    together: Array
    direction: Array
    look: int
    height: float

    def take(self, course: Course, watch_height: float) -> None:
        """Settle what was named before, name what passes the boundary, and note what is worth watching."""
        self._settle(course)
        look = self
        while found := look._step(course):
            for column in found:
                others = [other for other in [*_columns(course), *found] if other != column]
                members = look._company(look._beside(others), column, course)
                if _exposure(column) not in _taken(course):
                    course.named.append(Named(self.look, members, column))
            look = replace(self, kinds=score(self.sums, _columns(course)).kinds[:1])
        strength = look._strength(look._beside(_columns(course)))
        strength[_taken(course)] = 0.0
        course.watched = tuple(int(j) for j in np.flatnonzero(strength.max(axis=1) >= watch_height))
        for exposure in _taken(course):
            course.first_named.setdefault(exposure, self.look)
        for exposure in [*_taken(course), *course.watched]:
            course.first_watched.setdefault(exposure, self.look)

    def _step(self, course: Course) -> list[int]:
        """Return the most columns, going forward, that all pass the boundary beside each other."""
        known = _columns(course)
        path: list[int] = []
        for _ in range(MOST_AT_ONCE):
            strength = self._strength(self._beside([*known, *path]))
            strength[[*_taken(course), *map(_exposure, path)]] = 0.0
            if strength.max() < self.height - _WORTH_GOING_ON:
                break
            path.append(int(strength.argmax()) + EXPOSURES)
        for length in range(len(path), 0, -1):
            together = path[:length]
            height = self.height - together_bonus(len(known) + length)
            if all(self._alone(column, [*known, *together]) >= height for column in together):
                return together
        return []

    def _alone(self, column: int, known: list[int]) -> float:
        """Return the strength of one column beside all other ``known`` ones."""
        strength = self._strength(self._beside([other for other in known if other != column]))
        return float(strength.flat[column - EXPOSURES])

    def _beside(self, known: list[int]) -> Scores:
        return score(self.sums, known, self.kinds) if known else self.base

    def _strength(self, scores: Scores) -> Array:
        return lean(scores.z, self.direction).reshape(-1, len(KERNELS))

    def _settle(self, course: Course) -> None:
        """Look anew at each group named before: who leads it, and who of it still fits about as well."""
        for group in course.named:
            scores = self._beside([other.column for other in course.named if other is not group])
            strength = np.abs(scores.z).reshape(-1, len(KERNELS))
            leader = max(group.members, key=lambda member: float(strength[member].max()))
            group.column = int(leader * len(KERNELS) + strength[leader].argmax()) + EXPOSURES
            company = self._company(scores, group.column, Course())
            group.members = tuple(member for member in company if member in group.members)

    def _company(self, scores: Scores, column: int, course: Course) -> tuple[int, ...]:
        """Return the exposure of ``column`` and those that move with it and fit about as well, in order."""
        fit = log_fit(scores.z, scores.days_used).reshape(-1, len(KERNELS)).max(axis=1)
        leader = _exposure(column)
        close = (self.together[leader] >= MOVE_TOGETHER) & (fit > fit[leader] - STANDS_OUT)
        close[_taken(course)] = False
        close[leader] = True
        return tuple(int(j) for j in np.flatnonzero(close))


_WORTH_GOING_ON = 1.3
"""How far below the boundary a score may lie and still pass it beside others that take scatter away."""


def _exposure(column: int) -> int:
    """Return the exposure that a design column belongs to."""
    return (column - EXPOSURES) // len(KERNELS)


def _columns(course: Course) -> list[int]:
    return [group.column for group in course.named]


def _taken(course: Course) -> list[int]:
    return [member for group in course.named for member in group.members]


def moving_together(exposures: Array) -> Array:
    """Return the absolute correlation of every two exposures over the days (0 for one that never changes)."""
    values = filled(exposures)
    values = values - values.mean(axis=0)
    length = np.sqrt((values**2).sum(axis=0))
    values = values / np.where(length > 0, length, 1.0)
    return np.asarray(np.abs(values.T @ values))


def log_fit(z: Array, days: int) -> Array:
    """Return the log of the likelihood ratio that a score stands for."""
    return np.asarray(-0.5 * days * np.log1p(-np.minimum(z**2 / days, 0.99)))
