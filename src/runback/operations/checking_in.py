"""One day of the diary as the runner reads it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from runback.model import CheckIn
from runback.progress.check_ins import FIELD_OF, RANGES, in_words, is_told

if TYPE_CHECKING:
    from runback.store import Store

UNIT_WORDS = {"minutes": " min", "hours": " h"}


def check_in_of(store: Store, day: date) -> CheckIn:
    """Return what is told of a day; a check-in that tells nothing where nothing is."""
    return next((one for one in store.health.check_ins() if one.day == day), CheckIn(day))


def in_one_line(check_in: CheckIn) -> str:
    """Return what a day tells, such as ``worst pain 3; sleep 7 h; lifting no``."""
    said = []
    for field in FIELD_OF.values():
        value = getattr(check_in, field)
        if is_told(value):
            unit = UNIT_WORDS.get(RANGES.get(field, (0, 0, ""))[2], "")
            said.append(f"{in_words(field)} {value_in_words(value)}{unit}")
    return "; ".join(said) or "nothing told"


def value_in_words(value: Any) -> str:
    """Return one value of a check-in as a reader says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
