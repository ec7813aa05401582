"""From arrays of days to a verdict on every exposure: the inner door that the benchmark knocks at."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from runback.triggers.effects import effects
from runback.triggers.lags import KERNELS, lagged, tails
from runback.triggers.looks import FIRST_LOOKS, LEAST_PAIN_DAYS
from runback.triggers.naming import Course, follow
from runback.triggers.noise import NoiseGrid, whiten
from runback.triggers.posterior import inclusion
from runback.triggers.scores import EXPOSURES, Scores, Sums, score

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the days say of each exposure; arrays of the length of the exposures unless told otherwise.

    ``named_on`` and ``watched_on`` hold the number of diary days at which an exposure was first named, or
    first shown at all (0 for never); ``groups`` the day and the members of each group as they stand now.
    ``probability`` that it is a trigger, ``effect`` on pain per unit with its 90 % interval ``low`` to
    ``high`` (nan where the days cannot tell), and ``lag``, the index of its likeliest kernel.
    ``information`` is the inverse variance of an effect, per day of diary; ``days`` and ``days_used`` count
    all days, and those with pain told.
    """

    named_on: NDArray[np.int64]
    watched_on: NDArray[np.int64]
    groups: tuple[tuple[int, tuple[int, ...]], ...]
    probability: Array
    effect: Array
    low: Array
    high: Array
    lag: NDArray[np.int64]
    information: Array
    days: int
    days_used: int
    course: Course

    def days_needed(self, exposure: int, change: float) -> int | None:
        """Return after how many days an effect of one point for ``change`` units would likely be named.

        Four of five such diaries by the normal approximation, with the runner's own scatter and the
        exposure's own variation so far; None where it has not varied.
        """
        if not self.information[exposure] > 0:
            return None
        boundary = usual_boundary(len(self.information))
        needed = (boundary + _FOUR_OF_FIVE) ** 2 * change**2 / self.information[exposure]
        return int(np.ceil(max(needed, FIRST_LOOKS[0])))


_FOUR_OF_FIVE = 0.84
"""How far beyond the boundary four of five scores lie, in SDs."""

_USUAL_BOUNDARY, _USUAL_COUNT = 3.8, 20
"""Height of the boundary with so many exposures."""


def usual_boundary(count: int) -> float:
    """Return the usual height of the boundary with ``count`` exposures: the fewer are tried, the lower."""
    chance = NormalDist().cdf(-_USUAL_BOUNDARY) * _USUAL_COUNT / count
    return -NormalDist().inv_cdf(chance)


def judge(
    pain: Array, exposures: Array, weekday: NDArray[np.int64], suspected: Array | None = None
) -> Verdict:
    """Return the verdict on the days so far.

    ``pain`` (days) is 0 to 10, nan where not told; ``exposures`` (days, exposures) nan where not told;
    ``weekday`` (days) 0 to 6; ``suspected`` (exposures) +1 where more is suspected to be worse, -1 where
    less is, 0 where neither is.
    """
    days, count = exposures.shape
    direction = np.zeros(count) if suspected is None else np.asarray(suspected, dtype=np.float64)
    columns = design(pain, exposures, weekday)
    grid = NoiseGrid.standard()
    whitened = whiten(columns, ~np.isnan(pain), grid)
    course = follow(whitened, exposures, np.repeat(direction, len(KERNELS)))
    named_on, watched_on = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for exposure, look in course.first_named.items():
        named_on[exposure] = look
    for exposure, look in course.first_watched.items():
        watched_on[exposure] = look
    groups = tuple((group.look, group.members) for group in course.named)
    rows = len(whitened.days)
    if rows < LEAST_PAIN_DAYS:
        unknown, nothing = np.full(count, np.nan), np.zeros(count)
        first = np.zeros(count, np.int64)
        return Verdict(
            named_on,
            watched_on,
            groups,
            nothing,
            unknown,
            unknown,
            unknown,
            first,
            nothing,
            days,
            rows,
            course,
        )
    sums = Sums(whitened)
    sums.advance(rows)
    scores = score(sums, [])
    probability, lags = inclusion(whitened, rows, scores, columns[:, EXPOSURES:].var(axis=0))
    probable = [int(exposure) for exposure in np.flatnonzero(probability > 0.5)]
    earlier = whiten(tails(exposures), ~np.isnan(pain), grid.only(int(scores.kinds[0]))).columns[:, 0]
    found = effects(whitened, earlier, scores, probable)
    return Verdict(
        named_on,
        watched_on,
        groups,
        probability,
        found.effect,
        found.low,
        found.high,
        lags.argmax(axis=1),
        _information(scores, days),
        days,
        rows,
        course,
    )


def _information(scores: Scores, days: int) -> Array:
    """Return the information per day about the effect of each exposure, averaged over its lags."""
    per_column = np.where(scores.usable, scores.length**2, 0.0) / (scores.noise**2 * days)
    return np.asarray(per_column.reshape(-1, len(KERNELS)).mean(axis=1))


def design(pain: Array, exposures: Array, weekday: NDArray[np.int64]) -> Array:
    """Return the columns: pain, level, seven weekdays, and every exposure at every lag."""
    return np.column_stack([np.nan_to_num(pain), np.ones(len(pain)), np.eye(7)[weekday], lagged(exposures)])
