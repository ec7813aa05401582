"""Dates and numbers as exports write them in the account's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

# First letters of the months in English, German, French, Spanish, Italian, Dutch and Portuguese.
_MONTHS: dict[int, tuple[str, ...]] = {
    **{1: ("jan", "ene", "gen"), 2: ("feb", "fev"), 3: ("mar", "mrt"), 4: ("apr", "avr", "abr")},
    **{5: ("may", "mai", "mei", "mag"), 6: ("jun", "juin", "giu"), 7: ("jul", "juil", "lug")},
    **{8: ("aug", "aou", "ago"), 9: ("sep", "set"), 10: ("oct", "okt", "ott", "out"), 11: ("nov",)},
    12: ("dec", "dez", "dic"),
}
_MONTH_OF = {start: month for month, starts in _MONTHS.items() for start in starts}
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_NOON = re.compile(r"\b([ap])\.?\s?m\b|(午前|午後)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"-?[\d.]*\d,(?:\d{1,2}|\d{4,})")
_NUMBER = re.compile(r"-?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads one file's dates; ``day_first`` decides 05/01/2024."""

    day_first: bool

    @classmethod
    def for_cells(cls, cells: Iterable[str]) -> DateReader:
        """Return a reader whose order of day and month fits all the cells.

        Where none tells (no day above 12), dates with slashes and AM or PM are American, all others not.
        """
        american = False
        for cell in cells:
            numbers = _date_numbers(cell)
            if len(numbers) == 3 and "/" in cell and len(numbers[0]) < 3:
                if int(numbers[0]) > 12:
                    return cls(day_first=True)
                american |= int(numbers[1]) > 12 or _NOON.search(cell) is not None
        return cls(day_first=not american)

    def read(self, cell: str) -> datetime | None:
        """Return a cell's date and time as UTC, or None where it is none."""
        time = _TIME.search(cell)
        date = self._date(cell)
        if time is None or date is None:
            return None
        hour, minute, second = (int(part or 0) for part in time.groups())
        if noon := _NOON.search(cell):
            after = (noon[1] or "").lower() == "p" or noon[2] == "午後"
            hour = hour % 12 + (12 if after else 0)
        try:
            return datetime(*date, hour, minute, second, tzinfo=UTC)
        except ValueError:
            return None

    def _date(self, cell: str) -> tuple[int, int, int] | None:
        numbers = _date_numbers(cell)
        month = _named_month(cell)
        if month is not None and len(numbers) == 2:
            day, year = sorted(map(int, numbers))
            return year, month, day
        if len(numbers) != 3:
            return None
        first, second, third = map(int, numbers)
        if len(numbers[0]) == 4:
            return first, second, third
        return (third, second, first) if self.day_first else (third, first, second)


def _date_numbers(cell: str) -> list[str]:
    time = _TIME.search(cell)
    rest = cell[: time.start()] + " " + cell[time.end() :] if time else cell
    return re.findall(r"\d{1,4}", rest)


def _named_month(cell: str) -> int | None:
    folded = unicodedata.normalize("NFKD", cell.casefold())
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    for word in re.findall(r"[a-z]{3,}", letters):
        month = _MONTH_OF.get(word[:4]) or _MONTH_OF.get(word[:3])
        if month is not None:
            return month
    return None


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads one file's numbers; ``decimal_comma`` decides 1,234."""

    decimal_comma: bool

    @classmethod
    def for_cells(cls, cells: Iterable[str]) -> NumberReader:
        """Return a reader for a file: with decimal commas where any cell can only be read so."""
        return cls(any(_DECIMAL_COMMA.fullmatch(cell.strip()) for cell in cells if "," in cell))

    def read(self, cell: str) -> float | None:
        """Return a cell's number, or None where it is none."""
        cell = "".join(cell.split())
        if not _NUMBER.fullmatch(cell):
            return None
        if self.decimal_comma and "," in cell:
            cell = cell.replace(".", "").replace(",", ".")
        try:
            number = float(cell.replace(",", ""))
        except ValueError:
            return None
        return number if isfinite(number) else None
