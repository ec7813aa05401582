"""Values as tables write them: decimal commas, hours and minutes, words for yes and no, places."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from runback.errors import BadInputError
from runback.progress.check_ins import PLACES, RANGES, YES_NO, checked_value, in_words
from runback.reports.diary_csv.columns import Column
from runback.reports.diary_csv.writing import FORMULA_STARTS

UNTOLD_WORDS = frozenset({"", "-", "--", "–", "n/a", "na", "nan", "null", "none", "k.a.", "?", "."})
YES_WORDS = frozenset({"yes", "y", "ja", "j", "true", "wahr", "1", "x", "oui", "si", "sí", "✓", "1.0", "1,0"})
NO_WORDS = frozenset({"no", "n", "nein", "false", "falsch", "0", "non", "0.0", "0,0"})

_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::\d{2})?$|(\d{1,2})\s*h(?:ours?|rs?)?\s*(\d{1,2})?\s*(?:m(?:in)?)?$", re.I
)
_OF_TEN = re.compile(r"(\S+)\s*(?:/|of|von)\s*10$", re.I)
_TRAILING_UNIT = re.compile(r"\s*(?:h|hours?|hrs?|std\.?|stunden|min\.?|minutes?|minuten)$", re.I)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+$")


def cell_value(cell: str, column: Column, repairs: Counter[str]) -> Any:
    """Return the value of a cell as the check-in keeps it, None, ``()`` or ``""`` where nothing is told.

    What had to be read with a repair is counted in ``repairs`` under its words.

    Raises:
        BadInputError: the cell is no such value, or outside its range; ``remedy`` says what is taken.
    """
    field = column.field
    if field == "note":
        return checked_value(field, _without_guard(cell))
    if cell.casefold() in UNTOLD_WORDS:
        return () if field == "places" else None
    if field in YES_NO:
        return _yes_no(cell, field)
    if field == "places":
        return _places(cell)
    number = read_number(cell, repairs, hours=RANGES[field][2] == "hours" and column.factor == 1)
    if number is None:
        low, high, unit = RANGES[field]
        raise BadInputError(
            f"{in_words(field)} is {cell!r}, which is no number.",
            remedy=f"Give {low:g} to {high:g} {unit}".rstrip() + ".",
        )
    if column.factor != 1:
        repairs[f"{column.header}: {column.unit} turned into {RANGES[field][2]}"] += 1
    return checked_value(field, number * column.factor)


def read_number(cell: str, repairs: Counter[str], *, hours: bool = False) -> float | None:
    """Return the number of a cell, None where it is none.

    Taken beside plain numbers: a decimal comma, ``3/10``, a trailing unit and, where ``hours``, ``7:30``.
    """
    text = cell.strip()
    if hours and (match := _CLOCK.match(text)):
        whole, minutes = (match[1], match[2]) if match[1] else (match[3], match[4] or "0")
        if int(minutes) < 60:
            repairs["hours and minutes turned into hours"] += 1
            return int(whole) + int(minutes) / 60
    if match := _OF_TEN.match(text):
        text = match[1]
        repairs["written as of 10"] += 1
    bare = _TRAILING_UNIT.sub("", text) or text
    if _DECIMAL_COMMA.match(bare):
        repairs["decimal commas"] += 1
        bare = bare.replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return None


def _yes_no(cell: str, field: str) -> bool:
    word = cell.casefold()
    if word in YES_WORDS or word in NO_WORDS:
        return word in YES_WORDS
    raise BadInputError(f"{in_words(field)} is {cell!r}.", remedy="Give yes or no.")


def _places(cell: str) -> tuple[str, ...]:
    words = [re.sub(r"[\s_]+", "-", word.strip().casefold()) for word in re.split(r"[;,|/\n]", cell)]
    strange = [word for word in words if word and word not in PLACES]
    if strange:
        raise BadInputError(
            f"no place is called {strange[0]!r}.",
            remedy=f'Places: {", ".join(PLACES)}. Or leave the column out: --map place=""',
        )
    return tuple(word for word in words if word)


def _without_guard(note: str) -> str:
    """Return a note without the apostrophe that ``diary_csv`` puts before what looks like a formula."""
    return note[1:] if note.startswith("'") and note[1:].startswith(FORMULA_STARTS) else note
