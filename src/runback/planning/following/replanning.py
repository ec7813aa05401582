"""A plan made anew keeps what stands in the calendar: the same sessions, ids, days and distances where it
can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import inf
from typing import Literal

from runback.planning.placing.schedule import Placed
from runback.planning.plan import Plan, RunSort, Session, SessionDone, SessionKind
from runback.planning.running.return_ladder import STAGES, Ladder

_KIND_OF_SORT: Mapping[RunSort, str] = {
    "easy": "easy",
    "run-walk": "easy",
    "long": "long",
    "hills": "hard",
    "speed": "hard",
}


SPEED_CHANGE = 0.06
"""A change of the easy speed from which a plan made anew reckons with the new one; judged."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be named: its day, kind and, for a run, its sort."""

    day: date
    kind: SessionKind
    sort: RunSort | None = None


def coming(current: Plan | None, first: date, log: Iterable[SessionDone] = ()) -> tuple[Session, ...]:
    """Return the runs and strength sessions of the plan in the calendar from ``first`` on, but for those
    told."""
    told = {one.session for one in log}
    return tuple(
        one
        for one in (current.sessions if current else ())
        if one.day >= first and one.kind in {"run", "strength"} and one.id not in told
    )


def speed_now(sessions: Iterable[Session], easy_speed_m_s: float) -> float:
    """Return the easy speed (m/s) that the minutes of a plan's runs were reckoned with, if still about right.

    Every run keeps its minutes at this speed: their minutes are rounded up, so it lies between two bounds.
    Where the runner's speed has changed by more than a few per cent, it is the new one.
    """
    told = [
        (one.distance_m / 60, one.minutes)
        for one in sessions
        if one.distance_m and one.minutes > 1 and one.sort in {"easy", "long", "hills", "speed"}
    ]
    least = max((metres / minutes for metres, minutes in told), default=0.0)
    most = min((metres / (minutes - 1) for metres, minutes in told), default=inf)
    if least <= easy_speed_m_s < most or not told:
        return easy_speed_m_s
    held = (least + most) / 2 if least < most < inf else least
    return held if abs(held / easy_speed_m_s - 1) < SPEED_CHANGE else easy_speed_m_s


def ladder_now(ladder: Ladder, sessions: Iterable[Session]) -> Ladder:
    """Return a return ladder whose later stages stand as in the calendar, if none is skipped by that.

    The next session is the one that the ladder asks for. The others stay where each stage is at most one
    above the one before: then a missed session costs a repeat of its stage, not a change of every session to
    come.
    """
    places = {round(60 * stage.run_min): stage for stage in STAGES}
    planned = sorted((one for one in sessions if one.sort == "run-walk"), key=lambda one: one.day)
    held = [places.get(step.hold_s or 0) for one in planned for step in one.steps if step.hold_s]
    if len(held) != len(planned) or None in held or len(held) < 2:
        return ladder
    stages = (ladder.stages[0], *(stage for stage in held[1:] if stage is not None))
    if all(0 <= later.number - sooner.number <= 1 for sooner, later in pairwise(stages)):
        return replace(ladder, stages=stages)
    return ladder


def next_letter(current: Plan | None, first: date, log: Iterable[SessionDone]) -> Literal["A", "B"] | None:
    """Return the letter of the next strength session of the plan in the calendar, None without one."""
    coming_titles = [one.title for one in coming(current, first, log) if one.kind == "strength"]
    if not coming_titles:
        return None
    return "B" if coming_titles[0].endswith("B") else "A"


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
    """Return for each slot the session of the calendar that it is: the one on that day, else one of its
    week."""
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
    """Return the ids of runs and strength sessions that a new plan moved, changed in sort, distance or stage
    of running and walking, dropped or added, over the days that both plans cover.

    Exercises and doses of a strength session do not count: they follow what was done.
    """
    first, last = max(before.first, after.first), min(before.last, after.last)
    old, new = (
        {
            one.id: (one.day, one.kind, one.sort, one.distance_m, _stage(one))
            for one in plan.sessions
            if first <= one.day <= last and one.kind in {"run", "strength"}
        }
        for plan in (before, after)
    )
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))


def _stage(session: Session) -> tuple[tuple[int | None, int | None, int | None], ...]:
    """Return the repeats of a run-walk session: how many, seconds run, seconds walked."""
    if session.sort != "run-walk":
        return ()
    return tuple((step.sets, step.hold_s, step.rest_s) for step in session.steps)


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _new_name(slot: Slot, used: set[str]) -> str:
    year, week = _week(slot.day)
    number = 1
    while (name := f"{year % 100:02d}w{week:02d}-{slot.kind}-{number}") in used:
        number += 1
    return name
