"""Five runners, read with a club coach's eye: what such a plan has to look like, and what it must not.

Each is written down plainly (`planning_cases`); what was seen when the plans were read stands in
`docs/methods/coached_plans.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from planning_cases import TODAY, habit, plan_of, runs_in, runs_of, sessions_by_day, strength_in

from runback.model import CheckIn, Runner
from runback.planning import Goal, Plan, Session, Wishes

DAY = timedelta(days=1)
RACE = date(2027, 2, 14)


def beginner() -> Plan:
    wishes = Wishes({1: 45.0, 3: 45.0, 5: 60.0, 6: 60.0}, weeks=8, goal=Goal("20 km a week", 20_000.0))
    return plan_of(wishes, runs_of(habit({1: 3, 3: 3, 5: 4}, 10), speed_m_s=2.2))


def marathoner() -> Plan:
    wishes = Wishes(
        dict.fromkeys(range(5), 90.0) | {5: 120.0, 6: 210.0}, weeks=14, goal=Goal("marathon", 42_195.0, RACE)
    )
    return plan_of(wishes, runs_of(habit({1: 12, 2: 10, 3: 12, 5: 11, 6: 25}, 20), speed_m_s=3.0))


def trail_runner() -> Plan:
    wishes = Wishes({1: 60.0, 3: 90.0, 5: 90.0, 6: 180.0}, weeks=6)
    return plan_of(wishes, runs_of(habit({1: 8, 3: 10, 5: 8, 6: 18}, 20), speed_m_s=2.4, climb_m_km=30.0))


def flaring_up() -> Plan:
    settled = [CheckIn(TODAY - ago * DAY, worst_pain=2.0) for ago in range(30, 3, -1)]
    bad = [
        CheckIn(TODAY - ago * DAY, worst_pain=pain) for ago, pain in ((3, 4.0), (2, 6.0), (1, 6.0), (0, 5.0))
    ]
    wishes = Wishes({1: 60.0, 3: 60.0, 5: 60.0, 6: 120.0}, weeks=4)
    return plan_of(wishes, runs_of(habit({1: 8, 3: 8, 6: 12}, 20)), check_ins=[*settled, *bad])


def returning_at_62() -> Plan:
    ran = {day: km for day, km in habit({1: 8, 3: 7, 6: 10}, 40).items() if day < TODAY - 60 * DAY}
    wishes = Wishes({0: 60.0, 2: 60.0, 4: 60.0, 6: 90.0}, weeks=8)
    return plan_of(wishes, runs_of(ran, speed_m_s=2.3), runner=Runner(sex="female", birth_year=1964))


def whole_weeks(plan: Plan) -> dict[date, list[Session]]:
    """Return the runs of each whole week by its Monday."""
    weeks: dict[date, list[Session]] = {}
    for day, run in runs_in(plan).items():
        weeks.setdefault(day - day.weekday() * DAY, []).append(run)
    return {monday: runs for monday, runs in weeks.items() if monday >= plan.first}


def metres(runs: list[Session]) -> float:
    return sum(run.distance_m or 0.0 for run in runs)


@pytest.mark.parametrize("made", [beginner, marathoner, trail_runner, flaring_up, returning_at_62])
def test_any_plan_has_strength_twice_rest_and_mostly_easy_running(made: Callable[[], Plan]) -> None:
    plan = made()
    for monday, runs in whole_weeks(plan).items():
        week = [monday + number * DAY for number in range(7)]
        racing = any(run.sort == "race" for run in runs)
        assert sum(day in week for day in strength_in(plan)) == 2 or racing
        held = [sessions_by_day(plan)[day] for day in week if day <= plan.last]
        assert any(one[0].kind == "rest" for one in held)
        hard = [run for run in runs if run.sort in {"hills", "speed"}]
        assert len(hard) <= 1
        assert metres(hard) <= 0.3 * metres(runs)


def test_a_beginner_grows_slowly_by_one_more_day_and_is_told_what_can_be_reached() -> None:
    plan = beginner()
    weeks = [metres(runs) for runs in whole_weeks(plan).values()]
    assert all(len(runs) == 4 for runs in whole_weeks(plan).values())
    assert 14_000 <= max(weeks) <= 20_000, "half as much again after eight weeks, not double"
    assert max(later / sooner for sooner, later in pairwise(weeks)) < 1.45
    assert not any(run.sort in {"hills", "speed"} for run in runs_in(plan).values())
    (conflict,) = plan.conflicts
    assert "20 km" in conflict.wishes[0]


def test_a_marathoner_keeps_five_days_has_a_medium_long_run_and_a_real_taper() -> None:
    plan = marathoner()
    weeks = whole_weeks(plan)
    building = [runs for monday, runs in weeks.items() if monday < RACE - timedelta(weeks=3)]
    assert all(len(runs) == 5 for runs in building), "no sixth day for somebody used to five"
    for runs in building:
        by_size = sorted(run.distance_m or 0.0 for run in runs)
        assert by_size[-2] >= 0.45 * by_size[-1], "a second longer run"
        long = max(runs, key=lambda run: run.distance_m or 0.0)
        second = sorted(runs, key=lambda run: run.distance_m or 0.0)[-2]
        assert abs((long.day - second.day).days) > 1
        assert long.sort == "long"
    longest = max(metres([run]) for runs in building for run in runs)
    assert 28_000 <= longest <= 32_000
    peak = max(map(metres, building))
    race_week = [run for run in runs_in(plan).values() if RACE - 6 * DAY <= run.day < RACE]
    assert metres(race_week) <= 0.5 * peak
    assert max(run.minutes for run in race_week if run.day == RACE - DAY) <= 25
    assert not any(RACE - 3 * DAY <= day < RACE for day in strength_in(plan))
    after = [day for day in (*runs_in(plan), *strength_in(plan)) if RACE < day <= RACE + 3 * DAY]
    assert after == [], "three days off after a marathon"


def test_a_trail_runner_keeps_the_long_run_and_runs_hills() -> None:
    plan = trail_runner()
    longs = [metres([run]) for run in runs_in(plan).values() if run.sort == "long"]
    assert max(longs) >= 17_500, "the own long run of 18 km is not taken away"
    assert sum(one >= 17_500 for one in longs) >= len(longs) - 2, "but for the lighter week"
    hard = [run.sort for run in runs_in(plan).values() if run.sort in {"hills", "speed"}]
    assert hard[0] == "hills"
    assert all(run.day.weekday() == 6 for run in runs_in(plan).values() if run.sort == "long")


def test_a_flare_up_means_two_days_off_short_alike_runs_and_one_note() -> None:
    plan = flaring_up()
    assert min(*runs_in(plan), *strength_in(plan)) >= TODAY + 2 * DAY
    first = [run for day, run in runs_in(plan).items() if day < TODAY + 9 * DAY]
    assert all(run.sort == "easy" for run in first)
    assert max(metres([run]) for run in first) <= 0.7 * 8_000
    second = [run for day, run in runs_in(plan).items() if TODAY + 9 * DAY <= day < TODAY + 16 * DAY]
    assert max(metres([run]) for run in second) <= 0.85 * 12_000 + 500, (
        "half of what was taken off comes back"
    )
    assert not any(run.sort in {"hills", "speed"} for run in (*first, *second))
    told = [note for note in plan.notes if "6 of 10" in note]
    assert len(told) == 1, "one reason, one note"
    assert "no run for 2 days" in told[0] and "no strength work for 2 days" in told[0]
    long_days = {run.day for run in runs_in(plan).values() if run.sort == "long"}
    assert not long_days & set(strength_in(plan)), "no strength on top of the long run while the back is sore"


def test_at_62_after_a_break_running_comes_back_with_a_day_between_and_without_hard_runs() -> None:
    plan = returning_at_62()
    days = sorted(runs_in(plan))
    assert all(later - sooner > DAY for sooner, later in pairwise(days)), "over the week's end as well"
    sorts = [runs_in(plan)[day].sort for day in days]
    assert sorts[:5] == ["run-walk"] * 5
    assert not {"hills", "speed"} & set(sorts)
    weeks = [metres(runs) for runs in whole_weeks(plan).values()]
    assert weeks[-1] > 1.2 * weeks[0], "it goes on growing"
    assert max(weeks) < 25_000
