"""A relative index of lumbar load, laden with assumptions, for comparison with the runner's own past only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np

from runback.activities.samples import Floats
from runback.activities.steps import usual_steps_per_metre
from runback.knowledge import fact

METHOD = (
    "Index = 100 x (sum of F^10 x steps / steps of the reference hour)^0.2; 100 is one level hour at 3 "
    "m/s. The exponents come from fatigue tests of spinal segments in vitro. ASSUMED, not measured: that "
    "compression F grows with speed as disc shrinkage does (about speed^1.2, studied from 70 to 100 % of "
    "marathon pace and carried on beyond), that a descent raises it by 6 % per degree to 9 degrees as it "
    "does the impact peak at the ground, that climbs do not change it, that parts add up, and steps by "
    "speed where cadence is missing. Compare only with the same runner's own past; it says nothing of pain "
    "or damage."
)
REFERENCE_S = 3600.0
SLOWEST_M_S, FASTEST_M_S = 0.5, 7.0
SPEED_WINDOW_S = 30.0
"""Speeds are averaged this long first: the tenth power would make much of a sensor's noise."""


@dataclass(frozen=True, slots=True)
class _Model:
    cycle_exponent: float
    part_exponent: float
    speed_exponent: float
    reference_m_s: float
    impact_per_degree: float
    steepest_deg: float


@cache
def _model() -> _Model:
    """Return the constants, each from a fact or derived from one.

    Shrinkage over the same 30 minutes at 70 and at 100 % of marathon pace is taken to follow the index
    itself, so F^load_exponent carries its ratio and F follows speed to the power below.
    """
    exponents = fact("lumbar-cumulative-load-exponents").numbers
    shrinkage = fact("shrinkage-by-speed-with-and-without-lbp").numbers
    downhill = fact("downhill-impact-force").numbers
    load, cycles = exponents["load_exponent"], exponents["cycle_exponent"]
    growth = log(shrinkage["pace100_mm"] / shrinkage["pace70_mm"]) / load
    return _Model(
        cycle_exponent=cycles,
        part_exponent=load / cycles,
        speed_exponent=growth / log(100 / 70),
        reference_m_s=downhill["speed_m_s"],
        impact_per_degree=downhill["derived_impact_percent_per_degree_down"] / 100.0,
        steepest_deg=downhill["slope_deg"],
    )


def relative_force(speed_m_s: Floats, grade: Floats) -> Floats:
    """Return the assumed compression relative to level running at the reference speed (3 m/s)."""
    model = _model()
    speed = np.clip(speed_m_s, SLOWEST_M_S, FASTEST_M_S)
    down_deg = np.clip(np.degrees(np.arctan(-grade)), 0.0, model.steepest_deg)
    force: Floats = (speed / model.reference_m_s) ** model.speed_exponent * (
        1.0 + model.impact_per_degree * down_deg
    )
    return force


def lumbar_load_index(steps: Floats, speed_m_s: Floats, grade: Floats) -> float:
    """Return the index of parts with their steps (both feet), speeds and slopes; arrays of one shape.

    The fifth power of the index adds up over parts and over runs.
    """
    model = _model()
    reference = np.array([model.reference_m_s])
    reference_steps = float(usual_steps_per_metre(reference)[0]) * model.reference_m_s * REFERENCE_S
    total = float(np.dot(steps, relative_force(speed_m_s, grade) ** model.part_exponent))
    return float(100.0 * (total / reference_steps) ** model.cycle_exponent)
