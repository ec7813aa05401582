"""The plan laid out by weeks and days, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from runback.planning.following.outcomes import Outcome
from runback.planning.plan import Plan, Session
from runback.planning.running.weeks import monday_of

DAY = timedelta(days=1)
OUTCOME_WORDS: Mapping[Outcome, str] = {
    "done": "done",
    "missed": "missed",
    "nothing told": "not told yet",
    "coming": "",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the calendar: what became of it, its stretches' minutes, and whether it may be moved."""

    session: Session
    outcome: str
    stretch_min: float
    movable: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: its sessions without stretches; ``open`` where a session may be moved to it."""

    day: date
    entries: tuple[Entry, ...]
    rest: bool
    open: bool


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """One week with its days, its distance of runs (metres) and its counts."""

    monday: date
    days: tuple[CalendarDay, ...]
    distance_m: float
    runs: int
    strength: int


def calendar_weeks(plan: Plan, found: Mapping[str, Outcome], today: date) -> tuple[CalendarWeek, ...]:
    """Return the weeks of the plan from the one of ``today`` on."""
    monday = monday_of(today)
    return tuple(_weeks(plan, found, today, max(monday, monday_of(plan.first))))


def movable(session: Session, outcome: Outcome | None, today: date) -> bool:
    """Whether a session may be moved by hand: it lies ahead and nothing is told of it."""
    return session.day >= today and outcome == "coming" and session.sort != "race"


def _weeks(plan: Plan, found: Mapping[str, Outcome], today: date, monday: date) -> Iterator[CalendarWeek]:
    while monday <= plan.last:
        days = [monday + number * DAY for number in range(7)]
        held = [one for one in plan.sessions if one.day in days]
        runs = [one for one in held if one.kind == "run"]
        yield CalendarWeek(
            monday=monday,
            days=tuple(_day(one, held, found, plan, today) for one in days),
            distance_m=sum(one.distance_m or 0.0 for one in runs),
            runs=len(runs),
            strength=sum(one.kind == "strength" for one in held),
        )
        monday += 7 * DAY


def _day(
    day: date, held: Sequence[Session], found: Mapping[str, Outcome], plan: Plan, today: date
) -> CalendarDay:
    of_day = [one for one in held if one.day == day]
    stretch = {one.id.removesuffix("-stretch"): one.minutes for one in of_day if one.kind == "stretch"}
    entries = tuple(
        Entry(
            one,
            OUTCOME_WORDS[found.get(one.id, "coming")],
            stretch.get(one.id, 0.0),
            movable(one, found.get(one.id), today),
        )
        for one in of_day
        if one.kind in ("run", "strength")
    )
    return CalendarDay(
        day, entries, any(one.kind == "rest" for one in of_day), max(today, plan.first) <= day <= plan.last
    )
