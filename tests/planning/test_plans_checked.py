"""Plans of simulated runners against the independent checker, and the checker against broken plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from plan_checker import check
from random_runners import RandomRunner, case_after, random_runner, replan_after_missed_day

from runback.model import CheckIn
from runback.planning.plan import Plan, Session

SEEDS = range(1_000, 1_040)
"""None of those that benchmarks/planning_checked.py plans for."""


@pytest.fixture(scope="module")
def planned() -> list[tuple[RandomRunner, Plan]]:
    return [(one, one.plan()) for one in map(random_runner, SEEDS)]


def test_no_plan_breaks_a_rule(planned: list[tuple[RandomRunner, Plan]]) -> None:
    broken = [(one.seed, fault) for one, plan in planned for fault in check(plan, one.case)]
    assert not broken, broken
    runs = sum(session.kind == "run" for _, plan in planned for session in plan.sessions)
    assert runs > 10 * len(planned), "plans without runs break no rule"


def test_no_plan_made_anew_breaks_a_rule(planned: list[tuple[RandomRunner, Plan]]) -> None:
    for one, plan in planned[:20]:
        again = replan_after_missed_day(one, plan, np.random.default_rng([one.seed, 9]))
        if again is not None:
            after, missed = again
            faults = [
                fault
                for fault in check(after, case_after(one, plan, after, missed))
                if fault.rule != "length"
            ]
            assert not faults, (one.seed, faults)


def test_the_same_input_gives_the_same_plan_whatever_the_order_of_the_runs(
    planned: list[tuple[RandomRunner, Plan]],
) -> None:
    for one, plan in planned[:8]:
        assert one.plan() == plan
        shuffled = replace(one, runs=one.runs.sample(fraction=1.0, shuffle=True, seed=one.seed))
        assert shuffled.plan() == plan


def _steady(planned: list[tuple[RandomRunner, Plan]]) -> tuple[RandomRunner, Plan]:
    """Return a runner with a plan of plain runs and strength, free of faults."""
    return next(
        (one, plan)
        for one, plan in planned
        if not check(plan, one.case)
        and sum(session.sort == "long" for session in plan.sessions) >= 2
        and sum(session.kind == "strength" for session in plan.sessions) >= 4
        and not one.case.forbids
    )


def _with(plan: Plan, change: Callable[[Session], Session]) -> Plan:
    return replace(plan, sessions=tuple(sorted(map(change, plan.sessions), key=lambda one: one.day)))


def test_the_checker_sees_each_planted_fault(planned: list[tuple[RandomRunner, Plan]]) -> None:
    one, plan = _steady(planned)
    runs = [session for session in plan.sessions if session.kind == "run"]
    long = next(session for session in reversed(runs) if session.sort == "long")
    strength = [session for session in plan.sessions if session.kind == "strength"]
    eve = replace(strength[0], id="planted", day=long.day - timedelta(days=1))
    beside = replace(strength[0], id="planted", day=strength[0].day + timedelta(days=1))
    first = runs[0]
    high = replace(strength[0].steps[-1], rung=99, minutes=0)

    def further(session: Session) -> Session:
        if session is not long:
            return session
        return replace(session, distance_m=3 * (session.distance_m or 0.0), minutes=3 * session.minutes)

    planted: dict[str, Plan] = {
        "no spike": _with(plan, further),
        "time of the day": _with(plan, further),
        "strength not before long or hard": replace(plan, sessions=(*plan.sessions, eve)),
        "strength apart": replace(plan, sessions=(*plan.sessions, beside)),
        "strength two or three a week": replace(
            plan, sessions=tuple(s for s in plan.sessions if s.kind != "strength"), conflicts=(), notes=()
        ),
        "every day once": replace(plan, sessions=plan.sessions[1:]),
        "stretches attached": replace(
            plan, sessions=tuple(s for s in plan.sessions if s.kind != "stretch"), conflicts=(), notes=()
        ),
        "reasons and titles": _with(plan, lambda s: replace(s, title="Back pain run") if s is first else s),
        "minutes and metres add up": _with(plan, lambda s: replace(s, minutes=1) if s is first else s),
        "exercises": _with(plan, lambda s: replace(s, steps=(*s.steps, high)) if s is strength[0] else s),
    }
    rest = [s for s in plan.sessions if s.kind == "rest"]
    filled = [replace(first, id=f"planted-{s.id}", day=s.day) for s in rest]
    planted["one rest day in seven"] = replace(
        plan, sessions=tuple(s for s in plan.sessions if s.kind != "rest") + tuple(filled)
    )
    for rule, broken in planted.items():
        assert rule in {fault.rule for fault in check(broken, one.case)}, rule


def test_the_checker_sees_what_flags_pain_and_causes_forbid(planned: list[tuple[RandomRunner, Plan]]) -> None:
    one, plan = _steady(planned)
    forbidden = replace(one.case, forbids=frozenset({"running", "loading"}))
    assert "red flags bind" in {fault.rule for fault in check(plan, forbidden)}
    hard = _with(plan, lambda s: replace(s, sort="hills") if s.kind == "run" else s)
    bound = replace(one.case, supported=frozenset({"hills-up"}))
    assert "leading causes bound" in {fault.rule for fault in check(hard, bound)}
    fresh = replace(one.case, runs=())
    assert "way back" in {fault.rule for fault in check(plan, fresh)}
    sore = replace(one.case, check_ins=(CheckIn(one.case.today, worst_pain=8.0),))
    assert "pain rules" in {fault.rule for fault in check(plan, sore)}
