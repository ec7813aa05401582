"""The load by calendar week or month, and one span of days held against the span before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from runback.load.daily import part_exponent
from runback.model import DateRange

Every = Literal["week", "month"]
_STEPS: dict[Every, str] = {"week": "1w", "month": "1mo"}
SUMS = ("distance_m", "moving_s", "ascent_m", "descent_m", "runs")


def by_period(daily: pl.DataFrame, days: DateRange, every: Every) -> pl.DataFrame:
    """Return the load of each calendar week or month that ``days`` touch, by its days within them.

    ``daily`` is a frame as ``daily_load`` makes it. Columns: ``first`` and ``last`` (days), the sums of
    ``SUMS`` and ``longest_run_m`` (days of which a measure is unknown count nothing), ``run_days``,
    ``rest_days``, and ``lumbar_load_index`` (powers added, see ``part_exponent``; null where no run has it).
    """
    within = daily.filter(pl.col("date").is_between(days.first, days.last))
    power = part_exponent()
    ran = pl.col("runs") > 0
    return (
        within.group_by(pl.col("date").dt.truncate(_STEPS[every]).alias("begin"), maintain_order=True)
        .agg(
            pl.col("date").min().alias("first"),
            pl.col("date").max().alias("last"),
            *(pl.col(name).sum() for name in SUMS),
            pl.col("longest_run_m").max(),
            ran.sum().alias("run_days"),
            (~ran).sum().alias("rest_days"),
            pl.when(pl.col("lumbar_load_index").filter(ran).is_not_null().any() | ~ran.any())
            .then((pl.col("lumbar_load_index").fill_null(0.0) ** power).sum() ** (1.0 / power))
            .alias("lumbar_load_index"),
        )
        .drop("begin")
    )


@dataclass(frozen=True, slots=True)
class Span:
    """The load of some days as a usual week of them; distances in metres, ``longest_run_m`` of one run."""

    days: DateRange
    distance_m: float
    runs: float
    moving_s: float
    ascent_m: float
    descent_m: float
    rest_days: float
    longest_run_m: float


def span(daily: pl.DataFrame, days: DateRange) -> Span | None:
    """Return the load of ``days`` a week, None where the record does not reach back to their first day."""
    if daily.is_empty() or daily["date"][0] > days.first:
        return None
    within = daily.filter(pl.col("date").is_between(days.first, days.last))
    weeks = within.height / 7.0
    sums = {name: float(within[name].sum() or 0.0) / weeks for name in SUMS}
    return Span(
        days=days,
        **sums,
        rest_days=float((within["runs"] == 0).sum()) / weeks,
        longest_run_m=float(within["longest_run_m"].max() or 0.0),  # type: ignore[arg-type] # floats
    )


def before(days: DateRange) -> DateRange:
    """Return as many days that end the day before ``days`` begin."""
    return DateRange.ending(days.first - timedelta(days=1), days.days)


def shown_days(first_run: date, today: date, weeks: int | None) -> DateRange:
    """Return the last ``weeks`` whole weeks and the one under way; without, all since the first run."""
    if weeks is None:
        return DateRange(first_run, today)
    monday = today - timedelta(days=today.weekday())
    return DateRange(max(first_run, monday - timedelta(weeks=weeks)), today)
