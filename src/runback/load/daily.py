"""The daily series: one row a calendar day, rest days included, that every later measure of load reads."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from runback.knowledge import fact
from runback.load.speed import fast_seconds

SUMMED = (
    "distance_m",
    "moving_s",
    "ascent_m",
    "descent_m",
    "uphill_m",
    "downhill_m",
    "steps",
    "session_rpe_load",
    "trimp",
    "fast_s",
)
"""Columns that add up over the runs of a day."""


def part_exponent() -> float:
    """Return the power in which the lumbar load index adds up over runs.

    From fact ``lumbar-cumulative-load-exponents``: the index grows with cycles to the power e, so its 1/e-th
    power is linear in cycles: a Miner-style extension and an assumption, as the fact says.
    """
    return 1.0 / fact("lumbar-cumulative-load-exponents").numbers["cycle_exponent"]


def until(runs: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return the runs up to and including ``today``, sorted by start."""
    return runs.filter(pl.col("local_date") <= today).sort("start_utc", "run_id")


def daily_load(runs: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return the load of each local day from the first run to ``today``.

    Columns: ``date``, ``runs`` (count), the sums of ``SUMMED``, ``longest_run_m`` and ``lumbar_load_index``
    (fifth powers added, see ``part_exponent``), units as in the runs frame. A day without a run holds 0
    everywhere; a day on which any run lacks a measure holds null for it, since its total is not known.
    The frame is empty when there is no run up to ``today``.
    """
    known = until(runs, today)
    known = known.with_columns(fast_seconds(known))
    power = part_exponent()
    days = (
        known.group_by("local_date")
        .agg(
            pl.len().cast(pl.Int64).alias("runs"),
            *(_total(pl.col(name)).alias(name) for name in SUMMED),
            pl.col("distance_m").max().alias("longest_run_m"),
            _total(pl.col("lumbar_load_index") ** power).pow(1.0 / power).alias("lumbar_load_index"),
        )
        .rename({"local_date": "date"})
    )
    if days.is_empty():
        return days
    first = known["local_date"].min()
    calendar = pl.DataFrame({"date": pl.date_range(first, today, eager=True)})  # type: ignore[arg-type] # min of a date column is a date
    every = calendar.join(days, on="date", how="left", maintain_order="left")
    rest_day = pl.col("runs").is_null()
    return every.with_columns(
        pl.when(rest_day).then(0).otherwise(pl.col(name)).alias(name)
        for name in days.columns
        if name != "date"
    )


def rolling_total(load: pl.Series, days: int) -> pl.Series:
    """Return for each day the sum of its last ``days`` days; null where one of them is unknown.

    Each window is summed afresh: a running sum leaves residues where the true sum is 0.
    """
    values = load.cast(pl.Float64).to_numpy()
    totals = np.full(values.size, np.nan)
    if values.size >= days:
        totals[days - 1 :] = np.lib.stride_tricks.sliding_window_view(values, days).sum(axis=1)
    return pl.Series(load.name, totals, dtype=pl.Float64).fill_nan(None)


def _total(values: pl.Expr) -> pl.Expr:
    return pl.when(values.null_count() > 0).then(None).otherwise(values.sum())
