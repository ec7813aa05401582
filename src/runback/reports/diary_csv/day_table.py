"""A table of days with any exposures, for the search for triggers without a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from statistics import pstdev

import polars as pl

from runback.errors import BadInputError
from runback.knowledge import Exposure, exposures
from runback.progress.check_ins import checked_value
from runback.reports.diary_csv.columns import Column, recognised
from runback.reports.diary_csv.dates import DateOrder, read_days
from runback.reports.diary_csv.dialect import Row, read_table
from runback.reports.diary_csv.reading import Problem
from runback.reports.diary_csv.values import NO_WORDS, UNTOLD_WORDS, YES_WORDS, read_number


@dataclass(frozen=True, slots=True)
class DayTable:
    """The frame of days (``day``, ``pain``, one column an exposure), and what of the table was not used."""

    days: pl.DataFrame
    exposures: tuple[Exposure, ...]
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_day_table(
    content: bytes, today: date, *, where: str = "the table", date_order: DateOrder | None = None
) -> DayTable:
    """Return the days of a table with a column of dates, one of pain, and any others that hold numbers.

    A column named by the id of an exposure (``distance``, ``sleep`` ...) is that exposure in its unit; any
    other column of numbers, or of yes and no, is one under its own name. A row that cannot be read, that
    lies ahead or names a day a second time is left out and named.

    Raises:
        UnreadableFileError, LimitExceededError: the file is no table of text.
        AmbiguousDatesError: day first or month first, and nothing decides; ``date_order`` does.
        BadInputError: there is no column of dates, or none of pain.
    """
    table = read_table(content, where)
    columns = [recognised(at, name) for at, name in enumerate(table.header)]
    day_at, pain_at = (_only(columns, short, where) for short in ("day", "pain"))
    cells = [_cell(row, day_at) for row in table.rows]
    days = read_days(cells, today, date_order, where).days
    problems: list[Problem] = []
    taken: dict[date, tuple[Row, float | None]] = {}
    for row, cell, day in zip(table.rows, cells, days, strict=True):
        try:
            told = _day(cell, day, today, taken)
            taken[told] = row, _pain(_cell(row, pain_at))
        except BadInputError as error:
            problems.append(Problem(row.line, error.what, error.remedy or "Correct it."))
    frame = {"day": list(taken), "pain": [pain for _, pain in taken.values()]}
    found: list[Exposure] = []
    unused = []
    for at, name in enumerate(table.header):
        if at in (day_at, pain_at) or not name:
            continue
        factor = 1.0 if (column := columns[at]) is None else column.factor
        values = _numbers([_cell(row, at) for row, _ in taken.values()], factor)
        exposure = _exposure(name, column, values)
        if values is None or exposure.id in frame:
            unused.append(name)
            continue
        found.append(exposure)
        frame[exposure.id] = values
    schema = {name: pl.Date if name == "day" else pl.Float64 for name in frame}
    return DayTable(
        pl.DataFrame(frame, schema=schema).sort("day"), tuple(found), tuple(unused), tuple(problems)
    )


def _only(columns: Sequence[Column | None], short_name: str, where: str) -> int:
    """Return where the one column of that meaning lies."""
    found = [column for column in columns if column is not None and column.short_name == short_name]
    if len(found) != 1:
        count = "no column is" if not found else f"{len(found)} columns may be"
        raise BadInputError(
            f"{count} the {short_name}.", where=where, remedy="Name one column date and one pain."
        )
    return found[0].at


def _day(cell: str, day: date | None, today: date, taken: dict[date, tuple[Row, float | None]]) -> date:
    if day is None:
        raise BadInputError(f"{cell!r} is no day.", remedy="Write it as 2026-11-23.")
    if day > today:
        raise BadInputError(f"{day} lies in the future.", remedy="Give a day up to today.")
    if day in taken:
        raise BadInputError(
            f"{day} is there twice; line {taken[day][0].line} was taken.",
            remedy="Leave one row for each day.",
        )
    return day


def _pain(cell: str) -> float | None:
    if cell.casefold() in UNTOLD_WORDS:
        return None
    number = read_number(cell, Counter())
    value = checked_value("worst_pain", cell if number is None else number)
    return float(value)


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _numbers(cells: list[str], factor: float) -> list[float | None] | None:
    """Return the numbers of a column, None where one cell is none."""
    values: list[float | None] = []
    for cell in cells:
        word = cell.casefold()
        number = read_number(cell, Counter(), hours=True)
        if word in UNTOLD_WORDS:
            values.append(None)
        elif number is not None and isfinite(number):
            values.append(number * factor)
        elif word in YES_WORDS or word in NO_WORDS:
            values.append(float(word in YES_WORDS))
        else:
            return None
    return values


def _exposure(name: str, column: Column | None, values: list[float | None] | None) -> Exposure:
    """Return the known exposure that a column is, else one of its own."""
    known = {entry.id: entry for entry in exposures()}
    exposure = known.get(name.lower()) or known.get("" if column is None else column.short_name)
    if exposure is not None:
        return exposure
    told = [value for value in values or () if value is not None]
    on_off = set(told) <= {0.0, 1.0}
    # Nobody says in what unit the column is: the size of a usual difference, in one digit.
    spread = pstdev(told) if len(told) > 1 and not on_off else 0.0
    return Exposure(
        id=name,
        name=name,
        unit="",
        step=float(f"{spread:.1g}") if spread > 0 else 1.0,
        on_off=on_off,
        safe_to_vary=False,
        suspect="more",
        how="A column of the table.",
        evidence=(),
    )
