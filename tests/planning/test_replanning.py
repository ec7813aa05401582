"""A plan made anew: little moves, ids stay, and wishes that clash are named in smallest sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

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


def test_a_race_takes_the_place_of_no_stage() -> None:
    wishes = replace(ROOMY, goal=Goal("10 km", 10_000.0, TODAY + 8 * DAY))
    plan = plan_of(wishes, runs_of({}))
    stages = [run for run in runs_in(plan).values() if run.sort == "run-walk"]
    assert any(run.sort == "race" for run in runs_in(plan).values())
    told = [
        int(run.why.split("stage ")[1].split(" of")[0]) for run in sorted(stages, key=lambda run: run.day)
    ]
    assert told == list(range(1, 8))


def test_a_missed_stage_is_made_up_on_a_day_of_its_own_and_the_later_ones_stay() -> None:
    wishes = Wishes(dict.fromkeys(range(7), 90.0), weeks=4)
    before = plan_of(wishes, runs_of({}))
    stages = [run for run in runs_in(before).values() if run.sort == "run-walk"]
    lost = next(run for run in stages if run.day.weekday() < 3 and run.day > before.first + 4 * DAY)
    told = [s for s in before.sessions if s.day <= lost.day and s.kind in {"run", "strength"}]
    log = [SessionDone(s.id, s.day, s.kind, done=s.id != lost.id) for s in told]
    after = plan_of(wishes, runs_of({}), lost.day + DAY, log=log, current=before, last=before.last)
    changed = set(changed_sessions(before, after)) - {s.id for s in told}
    assert len(changed) <= 3
    days = sorted(run.day for run in runs_in(after).values() if run.sort == "run-walk")
    assert all(later - sooner > DAY for sooner, later in pairwise(days))
    left = [run.steps for run in stages if run.day >= lost.day]
    assert [runs_in(after)[day].steps for day in days] == left, "no stage is skipped"


def test_a_break_that_becomes_one_by_the_first_run_that_fits_begins_with_run_walk() -> None:
    ran = {TODAY - 29 * DAY: 8.0, TODAY - 31 * DAY: 7.0, TODAY - 33 * DAY: 9.0}
    only = (TODAY + 2 * DAY).weekday()
    plan = plan_of(Wishes({only: 90.0}, weeks=2), runs_of(ran))
    assert {run.sort for run in runs_in(plan).values()} == {"run-walk"}


def test_an_easy_run_that_is_left_alone_in_its_week_does_not_follow_strength() -> None:
    wishes = Wishes({2: 75.0, 3: 40.0, 4: 30.0}, weeks=3, runs_per_week=2)
    before = plan_of(wishes, runs_of(habit({2: 5, 3: 5}, 10)))
    for day, run in runs_in(before).items():
        log = [
            SessionDone(s.id, s.day, s.kind, done=s.id != run.id)
            for s in before.sessions
            if s.day <= day and s.kind in {"run", "strength"}
        ]
        if day == before.last:
            continue
        after = plan_of(
            wishes, runs_of(habit({2: 5, 3: 5}, 10)), day + DAY, log=log, current=before, last=before.last
        )
        lifted = {s.day for s in before.sessions if s.kind == "strength" and s.day <= day} | set(
            strength_in(after)
        )
        for one in runs_in(after).values():
            week = {one.day + n * DAY for n in range(-one.day.weekday(), 7 - one.day.weekday())}
            done = {s.day for s in before.sessions if s.kind == "run" and s.day < day}
            if len(week & ({*runs_in(after)} | done)) == 1:
                assert one.day - DAY not in lifted
