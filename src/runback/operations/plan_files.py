"""A plan as files: one for the calendar, and one for the watch for each session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.reports.calendar import CalendarLook, calendar_file, entry_words
from runback.reports.workouts import workout_file

if TYPE_CHECKING:
    from runback.planning import Session
    from runback.store import Store


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """An iCalendar file and how many entries it holds."""

    content: bytes
    entries: int


def calendar_look(store: Store, begins: time | None = None, *, detailed_titles: bool = False) -> CalendarLook:
    """Return how the runner's sessions stand in a calendar; ``begins`` None makes entries of whole days.

    Raises:
        BadInputError: a time of day is asked for and the runner's zone is not known.
    """
    zone = store.runner().zone
    if begins is not None and zone is None:
        raise BadInputError(
            "your time zone is not known.",
            remedy="Set it: runback settings zone Europe/Zurich; or leave the time of day out: entries of "
            "whole days.",
        )
    return CalendarLook(zone or "UTC", begins, detailed_titles)


def plan_calendar(store: Store, today: date, sessions: Iterable[Session], look: CalendarLook) -> PlanCalendar:
    """Return the calendar file of the sessions from ``today`` on, and keep what it says.

    A calendar that took an earlier file is brought up to date by this one: changed entries change, dropped
    ones are cancelled, none is doubled.
    """
    words = entry_words(_coming(sessions, today), look, store.units())
    entries = store.plans.sent_to_calendar(words, today)
    return PlanCalendar(calendar_file(entries, _now()), len(entries))


def plan_workouts(today: date, sessions: Iterable[Session]) -> dict[str, bytes]:
    """Return a FIT workout for each run and strength session from ``today`` on, by the name of its file."""
    now = _now()
    return {
        f"{one.id}.fit": workout_file(one, now)
        for one in _coming(sessions, today)
        if one.kind in {"run", "strength"}
    }


def _coming(sessions: Iterable[Session], today: date) -> list[Session]:
    return [one for one in sessions if one.day >= today]


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
