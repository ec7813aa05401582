"""How much of what was planned was done, and how many days were told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

import polars as pl

from runback.errors import BadInputError
from runback.model import CheckIn, DateRange
from runback.progress.pain_days import told_pain
from runback.progress.trend import Z_BAND
from runback.units import day_words

_COLUMNS = ("local_date", "kind")


@dataclass(frozen=True, slots=True)
class Share:
    """``done`` of ``planned``, with the 90 % interval of the habit behind it; None where nothing was."""

    done: int
    planned: int
    share: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """Sessions of each kind that were planned and done within ``window``; ``extra`` were done unplanned."""

    window: DateRange
    by_kind: dict[str, Share]
    overall: Share
    extra: int
    sentence: str


def adherence(planned: pl.DataFrame, done: pl.DataFrame, window: DateRange) -> Adherence:
    """Compare the sessions ``planned`` with those ``done``, one row a session: ``local_date``, ``kind``.

    A done session counts for a planned one of the same kind on the same day, else on the day before or
    after; no session counts twice, and one planned goes to the earliest that fits.

    Raises:
        BadInputError: a frame without these columns.
    """
    plans, deeds = _days(planned, window, "planned"), _days(done, window, "done")
    by_kind: dict[str, Share] = {}
    matched = 0
    for kind in sorted(plans):
        kept = _matched(plans[kind], deeds.get(kind, []))
        matched += kept
        by_kind[kind] = share(kept, len(plans[kind]))
    overall = share(matched, sum(len(days) for days in plans.values()))
    extra = sum(len(days) for days in deeds.values()) - matched
    return Adherence(window, by_kind, overall, extra, _sentence(overall, extra, window))


def checkin_coverage(checkins: Iterable[CheckIn], window: DateRange) -> Share:
    """Return on how many days of ``window`` pain was noted.

    Raises:
        BadInputError: pain outside 0 to 10.
    """
    told = sum(day >= window.first for day in told_pain(checkins, window.last))
    return share(told, window.days)


def share(done: int, planned: int) -> Share:
    """Return ``done`` of ``planned`` with the 90 % score interval.

    Source: Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    if planned == 0:
        return Share(done, planned, None, None)
    p, z2 = done / planned, Z_BAND**2 / planned
    middle = (p + z2 / 2) / (1 + z2)
    half = Z_BAND * sqrt(p * (1 - p) / planned + z2 / (4 * planned)) / (1 + z2)
    return Share(done, planned, p, (max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))))


def _days(sessions: pl.DataFrame, window: DateRange, name: str) -> dict[str, list[date]]:
    missing = [column for column in _COLUMNS if column not in sessions.columns]
    if missing:
        raise BadInputError(
            f"the column '{missing[0]}' is missing.",
            where=f"{name} sessions",
            remedy=f"Give one row a session with {' and '.join(_COLUMNS)}.",
        )
    days: dict[str, list[date]] = {}
    for day, kind in sorted(sessions.select(_COLUMNS).iter_rows()):
        if window.first <= day <= window.last:
            days.setdefault(kind, []).append(day)
    return days


def _matched(planned: list[date], done: list[date]) -> int:
    """Number of planned days that a done day stands for: the same day first, then a day to either side."""
    left_done = list(done)
    left_planned: list[date] = []
    for day in planned:
        if day in left_done:
            left_done.remove(day)
        else:
            left_planned.append(day)
    # Both are in order, so taking the earliest that fits leaves the most for those that follow.
    for day in left_planned:
        near = next((other for other in left_done if abs((other - day).days) == 1), None)
        if near is not None:
            left_done.remove(near)
    return len(done) - len(left_done)


def _sentence(overall: Share, extra: int, window: DateRange) -> str:
    if overall.share is None or overall.interval is None:
        return f"Nothing was planned from {day_words(window.first)} to {day_words(window.last)}."
    low, high = overall.interval
    more = f" {extra} more were done unplanned." if extra else ""
    return (
        f"{overall.done} of {overall.planned} planned sessions done from {day_words(window.first)} "
        f"to {day_words(window.last)} "
        f"({100 * overall.share:.0f} %; as a habit {100 * low:.0f} to {100 * high:.0f} %).{more}"
    )
