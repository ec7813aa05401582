"""Running faster than of late: seconds above a speed, and the recent best that a run is held against."""

from __future__ import annotations

import numpy as np
import polars as pl

from runback.activities.speed_histogram import seconds_above, speed_histogram

RECENT_DAYS = 42
"""How long a best effort counts as recent."""

BEST_COLUMN = "best_1200s_m_s"
"""The recent best is a mean speed over 20 minutes: long enough that one bad position fix cannot set it."""


def recent_best(runs: pl.DataFrame, column: str = BEST_COLUMN, days: int = RECENT_DAYS) -> pl.Series:
    """Return for each run the highest ``column`` in the ``days`` before its start; null without any.

    ``runs`` must be sorted by ``start_utc``; the run itself never counts.
    """
    return runs.select(
        pl.col(column).rolling_max_by("start_utc", f"{days}d", closed="left").alias("recent_best_m_s")
    ).to_series()


def fast_seconds(runs: pl.DataFrame) -> pl.Series:
    """Return for each run the seconds above the best 20-minute speed of the 42 days before it (``fast_s``).

    Null where the run has no speeds or no earlier run within 42 days lasted 20 minutes.
    """
    best = recent_best(runs).to_numpy().astype(np.float64)
    seconds = seconds_above(speed_histogram(runs), best)
    return pl.Series("fast_s", seconds, dtype=pl.Float64).fill_nan(None)
