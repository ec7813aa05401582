"""A runner's plan: the one that stands, a new one, made anew, what became of its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.operations.session_names import find_session
from runback.units import day_words

if TYPE_CHECKING:
    import polars as pl

    from runback.planning import Plan, Session, Wishes
    from runback.planning.following.moving import Move, MoveGround
    from runback.planning.following.outcomes import Outcome
    from runback.store import Store
    from runback.store.plans import CurrentPlan

_FORBIDDEN_KINDS = {"running": "run", "loading": "strength"}
MAKE_ONE = "Make one: runback plan --weeks 4"


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan made anew: ``before`` as it stood, ``after`` as it counts now, and the ids that changed."""

    before: Plan
    after: Plan
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveLooked:
    """A move that was looked at, and the days near by that keep every rule and wish."""

    move: Move
    days_that_hold: tuple[date, ...]

    @property
    def days_words(self) -> str:
        """The days that hold, in words."""
        named = ", ".join(f"{one:%a} {one.day} {one:%b}" for one in self.days_that_hold)
        return f"Days that hold: {named}." if named else "No day near it keeps every rule and wish."


def current_plan(store: Store, today: date) -> CurrentPlan | None:
    """Return the plan that stands, None without any; its last day may be past.

    A sign raised since it was made binds it at once, and so does a condition told that speaks against one of
    its exercises: then it is made anew first, to the same last day.
    """
    from runback.planning.leading import suits
    from runback.planning.strength.doses import exercise

    current = store.plans.current()
    if current is None or current.plan.wishes is None or current.plan.last < today:
        return current
    screening = store.health.screening(today)
    if screening is None:
        return current
    unsuited = any(
        step.exercise is not None and not suits(exercise(step.exercise), screening.conditions)
        for session in current.plan.sessions
        if session.day >= today
        for step in session.steps
    )
    if frozenset(screening.forbids) <= current.forbids and not unsuited:
        return current
    return write_plan(store, today, current.plan.wishes, last=current.plan.last)


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """The plan that stands as it may be shown: ``held_back`` is what a sign raised since forbids of it.

    Sessions that it forbids are left out until the plan is made anew.
    """

    plan: Plan
    held_back: frozenset[str]


def shown_plan(store: Store, today: date) -> ShownPlan | None:
    """Return the plan that stands without changing it, None without any; its last day may be past."""
    current = store.plans.current()
    if current is None:
        return None
    screening = store.health.screening(today)
    forbidden = frozenset(screening.forbids) if screening else frozenset()
    held_back = forbidden - current.forbids
    barred = {_FORBIDDEN_KINDS[one] for one in held_back if one in _FORBIDDEN_KINDS}
    gone = {one.id for one in current.plan.sessions if one.day >= today and one.kind in barred}
    sessions = tuple(
        one
        for one in current.plan.sessions
        if one.id not in gone and one.id.removesuffix("-stretch") not in gone
    )
    return ShownPlan(replace(current.plan, sessions=sessions), held_back)


def write_plan(store: Store, today: date, wishes: Wishes, *, last: date | None = None) -> CurrentPlan:
    """Make the plan that ``wishes`` ask for, from ``today`` on, write it and return it.

    A race of the past is left out of the wishes. ``last`` ends the plan on that day instead of after the
    weeks wished for.

    Raises:
        BadInputError: a wish is out of its range, which the message names. Nothing is written then.
    """
    from runback.operations.assessing import assess_store
    from runback.planning import make_plan
    from runback.planning.following.outcomes import as_done, without_past_race

    found = assess_store(store, today)
    current, log = store.plans.current(), store.plans.log()
    forbids = frozenset(found.screening.forbids) if found.screening else frozenset()
    wishes = without_past_race(wishes, today)
    made = make_plan(
        wishes,
        today,
        ranking=found.ranking,
        runs=found.runs,
        runner=store.runner(),
        check_ins=store.health.check_ins(),
        forbids=forbids,
        conditions=found.screening.conditions if found.screening else frozenset(),
        log=log,
        current=None if current is None else as_done(current.plan, log, today),
        last=last,
        units=store.units(),
    )
    store.plans.write(replace(made, wishes=wishes), forbids)
    kept = store.plans.current()
    assert kept is not None
    return kept


def replan(store: Store, today: date) -> Replanned:
    """Make the plan anew from what was done, missed and felt since; it moves as little as possible.

    Raises:
        BadInputError: there is no plan, or its last day is past.
    """
    from runback.planning.following.replanning import changed_sessions

    before = store.plans.current()
    if before is None or before.plan.wishes is None:
        raise BadInputError("there is no plan yet.", remedy=MAKE_ONE)
    if before.plan.last < today:
        raise BadInputError(
            f"the plan ended on {day_words(before.plan.last)}.",
            remedy="Make the next: runback plan --weeks 4",
        )
    after = write_plan(store, today, before.plan.wishes, last=before.plan.last)
    return Replanned(before.plan, after.plan, changed_sessions(before.plan, after.plan))


def look_at_move(store: Store, today: date, session: str, day: date) -> MoveLooked:
    """Return what moving a session to another day would do, without doing it; ``session`` is its id.

    Raises:
        BadInputError: there is no plan, or no such session, or it moves only with another.
    """
    from runback.planning.following.moving import days_that_hold
    from runback.planning.following.moving import look_at_move as look

    plan, ground = _plan_and_ground(store, today)
    found = find_session(plan.sessions, session, today)
    if found.kind not in ("run", "strength"):
        raise BadInputError(
            f"{found.title.lower()} cannot be moved by itself.", remedy="Move the run or strength session."
        )
    if day == found.day:
        raise BadInputError(f"{found.title} is on {day_words(day)} already.", remedy="Give another day.")
    move = look(plan, found, day, ground)
    hold = days_that_hold(plan, found, day, ground) if move.against or move.wishes else ()
    return MoveLooked(move, hold)


def move_session(store: Store, today: date, session: str, day: date, *, anyway: bool = False) -> Move:
    """Move a planned session to another day, write the plan and return what was done.

    ``anyway`` passes over the runner's own wishes; the rules of the plan always bind.

    Raises:
        BadInputError: no such session, a rule of the plan against it, or a wish while not ``anyway``; the
            message says which and names days that hold. Nothing is written then.
    """
    looked = look_at_move(store, today, session, day)
    move = looked.move
    if move.against:
        why = " ".join(one.sentence for one in move.against)
        raise BadInputError(
            f"{move.session.title} cannot be on {day_words(day)}. {why}", remedy=looked.days_words
        )
    if move.wishes and not anyway:
        raise BadInputError(" ".join(move.wishes), remedy=f"Say that you mean it. {looked.days_words}")
    current = store.plans.current()
    assert current is not None
    store.plans.write(move.plan, current.forbids)
    return move


def _plan_and_ground(store: Store, today: date) -> tuple[Plan, MoveGround]:
    from runback.planning.following.moving import MoveGround
    from runback.planning.outlook import barred_days
    from runback.planning.pain_rules import loading_verdict, running_verdict
    from runback.planning.running.history import running_history

    current = store.plans.current()
    if current is None or current.plan.last < today:
        raise BadInputError("there is no plan for the days ahead.", remedy=MAKE_ONE)
    plan, log, check_ins = current.plan, store.plans.log(), store.health.check_ins()
    screening = store.health.screening(today)
    forbids = frozenset(screening.forbids) if screening else frozenset()
    running = running_verdict(check_ins, log, today, forbids)
    loading = loading_verdict(check_ins, log, today, forbids)
    return plan, MoveGround(
        today=today,
        history=running_history(store.runs(), today, log, plan),
        strength_done=frozenset(one.day for one in log if one.kind == "strength" and one.done),
        told=frozenset(one.session for one in log),
        no_run=barred_days(running, today, plan.last),
        no_hard=barred_days(running, today, plan.last, hard=True),
        no_strength=barred_days(loading, today, plan.last),
        units=store.units(),
    )


def session_outcomes(
    store: Store, today: date, sessions: Iterable[Session], *, runs: pl.DataFrame | None = None
) -> dict[str, Outcome]:
    """Return by id what became of every run and strength session among ``sessions``.

    ``runs`` is the runs frame where it is read already.
    """
    from runback.planning.following.outcomes import outcomes

    return outcomes(sessions, store.plans.log(), store.runs() if runs is None else runs, today)


def tell_session(
    store: Store,
    today: date,
    session: str,
    *,
    done: bool = True,
    on: date | None = None,
    effort: float | None = None,
    pain: float | None = None,
    at_target: Mapping[str, bool] | None = None,
) -> Session:
    """Write what became of a planned session and return the session.

    ``session`` is its id, or its name as a runner says it (``today``, ``wed``, ``wed-strength``).
    ``on`` is the day it was done, by default the day planned, or ``today`` where that lies ahead; effort and
    pain are 0 to 10; ``at_target`` tells of single exercises whether their dose was reached.

    Raises:
        BadInputError: there is no plan, none or more than one session is meant, or something told of it
            cannot be; the message names what can. Nothing is written then.
    """
    from runback.planning.following.telling import told_session

    current = store.plans.current()
    if current is None:
        raise BadInputError("there is no plan yet.", remedy=MAKE_ONE)
    found = find_session(current.plan.sessions, session, today)
    told = told_session(
        found,
        min(found.day, today) if on is None else on,
        today,
        done=done,
        effort=effort,
        pain=pain,
        at_target=at_target,
    )
    store.plans.tell(told)
    return found
