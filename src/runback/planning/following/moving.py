"""A session of the plan moved to another day: what speaks against it, and the plan as it then stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from runback.knowledge import fact
from runback.planning.plan import Plan, Session, Wishes
from runback.planning.plan_sessions import rest_session
from runback.planning.running.distances import Legs
from runback.planning.running.history import RunningHistory
from runback.planning.running.weeks import monday_of, most_week_m
from runback.units import Units, distance

DAY = timedelta(days=1)
WEEK_DAYS = 7
HARD = ("hills", "speed", "race")
HARD_APART_DAYS = 3
"""Hard runs are at least so many days apart, as the schedule places them."""

SLACK_M = 0.5
NEAR_DAYS = 6
"""How far around a day that cannot be had others are offered."""


@dataclass(frozen=True, slots=True)
class Against:
    """One rule that a move would break, in a sentence, with the facts behind it."""

    rule: str
    day: date
    sentence: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A move looked at: ``plan`` is the plan with it, ``against`` the rules it would break; none gives way.

    ``wishes`` are wishes of the runner's own that it does not keep, in words: those they may pass over.
    """

    session: Session
    day: date
    plan: Plan
    against: tuple[Against, ...]
    wishes: tuple[str, ...]


@dataclass(frozen=True)
class MoveGround:
    """What a move is held against beside the plan, as of ``today``.

    ``history`` tells what was run, ``strength_done`` the days with strength work done. ``no_run``,
    ``no_hard`` and ``no_strength`` are the days on which the pain rule or a raised sign leaves these out;
    ``told`` names the sessions of which the runner told.
    """

    today: date
    history: RunningHistory
    strength_done: frozenset[date]
    told: frozenset[str]
    no_run: frozenset[date] = frozenset()
    no_hard: frozenset[date] = frozenset()
    no_strength: frozenset[date] = frozenset()
    units: Units = "km"


def look_at_move(plan: Plan, session: Session, day: date, ground: MoveGround) -> Move:
    """Return what moving ``session`` to ``day`` would do. Nothing that the plan breaks already counts."""
    moved = _moved(plan, session, day)
    before = {(one.rule, one.day) for one in _broken(plan, ground)}
    against = [one for one in _broken(moved, ground) if (one.rule, one.day) not in before]
    against = [*_not_to_be_moved(plan, session, day, ground), *against]
    return Move(session, day, moved, tuple(against), tuple(_wishes_passed(moved, day)))


def days_that_hold(plan: Plan, session: Session, day: date, ground: MoveGround) -> tuple[date, ...]:
    """Return the days around ``day`` to which the session may move with every rule and wish kept."""
    near = [day + offset * DAY for offset in range(-NEAR_DAYS, NEAR_DAYS + 1)]
    found = []
    for one in near:
        if one in (session.day, day) or not max(ground.today, plan.first) <= one <= plan.last:
            continue
        move = look_at_move(plan, session, one, ground)
        if not move.against and not move.wishes:
            found.append(one)
    return tuple(found)


def _not_to_be_moved(plan: Plan, session: Session, day: date, ground: MoveGround) -> Iterator[Against]:
    first = max(ground.today, plan.first)
    if session.id in ground.told:
        yield Against("told", session.day, "What became of this session is told already.")
    if session.sort == "race":
        yield Against("race", session.day, "A race stays on its own day; another day is a new plan.")
    if session.day < ground.today:
        yield Against("past", session.day, "Its day is past: tell what became of it, or make the plan anew.")
    if not first <= day <= plan.last:
        yield Against(
            "span", day, f"The plan has no such day: it holds {_named(first)} to {_named(plan.last)}."
        )


def _moved(plan: Plan, session: Session, day: date) -> Plan:
    """Return the plan with the session on its new day; stretches and rest days follow."""
    left = session.day
    sessions = [replace(one, day=day) if one.id == session.id else one for one in plan.sessions]
    loose = [one for one in sessions if one.kind in ("stretch", "rest") and one.day in (left, day)]
    kept = [one for one in sessions if one not in loose]
    tired_for = next((one.causes for one in plan.sessions if one.kind == "rest"), ())
    for of_day in (left, day):
        held = [one for one in kept if one.day == of_day]
        if not held:
            kept.append(rest_session(of_day, tired_for))
        else:
            kept += _stretch_after(held[-1], [one for one in loose if one.kind == "stretch"])
    kept.sort(key=lambda one: (one.day, ("run", "strength", "stretch", "rest").index(one.kind), one.id))
    return replace(plan, sessions=tuple(kept))


def _stretch_after(session: Session, known: Sequence[Session]) -> list[Session]:
    """Return the stretches that follow a session: those of its day, else those that stood on the other."""
    here = [one for one in known if one.day == session.day]
    if not known:
        return []
    told = (here or list(known))[0]
    place = "running" if session.kind == "run" else "strength work"
    why = told.why.partition(". ")
    return [replace(told, id=f"{session.id}-stretch", day=session.day, why=f"After {place}. {why[2]}")]


def _broken(plan: Plan, ground: MoveGround) -> Iterator[Against]:
    """Yield every rule that the days from the plan's first on break."""
    runs = [one for one in plan.sessions if one.kind == "run" and one.day >= plan.first]
    lifts = [one for one in plan.sessions if one.kind == "strength" and one.day >= plan.first]
    yield from _once_a_day(runs, lifts)
    yield from _barred_days(runs, lifts, ground)
    yield from _strength(runs, {*(one.day for one in lifts), *ground.strength_done}, ground)
    yield from _hard_apart(runs)
    yield from _rest(plan, runs, lifts, ground)
    yield from _distances(runs, ground)


def _once_a_day(runs: Sequence[Session], lifts: Sequence[Session]) -> Iterator[Against]:
    for sessions, what in ((runs, "run"), (lifts, "strength session")):
        days = [one.day for one in sessions]
        for day in sorted({day for day in days if days.count(day) > 1}):
            yield Against(
                f"one {what}", day, f"{_named(day)} holds a {what} already, and one a day is planned."
            )


def _barred_days(runs: Sequence[Session], lifts: Sequence[Session], ground: MoveGround) -> Iterator[Against]:
    asked: tuple[tuple[Sequence[Session], Collection[date], str], ...] = (
        (runs, ground.no_run, "no run"),
        ([one for one in runs if one.sort in HARD], ground.no_hard, "no hard run"),
        (lifts, ground.no_strength, "no strength work"),
    )
    for sessions, barred, what in asked:
        for one in sessions:
            if one.day in barred:
                sentence = f"Pain or a raised sign leaves {what} on {_named(one.day)}."
                yield Against(what, one.day, sentence, ("pain-zone-cutoffs",))


def _strength(runs: Sequence[Session], days: set[date], ground: MoveGround) -> Iterator[Against]:
    for day in sorted(days):
        if day + DAY in days:
            yield Against(
                "strength apart",
                day,
                f"Strength work never falls on consecutive days, and {_named(day)} and {_named(day + DAY)} "
                "would both hold it.",
                ("acsm-progression",),
            )
    for run in runs:
        if run.day - DAY in days and (run.sort in (*HARD, "long") or _is_longest(run, runs, ground)):
            yield Against(
                "strength before",
                run.day,
                "Strength work never falls on the day before the longest or a hard run: "
                f"{run.title} is on {_named(run.day)}.",
                ("acsm-progression",),
            )


def _is_longest(run: Session, runs: Sequence[Session], ground: MoveGround) -> bool:
    """Whether a run is longer than every other of its week; stages of running and walking are all alike."""
    if run.sort == "run-walk":
        return False
    monday = monday_of(run.day)
    planned = [one.distance_m or 0.0 for one in runs if one is not run and monday_of(one.day) == monday]
    done = [metres for day, metres in ground.history.longest_m.items() if monday_of(day) == monday]
    return (run.distance_m or 0.0) > max([*planned, *done], default=0.0)


def _hard_apart(runs: Sequence[Session]) -> Iterator[Against]:
    for run in runs:
        for other in runs:
            gap = (other.day - run.day).days
            if run.sort in HARD and other.sort in HARD and 0 < gap < HARD_APART_DAYS:
                yield Against(
                    "hard apart",
                    run.day,
                    f"Hard runs are at least {HARD_APART_DAYS} days apart: {run.title} on {_named(run.day)}, "
                    f"{other.title} on {_named(other.day)}.",
                )
            if "long" in (run.sort, other.sort) and (run.sort in HARD or other.sort in HARD) and gap == 1:
                yield Against(
                    "hard beside long",
                    run.day,
                    "A hard run never stands beside the long run: "
                    f"{_named(run.day)} and {_named(other.day)}.",
                )


def _rest(
    plan: Plan, runs: Sequence[Session], lifts: Sequence[Session], ground: MoveGround
) -> Iterator[Against]:
    active = {one.day for one in (*runs, *lifts)} | ground.strength_done | set(ground.history.longest_m)
    day = plan.first
    while day <= plan.last:
        if all(day - back * DAY in active for back in range(WEEK_DAYS)):
            yield Against(
                "rest",
                day,
                "Of any seven days one stays free of running and strength work; the seven up to "
                f"{_named(day)} would have none.",
                ("training-errors-inconclusive",),
            )
        day += DAY


def _distances(runs: Sequence[Session], ground: MoveGround) -> Iterator[Against]:
    """The published line for single runs, the bound on a week, and the order of run-walk stages."""
    metres, units = {one.day: one.distance_m or 0.0 for one in runs}, ground.units
    legs = Legs(ground.history, metres)
    percent = round(100 * (fact("session-spike-bands").numbers["reference_max_ratio"] - 1))
    for run in runs:
        line = legs.line_m(run.day)
        if run.sort in ("race", "run-walk") or (line and metres[run.day] <= line + SLACK_M):
            continue
        yield Against(
            "spike",
            run.day,
            f"{run.title} of {distance(metres[run.day], units)} on {_named(run.day)} would be more than "
            f"{percent} % beyond the longest run of the 30 days before it.",
            ("session-spike-bands",),
        )
    if any(one.sort == "run-walk" for one in runs):
        yield from _ladder_order(runs)
        return
    for monday in sorted({monday_of(day) for day in metres}):
        most = most_week_m([legs.week_m(monday - back * WEEK_DAYS * DAY) for back in range(1, 5)])
        if legs.week_m(monday) > most + SLACK_M:
            yield Against(
                "week",
                monday,
                f"The week of {_named(monday)} would hold {distance(legs.week_m(monday), units)}, more than "
                f"the {distance(most, units)} that the four weeks before allow.",
                ("weekly-increase-over-30-percent",),
            )


def _ladder_order(runs: Sequence[Session]) -> Iterator[Against]:
    """Stages of the way back come in the order of their distance."""
    stages = sorted((one for one in runs if one.sort == "run-walk"), key=lambda one: one.day)
    for sooner, later in pairwise(stages):
        if (sooner.distance_m or 0.0) > (later.distance_m or 0.0) + SLACK_M:
            yield Against(
                "stages", later.day, "The stages of the way back come one after the other, the shorter first."
            )


def _wishes_passed(plan: Plan, day: date) -> Iterator[str]:
    wishes: Wishes | None = plan.wishes
    if wishes is None:
        return
    free = wishes.minutes.get(day.weekday(), 0.0)
    asked = sum(one.minutes for one in plan.sessions if one.day == day)
    if asked > free:
        yield (
            f"Your wishes give {day:%A}s {free:.0f} min, and {_named(day)} would hold {asked:.0f}. A "
            "plan made anew keeps to your wishes and may move it again."
        )


def _named(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
