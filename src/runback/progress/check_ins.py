"""What a check-in may hold, and how a later one of the same day adds to it or corrects it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any

from runback.errors import BadInputError
from runback.model import CheckIn

RANGES: dict[str, tuple[float, float, str]] = {
    "worst_pain": (0.0, 10.0, ""),
    "pain_during_run": (0.0, 10.0, ""),
    "pain_next_morning": (0.0, 10.0, ""),
    "stiffness_min": (0.0, 1440.0, "minutes"),
    "sleep_h": (0.0, 24.0, "hours"),
    "sleep_quality": (0.0, 10.0, ""),
    "sitting_h": (0.0, 24.0, "hours"),
    "driving_h": (0.0, 24.0, "hours"),
    "stress": (0.0, 10.0, ""),
}
"""Lowest and highest value taken, and its unit."""

YES_NO = ("lifting", "pack", "easy_start", "strength", "stretches")

PLACES = (
    *("upper-back", "lower-back-left", "lower-back-middle", "lower-back-right"),
    *("buttock-left", "buttock-right", "hip-or-groin-left", "hip-or-groin-right"),
    *("leg-above-knee-left", "leg-above-knee-right", "leg-below-knee-left", "leg-below-knee-right"),
)
"""Where it hurts, in the words that the rules of this package know."""

LONGEST_NOTE = 10_000

FIELD_OF: dict[str, str] = {
    "pain": "worst_pain",
    "during": "pain_during_run",
    "morning": "pain_next_morning",
    "place": "places",
    "stiffness": "stiffness_min",
    "sleep": "sleep_h",
    "sleep-quality": "sleep_quality",
    "sitting": "sitting_h",
    "driving": "driving_h",
    "lifting": "lifting",
    "stress": "stress",
    "strength": "strength",
    "stretches": "stretches",
    "pack": "pack",
    "easy-start": "easy_start",
    "note": "note",
}
"""Short names as a runner types them, with the field of ``CheckIn``."""

FIELDS = tuple(field.name for field in fields(CheckIn) if field.name != "day")
"""What a check-in can tell, beside its day."""


def is_told(value: object) -> bool:
    """Return whether a value of a check-in says anything; 0 and no do."""
    return value not in (None, (), "")


def is_empty(check_in: CheckIn) -> bool:
    """Return whether nothing is told of the day."""
    return not any(is_told(getattr(check_in, name)) for name in FIELDS)


def in_words(name: str) -> str:
    """Return a field as a reader says it: ``worst pain``, ``sleep`` for ``sleep_h``."""
    return name.removesuffix("_h").removesuffix("_min").replace("_", " ")


def checked_value(name: str, value: Any) -> Any:
    """Return one value as it is kept: places without repetition, a note without outer blanks.

    Raises:
        BadInputError: it is outside its range, which the message names, or no value of that kind.
    """
    if not is_told(value):
        return value
    if name in RANGES:
        low, high, unit = RANGES[name]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not low <= value <= high:
            allowed = f"{low:g} to {high:g} {unit}".rstrip()
            said = f"{value:g}" if number else repr(value)
            raise BadInputError(f"{in_words(name)} must be a number from {allowed}, not {said}.")
        return float(value)
    if name in YES_NO:
        if not isinstance(value, bool):
            raise BadInputError(f"{in_words(name)} must be yes or no, not {value!r}.")
        return value
    return _checked_places(value) if name == "places" else _checked_note(value)


def _checked_places(places: Iterable[str]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(places))
    strange = [place for place in unique if place not in PLACES]
    if strange:
        raise BadInputError(f"no place is called {strange[0]!r}.", remedy=f"Places: {', '.join(PLACES)}.")
    return unique


def _checked_note(note: str) -> str:
    text = note.replace("\r\n", "\n").replace("\r", "\n").strip()
    # Cc: control characters, Cs: halves of a character that cannot be written to a file.
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in text):
        raise BadInputError("the note holds characters that cannot be written.", remedy="Type it anew.")
    if len(text) > LONGEST_NOTE:
        raise BadInputError(
            f"the note has {len(text)} characters.", remedy=f"Shorten it to {LONGEST_NOTE} or fewer."
        )
    return text


def checked(told: CheckIn, today: date) -> CheckIn:
    """Return the check-in as it is kept.

    Raises:
        BadInputError: the day lies ahead, nothing is told, or a value is outside its range.
    """
    if told.day > today:
        raise BadInputError(f"{told.day} lies in the future.", remedy="Give a day up to today.")
    kept = replace(told, **{name: checked_value(name, getattr(told, name)) for name in FIELDS})
    if is_empty(kept):
        raise BadInputError("the check-in is empty.", remedy="Give at least one value, such as --pain 3.")
    return kept


def added(before: CheckIn | None, told: CheckIn) -> CheckIn:
    """Return the day with what is told now; what is not told now stays as it was told before."""
    values = {name: value for name in FIELDS if is_told(value := getattr(told, name))}
    return replace(before or CheckIn(told.day), **values)


def cleared(before: CheckIn, names: Iterable[str]) -> CheckIn:
    """Return the day with these fields untold.

    Raises:
        BadInputError: a name is no field of a check-in.
    """
    untold = CheckIn(before.day)
    for name in names:
        if name not in FIELDS:
            raise BadInputError(f"a check-in has no {name!r}.", remedy=f"It has: {', '.join(FIELDS)}.")
    return replace(before, **{name: getattr(untold, name) for name in names})
