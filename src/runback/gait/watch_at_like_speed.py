"""A form measure of the last weeks against the runner's own past, at one speed and by one device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

import numpy as np
import polars as pl

from runback.knowledge import metrics
from runback.model import DateRange

RECENT_DAYS = 42
PAST_DAYS = 84
LEAST_RECENT, LEAST_PAST = 4, 8
SLOWEST_M_S = 1.8
STEEPEST_CLIMB = 0.03
"""Judged: metres up and down for each metre run, above which a run is no level run."""

Z90 = 1.6448536269514722
Verdict = Literal["higher", "lower", "no change that can be told"]


@dataclass(frozen=True, slots=True)
class FormMeasure:
    """A column of the runs frame that tells of form; ``metric`` is its entry of the evidence base.

    ``least_change_pct`` is judged: the change that the metric's entry asks for before it is told. ``scaled``
    says that a chest strap, a pod and a watch measure it on different scales, so that devices do not mix.
    """

    column: str
    name: str
    unit: str
    metric: str
    least_change_pct: float
    scaled: bool = True


MEASURES = (
    FormMeasure("mean_cadence_spm", "Cadence", "steps/min", "cadence-watch", 3.0, scaled=False),
    FormMeasure("step_length_mm", "Step length", "mm", "step-length", 3.0, scaled=False),
    FormMeasure("stance_time_ms", "Stance time", "ms", "ground-contact-time-watch", 5.0),
    FormMeasure("vertical_oscillation_mm", "Vertical oscillation", "mm", "vertical-oscillation-watch", 10.0),
    FormMeasure("stance_balance_pct", "Stance balance, left", "%", "gct-balance", 2.0),
)


@dataclass(frozen=True, slots=True)
class LikeSpeed:
    """A measure now and in the past, both at ``speed_m_s`` (the mean of the recent runs).

    ``change`` is in the measure's unit, with its 90 % ``interval``; ``verdict`` tells one only where the
    interval leaves 0 out and the change reaches ``smallest_told``.
    """

    measure: FormMeasure
    speed_m_s: float
    now: float
    before: float
    change: float
    interval: tuple[float, float]
    smallest_told: float
    verdict: Verdict
    runs_now: int
    runs_before: int
    recent: DateRange

    @property
    def change_pct(self) -> float:
        """The change in per cent of the past."""
        return 100.0 * self.change / self.before


def at_like_speed(runs: pl.DataFrame, measure: FormMeasure, today: date) -> LikeSpeed | str:
    """Compare the six weeks to ``today`` with the twelve before; return why not where it cannot be done.

    ``runs`` is a runs frame. Level runs alone count, and for a ``scaled`` measure those of the latest one's
    device. Method: least squares on speed with one slope for both periods (analysis of
    covariance); the interval is that of the step between them, by Student's t.
    """
    recent = DateRange.ending(today, RECENT_DAYS)
    usable = compared_runs(runs, measure, today)
    if usable.is_empty():
        return f"{measure.name.lower()} at like speed: no level run of the last 18 weeks carries it"
    now = usable["local_date"].to_numpy() >= np.datetime64(recent.first)
    counted = int(now.sum()), int((~now).sum())
    if counted[0] < LEAST_RECENT or counted[1] < LEAST_PAST:
        return (
            f"{measure.name.lower()} at like speed: {counted[0]} level runs carry it"
            f"{' by the same device' if measure.scaled else ''} in the last {RECENT_DAYS // 7} weeks and "
            f"{counted[1]} in the {PAST_DAYS // 7} before; {LEAST_RECENT} and {LEAST_PAST} are needed"
        )
    return _compared(usable, measure, now, recent)


def compared_runs(runs: pl.DataFrame, measure: FormMeasure, today: date) -> pl.DataFrame:
    """Return the level runs of the last six weeks and the twelve before that carry the measure, by time."""
    recent = DateRange.ending(today, RECENT_DAYS)
    past = DateRange.ending(recent.first - timedelta(days=1), PAST_DAYS)
    usable = _usable(runs, measure.column, DateRange(past.first, recent.last))
    if measure.scaled and not usable.is_empty():
        usable = usable.filter(pl.col("device").eq_missing(usable["device"][-1]))
    return usable


def _usable(runs: pl.DataFrame, column: str, days: DateRange) -> pl.DataFrame:
    climb = pl.col("ascent_m").fill_null(0.0) + pl.col("descent_m").fill_null(0.0)
    return runs.filter(
        pl.col("local_date").is_between(days.first, days.last),
        pl.col(column).is_not_null(),
        pl.col("mean_speed_m_s") >= SLOWEST_M_S,
        climb <= 2 * STEEPEST_CLIMB * pl.col("distance_m"),
    ).sort("start_utc")


def _compared(
    usable: pl.DataFrame,
    measure: FormMeasure,
    now: np.ndarray[tuple[int], np.dtype[np.bool_]],
    days: DateRange,
) -> LikeSpeed:
    values, speed = usable[measure.column].to_numpy(), usable["mean_speed_m_s"].to_numpy()
    reference = float(speed[now].mean())
    design = np.column_stack([np.ones(values.size), speed - reference, now.astype(np.float64)])
    coefficients, *_ = np.linalg.lstsq(design, values, rcond=None)
    freedom = values.size - design.shape[1]
    residual = values - design @ coefficients
    spread = float(np.linalg.pinv(design.T @ design)[2, 2]) * float(residual @ residual) / freedom
    half = _t90(freedom) * sqrt(spread)
    before, change = float(coefficients[0]), float(coefficients[2])
    smallest = max(measure.least_change_pct / 100.0 * abs(before), _detectable(measure.metric))
    interval = (change - half, change + half)
    told = abs(change) >= smallest and not interval[0] <= 0.0 <= interval[1]
    verdict: Verdict = "no change that can be told"
    if told:
        verdict = "higher" if change > 0 else "lower"
    return LikeSpeed(
        measure=measure,
        speed_m_s=reference,
        now=before + change,
        before=before,
        change=change,
        interval=interval,
        smallest_told=smallest,
        verdict=verdict,
        runs_now=int(now.sum()),
        runs_before=int((~now).sum()),
        recent=days,
    )


def _detectable(metric: str) -> float:
    """Return the detectable change of the metric's entry, 0 where none is known."""
    known = next(entry.mdc for entry in metrics() if entry.id == metric)
    return 0.0 if np.isnan(known) else known


def _t90(freedom: int) -> float:
    """Return the 95 % point of Student's t; expansion of Abramowitz and Stegun 26.7.5, good from 5 up."""
    z = Z90
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return float(z + sum(term / freedom**power for power, term in enumerate(terms, start=1)))
