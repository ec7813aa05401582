"""A session moved by hand: every rule of the plan still binds, and what speaks against a move is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from plan_checker import Case, check
from planning_cases import TODAY, habit, plan_of, runs_of

from runback.planning import Goal, Plan, Session, Wishes
from runback.planning.following.moving import Move, MoveGround, days_that_hold, look_at_move
from runback.planning.running.history import running_history

DAY = timedelta(days=1)
RAN = habit({1: 10, 3: 8, 5: 8, 6: 16}, 20)
ROOMY = Wishes(dict.fromkeys(range(6), 120.0) | {6: 240.0}, weeks=3)
RACE = replace(ROOMY, goal=Goal("10k", 10_000.0, date(2026, 12, 12)))
FEW = Wishes({1: 70.0, 3: 60.0, 5: 60.0, 6: 150.0}, weeks=3)
STRICTER = {"hard apart", "past", "told", "race", "span"}
"""Rules of a move that the independent checker does not hold a plan against."""


def ground_of(**more: object) -> MoveGround:
    history = running_history(runs_of(RAN), TODAY, (), None)
    return MoveGround(TODAY, history, frozenset(), frozenset(), **more)  # type: ignore[arg-type] # its fields


def main_of(plan: Plan) -> list[Session]:
    return [one for one in plan.sessions if one.kind in ("run", "strength")]


def every_move(plan: Plan, ground: MoveGround) -> list[Move]:
    days = [plan.first + number * DAY for number in range((plan.last - plan.first).days + 1)]
    return [look_at_move(plan, one, day, ground) for one in main_of(plan) for day in days if day != one.day]


@pytest.mark.parametrize(
    ("wishes", "at_least"), [(ROOMY, 4), (RACE, 4), (FEW, 0)], ids=["roomy", "race", "few days"]
)
def test_a_move_is_free_exactly_where_an_independent_check_finds_no_fault(
    wishes: Wishes, at_least: int
) -> None:
    plan = plan_of(wishes, runs_of(RAN))
    case = Case(wishes, TODAY, tuple((day, 1000 * km) for day, km in RAN.items()))
    assert check(plan, case) == []
    free = 0
    for move in every_move(plan, ground_of()):
        found = {one.rule for one in check(move.plan, case)} - {"strength two or three a week"}
        if not move.against and not move.wishes:
            assert found == set(), (move.session.id, move.day, found)
            free += 1
        elif not {one.rule for one in move.against} & STRICTER:
            assert found, (move.session.id, move.day, [one.sentence for one in move.against], move.wishes)
    assert free >= at_least


def test_stretches_and_rest_days_follow() -> None:
    plan = plan_of(ROOMY, runs_of(RAN))
    move = next(one for one in every_move(plan, ground_of()) if not one.against and not one.wishes)
    there = [one.kind for one in move.plan.sessions if one.day == move.day]
    assert there.count("stretch") == 1 and "rest" not in there
    kinds = {one.kind for one in move.plan.sessions if one.day == move.session.day}
    assert kinds == {"rest"} or "stretch" in kinds
    assert len({one.id for one in move.plan.sessions}) == len(move.plan.sessions)


def test_pain_and_signs_bar_days() -> None:
    plan = plan_of(ROOMY, runs_of(RAN))
    run = next(one for one in main_of(plan) if one.kind == "run")
    every = frozenset(plan.first + number * DAY for number in range(30))
    ground = ground_of(no_run=every)
    move = look_at_move(plan, run, run.day + DAY, ground)
    assert any("no run" in one.sentence for one in move.against)
    assert days_that_hold(plan, run, run.day + DAY, ground) == ()


def test_what_is_told_and_a_race_stay() -> None:
    plan = plan_of(RACE, runs_of(RAN))
    race = next(one for one in plan.sessions if one.sort == "race")
    assert "race" in {one.rule for one in look_at_move(plan, race, race.day + DAY, ground_of()).against}
    run = main_of(plan)[0]
    told = replace(ground_of(), told=frozenset({run.id}))
    assert "told" in {one.rule for one in look_at_move(plan, run, run.day + DAY, told).against}
    far = look_at_move(plan, run, plan.last + DAY, ground_of())
    assert "span" in {one.rule for one in far.against}


def test_days_that_hold_do_hold() -> None:
    plan = plan_of(ROOMY, runs_of(RAN))
    strength = next(one for one in main_of(plan) if one.kind == "strength")
    for day in days_that_hold(plan, strength, strength.day + DAY, ground_of()):
        move = look_at_move(plan, strength, day, ground_of())
        assert (move.against, move.wishes) == ((), ())
