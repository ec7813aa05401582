"""How form drifts from the first to the last third of runs, at like speed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from runback.gait.watch_at_like_speed import RECENT_DAYS
from runback.model import DateRange

LEAST_RUNS = 3
"""Judged, after the metric entries: a drift that three comparable runs do not share is noise."""


@dataclass(frozen=True, slots=True)
class DriftMeasure:
    """A column of drift in per cent; ``tired`` is the sign that tiring has, ``told_at_pct`` the size told."""

    column: str
    name: str
    metric: str
    tired: int
    told_at_pct: float
    evidence: tuple[str, ...]


DRIFTS = (
    DriftMeasure(
        "cadence_decay_pct",
        "Cadence",
        "drift-cadence",
        -1,
        3.0,
        ("fatigue-trends-review", "fatigue-slope-reproducibility"),
    ),
    DriftMeasure(
        "stance_time_decay_pct",
        "Stance time",
        "drift-contact-time",
        1,
        5.0,
        ("fatigue-overground-meta", "fatigue-10k-stable"),
    ),
    DriftMeasure(
        "vertical_oscillation_decay_pct",
        "Vertical oscillation",
        "vertical-oscillation-watch",
        1,
        10.0,
        ("fatigue-level-meta",),
    ),
)


@dataclass(frozen=True, slots=True)
class Drift:
    """The median drift over the runs of the last weeks, in per cent of the first third.

    ``tired_runs`` of ``runs`` drifted the way of tiring by at least ``measure.told_at_pct``; ``told`` says
    that three or more did and that the median did too.
    """

    measure: DriftMeasure
    median_pct: float
    runs: int
    tired_runs: int
    told: bool
    recent: DateRange


def within_runs(runs: pl.DataFrame, measure: DriftMeasure, today: date) -> Drift | str:
    """Return the drift over the six weeks to ``today``, or why it cannot be told.

    ``runs`` is a runs frame; its drift columns hold runs of 20 minutes and more.
    """
    recent = DateRange.ending(today, RECENT_DAYS)
    known = runs.filter(
        pl.col("local_date").is_between(recent.first, recent.last), pl.col(measure.column).is_not_null()
    )[measure.column].to_numpy()
    if known.size < LEAST_RUNS:
        return (
            f"{measure.name.lower()} within runs: {known.size} runs of 20 minutes or more carry it in the "
            f"last {RECENT_DAYS // 7} weeks; "
            f"{LEAST_RUNS} are needed"
        )
    median = float(np.median(known))
    tired = int((measure.tired * known >= measure.told_at_pct).sum())
    told = tired >= LEAST_RUNS and measure.tired * median >= measure.told_at_pct
    return Drift(measure, median, known.size, tired, told, recent)
