"""Values in the runner's words: the only place where metres become kilometres or miles."""

from __future__ import annotations

from datetime import date
from typing import Literal

Units = Literal["km", "mi"]

METRES: dict[Units, float] = {"km": 1000.0, "mi": 1609.344}
"""Metres in one unit of distance (the international mile)."""

FOOT_M = 0.3048
INCH_CM = 2.54


def distance(metres: float, units: Units, digits: int = 1) -> str:
    """Return a distance such as ``12.4 km`` or ``7.7 mi``."""
    return f"{metres / METRES[units]:.{digits}f} {units}"


def height(metres: float, units: Units) -> str:
    """Return a height difference such as ``240 m`` or ``787 ft``."""
    return f"{metres:.0f} m" if units == "km" else f"{metres / FOOT_M:.0f} ft"


def pace(metres_per_second: float, units: Units) -> str:
    """Return a pace such as ``5:30 /km``; a standstill has none and reads ``-``."""
    if metres_per_second <= 0:
        return "-"
    seconds = round(METRES[units] / metres_per_second)
    return f"{seconds // 60}:{seconds % 60:02d} /{units}"


def duration(seconds: float) -> str:
    """Return a time such as ``1:02:03`` or ``42:10``."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, last = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{last:02d}" if hours else f"{minutes}:{last:02d}"


def day_words(day: date) -> str:
    """Return a date such as ``3 May 2026``."""
    return f"{day.day} {day:%b %Y}"
