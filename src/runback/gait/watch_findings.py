"""The findings of the form family that rest on the watch: overstriding and form that decays.

All weights are judged and small: no prospective study ties a form measure of the watch to back pain (facts
``unknown-form-causes-lbp`` and ``biomech-prospective-null``).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from runback.gait.retraining import cadence_trial, cue
from runback.gait.watch import watch_form
from runback.gait.watch_at_like_speed import LikeSpeed
from runback.gait.watch_within_runs import Drift
from runback.model import Finding, Missing

_LEAST_DOUBT, _DOUBT = 0.08, 0.5
SLOWER_STEPS = ((-8.0, 0.3), (-3.0, 0.1), (0.0, -0.03), (3.0, -0.1))
"""Change of cadence at like speed in per cent, and the ``log_lr`` for overstriding."""

TIRED_DRIFT = ((0.0, -0.08), (0.5, -0.04), (1.0, 0.1), (3.0, 0.35))
"""Drift in multiples of the size that is told, and the ``log_lr`` for form that decays."""

NO_TRIAL = "No study ties it to back pain, so it weighs little."


def gait_findings(runs: pl.DataFrame, today: date) -> list[Finding | Missing]:
    """Return what the watch's form measures of the six weeks to ``today`` say; ``runs`` is a runs frame."""
    form = watch_form(runs, today)
    cadence = form.at_like_speed["mean_cadence_spm"]
    found: list[Finding | Missing] = [
        Missing("overstriding", "cadence_at_like_speed", cadence)
        if isinstance(cadence, str)
        else _slower_steps(cadence)
    ]
    for column, drift in form.within_runs.items():
        found.append(Missing("form-decay", column, drift) if isinstance(drift, str) else _drifting(drift))
    return found


def _slower_steps(cadence: LikeSpeed) -> Finding:
    change = 0.0 if cadence.verdict == "no change that can be told" else cadence.change_pct
    weight = _weight(SLOWER_STEPS, change)
    told = cadence.verdict if change else f"a change would have to be {cadence.smallest_told:.0f} or more"
    moved = (
        f"{cadence.change:+.1f}, 90 % interval {cadence.interval[0]:+.1f} to {cadence.interval[1]:+.1f}; "
        f"{told}"
    )
    return Finding(
        cause="overstriding",
        measure="cadence_at_like_speed",
        group="step-rate",
        value=cadence.now,
        unit="steps/min",
        reference=f"your {cadence.runs_before} level runs of the 12 weeks before, at the same speed",
        log_lr=weight[0],
        log_lr_interval=weight[1],
        basis="judged",
        evidence=("cadence-meta", "cadence-and-spinal-shrinkage", "cadence-elite-100km"),
        window=cadence.recent,
        sentence=f"At the same speed you took {cadence.now:.0f} steps a minute over the last six weeks and "
        f"{cadence.before:.0f} in the twelve before ({moved}). Slower steps at one speed are longer steps. "
        f"There is no right number: 180 is no target.{_quicker(cadence.now) if weight[0] > 0 else ''}",
    )


def _drifting(drift: Drift) -> Finding:
    measure = drift.measure
    weight = _weight(
        TIRED_DRIFT, measure.tired * drift.median_pct / measure.told_at_pct if drift.told else 0.0
    )
    size = f"{abs(drift.median_pct):.1f}"
    moved = "stayed level" if size == "0.0" else f"{'fell' if drift.median_pct < 0 else 'rose'} by {size} %"
    enough = f"{drift.tired_runs} of them by {measure.told_at_pct:g} % or more the way that tiring goes"
    return Finding(
        cause="form-decay",
        measure=measure.column,
        group="form-drift",
        value=drift.median_pct,
        unit="%",
        reference="first third of the same runs, at like speed",
        log_lr=weight[0],
        log_lr_interval=weight[1],
        basis="judged",
        evidence=measure.evidence,
        window=drift.recent,
        sentence=f"{measure.name} {moved} from the first to the last third of "
        f"a run (median of {drift.runs} runs, {enough}). Some drift is usual. "
        f"{f'Worth a try: {cue(measure.metric)} ' if weight[0] > 0 else ''}{NO_TRIAL}",
    )


def _quicker(usual_spm: float) -> str:
    return f" Worth a try, with your pain log as the judge: {cadence_trial(usual_spm).sentence}. {NO_TRIAL}"


def _weight(knots: tuple[tuple[float, float], ...], at: float) -> tuple[float, tuple[float, float]]:
    xs, ys = zip(*knots, strict=True)
    centre = float(np.interp(at, xs, ys))
    half = _LEAST_DOUBT + _DOUBT * abs(centre)
    return centre, (centre - half, centre + half)
