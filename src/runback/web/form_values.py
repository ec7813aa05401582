"""Values out of forms: days and numbers, refused in words that say what to type."""

from __future__ import annotations

from datetime import date
from math import isfinite

from runback.errors import BadInputError


def asked_day(text: str, where: str) -> date | None:
    """Return a day such as 2026-11-23; None where nothing was told.

    Raises:
        BadInputError: it is no day; ``where`` names the field.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInputError(f"{text!r} is no day.", where=where, remedy="Give it as 2026-11-23.") from error


def asked_number(text: str, where: str) -> float | None:
    """Return a number, with a comma or a point; None where nothing was told.

    Raises:
        BadInputError: it is no number; ``where`` names the field.
    """
    if not text.strip():
        return None
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise BadInputError(f"{text!r} is not a number.", where=where, remedy="Give it as 7 or 7.5.")
    return value
