"""One number of form with its band, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from runback.model import Side

Z90 = 1.6448536269514722
View = Literal["side", "rear"]


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
