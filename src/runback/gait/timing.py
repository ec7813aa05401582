"""How far off the moments of a step may be, over all steps of one runner."""

from __future__ import annotations

from functools import cache
from math import pi, sqrt

from runback.knowledge import fact

CONTACT_ERROR_S = 0.005
"""How far off the mean initial contact of one runner may be (standard deviation), judged from published
biases of kinematic rules, 1 to 3 ms (facts ``handsaker-events``, ``single-camera-events``,
``events-custom-fast``)."""


@cache
def toe_off_error_s() -> float:
    """Return how far off the mean toe-off of one runner may be: that of fact ``fellin-events``.

    It tells the mean absolute error: root two by pi standard deviations of a normal error.
    """
    return fact("fellin-events").numbers["toeoff_abs_error_treadmill_ms"] / 1000.0 / sqrt(2.0 / pi)
