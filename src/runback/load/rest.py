"""Rest and recovery: days in a row, rest days, hours between hard days."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.load.daily import rolling_total


def consecutive_days(daily: pl.DataFrame) -> pl.Series:
    """Return for each day the number of running days in a row that end on it; 0 on a rest day."""
    ran = daily["runs"].to_numpy() > 0
    index = np.arange(ran.size)
    last_rest = np.maximum.accumulate(np.where(ran, -1, index)) if ran.size else index
    return pl.Series("consecutive_days", index - last_rest, dtype=pl.Int64)


def rest_days(daily: pl.DataFrame, days: int = 14) -> pl.Series:
    """Return for each day the rest days among the last ``days``; null until so many days are known."""
    return rolling_total((daily["runs"] == 0).cast(pl.Int64), days).cast(pl.Int64).alias("rest_days")


def hours_between(start_utc: pl.Series, hard: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each hard run the hours from the start of the hard run before it; NaN for the first.

    ``start_utc`` is sorted, of shape ``(n,)``; the result has one value for each true entry of ``hard``.
    """
    hours = start_utc.dt.timestamp("ms").to_numpy()[hard] / 3_600_000.0
    gaps: NDArray[np.float64] = np.diff(hours, prepend=np.nan)
    return gaps
