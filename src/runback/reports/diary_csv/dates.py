"""Days as tables write them. Day first or month first is decided for the whole table, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from runback.errors import BadInputError

DateOrder = Literal["dmy", "mdy"]
ORDER_WORDS: dict[DateOrder, str] = {"dmy": "day before month", "mdy": "month before day"}

CENTURY = 2000

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero gennaio",
            "feb february februar fevrier febrero febbraio",
            "mar march marz maerz mars marzo",
            "apr april avril abril aprile",
            "may mai mayo maggio",
            "jun june juni juin junio giugno",
            "jul july juli juillet julio luglio",
            "aug august aout agosto",
            "sep sept september septembre septiembre settembre",
            "oct october okt oktober octobre octubre ottobre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre diciembre dicembre",
        ),
        1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?$"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})" + _TIME)
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,?\s+(?=\d)|^[^\W\d]+\.?,\s*")
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d]+)\.?,?[\s-]+(\d{4})" + _TIME)
_NAME_DAY_YEAR = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME)


class AmbiguousDatesError(BadInputError):
    """Days that may be read day first or month first, with nothing in the table to decide."""


@dataclass(frozen=True, slots=True)
class Days:
    """One day for each cell, None where it is none; ``order`` None where no cell left it open.

    ``why`` says in words how the order was decided, empty where nothing had to be.
    """

    days: tuple[date | None, ...]
    order: DateOrder | None
    why: str
    short_years: int


def read_days(cells: Sequence[str], today: date, order: DateOrder | None, where: str) -> Days:
    """Return the days that the cells name; ``order`` overrules what the cells themselves tell.

    Raises:
        AmbiguousDatesError: they may be read both ways; the message shows one both ways.
    """
    read = [_both(cell) for cell in cells]
    why = ""
    open_ones = [at for at, (dmy, mdy) in enumerate(read) if dmy != mdy]
    if order is None and open_ones:
        order, why = _decided([read[at] for at in open_ones], [cells[at] for at in open_ones], today, where)
    chosen = 1 if order == "mdy" else 0
    short = sum(bool(match and len(match[4]) == 2) for match in map(_NUMBERS.match, cells))
    return Days(tuple(pair[chosen] for pair in read), order if open_ones else None, why, short)


def _decided(
    read: Sequence[tuple[date | None, date | None]], cells: Sequence[str], today: date, where: str
) -> tuple[DateOrder, str]:
    """Return the order in which more of the open cells are days, and are not ahead; none may hold out."""
    past: dict[DateOrder, list[bool]] = {
        "dmy": [dmy is not None and dmy <= today for dmy, _ in read],
        "mdy": [mdy is not None and mdy <= today for _, mdy in read],
    }
    only_dmy = [at for at, one in enumerate(past["dmy"]) if one and not past["mdy"][at]]
    only_mdy = [at for at, one in enumerate(past["mdy"]) if one and not past["dmy"][at]]
    if only_dmy and not only_mdy:
        return "dmy", f"{cells[only_dmy[0]]!r} is a past day only so"
    if only_mdy and not only_dmy:
        return "mdy", f"{cells[only_mdy[0]]!r} is a past day only so"
    remedy = "Say which with --date-format dmy (day first) or --date-format mdy (month first)."
    if only_dmy:
        raise AmbiguousDatesError(
            f"{cells[only_dmy[0]]!r} is a day only with the day first, {cells[only_mdy[0]]!r} only with the "
            "month first.",
            where=where,
            remedy=remedy + " Days that do not fit are then reported, not taken.",
        )
    dmy, mdy = next(((dmy, mdy) for dmy, mdy in read if dmy and mdy), (None, None))
    if dmy is None or mdy is None:
        return "dmy", ""
    raise AmbiguousDatesError(
        f"{cells[0]!r} may be {dmy.day} {dmy:%b %Y} or {mdy.day} {mdy:%b %Y}, and no day decides it.",
        where=where,
        remedy=remedy,
    )


def _both(cell: str) -> tuple[date | None, date | None]:
    """Return the day that a cell names with the day first and with the month first."""
    whole = cell.strip()
    for text in (whole, _WEEKDAY.sub("", whole, count=1)):
        if match := _YEAR_FIRST.match(text):
            day = _day(int(match[1]), int(match[3]), int(match[4]))
            return day, day
        if match := _NUMBERS.match(text):
            first, second = int(match[1]), int(match[3])
            year = int(match[4]) + (CENTURY if len(match[4]) == 2 else 0)
            day_first = _day(year, second, first)
            # Nobody writes the month first with dots.
            return day_first, day_first if match[2] == "." else _day(year, first, second)
        if (day := _named(text)) is not None:
            return day, day
    return None, None


def _named(text: str) -> date | None:
    plain = text.lower().translate(str.maketrans("äéèûô", "aeeuo"))
    if match := _DAY_NAME_YEAR.match(plain):
        return _day(int(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
    if match := _NAME_DAY_YEAR.match(plain):
        return _day(int(match[3]), _MONTHS.get(match[1], 0), int(match[2]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
