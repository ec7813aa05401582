"""A plan made anew keeps what stands in the calendar: the same sessions, ids, days and distances where it can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from runback.planning.plan import Plan, RunSort, Session, SessionDone, SessionKind
from runback.planning.schedule import Placed

_KIND_OF_SORT: Mapping[RunSort, str] = {
    "easy": "easy",
    "run-walk": "easy",
    "long": "long",
    "hills": "hard",
    "speed": "hard",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be named: its day, kind and, for a run, its sort."""

    day: date
    kind: SessionKind
    sort: RunSort | None = None


def coming(current: Plan | None, first: date, log: Iterable[SessionDone] = ()) -> tuple[Session, ...]:
    """Return the runs and strength sessions of the plan in the calendar from ``first`` on, but for those told."""
    told = {one.session for one in log}
    return tuple(
        one
        for one in (current.sessions if current else ())
        if one.day >= first and one.kind in {"run", "strength"} and one.id not in told
    )


def placed_now(sessions: Iterable[Session]) -> dict[date, Placed]:
    """Return what each day of a plan holds, in the words of the schedule; races are left out."""
    placed: dict[date, Placed] = {}
    for one in sessions:
        before = placed.get(one.day, Placed())
        if one.kind == "strength":
            placed[one.day] = Placed(before.run, strength=True)
        elif one.sort is not None and one.sort in _KIND_OF_SORT:
            placed[one.day] = Placed(_KIND_OF_SORT[one.sort], before.strength)
    return placed


def match_sessions(slots: Sequence[Slot], kept: Sequence[Session]) -> dict[Slot, Session]:
    """Return for each slot the session of the calendar that it is: the one on that day, else one of its week."""
    matched: dict[Slot, Session] = {}
    left = list(kept)
    tests = (
        lambda slot, one: slot.day == one.day and slot.kind == one.kind,
        lambda slot, one: (
            _week(slot.day) == _week(one.day) and (slot.kind, slot.sort) == (one.kind, one.sort)
        ),
        lambda slot, one: _week(slot.day) == _week(one.day) and slot.kind == one.kind,
    )
    for test in tests:
        for slot in slots:
            found = next((one for one in left if slot not in matched and test(slot, one)), None)
            if found is not None:
                matched[slot] = found
                left.remove(found)
    return matched


def name_sessions(
    slots: Sequence[Slot], matched: Mapping[Slot, Session], taken: Iterable[str]
) -> dict[Slot, str]:
    """Return an id for each slot: that of the session in the calendar, else a new one.

    A new id tells the ISO year and week, the kind and a number (``26w48-run-1``); none in ``taken`` is used
    again.
    """
    names = {slot: one.id for slot, one in matched.items()}
    used = {*taken, *names.values()}
    for slot in slots:
        if slot not in names:
            names[slot] = _new_name(slot, used)
            used.add(names[slot])
    return names


def changed_sessions(before: Plan, after: Plan) -> tuple[str, ...]:
    """Return the ids of runs and strength sessions that a new plan moved, changed in sort or distance, dropped
    or added, over the days that both plans cover."""
    first, last = max(before.first, after.first), min(before.last, after.last)
    old, new = (
        {
            one.id: (one.day, one.kind, one.sort, one.distance_m)
            for one in plan.sessions
            if first <= one.day <= last and one.kind in {"run", "strength"}
        }
        for plan in (before, after)
    )
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _new_name(slot: Slot, used: set[str]) -> str:
    year, week = _week(slot.day)
    number = 1
    while (name := f"{year % 100:02d}w{week:02d}-{slot.kind}-{number}") in used:
        number += 1
    return name
