"""How far off the moments of a step may be, over all steps of one runner."""

from __future__ import annotations

from functools import cache

from runback.knowledge import fact

TOE_OFF_ERROR_S = 0.010
"""Judged: the straightest knee came 8 and 13 ms late in two runners; fact ``fellin-events`` has 5."""

_NORMAL_95 = 3.92
"""Width of a normal 95 % interval in standard deviations."""


@cache
def contact_error_s() -> float:
    """Return how far off the mean initial contact of one runner may be, as a standard deviation.

    That of a published rule over speeds and strikes (fact ``handsaker-events``): runners land unlike.
    """
    numbers = fact("handsaker-events").numbers
    return (numbers["touchdown_ci_high_ms"] - numbers["touchdown_ci_low_ms"]) / _NORMAL_95 / 1000.0
