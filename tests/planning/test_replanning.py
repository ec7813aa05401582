"""A plan made anew: little moves, ids stay, and wishes that clash are named in smallest sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from planning_cases import TODAY, habit, plan_of, runs_in, runs_of, strength_in

from runback.errors import BadInputError
from runback.planning import Goal, SessionDone, Wishes
from runback.planning.following.replanning import changed_sessions

DAY = timedelta(days=1)
ROOMY = Wishes(dict.fromkeys(range(6), 90.0) | {6: 180.0}, weeks=4)
RAN = habit({1: 10, 3: 8, 5: 8, 6: 16}, 20)


@pytest.mark.parametrize("missed", ["run", "strength", "long"])
def test_one_missed_session_changes_at_most_three(missed: str) -> None:
    before = plan_of(ROOMY, runs_of(RAN))
    second_week = [s for s in before.sessions if s.day >= date(2026, 11, 30)]
    lost = next(s for s in second_week if missed in {s.kind, s.sort})
    told = [s for s in before.sessions if s.day <= lost.day and s.kind in {"run", "strength"}]
    log = [SessionDone(s.id, s.day, s.kind, done=s.id != lost.id) for s in told]
    after = plan_of(ROOMY, runs_of(RAN), lost.day + DAY, log=log, current=before, last=before.last)
    assert len(changed_sessions(before, after)) <= 3
    assert not {s.id for s in after.sessions} & {s.id for s in told}


def test_a_plan_made_anew_the_same_day_is_the_same() -> None:
    before = plan_of(ROOMY, runs_of(RAN))
    assert changed_sessions(before, plan_of(ROOMY, runs_of(RAN), current=before)) == ()


def test_new_wishes_change_the_plan_and_keep_ids_of_days_that_stay() -> None:
    before = plan_of(ROOMY, runs_of(RAN))
    after = plan_of(replace(ROOMY, runs_per_week=3), runs_of(RAN), current=before)
    week = [day for day in runs_in(after) if date(2026, 11, 30) <= day <= date(2026, 12, 6)]
    assert len(week) == 3
    assert runs_in(after)[week[-1]].id == runs_in(before)[week[-1]].id


def test_strength_on_neighbouring_days_only_names_time_and_strength() -> None:
    wishes = Wishes({0: 60.0, 1: 60.0, 2: 60.0}, weeks=3, strength_per_week=3, runs_per_week=3)
    plan = plan_of(wishes, runs_of(RAN))
    (conflict,) = plan.conflicts
    assert len(conflict.wishes) == 2
    assert "Monday 60 min" in conflict.wishes[0]
    assert "3 times" in conflict.wishes[1]
    assert "2 strength sessions" in conflict.given_up
    assert len([day for day in strength_in(plan) if date(2026, 11, 30) <= day <= date(2026, 12, 6)]) == 2


def test_a_race_out_of_reach_names_what_can_be_reached() -> None:
    race = Goal("half marathon", 21_097.5, date(2027, 1, 3))
    plan = plan_of(replace(ROOMY, weeks=6, goal=race), runs_of(habit({1: 5, 3: 5, 5: 8}, 20)))
    assert any("19.2 km" in one.sentence and "10 %" in one.sentence for one in plan.conflicts)
    longest = max(run.distance_m or 0.0 for run in runs_in(plan).values() if run.sort != "race")
    assert longest < 12_000
    assert all(f"{longest / 1000:.1f} km" in one.given_up for one in plan.conflicts)


def test_a_weekly_distance_without_the_time_names_the_time() -> None:
    wishes = Wishes({1: 40.0, 3: 40.0, 5: 40.0}, weeks=6, goal=Goal("weekly", 50_000.0))
    plan = plan_of(wishes, runs_of(habit({1: 5, 3: 5, 5: 8}, 20)))
    assert any("time on your days" in wish for one in plan.conflicts for wish in one.wishes)


@pytest.mark.parametrize(
    ("wishes", "range_told"),
    [
        (Wishes({}), "at least one weekday"),
        (Wishes({1: 0.0}), "at least one weekday"),
        (Wishes({1: -5.0}), "0 to 600"),
        (Wishes({1: float("nan")}), "0 to 600"),
        (Wishes({7: 30.0}), "0 (Monday) to 6"),
        (Wishes({1: 30.0}, weeks=0), "1 to 26"),
        (Wishes({1: 30.0}, weeks=27), "1 to 26"),
        (Wishes({1: 30.0}, strength_per_week=4), "2 to 3"),
        (Wishes({1: 30.0}, runs_per_week=0), "1 to 6"),
        (Wishes({1: 30.0}, long_run_weekday=9), "0 (Monday) to 6"),
        (Wishes({1: 30.0}, goal=Goal("too far", 900_000.0)), "1 to 250 km"),
        (Wishes({1: 30.0}, goal=Goal("past", 10_000.0, TODAY - DAY)), "from 2026-11-24 on"),
        (Wishes({1: 30.0}, goal=Goal("far off", 10_000.0, TODAY + 200 * DAY)), "up to 2027-05-24"),
    ],
)
def test_wishes_that_cannot_be_are_turned_away_with_their_range(wishes: Wishes, range_told: str) -> None:
    with pytest.raises(BadInputError) as caught:
        plan_of(wishes, runs_of(RAN))
    assert range_told in str(caught.value)
