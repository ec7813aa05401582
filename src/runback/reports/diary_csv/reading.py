"""A table of days into check-ins: every repair told, a bad row named and left out, the others read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.progress.check_ins import FIELD_OF, checked, in_words, is_told
from runback.reports.diary_csv.columns import DAY, Column, find_columns
from runback.reports.diary_csv.dates import ORDER_WORDS, DateOrder, Days, read_days
from runback.reports.diary_csv.dialect import Row, Table, read_table
from runback.reports.diary_csv.values import cell_value

WORST_COUNTS = ("worst_pain", "pain_during_run", "pain_next_morning", "stiffness_min", "stress")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not taken, or a value of it: its line in the file, what is wrong, what to do."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DiaryRead:
    """What a table gave.

    ``columns`` pairs each short name with the column's name in the file; ``repairs`` says in words what was
    read otherwise than it stands.
    """

    check_ins: tuple[CheckIn, ...]
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    table_format: str
    repairs: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_diary_csv(
    content: bytes,
    today: date,
    *,
    where: str = "the table",
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
) -> DiaryRead:
    """Return the check-ins of a table, one a day, by day.

    Two rows of a day are one check-in: the worse pain, stiffness and stress, all places and notes, yes before
    no; where they contradict each other otherwise the first is taken and the second named as a problem. A row
    with a value that cannot be taken is left out whole and named.

    Raises:
        UnreadableFileError, LimitExceededError: the file is no table of text.
        AmbiguousDatesError: day first or month first, and nothing decides; ``date_order`` does.
        BadInputError: no column is the day, or two are the same; ``mapping`` (short name to column) decides.
    """
    table = read_table(content, where)
    columns, unused = find_columns(table.header, mapping or {}, where)
    day_column = next(column for column in columns if column.field == DAY)
    cells = [row.cells[day_column.at] if day_column.at < len(row.cells) else "" for row in table.rows]
    days = read_days(cells, today, date_order, where)
    repairs: Counter[str] = Counter()
    problems: list[Problem] = []
    found: dict[date, tuple[int, CheckIn]] = {}
    for row, cell, day in zip(table.rows, cells, days.days, strict=True):
        try:
            _check_width(row, table)
            if day is None:
                raise BadInputError(f"{cell!r} is no day.", remedy="Write it as 2026-11-23.")
            told = _check_in(row, columns, day, today, repairs)
            if told is not None and told.day in found:
                line, before = found[told.day]
                told, stands_against = _one_of_two(before, told, line, row.line)
                told = checked(told, today)
                problems += stands_against
                repairs["two rows of a day made one, the worse pain kept"] += 1
                found[told.day] = line, told
            elif told is not None:
                found[told.day] = row.line, told
        except BadInputError as error:
            problems.append(Problem(row.line, error.what, error.remedy or "Correct it and import again."))
    return DiaryRead(
        tuple(one for _, (_, one) in sorted(found.items())),
        tuple((column.short_name, column.header) for column in columns),
        unused,
        f"{table.encoding}, {table.delimiter}s between the cells",
        (*_of_days(days), *(f"{what} ({count} times)" for what, count in sorted(repairs.items()))),
        tuple(problems),
    )


def _of_days(days: Days) -> Iterator[str]:
    if days.order is not None:
        yield f"dates read with the {ORDER_WORDS[days.order]}" + (f": {days.why}" if days.why else "")
    if days.short_years:
        yield f"years of two digits taken as 20.. ({days.short_years} times)"


def _check_width(row: Row, table: Table) -> None:
    if any(row.cells[len(table.header) :]):
        raise BadInputError(
            f"the row has {len(row.cells)} cells under {len(table.header)} names.",
            remedy="A decimal comma between commas splits a number: write a point, or save with semicolons.",
        )


def _check_in(
    row: Row, columns: tuple[Column, ...], day: date, today: date, repairs: Counter[str]
) -> CheckIn | None:
    """Return the check-in of a row, None where it tells nothing but a day."""
    values: dict[str, Any] = {}
    counted: Counter[str] = Counter()
    for column in columns:
        if column.field != DAY and column.at < len(row.cells):
            values[column.field] = cell_value(row.cells[column.at], column, counted)
    if not any(is_told(value) for value in values.values()):
        return None
    told = checked(CheckIn(day, **values), today)
    repairs.update(counted)
    return told


def _one_of_two(
    first: CheckIn, second: CheckIn, line: int, second_line: int
) -> tuple[CheckIn, list[Problem]]:
    """Return the check-in of two rows of one day; where they contradict each other the first row's word."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for field in FIELD_OF.values():
        one, other = getattr(first, field), getattr(second, field)
        if not is_told(one) or not is_told(other) or one == other:
            values[field] = one if is_told(one) else other
        elif field in WORST_COUNTS or isinstance(one, bool):
            values[field] = max(one, other)
        elif field == "places":
            values[field] = (*one, *other)
        elif field == "note":
            values[field] = one if other in one else f"{one}\n{other}"
        else:
            values[field] = one
            what = (
                f"a second {in_words(field)} for {first.day}, {other:g}; line {line} says {one:g}, now taken."
            )
            problems.append(Problem(second_line, what, f"Correct it with: runback checkin --day {first.day}"))
    return replace(first, **values), problems
