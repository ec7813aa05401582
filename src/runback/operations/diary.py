"""The diary as a runner keeps it: which questions a day is asked, and days brought in from a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.progress.check_ins import FIELD_OF, is_told

if TYPE_CHECKING:
    from runback.reports.diary_csv import DateOrder, DiaryRead
    from runback.store import Store
    from runback.store.diary import Written

REMEMBERED_DAYS = 14
"""What was told in these days before is asked again; the rest only where everything is asked."""

FIRST = ("pain", "place", "stiffness")
QUESTIONS = {
    "pain": "Worst pain, 0-10",
    "during": "Pain during the run, 0-10",
    "morning": "Pain the next morning, 0-10",
    "place": "Where",
    "stiffness": "Morning stiffness, minutes",
    "sleep": "Hours slept in the night before",
    "sleep-quality": "How restful was that night, 0-10",
    "sitting": "Hours sat",
    "driving": "Hours driven",
    "lifting": "Heavy lifting or awkward work, yes/no",
    "stress": "Stress, 0-10",
    "strength": "Strength exercises done, yes/no",
    "stretches": "Stretches done, yes/no",
    "pack": "A pack carried on the run, yes/no",
    "easy-start": "First ten minutes of the run easy, yes/no",
    "note": "A note",
}
"""What is asked for each short name, in this order; the first three always."""


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """One question of a day: its short name, the field of ``CheckIn``, its words, and what stands there.

    ``shown`` is what was told of the day already; for the place, else where it hurt last.
    """

    name: str
    field: str
    words: str
    shown: Any


@dataclass(frozen=True, slots=True)
class DiaryImport:
    """What a table held and what became of its days."""

    read: DiaryRead
    written: Written


def questions_of_day(store: Store, day: date, *, everything: bool = False) -> tuple[DayQuestion, ...]:
    """Return the questions that a day is asked: the first three, what was told of late, or everything.

    Once the worst pain of the day is told as 0, the place needs no answer.
    """
    diary = store.health.diary.check_ins()
    before = next((one for one in diary if one.day == day), CheckIn(day))
    recent = [one for one in diary if day - timedelta(days=REMEMBERED_DAYS) <= one.day < day]
    last_places = next((one.places for one in reversed(recent) if one.places), ())
    asked = []
    for name, words in QUESTIONS.items():
        field = FIELD_OF[name]
        told_of_late = any(is_told(getattr(one, field)) for one in (*recent, before))
        if name in FIRST or everything or (told_of_late and name != "note"):
            shown = getattr(before, field)
            asked.append(
                DayQuestion(name, field, words, last_places if name == "place" and not shown else shown)
            )
    return tuple(asked)


def import_days(
    store: Store,
    today: date,
    content: bytes,
    *,
    where: str,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    replace: bool = False,
    dry_run: bool = False,
) -> DiaryImport:
    """Bring days in from a CSV in one transaction; a row with a bad value is named and left out.

    ``where`` names the table in messages; ``mapping`` says which column is what; ``date_order`` whether the
    day or the month comes first, where the table leaves it open. Where the diary says otherwise already its
    word stands, unless ``replace``.

    Raises:
        AmbiguousDatesError: the table leaves open whether day or month comes first.
        BadInputError: this is no table of days, or no row could be taken. Nothing is stored then.
    """
    from runback.reports.diary_csv import read_diary_csv

    read = read_diary_csv(content, today, where=where, mapping=mapping or {}, date_order=date_order)
    if not read.check_ins:
        reasons = "; ".join(f"line {one.line}: {one.what}" for one in read.problems[:3])
        raise BadInputError(
            f"no row could be taken. {reasons}".rstrip(), where=where, remedy="Nothing was stored."
        )
    written = store.health.diary.write_all(read.check_ins, today, replace=replace, dry_run=dry_run)
    return DiaryImport(read, written)
