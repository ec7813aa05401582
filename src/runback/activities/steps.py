"""Steps of both feet: counted from cadence, and guessed from speed where a fallback is needed."""

from __future__ import annotations

from functools import cache

import numpy as np

from runback.activities.samples import Floats
from runback.knowledge import fact

LEAST_COVERAGE = 0.5

METHOD = (
    "Mean cadence of both feet while moving times moving time, where cadence covers at least half of it; "
    "else the device's own count; else null."
)


def count_steps(mean_cadence_spm: float | None, covered_s: float, moving_s: float) -> float | None:
    """Return steps of both feet in the moving time, None where cadence covers less than half of it."""
    if mean_cadence_spm is None or moving_s <= 0 or covered_s < LEAST_COVERAGE * moving_s:
        return None
    return mean_cadence_spm * moving_s / 60.0


@cache
def _strides_by_speed() -> tuple[Floats, Floats]:
    numbers = fact("strides-per-km-by-speed").numbers
    speeds = np.array([numbers[f"speed_{i}"] for i in (1, 2, 3)])
    return speeds, np.array([numbers[f"strides_{i}"] for i in (1, 2, 3)])


def usual_steps_per_metre(speed_m_s: Floats) -> Floats:
    """Return the steps per metre of young adults at a speed: a guess where cadence is not known.

    Source: fact ``strides-per-km-by-speed`` (a secondary source, 16 people); held constant outside its
    speeds.
    """
    speeds, strides = _strides_by_speed()
    return 2.0 * np.interp(speed_m_s, speeds, strides) / 1000.0
