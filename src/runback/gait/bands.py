"""How far off a number of form may be: pose, timing, camera and sampling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np

from runback.gait.form_values import Z90, FormValue, Withheld
from runback.gait.smoothing import CUT_OFF_HZ
from runback.gait.steps import Steps
from runback.knowledge import Metric, fact
from runback.model import Side

MEDIAN_SPREAD = 1.2533
"""How much more the median of a normal sample scatters than its mean."""

EXTREME_SHARE = 0.5
"""Judged: how much of the smoothed shake's standard deviation the highest of a span picks up."""

LEAST_STEPS = 7


@dataclass(frozen=True, slots=True)
class Source:
    """What the errors of a film rest on.

    ``shake`` is the scatter of the landmarks in their own unit at ``working_hz``, the rate they were smoothed
    at; ``frames_per_s`` that of the film. ``posed`` says that a pose model placed the landmarks, whose own
    error (the metric's entry) then counts.
    """

    shake: float
    working_hz: float
    frames_per_s: float
    posed: bool


def form_value(
    metric: Metric, side: Side | None, steps: Steps, source: Source, *, far: bool = False
) -> FormValue | Withheld:
    """Return the median of ``steps`` with its band; pose, timing, camera and sampling errors add as squares.

    ``far``: of the leg away from the camera, whose points a pose model places worse.
    """
    values = steps.values[np.isfinite(steps.values)]
    if np.isnan(steps.lever):
        return Withheld(metric.id, side, "the points that it is read from were not seen")
    if values.size < LEAST_STEPS:
        return Withheld(metric.id, side, f"it could be read in {values.size} steps; {LEAST_STEPS} are needed")
    value, spread = float(np.median(values)), float(values.std(ddof=1))
    count = values.size * steps.own_share
    sampling = MEDIAN_SPREAD * spread / sqrt(count)
    error = sqrt(
        pose_error(metric, source, far=far) ** 2
        + (shake_error(steps, source) * (EXTREME_SHARE if steps.extreme else 1 / sqrt(count))) ** 2
        + _timing_error(steps, count, source) ** 2
        + _camera_error(steps, value) ** 2
        + sampling**2
    )
    band = (value - Z90 * error, value + Z90 * error)
    return FormValue(metric.id, side, value, metric.unit, spread, int(values.size), error, band)


def pose_error(metric: Metric, source: Source, *, far: bool) -> float:
    """Return the pose model's own error in the metric's unit; the far leg's is that of the fact greater.

    The entries of joint angles tell how well a person reads them from a film; pose models are worse (fact
    ``openpose-running-rmse``).
    """
    if not source.posed:
        return 0.0
    known = 0.0 if np.isnan(metric.sem_deg_or_unit) else metric.sem_deg_or_unit
    return max(known, _model_errors().get(metric.id, 0.0)) * (_far_share() if far else 1.0)


def shake_error(steps: Steps, source: Source) -> float:
    """Return what the landmarks' shake leaves in one step's value after smoothing."""
    left = sqrt(min(1.0, CUT_OFF_HZ / (0.5 * source.working_hz)))
    return sqrt(2.0) * source.shake * left / steps.lever * (np.degrees(1.0) if steps.in_degrees else 1.0)


def _timing_error(steps: Steps, count: float, source: Source) -> float:
    """Return what the moment's own error makes of the value: one of the method, one of the frames."""
    known = steps.per_s[np.isfinite(steps.per_s)]
    changing = sqrt(float(np.mean(known**2))) if known.size else 0.0
    return changing * sqrt(steps.timing_s**2 + (1.0 / source.frames_per_s) ** 2 / (12.0 * count))


def _camera_error(steps: Steps, value: float) -> float:
    """Return the error of a camera turned by anything up to 20 degrees and not quite level.

    Root mean squares over all turns alike likely of fact ``camera-yaw-error``: distances along the picture
    shrink by the cosine (over the root of five), what lies across shows by the sine (over the root of three).
    """
    shrink, lean_deg, sine, roll_deg = _camera()
    if steps.kind == "time":
        return 0.0
    if steps.kind == "height":
        return shrink * abs(value)
    if steps.kind == "along":
        return sqrt((shrink * value) ** 2 + (sine * steps.depth) ** 2)
    if steps.kind == "lean":
        return sqrt((shrink * value) ** 2 + lean_deg**2 + roll_deg**2)
    # A camera that is not level turns all lines alike.
    return sqrt((shrink * value) ** 2 + steps.lines * lean_deg**2)


@cache
def _camera() -> tuple[float, float, float, float]:
    yaw, roll = fact("camera-yaw-error").numbers, fact("camera-roll-error").numbers
    return (
        yaw["yaw_20_shrink_pct"] / 100.0 / sqrt(5.0),
        yaw["extra_from_5deg_side_lean_deg"] / sqrt(3.0),
        float(np.sin(np.radians(yaw["yaw_deg"]))) / sqrt(3.0),
        roll["max_uncorrected_roll_deg"],
    )


@cache
def _model_errors() -> dict[str, float]:
    """Return the pose models' errors of leg angles in degrees; an ankle's is shared by shank and foot."""
    numbers = fact("openpose-running-rmse").numbers
    knee, hip, ankle = (numbers[f"{joint}_rmse_2_78"] for joint in ("knee", "hip", "ankle"))
    return {
        "knee-flexion-contact": knee,
        "knee-flexion-midstance": knee,
        "knee-excursion-stance": knee,
        "hip-extension-toeoff": hip,
        "shank-angle-contact": ankle / sqrt(2.0),
        "foot-inclination-contact": ankle / sqrt(2.0),
    }


@cache
def _far_share() -> float:
    numbers = fact("strike-angle-near-far-leg").numbers
    return numbers["far_rmse_deg"] / numbers["near_rmse_deg"]
