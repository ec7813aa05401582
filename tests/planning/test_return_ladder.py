"""The run-walk ladder: when it is entered, how it is replayed, and that its stages grow gently."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.knowledge import fact
from runback.model import CheckIn
from runback.planning.plan import SessionDone
from runback.planning.running.return_ladder import (
    LONG_BREAK_DAYS,
    MOST_RUN_M_S,
    STAGES,
    WALK_M_S,
    Stage,
    ladder_for,
)

TODAY = date(2026, 11, 24)
WINDOW = int(fact("session-spike-bands").numbers["window_days"])
LINE = fact("session-spike-bands").numbers["reference_max_ratio"]
TRIAL = fact("run-walk-trial-in-chronic-lbp").numbers


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def every(first: int, last: int, step: int = 2) -> list[date]:
    """Days with a run, from ``first`` to ``last`` days back."""
    return [back(days) for days in range(first, last - 1, -step)]


def numbers(
    run_days: list[date], diary: Sequence[CheckIn] = (), log: Sequence[SessionDone] = ()
) -> list[int]:
    """The numbers of the stages still to come; empty where running goes on as usual."""
    ladder = ladder_for(run_days, diary, log, TODAY)
    return [] if ladder is None else [stage.number for stage in ladder.stages]


@pytest.mark.parametrize("speed", [1.6, 2.2, MOST_RUN_M_S, 3.0, 4.5])
def test_no_stage_is_longer_than_the_published_line_allows_after_the_one_before(speed: float) -> None:
    distances = [stage.distance_m(speed) for stage in STAGES]
    for before, after in pairwise(distances):
        assert before < after <= LINE * before


def test_the_stages_keep_to_the_frame_of_the_trial() -> None:
    assert {stage.minutes for stage in STAGES} == {TRIAL["session_minutes"]}
    running = [stage.running_minutes for stage in STAGES]
    assert running == sorted(set(running))
    week_km = [TRIAL["sessions_per_week"] * minutes * 60 * MOST_RUN_M_S / 1000 for minutes in running]
    assert week_km[0] == pytest.approx(TRIAL["start_km_per_week"], abs=1.0)
    assert any(km == pytest.approx(TRIAL["end_km_per_week"], abs=1.0) for km in week_km[:3])


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.number))
def test_the_steps_of_a_stage_add_up(stage: Stage) -> None:
    one = stage
    steps = one.steps(3.2)
    assert [step.effort for step in steps] == [2, 3, 1]
    assert sum(step.minutes for step in steps) == one.minutes
    assert sum(step.distance_m or 0 for step in steps) == pytest.approx(one.distance_m(3.2), abs=2)
    repeats = steps[1]
    assert repeats.sets is not None and repeats.hold_s is not None and repeats.rest_s is not None
    assert repeats.sets * (repeats.hold_s + repeats.rest_s) == 60 * repeats.minutes
    assert repeats.sets * repeats.hold_s == 60 * one.running_minutes


def test_a_runner_who_runs_has_no_ladder() -> None:
    assert ladder_for(every(200, 2), (), (), TODAY) is None
    assert ladder_for([back(400), back(WINDOW - 1)], (), (), TODAY) is not None
    assert ladder_for([back(WINDOW - 1)], (), (), TODAY) is None


@pytest.mark.parametrize(
    ("gap", "first"), [(WINDOW, 3), (LONG_BREAK_DAYS - 1, 3), (LONG_BREAK_DAYS, 1), (2000, 1)]
)
def test_where_the_ladder_begins_depends_on_the_break(gap: int, first: int) -> None:
    assert numbers([back(gap)]) == list(range(first, len(STAGES) + 1))


def test_before_a_first_run_it_begins_at_its_foot() -> None:
    assert numbers([]) == [stage.number for stage in STAGES]


def test_after_pain_it_begins_at_its_foot_and_every_stage_comes_twice() -> None:
    diary = [CheckIn(back(5), worst_pain=4)]
    assert numbers([back(40)], diary) == [n for stage in STAGES for n in (stage.number, stage.number)]


def test_a_week_without_running_because_of_pain_enters_it_half_way() -> None:
    runs = every(60, 8)
    assert numbers(runs, [CheckIn(back(6), worst_pain=7)]) == [4, 5, 6, 7]
    assert numbers(runs, [CheckIn(back(6), worst_pain=4)]) == []
    assert numbers(every(60, 4), [CheckIn(back(6), worst_pain=7)]) == []


def test_each_run_since_the_break_is_a_stage_done() -> None:
    runs = [back(60), back(10), back(8)]
    assert numbers(runs) == [5, 6, 7]
    assert numbers([back(60), *every(20, 2)]) == []


@pytest.mark.parametrize(
    ("pain", "left"),
    [(0, [5, 6, 7]), (2.9, [5, 6, 7]), (3, [4, 5, 6, 7]), (5, [4, 5, 6, 7]), (6, [3, 4, 5, 6, 7])],
)
def test_pain_of_a_run_repeats_its_stage_or_takes_one_back(pain: float, left: list[int]) -> None:
    runs = [back(60), back(10), back(8)]
    assert numbers(runs, [CheckIn(back(8), pain_during_run=pain)]) == left
    assert numbers(runs, [CheckIn(back(8), pain_next_morning=pain)]) == left
    assert numbers(runs, [], [SessionDone("x", back(8), "run", done=True, pain=pain)]) == left


def test_leg_symptoms_get_walking_and_no_run_for_they_were_not_studied() -> None:
    ladder = ladder_for([back(60)], (), (), TODAY, leg_symptoms=True)
    assert ladder is not None
    assert ladder.stages == ()
    assert "not studied" in ladder.sentence
    assert "walk" in ladder.sentence.lower()
    told = [CheckIn(back(3), worst_pain=2, places=("leg-below-knee-left",))]
    assert ladder_for([back(60)], told, (), TODAY) == ladder
    denied = ladder_for([back(60)], told, (), TODAY, leg_symptoms=False)
    assert denied is not None
    assert denied.stages


def test_the_words_name_the_break_the_stage_and_the_trial() -> None:
    ladder = ladder_for([back(45)], (), (), TODAY)
    assert ladder is not None
    assert "After 45 days without a run" in ladder.sentence
    why = ladder.why(ladder.stages[0])
    assert f"stage 3 of {len(STAGES)}" in why
    assert f"{TRIAL['weeks']:.0f} weeks" in why
    assert ladder.sessions_per_week == TRIAL["sessions_per_week"]


@given(
    st.sets(st.integers(0, 300), max_size=40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10)), max_size=10),
)
def test_the_replay_never_leaves_the_ladder_and_never_jumps(
    run_days: set[int], pains: list[tuple[int, int]]
) -> None:
    diary = [CheckIn(back(days), worst_pain=pain) for days, pain in pains]
    days = [back(one) for one in run_days]
    left = numbers(days, diary)
    assert left == numbers(sorted(days, reverse=True), list(reversed(diary)))
    assert all(0 <= after - before <= 1 for before, after in pairwise(left))
    assert not left or left[-1] == len(STAGES)
    # A further run without pain takes at most one session off the ladder.
    if left and TODAY not in days and all(day != TODAY for day in (entry.day for entry in diary)):
        tomorrow = ladder_for([*days, TODAY], diary, (), TODAY)
        assert tomorrow is None or len(tomorrow.stages) >= len(left) - 1


def test_a_newcomer_goes_on_through_the_stages_and_a_runner_new_to_runback_does_not() -> None:
    days = [back(6), back(4), back(2)]
    left = ladder_for(days, (), (), TODAY, distances_m=dict.fromkeys(days, 2900.0))
    assert left is not None
    assert [stage.number for stage in left.stages] == [4, 5, 6, 7]
    assert "No run is known before 18 Nov 2026" in left.sentence
    assert ladder_for(days, (), (), TODAY, distances_m=dict.fromkeys(days, 8000.0)) is None
    assert ladder_for(days, (), (), TODAY) is None
    seven = [back(number) for number in range(14, 0, -2)]
    assert ladder_for(seven, (), (), TODAY, distances_m=dict.fromkeys(seven, 2900.0)) is None
    painful = [CheckIn(back(7), worst_pain=4)]
    twice = ladder_for(days, painful, (), TODAY, distances_m=dict.fromkeys(days, 2900.0))
    assert twice is not None
    assert [stage.number for stage in twice.stages][:3] == [2, 3, 3]


def test_walking_is_walking() -> None:
    assert STAGES[0].distance_m(WALK_M_S) == pytest.approx(30 * 60 * WALK_M_S)
