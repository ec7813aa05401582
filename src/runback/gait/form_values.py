"""One number of form with its band: what the steps say, and how far off it may be."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from runback.gait.side_view import Steps
from runback.gait.smoothing import CUT_OFF_HZ
from runback.knowledge import Metric
from runback.model import Side

Z90 = 1.6448536269514722

CONTACT_ERROR_S = 0.005
"""Judged from the benchmark against a force plate: how far off the mean initial contact may be."""

CAMERA_ERROR_DEG = 1.0
CAMERA_ERROR_SHARE = 0.05
"""Judged, for a camera up to 20 degrees off a right angle and 1 off level: degrees, share of the value."""

LEAST_STEPS = 7


@dataclass(frozen=True, slots=True)
class FormValue:
    """The median over the steps, their spread (standard deviation) and the error of the median.

    ``error`` (one standard deviation) joins pose, timing and camera; ``band`` is the 90 % band that it gives.
    """

    metric: str
    side: Side | None
    value: float
    unit: str
    spread: float
    steps: int
    error: float
    band: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A measure that this film cannot carry, and why."""

    metric: str
    side: Side | None
    reason: str


def form_value(
    metric: Metric, side: Side | None, steps: Steps, *, shake: float, frames_per_s: float, posed: bool
) -> FormValue | Withheld:
    """Return the median of ``steps`` with its band.

    ``shake`` is the scatter of the landmarks in their own unit; ``posed`` says that a pose model placed them,
    whose own error (the metric's entry) then counts. Pose, timing and camera errors add as squares.
    """
    values = steps.values[np.isfinite(steps.values)]
    if np.isnan(steps.lever):
        return Withheld(metric.id, side, "the points that it is read from were not seen")
    if values.size < LEAST_STEPS:
        return Withheld(metric.id, side, f"it could be read in {values.size} steps; {LEAST_STEPS} are needed")
    value, spread = float(np.median(values)), float(values.std(ddof=1))
    left = sqrt(min(1.0, CUT_OFF_HZ / (0.5 * frames_per_s)))
    turned = np.degrees(1.0) if steps.in_degrees else 1.0
    shaken = sqrt(2.0) * shake * left / steps.lever * turned
    known = 0.0 if np.isnan(metric.sem_deg_or_unit) or not posed else metric.sem_deg_or_unit
    changing = float(np.median(np.abs(steps.per_s))) if steps.per_s.size else 0.0
    timing = changing * sqrt(CONTACT_ERROR_S**2 + (1.0 / frames_per_s) ** 2 / (12.0 * values.size))
    camera = CAMERA_ERROR_SHARE * abs(value) + (CAMERA_ERROR_DEG if steps.in_degrees else 0.0)
    sampling = spread / sqrt(values.size)
    error = sqrt(known**2 + shaken**2 / values.size + timing**2 + camera**2 + sampling**2)
    return FormValue(
        metric=metric.id,
        side=side,
        value=value,
        unit=metric.unit,
        spread=spread,
        steps=int(values.size),
        error=error,
        band=(value - Z90 * error, value + Z90 * error),
    )
