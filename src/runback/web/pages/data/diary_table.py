"""A diary's table on its way in: what the runner says of its columns, and what it then gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from runback.errors import BadInputError
from runback.reports.diary_csv import DateOrder, DiaryRead, read_diary_csv
from runback.reports.diary_csv.columns import DAY, SHORT_NAMES, recognised
from runback.reports.diary_csv.dialect import read_table
from runback.store.home import Home
from runback.web.pages.data import uploads

LEFT_OUT = "-"

CALLED = {
    "day": "the day",
    "pain": "worst pain of the day, 0 to 10",
    "during": "pain during the run, 0 to 10",
    "morning": "pain the next morning, 0 to 10",
    "place": "where it hurts",
    "stiffness": "morning stiffness, minutes",
    "sleep": "sleep, hours",
    "sleep-quality": "how restful the sleep was, 0 to 10",
    "sitting": "sitting, hours",
    "driving": "driving, hours",
    "lifting": "heavy lifting, yes or no",
    "stress": "stress, 0 to 10",
    "strength": "strength exercises, yes or no",
    "stretches": "stretches, yes or no",
    "pack": "pack carried, yes or no",
    "easy-start": "easy start of the run, yes or no",
    "note": "note",
}
"""What a column can be, as the page says it."""


@dataclass(frozen=True, slots=True)
class TableAsked:
    """What the runner says of a table: by short name its column, the order of dates, whose word counts."""

    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    replace: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, object]) -> Self:
        """Return what a job was asked."""
        columns = asked.get("columns")
        order = asked.get("date_order")
        return cls(
            {str(key): str(name) for key, name in columns.items()} if isinstance(columns, dict) else {},
            "dmy" if order == "dmy" else "mdy" if order == "mdy" else None,
            bool(asked.get("replace")),
        )


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column of the table as the page asks about it: what it is taken for, some of its cells."""

    at: int
    name: str
    taken_as: str
    cells: tuple[str, ...]


def columns_shown(home: Home, upload_id: UUID, said: Mapping[int, str]) -> list[ColumnShown]:
    """Return the columns; ``said`` is what the runner chose for them, else what their name means.

    Raises:
        UnreadableFileError, LimitExceededError: the file is no table.
    """
    table = read_table(_content(home, upload_id), "the table")
    shown = []
    for at, name in enumerate(table.header):
        known = recognised(at, name)
        cells = tuple(row.cells[at] for row in table.rows[:40] if at < len(row.cells) and row.cells[at])
        shown.append(ColumnShown(at, name, said.get(at, known.short_name if known else LEFT_OUT), cells[:3]))
    return shown


def chosen(columns: list[ColumnShown]) -> dict[str, str]:
    """Return the column of each short name; one that no column was chosen for is left out.

    Raises:
        BadInputError: two columns are the same.
    """
    named: dict[str, str] = {}
    for column in columns:
        if column.taken_as == LEFT_OUT:
            continue
        if column.taken_as in named:
            raise BadInputError(
                f"{named[column.taken_as]!r} and {column.name!r} are both {CALLED[column.taken_as]}.",
                remedy="Leave one of them out.",
            )
        named[column.taken_as] = column.name
    if DAY not in named:
        raise BadInputError("no column is the day.", remedy="Say below which one it is.")
    return {short: named.get(short, "") for short in SHORT_NAMES}


def read_days(home: Home, upload_id: UUID, table: TableAsked, today: date) -> DiaryRead:
    """Return what the table gives.

    Raises:
        RunbackError: it cannot be read, or it is not clear how.
    """
    return read_diary_csv(
        _content(home, upload_id),
        today,
        where="the table",
        mapping=table.columns,
        date_order=table.date_order,
    )


def _content(home: Home, upload_id: UUID) -> bytes:
    return uploads.sources(home, upload_id)[0].read_bytes()
