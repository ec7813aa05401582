"""Steps of both feet: counted from cadence, and guessed from speed where a fallback is needed."""

from __future__ import annotations

from functools import cache

import numpy as np

from runback.activities.samples import Floats, Samples
from runback.knowledge import fact

LEAST_COVERAGE = 0.5

METHOD = (
    "Cadence of both feet times moving time, gaps bridged in a straight line, where cadence covers at least "
    "half of the moving time; else the device's own count; else null."
)


def count_steps(samples: Samples, moving_s: Floats) -> Floats | None:
    """Return the steps of both feet in each interval (shape ``(n - 1,)``) from its moving seconds.

    None where cadence is known for less than half of the moving time.
    """
    cadence, bridged = samples.column("cadence_spm"), samples.filled("cadence_spm")
    if cadence is None or bridged is None:
        return None
    known = np.isfinite(cadence)
    if moving_s[known[1:] | known[:-1]].sum() < LEAST_COVERAGE * moving_s.sum():
        return None
    return 0.5 * (bridged[1:] + bridged[:-1]) * moving_s / 60.0


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
