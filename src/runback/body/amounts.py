"""Values of self-tests in words, with their unit; lengths with inches where the runner counts in miles."""

from __future__ import annotations

from runback.units import INCH_CM, Units

WORDS = {"s": "s", "reps": "repetitions", "deg": "degrees", "cm": "cm"}


def amount(value: float, unit: str, units: Units = "km") -> str:
    """Return a value such as ``41 s``, ``12 repetitions``, ``33 degrees`` or ``10.5 cm (4.1 in)``."""
    said = f"{_number(value)} {_word(unit, value)}"
    return f"{said} ({value / INCH_CM:.1f} in)" if unit == "cm" and units == "mi" else said


def range_words(low: float, high: float, unit: str, units: Units = "km") -> str:
    """Return a range such as ``0 to 600 s``."""
    said = f"{_number(low)} to {_number(high)} {WORDS[unit]}"
    if unit == "cm" and units == "mi":
        said += f" ({low / INCH_CM:.1f} to {high / INCH_CM:.1f} in)"
    return said


def _number(value: float) -> str:
    """Return a number with one decimal at most, and none where it is whole; never a negative zero."""
    return f"{round(value, 1) + 0.0:g}"


def _word(unit: str, value: float) -> str:
    word = WORDS[unit]
    return word.removesuffix("s") if abs(value) == 1 and len(word) > 2 else word
