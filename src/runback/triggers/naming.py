"""Look after look: which exposures are named, and in which company.

A look names the strongest exposure if it passes the look's boundary, takes it as known, and asks again for
the others. What was named stays named. Exposures that move together with it and fit the pain about as well
are named as one group; with more days the group may shrink to the one that stands out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from runback.triggers.lags import KERNELS
from runback.triggers.looks import (
    LEAST_PAIN_DAYS,
    NAMED_SHARE,
    WATCHED_SHARE,
    Boundary,
    lean,
    look_days,
)
from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, Scores, Sums, score

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
        return (self.column - EXPOSURES) // len(KERNELS)

    @property
    def ranked(self) -> tuple[int, ...]:
        """The members, the leader first."""
        return (self.leader, *(member for member in self.members if member != self.leader))


@dataclass(slots=True)
class Course:
    """What the looks up to a day named and held worth watching."""

    named: list[Named] = field(default_factory=list)
    watched: tuple[int, ...] = ()
    first_watched: dict[int, int] = field(default_factory=dict)
    last_look: int = 0
    boundary: float = float("inf")


def follow(whitened: Whitened, together: Array, direction: Array, days: int) -> Course:
    """Return the course of all looks within ``days`` days.

    ``together`` (exposures, exposures) is how far exposures move together, ``direction`` (exposure columns)
    the suspected direction of each.
    """
    course = Course()
    sums, boundary = Sums(whitened), Boundary(whitened, direction)
    for look in look_days(days):
        rows = int(np.searchsorted(whitened.days, look))
        if rows < LEAST_PAIN_DAYS:
            continue
        sums.advance(rows)
        base = score(sums, [])
        heights = boundary.at(look, base)
        course.last_look, course.boundary = look, heights[NAMED_SHARE]
        _look(course, sums, base, heights, together=together, direction=direction, look=look)
    return course


def _look(
    course: Course,
    sums: Sums,
    base: Scores,
    heights: dict[float, float],
    *,
    together: Array,
    direction: Array,
    look: int,
) -> None:
    """Name, at one look, one exposure after the other while any passes the boundary."""
    _settle(course, sums, together)
    while True:
        known = [group.column for group in course.named]
        scores = score(sums, known) if known else base
        strength = lean(scores.z, direction).reshape(-1, len(KERNELS))
        taken = [member for group in course.named for member in group.members]
        strength[taken] = 0.0
        best = strength.max(axis=1)
        if best.max(initial=0.0) < heights[NAMED_SHARE]:
            break
        column = int(strength.argmax())
        members = _company(scores, column, together, taken)
        course.named.append(Named(look, members, column + EXPOSURES))
    course.watched = tuple(int(j) for j in np.flatnonzero(best >= heights[WATCHED_SHARE]))
    for group in course.named:
        for member in group.members:
            course.first_watched.setdefault(member, look)
    for exposure in course.watched:
        course.first_watched.setdefault(exposure, look)


def _settle(course: Course, sums: Sums, together: Array) -> None:
    """Look anew at each group named before: who leads it, and who of it still fits about as well."""
    for group in course.named:
        others = [other for other in course.named if other is not group]
        scores = score(sums, [other.column for other in others])
        width = len(KERNELS)
        strength = np.abs(scores.z).reshape(-1, width)
        candidates = list(group.members)
        leader = candidates[int(strength[candidates].max(axis=1).argmax())]
        column = leader * width + int(strength[leader].argmax())
        taken = [j for j in range(len(strength)) if j not in candidates]
        group.column = column + EXPOSURES
        group.members = _company(scores, column, together, taken)


def _company(scores: Scores, column: int, together: Array, taken: list[int]) -> tuple[int, ...]:
    """Return the exposure of ``column`` and those that move with it and fit about as well, in order."""
    fit = log_fit(scores.z, scores.days_used).reshape(-1, len(KERNELS))
    best = fit.max(axis=1)
    leader = column // len(KERNELS)
    close = (together[leader] >= MOVE_TOGETHER) & (best > best[leader] - STANDS_OUT)
    close[taken] = False
    close[leader] = True
    return tuple(int(j) for j in np.flatnonzero(close))


def log_fit(z: Array, days: int) -> Array:
    """Return the log of the likelihood ratio that a score stands for."""
    return np.asarray(-0.5 * days * np.log1p(-np.minimum(z**2 / days, 0.99)))
