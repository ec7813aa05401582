"""One day of the diary as the runner writes it: told anew, corrected, and read back in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.progress.check_ins import FIELD_OF, FIELDS, RANGES, in_words, is_told
from runback.store.writing import store_errors

if TYPE_CHECKING:
    from runback.store import Store

UNIT_WORDS = {"minutes": " min", "hours": " h"}


def check_in_of(store: Store, day: date) -> CheckIn:
    """Return what is told of a day; a check-in that tells nothing where nothing is."""
    return next((one for one in store.health.check_ins() if one.day == day), CheckIn(day))


def write_day(store: Store, today: date, day: date, told: Mapping[str, Any]) -> CheckIn:
    """Write what a form says of a day and return the day as it stands.

    ``told`` maps fields of ``CheckIn`` to their value; None takes back what was told before. Fields that are
    left out stay as they are.

    Raises:
        BadInputError: a name is no field, a value outside its range, the day lies ahead, or nothing is told
            of a day of which nothing was. Nothing is written then.
    """
    strange = [name for name in told if name not in FIELDS]
    if strange:
        raise BadInputError(f"a check-in has no {strange[0]!r}.", remedy=f"It has: {', '.join(FIELDS)}.")
    diary = store.health.diary
    said = {name: value for name, value in told.items() if is_told(value)}
    with store_errors(store.home), transaction.atomic():
        before = check_in_of(store, day)
        gone = [name for name in told if name not in said and is_told(getattr(before, name))]
        after = diary.clear(day, gone) if gone else before
        if said or not gone:
            after = diary.write(replace(CheckIn(day), **said), today)
    return after


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
