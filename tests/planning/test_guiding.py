"""A session laid out for the player: every set, side, hold and rest of its steps, and the words for pain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from planning_cases import TODAY, habit, plan_of, runs_of

from runback.model import Side
from runback.planning import Plan, Session, Wishes
from runback.planning.guiding import CHANGE_S, Stage, pain_words, stages

WISHES = Wishes(dict.fromkeys(range(7), 120.0), weeks=2)
RAN = habit({1: 10, 3: 8, 5: 8, 6: 16}, 20)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(WISHES, runs_of(RAN))


def of_kind(plan: Plan, kind: str) -> list[Session]:
    return [one for one in plan.sessions if one.kind == kind]


@pytest.mark.parametrize("kind", ["run", "strength", "stretch"])
def test_every_set_and_side_is_there_once(plan: Plan, kind: str) -> None:
    for session in of_kind(plan, kind):
        laid_out = stages([session])
        for number, step in enumerate(session.steps):
            work = [one for one in laid_out if one.step == number and one.kind == "work"]
            sides = 2 if step.each_side else 1
            assert len(work) == sides * (step.sets or 1), (session.id, step.text)
            if step.each_side:
                assert [one.side for one in work] == [Side.LEFT, Side.RIGHT] * (step.sets or 1)
            if step.exercise and step.hold_s and step.reps == 1:
                assert {(one.seconds, one.timed) for one in work} == {(step.hold_s, True)}
                if session.kind == "stretch":
                    assert 20 <= step.hold_s <= 30
            if step.exercise and not step.hold_s:
                assert not any(one.timed for one in work), "the runner ends repetitions"


def test_rests_stand_between_sets_and_none_after_the_last(plan: Plan) -> None:
    session = of_kind(plan, "strength")[0]
    number, step = next((at, one) for at, one in enumerate(session.steps) if one.exercise and one.rest_s)
    of_step = [one for one in stages([session]) if one.step == number]
    rests = [one for one in of_step if one.kind == "rest" and one.text == "Rest"]
    assert [one.seconds for one in rests] == [step.rest_s] * ((step.sets or 1) - 1)
    assert of_step[0].kind == "ready" and of_step[0].seconds == CHANGE_S
    assert of_step[-1].kind == "work"


def test_the_clock_of_a_session_is_near_its_minutes(plan: Plan) -> None:
    for session in (*of_kind(plan, "strength"), *of_kind(plan, "run")):
        seconds = sum(one.seconds for one in stages([session]))
        assert abs(seconds / 60 - session.minutes) <= 0.2 * session.minutes + 2, session.id


def test_stretches_follow_on(plan: Plan) -> None:
    session = of_kind(plan, "strength")[0]
    stretch = next(one for one in plan.sessions if one.id == f"{session.id}-stretch")
    laid_out: tuple[Stage, ...] = stages([session, stretch])
    assert {one.step for one in laid_out} == set(range(len(session.steps) + len(stretch.steps)))


def test_pain_says_what_the_pain_rules_say(plan: Plan) -> None:
    session = of_kind(plan, "strength")[0]
    words = pain_words(session, (), (), TODAY + timedelta(days=1))
    assert [one.pain for one in words] == list(range(11))
    actions = [one.action for one in words]
    assert actions[0] == "go-on" and actions[-1] == "stop"
    order = {"go-on": 0, "reduce": 1, "stop": 2}
    assert [order[one] for one in actions] == sorted(order[one] for one in actions)
