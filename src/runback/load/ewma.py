"""Exponentially weighted means of daily load: smooth curves to look at, never alarms."""

from __future__ import annotations

import polars as pl

from runback.knowledge import fact


def ewma(load: pl.Series, days: float) -> pl.Series:
    """Return the exponentially weighted mean of a daily series with lambda = 2 / (days + 1).

    Starts at the first day's load; rest days must be 0 in ``load``. A day whose load is unknown (null)
    carries the mean of the day before. Source: fact ``ewma-load-formula`` (Williams 2017).
    """
    return (
        load.cast(pl.Float64)
        .ewm_mean(alpha=2.0 / (days + 1.0), adjust=False, ignore_nulls=True)
        .forward_fill()
    )


def ewma_table(daily: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return the daily ``column`` with its means ``ewma_acute``, ``ewma_chronic``, and ``warming_up``.

    N is 7 days for the acute and 28 days for the chronic mean; during the first 28 days the chronic mean
    still rests on its start value and ``warming_up`` is true.
    """
    numbers = fact("ewma-load-formula").numbers
    chronic = numbers["n_chronic"]
    return daily.select(
        "date",
        column,
        ewma(daily[column], numbers["n_acute"]).alias("ewma_acute"),
        ewma(daily[column], chronic).alias("ewma_chronic"),
        (pl.int_range(pl.len()) < chronic).alias("warming_up"),
    )
