"""Running faster than of late: seconds above a speed, and the recent best that a run is held against."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.activities.runs import SPEED_BIN_M_S, SPEED_BINS

Floats = NDArray[np.float64]

RECENT_DAYS = 42
"""How long a best effort counts as recent."""

BEST_COLUMN = "best_1200s_m_s"
"""The recent best is a mean speed over 20 minutes: long enough that one bad position fix cannot set it."""


def speed_histogram(runs: pl.DataFrame) -> Floats:
    """Return seconds in each speed bin, shape ``(runs, SPEED_BINS)``; NaN rows where a run has no speeds."""
    if runs.is_empty():
        return np.empty((0, SPEED_BINS))
    table: Floats = runs["speed_seconds"].list.to_array(SPEED_BINS).to_numpy().astype(np.float64)
    return table


def seconds_above(histogram: Floats, speed_m_s: Floats) -> Floats:
    """Return the seconds above a speed per run (``speed_m_s`` of shape ``(runs,)`` or scalar-like ``(1,)``).

    Time within the bin that holds the speed is split as if spread evenly over the bin.
    """
    upper = (np.arange(SPEED_BINS) + 1) * SPEED_BIN_M_S
    share = np.clip((upper[None, :] - speed_m_s[:, None]) / SPEED_BIN_M_S, 0.0, 1.0)
    total: Floats = (histogram * share).sum(axis=1)
    return total


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
