"""How much the pain of two periods differs by itself: what the length of an experiment rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.errors import BadInputError

Array = NDArray[np.float64]

LEAST_TOLD = 28
LOOKED_BACK_DAYS = 180
LEAST_STEPS = 10
"""Told days, how far back, and pairs of days at each distance, that the scatter is taken from: judged."""

LEAST_PAIRS = 6
"""With fewer pairs of periods not even the clearest result is beyond one in twenty: 2 in 2 to the sixth."""

LEVEL = 0.05
WANTED_POWER = 0.8
LEAST_PAIR_SD = 0.1


@dataclass(frozen=True, slots=True)
class Scatter:
    """The scatter of one runner's pain for one design.

    ``pair_sd`` is the standard deviation, in points, of the difference between the means of two neighbouring
    periods where nothing is varied; ``told`` days with pain, a share ``told_share`` of all days.
    """

    pair_sd: float
    told: int
    told_share: float

    def power(self, pairs: int, effect: float) -> float:
        """Return how often ``pairs`` pairs show an effect of ``effect`` points.

        That of the t-test, which the randomisation test comes near to (Hoeffding 1952).
        """
        from scipy.special import chdtri, ndtr, stdtrit

        free, shift = pairs - 1, effect * np.sqrt(pairs) / self.pair_sd
        # Averaged over equally likely sizes of the estimated scatter: exact enough, and sound for any shift.
        spread = np.sqrt(chdtri(free, (np.arange(200) + 0.5) / 200) / free)
        bound = stdtrit(free, 1 - LEVEL / 2) * spread
        return float((ndtr(shift - bound) + ndtr(-shift - bound)).mean())

    def pairs_for(self, effect: float, most: int) -> int | None:
        """Return the fewest pairs that show ``effect`` four times in five; None where ``most`` do not."""
        return next(
            (pairs for pairs in range(LEAST_PAIRS, most + 1) if self.power(pairs, effect) >= WANTED_POWER),
            None,
        )

    def smallest_effect(self, pairs: int) -> float:
        """Return the smallest effect, in tenths of a point, that ``pairs`` pairs show four times in five."""
        pairs = max(pairs, LEAST_PAIRS)
        tenths = range(1, 101)
        return next((one / 10 for one in tenths if self.power(pairs, one / 10) >= WANTED_POWER), 10.0)


def scatter_of(days: pl.DataFrame, period_days: int, wash_out_days: int) -> Scatter:
    """Return the scatter of the runner's own pain over the last half year of the frame of days.

    From the variogram: half the mean square of the difference of two days by their distance. It needs no
    level, so a slow drift does not inflate it, and unwritten days are left out. With the mean variogram b of
    days of two neighbouring periods, w of days of one period, and n told days in each, the variance of the
    difference of the two means is 2 (b - w (1 - 1/n)).

    Raises ``BadInputError`` where fewer than four weeks are told.
    """
    pain = _pain(days)[-LOOKED_BACK_DAYS:]
    told = int((~np.isnan(pain)).sum())
    if told < LEAST_TOLD:
        raise BadInputError(
            f"not enough days to tell how long an experiment would take: {told} with pain told.",
            where="diary",
            remedy=f"Write down at least {LEAST_TOLD} days first.",
        )
    share = told / len(pain)
    counted = period_days - wash_out_days
    number = max(counted * share, 1.0)
    variogram = _variogram(pain, 2 * period_days)
    place = np.arange(counted)
    apart = np.abs(place[:, None] - place[None, :])
    between = float(variogram[period_days + place[:, None] - place[None, :]].mean())
    within = float(variogram[apart[apart > 0]].mean()) if counted > 1 else 0.0
    variance = 2 * (between - within * (1 - 1 / number))
    return Scatter(float(np.sqrt(max(variance, LEAST_PAIR_SD**2))), told, share)


def _pain(days: pl.DataFrame) -> Array:
    """Return pain by calendar day from the first told day to the last, nan where not told."""
    told = days.select("day", "pain").drop_nulls().sort("day")
    if told.is_empty():
        return np.zeros(0)
    place = (told["day"] - told["day"][0]).dt.total_days().to_numpy()
    pain = np.full(int(place[-1]) + 1, np.nan)
    pain[place] = told["pain"].to_numpy()
    return pain


def _variogram(pain: Array, longest: int) -> Array:
    """Return the variogram at 0 to ``longest`` - 1 days; with few such pairs of days, that of a day less."""
    values = np.zeros(longest)
    for distance in range(1, longest):
        steps = pain[distance:] - pain[:-distance]
        steps = steps[~np.isnan(steps)]
        values[distance] = float((steps**2).mean()) / 2 if len(steps) >= LEAST_STEPS else values[distance - 1]
    return values
