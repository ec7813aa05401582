"""Which runs a list shows: what was asked for in the address, and the frame cut down to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import polars as pl

from runback.errors import BadInputError
from runback.units import METRES, Units

PER_PAGE = 50
SORTS = {
    "day": "start_utc",
    "distance": "distance_m",
    "time": "moving_s",
    "pace": "mean_speed_m_s",
    "climb": "ascent_m",
    "heart": "mean_heart_rate_bpm",
}
SHOWN = ("run_id", "local_date", "title", "shoe", "surface", "rpe", *(set(SORTS.values()) - {"start_utc"}))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for: words in title, shoe or ground; days; lengths in the runner's unit; order."""

    words: str = ""
    first: date | None = None
    last: date | None = None
    shortest: float | None = None
    longest: float | None = None
    sort: str = "day"
    rising: bool = False
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Return what an address asks for.

        Raises:
            BadInputError: a day or a length is none.
        """
        sort = asked.get("sort", "day")
        page = asked.get("page", "1")
        return cls(
            words=asked.get("words", "").strip(),
            first=_day(asked.get("from", "")),
            last=_day(asked.get("to", "")),
            shortest=_length(asked.get("shortest", "")),
            longest=_length(asked.get("longest", "")),
            sort=sort if sort in SORTS else "day",
            rising=asked.get("order") == "rising",
            page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
        )

    @property
    def narrowed(self) -> bool:
        """Whether any run is left out."""
        told = (self.first, self.last, self.shortest, self.longest)
        return bool(self.words) or any(one is not None for one in told)


def matching(runs: pl.DataFrame, wanted: Wanted, units: Units) -> pl.DataFrame:
    """Return the runs asked for, in the order asked for."""
    found = runs.select("start_utc", *SHOWN)
    if wanted.first is not None:
        found = found.filter(pl.col("local_date") >= wanted.first)
    if wanted.last is not None:
        found = found.filter(pl.col("local_date") <= wanted.last)
    if wanted.shortest is not None:
        found = found.filter(pl.col("distance_m") >= wanted.shortest * METRES[units])
    if wanted.longest is not None:
        found = found.filter(pl.col("distance_m") <= wanted.longest * METRES[units])
    for word in wanted.words.casefold().split():
        columns = (
            pl.col(name).fill_null("").str.to_lowercase().str.contains(word, literal=True)
            for name in ("title", "shoe", "surface")
        )
        found = found.filter(pl.any_horizontal(*columns))
    return found.sort(SORTS[wanted.sort], "start_utc", descending=not wanted.rising, nulls_last=True)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(f"{text!r} is no day.", remedy="Write it as 2026-11-23.") from error


def _length(text: str) -> float | None:
    if not text:
        return None
    try:
        length = float(text.replace(",", "."))
    except ValueError as error:
        raise BadInputError(f"{text!r} is no length.", remedy="Give a number, such as 10.") from error
    if not 0 <= length < 10_000:
        raise BadInputError(f"{text!r} is no length of a run.", remedy="Give a number from 0 to 10000.")
    return length
