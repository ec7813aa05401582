"""The course of pain behind the scatter of single days, with a band that widens where days are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from runback.model import CheckIn
from runback.progress.pain_days import told_pain
from runback.progress.smoothing import Sizes, Smoothed, smooth

TREND_DAYS = 365
"""Days before today that the trend covers; judged: scatter and pace of change hold for about a year."""

BAND_SHARE = 0.90
Z_BAND = 1.6449
"""Half the width of a 90 % band in standard deviations."""

LOWEST, HIGHEST = 0.0, 10.0
_CENTRE, _SPREAD = 5.0, 5.0


@dataclass(frozen=True, slots=True)
class PainTrend:
    """The smoothed pain of every day from ``first`` to ``last``.

    ``told`` holds the days that were told with their pain.
    """

    first: date
    last: date
    told: dict[date, float]
    smoothed: Smoothed

    def frame(self) -> pl.DataFrame:
        """Return one row a day: ``day``, ``told`` (null where not told), ``mean``, ``low``, ``high``.

        All of pain 0 to 10; ``low`` and ``high`` bound the 90 % band. The model knows no bounds, so the band
        is cut off at 0 and 10: no level that pain can have is lost by that.
        """
        mean, sd = self.smoothed.level()
        days = [self.first + timedelta(days=i) for i in range(len(mean))]
        return pl.DataFrame(
            {
                "day": days,
                "told": [self.told.get(day) for day in days],
                "mean": np.clip(mean, LOWEST, HIGHEST),
                "low": np.clip(mean - Z_BAND * sd, LOWEST, HIGHEST),
                "high": np.clip(mean + Z_BAND * sd, LOWEST, HIGHEST),
            },
            schema={
                "day": pl.Date,
                "told": pl.Float64,
                "mean": pl.Float64,
                "low": pl.Float64,
                "high": pl.Float64,
            },
        )

    def level(self, day: date) -> tuple[float, float, float]:
        """Return mean, low and high (90 %) of the pain on ``day``, which lies within the trend."""
        mean, sd = self.smoothed.level()
        at = self.index(day)
        low, middle, high = np.clip(
            [mean[at] - Z_BAND * sd[at], mean[at], mean[at] + Z_BAND * sd[at]], LOWEST, HIGHEST
        )
        return float(middle), float(low), float(high)

    def index(self, day: date) -> int:
        """Return the place of ``day`` in the arrays. Raises ``ValueError`` for a day outside the trend."""
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} lies outside the trend, {self.first} to {self.last}")
        return (day - self.first).days

    def told_within(self, first: date, last: date) -> int:
        """Return how many days from ``first`` to ``last`` were told."""
        return sum(first <= day <= last for day in self.told)


def pain_trend(checkins: Iterable[CheckIn], today: date) -> PainTrend | None:
    """Smooth the worst pain of the last year up to ``today``; None where no day of it was told.

    The trend runs on to ``today`` past the last told day, widening; a missing day adds nothing else.

    Raises:
        BadInputError: pain outside 0 to 10.
    """
    begin = today - timedelta(days=TREND_DAYS - 1)
    told = {day: pain for day, pain in told_pain(checkins, today).items() if day >= begin}
    if not told:
        return None
    first = min(told)
    values = np.full((today - first).days + 1, np.nan)
    for day, pain in told.items():
        values[(day - first).days] = pain
    return PainTrend(first, today, told, smooth(values, Sizes.grid(), centre=_CENTRE, spread=_SPREAD))
