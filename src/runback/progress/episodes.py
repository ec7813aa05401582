"""Episodes of back pain in the diary, and flare-ups. No fact defines either: the rules are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from runback.knowledge import fact
from runback.model import CheckIn
from runback.progress.pain_days import told_pain

RECOVERED_DAYS = 7
"""Days at pain 0 that end an episode; judged, after ``recovered-cutoffs-kamper``."""

LEAST_RECOVERED_TOLD = 3
SILENT_DAYS = 28
"""Days without a word about pain that end what is known of an episode; judged."""

LEAST_EPISODE_DAYS = 2
USUAL_DAYS = 28
LEAST_USUAL_TOLD = 5
LEAST_FLARE_DAYS = 2
LONGEST_FLARE_DAYS = 28
"""A rise that lasts so long is no flare-up any more but a new level; judged."""


@dataclass(frozen=True, slots=True)
class Episode:
    """Back pain from ``first``, the first told day of noticeable pain, to ``last``, the last of any pain.

    ``begin_seen`` is False where pain was already there when the diary began or spoke again: the true
    beginning is then earlier or unknown. ``recovered`` says that a week at pain 0 followed; an episode that
    is neither recovered nor ``open`` was lost from sight in a silence.
    """

    first: date
    last: date
    peak: float
    begin_seen: bool
    recovered: bool
    open: bool


@dataclass(frozen=True, slots=True)
class FlareUp:
    """Told days from ``first`` to ``last`` with pain well above the ``usual`` (median) pain of before."""

    first: date
    last: date
    peak: float
    usual: float
    ended: bool


def noticeable_pain() -> float:
    """Return the pain (of 10) from which a day counts towards an episode: the important change from none."""
    return fact("mic-consensus-ostelo").numbers["nrs_0_10"]


def episodes(checkins: Iterable[CheckIn], today: date) -> tuple[Episode, ...]:
    """Return the episodes in the diary up to ``today``, the earliest first.

    An episode holds at least 2 told days of noticeable pain (2 of 10). It ends with a week in which every
    told day, at least 3 of them, was at 0, or is lost from sight in 28 days of silence.

    Raises:
        BadInputError: pain outside 0 to 10.
    """
    return tuple(_spells(told_pain(checkins, today), today))


def episodes_within(found: Iterable[Episode], today: date, days: int = 365) -> tuple[Episode, ...]:
    """Return the episodes whose first day in the diary is among the ``days`` days that end with ``today``."""
    begin = today - timedelta(days=days - 1)
    return tuple(episode for episode in found if begin <= episode.first <= today)


def flare_ups(checkins: Iterable[CheckIn], today: date) -> tuple[FlareUp, ...]:
    """Return the flare-ups in the diary up to ``today``, the earliest first.

    A flare-up begins where pain stands at least 2 points (the important change) above the median of the told
    days of the 4 weeks before, on at least 2 told days in a row; it lasts while it stays there, against the
    same median. What lasts 4 weeks is no flare-up but a new level. At least 5 told days must come before.

    Raises:
        BadInputError: pain outside 0 to 10.
    """
    rise = fact("mic-consensus-ostelo").numbers["nrs_0_10"]
    told = list(told_pain(checkins, today).items())
    found: list[FlareUp] = []
    at = 0
    while at < len(told):
        usual = _usual(told, at)
        end = at
        if usual is not None:
            while end < len(told) and _follows(told, at, end) and told[end][1] >= usual + rise:
                end += 1
        days = told[at:end]
        if usual is None or len(days) < LEAST_FLARE_DAYS:
            at += 1
            continue
        at = end
        if (days[-1][0] - days[0][0]).days >= LONGEST_FLARE_DAYS:
            continue
        ended = end < len(told) or (today - days[-1][0]).days >= RECOVERED_DAYS
        found.append(FlareUp(days[0][0], days[-1][0], max(pain for _, pain in days), usual, ended))
    return tuple(found)


def _follows(told: list[tuple[date, float]], first: int, at: int) -> bool:
    return at == first or (told[at][0] - told[at - 1][0]).days <= RECOVERED_DAYS


def _usual(told: list[tuple[date, float]], at: int) -> float | None:
    day = told[at][0]
    before = [pain for when, pain in told[:at] if (day - when).days <= USUAL_DAYS]
    return median(before) if len(before) >= LEAST_USUAL_TOLD else None


def _spells(told: dict[date, float], today: date) -> list[Episode]:
    spells: list[Episode] = []
    pains: list[tuple[date, float]] = []
    zeros: list[date] = []
    begin_seen = False
    before: date | None = None
    for day, pain in told.items():
        if before is not None and (day - before).days > SILENT_DAYS:
            spells += _closed(pains, begin_seen, recovered=_recovered(zeros), still_open=False)
            pains, zeros, before = [], [], None
        if pains and _recovered(zeros) and pain > 0:
            spells += _closed(pains, begin_seen, recovered=True, still_open=False)
            pains = []
        if pain > 0:
            if not pains:
                begin_seen = before is not None
            pains.append((day, pain))
            zeros = []
        else:
            zeros.append(day)
        before = day
    recovered = _recovered(zeros)
    silent = before is not None and (today - before).days > SILENT_DAYS
    return spells + _closed(pains, begin_seen, recovered=recovered, still_open=not recovered and not silent)


def _recovered(zeros: list[date]) -> bool:
    return len(zeros) >= LEAST_RECOVERED_TOLD and (zeros[-1] - zeros[0]).days >= RECOVERED_DAYS - 1


def _closed(
    pains: list[tuple[date, float]], begin_seen: bool, *, recovered: bool, still_open: bool
) -> list[Episode]:
    if not pains:
        return []
    noticeable = [day for day, pain in pains if pain >= noticeable_pain()]
    if len(noticeable) < LEAST_EPISODE_DAYS:
        return []
    peak = max(pain for _, pain in pains)
    seen = begin_seen or noticeable[0] > pains[0][0]
    return [Episode(noticeable[0], pains[-1][0], peak, seen, recovered, still_open)]
