"""Whatever runner asks: the hard rules hold, the same input gives the same plan, every reason has its
fact."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plan_checker import Case, check
from planning_cases import (
    NOTHING_MEASURED,
    RUNNER,
    TODAY,
    habit,
    plan_of,
    runs_in,
    runs_of,
    sessions_by_day,
    strength_in,
)

from runback.causes import rank
from runback.knowledge import fact
from runback.model import CheckIn, DateRange, Finding
from runback.planning import Goal, Wishes, make_plan

DAY = timedelta(days=1)
WINDOW = int(fact("session-spike-bands").numbers["window_days"])


@st.composite
def wishes_of_anybody(draw: st.DrawFn, weeks: int = 2) -> Wishes:
    minutes = draw(
        st.dictionaries(st.integers(0, 6), st.sampled_from([25.0, 40.0, 60.0, 90.0, 180.0]), min_size=1)
    )
    goal = draw(
        st.none()
        | st.builds(Goal, st.just("weekly"), st.sampled_from([8_000.0, 30_000.0, 90_000.0]))
        | st.builds(
            Goal,
            st.just("race"),
            st.sampled_from([5_000.0, 21_097.5, 42_195.0]),
            st.integers(3, 120).map(lambda n: TODAY + n * DAY),
        )
    )
    return Wishes(
        minutes,
        weeks=weeks,
        goal=goal,
        strength_per_week=draw(st.sampled_from([None, 2, 3])),
        runs_per_week=draw(st.none() | st.integers(1, 6)),
        long_run_weekday=draw(st.none() | st.sampled_from(sorted(minutes))),
    )


@st.composite
def runs_of_anybody(draw: st.DrawFn) -> dict[date, float]:
    week = draw(
        st.dictionaries(st.integers(0, 6), st.floats(1.0, 25.0).map(lambda km: round(km, 1)), max_size=6)
    )
    pause = draw(st.sampled_from([0, 0, 0, 12, 45]))
    return {
        day: km
        for day, km in habit(week, draw(st.sampled_from([1, 5, 20]))).items()
        if day < TODAY - pause * DAY
    }


@st.composite
def diary_of_anybody(draw: st.DrawFn) -> tuple[CheckIn, ...]:
    pains = draw(st.lists(st.none() | st.integers(0, 8).map(float), max_size=10))
    return tuple(CheckIn(TODAY - (ago + 1) * DAY, worst_pain=pain) for ago, pain in enumerate(pains))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wishes_of_anybody(), runs_of_anybody(), diary_of_anybody())
@example(Wishes({2: 60.0}), habit({1: 8, 5: 14}, 20), ())
def test_no_plan_breaks_a_hard_rule(
    wishes: Wishes, ran_km: dict[date, float], diary: tuple[CheckIn, ...]
) -> None:
    plan = plan_of(wishes, runs_of(ran_km), check_ins=diary)
    ran = tuple((day, 1000 * km) for day, km in ran_km.items())
    assert check(plan, Case(wishes, TODAY, ran, check_ins=diary)) == []
    assert sorted(sessions_by_day(plan)) == [
        plan.first + n * DAY for n in range((plan.last - plan.first).days + 1)
    ]
    assert plan.last.weekday() == 6
    assert abs((plan.last - plan.first).days + 1 - 7 * wishes.weeks) <= 3
    assert len({session.id for session in plan.sessions}) == len(plan.sessions)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wishes_of_anybody(), runs_of_anybody(), diary_of_anybody())
def test_the_same_input_gives_the_same_plan(
    wishes: Wishes, ran_km: dict[date, float], diary: tuple[CheckIn, ...]
) -> None:
    first, second = (plan_of(wishes, runs_of(ran_km), check_ins=diary) for _ in range(2))
    assert first == second


def test_every_session_says_why_and_names_facts_that_exist() -> None:
    plan = plan_of(
        Wishes(dict.fromkeys(range(7), 90.0), weeks=4), runs_of(habit({1: 10, 3: 8, 5: 8, 6: 16}, 20))
    )
    kinds = {session.sort or session.kind for session in plan.sessions}
    assert {"easy", "long", "strength", "stretch", "rest"} <= kinds
    assert kinds & {"hills", "speed"}
    for session in plan.sessions:
        assert len(session.why) > 20
        assert session.evidence
        for fact_id in session.evidence:
            assert fact(fact_id).id == fact_id


def test_a_usual_week_holds_what_a_coach_would_expect() -> None:
    wishes = Wishes(dict.fromkeys(range(6), 90.0) | {6: 180.0}, weeks=4)
    plan = plan_of(wishes, runs_of(habit({1: 10, 3: 8, 5: 8, 6: 16}, 20)))
    week = {day: run for day, run in runs_in(plan).items() if date(2026, 11, 30) <= day <= date(2026, 12, 6)}
    distances = [run.distance_m or 0.0 for run in week.values()]
    assert 40_000 <= sum(distances) <= 44_000
    assert max(distances) < 0.4 * sum(distances)
    assert week[date(2026, 12, 6)].sort == "long", "the habit's Sunday"
    assert sum(run.sort in {"hills", "speed"} for run in week.values()) == 1
    assert sum(date(2026, 11, 30) <= day <= date(2026, 12, 6) for day in strength_in(plan)) == 2
    lighter = [run.distance_m or 0.0 for day, run in runs_in(plan).items() if day >= date(2026, 12, 14)]
    assert sum(lighter) < 0.85 * sum(distances), "every fourth week is lighter"


def test_a_race_in_reach_is_prepared_within_the_line_and_tapered() -> None:
    race = date(2027, 2, 14)
    wishes = Wishes(dict.fromkeys(range(6), 90.0) | {6: 180.0}, weeks=12, goal=Goal("half", 21_097.5, race))
    plan = plan_of(wishes, runs_of(habit({1: 10, 3: 10, 5: 8, 6: 16}, 20)))
    runs = runs_in(plan)
    assert plan.conflicts == ()
    assert runs[race].sort == "race"
    longest = max(run.distance_m or 0.0 for day, run in runs.items() if race - WINDOW * DAY <= day < race)
    assert longest >= 18_500
    last_week = sum(run.distance_m or 0.0 for day, run in runs.items() if race - 6 * DAY <= day < race)
    peak = sum(run.distance_m or 0.0 for day, run in runs.items() if race - 20 * DAY <= day < race - 13 * DAY)
    assert last_week < 0.65 * peak


def test_a_race_after_the_plan_is_aimed_at() -> None:
    days, ran = dict.fromkeys(range(6), 90.0) | {6: 180.0}, runs_of(habit({1: 10, 3: 10, 6: 14}, 20))
    steady = plan_of(Wishes(days, weeks=4), ran)
    racing = plan_of(Wishes(days, weeks=4, goal=Goal("half", 21_097.5, date(2027, 3, 14))), ran)
    assert racing.last == steady.last
    assert not any(run.sort == "race" for run in runs_in(racing).values())
    longest = [max(run.distance_m or 0.0 for run in runs_in(plan).values()) for plan in (steady, racing)]
    assert longest[1] > longest[0]


def test_who_never_ran_begins_with_run_walk() -> None:
    plan = plan_of(Wishes(dict.fromkeys((0, 2, 4, 5), 60.0), weeks=2), runs_of({}))
    assert {run.sort for run in runs_in(plan).values()} == {"run-walk"}
    days = sorted(runs_in(plan))
    assert all(later - sooner > DAY for sooner, later in pairwise(days))


def test_a_red_flag_leaves_no_run_and_no_strength_and_says_so_first() -> None:
    wishes = Wishes(dict.fromkeys(range(5), 60.0), goal=Goal("race", 10_000.0, TODAY + 10 * DAY))
    plan = plan_of(wishes, runs_of(habit({1: 8, 3: 8}, 20)), forbids=frozenset({"running", "loading"}))
    assert {session.kind for session in plan.sessions} == {"rest"}
    assert "red flag" in plan.notes[0]
    loading = plan_of(wishes, runs_of(habit({1: 8, 3: 8}, 20)), forbids=frozenset({"loading"}))
    assert not strength_in(loading)
    assert runs_in(loading)


def test_pain_above_the_stop_line_means_days_off_then_less_and_nothing_hard() -> None:
    ran = runs_of(habit({1: 10, 3: 8, 5: 8, 6: 16}, 20))
    wishes = Wishes(dict.fromkeys(range(7), 90.0), weeks=3)
    usual = plan_of(wishes, ran)
    sore = plan_of(wishes, ran, check_ins=[CheckIn(TODAY, worst_pain=7.0)])
    assert min(runs_in(sore)) >= TODAY + 2 * DAY
    soon = [day for day in runs_in(sore) if day < TODAY + 9 * DAY]
    assert soon
    assert all(runs_in(sore)[day].sort in {"easy", "long"} for day in soon)
    mean = [
        sum(run.distance_m or 0.0 for run in runs_in(p).values() if run.day < TODAY + 9 * DAY) / len(soon)
        for p in (usual, sore)
    ]
    assert mean[1] < 0.8 * mean[0]
    assert any("7 of 10" in note for note in sore.notes)


def _supported(cause: str, group: str) -> Finding:
    window = DateRange.ending(TODAY, 42)
    return Finding(
        cause, group, group, 2.0, "ratio", "own past", 2.0, (1.0, 3.0), "judged", (), window, "More."
    )


@pytest.mark.parametrize(
    ("cause", "barred"), [("hills-up", "hills"), ("hills-down", "hills"), ("speed-increase", "speed")]
)
def test_hills_and_speed_are_left_out_while_they_lead(cause: str, barred: str) -> None:
    wishes = Wishes(dict.fromkeys(range(7), 90.0), weeks=6)
    ran = runs_of(habit({1: 10, 3: 8, 5: 8, 6: 16}, 20), climb_m_km=20.0)
    assert any(run.sort == barred for run in runs_in(plan_of(wishes, ran)).values())
    ranking = rank([_supported(cause, "planted")], TODAY)
    assert next(one for one in ranking.causes if one.id == cause).state == "supported"
    plan = plan_of(wishes, ran, ranking=ranking)
    assert not any(run.sort == barred for run in runs_in(plan).values())
    assert any("speak for" in note for note in plan.notes)
    if barred == "hills":
        easy = next(run for run in runs_in(plan).values() if run.sort == "easy")
        assert "m of climb" in easy.steps[0].text
        assert cause in easy.causes


def test_building_up_is_held_while_mileage_leads() -> None:
    wishes = Wishes(dict.fromkeys(range(7), 90.0), weeks=3, goal=Goal("60 km", 60_000.0))
    ran = runs_of(habit({1: 10, 3: 8, 5: 8, 6: 14}, 20))
    held = plan_of(wishes, ran, ranking=rank([_supported("mileage-increase", "planted")], TODAY))
    free = plan_of(wishes, ran)
    week = [
        sum(run.distance_m or 0.0 for day, run in runs_in(plan).items() if day >= date(2026, 12, 7))
        for plan in (held, free)
    ]
    assert week[0] < 44_000 < week[1]


def test_a_run_of_today_moves_the_first_day_to_tomorrow() -> None:
    ran = habit({1: 8, 3: 8}, 10) | {TODAY: 6.0}
    plan = plan_of(Wishes(dict.fromkeys(range(7), 60.0)), runs_of(ran))
    assert plan.first == TODAY + DAY


def test_later_runs_than_today_are_not_looked_at() -> None:
    ran = habit({1: 8, 3: 8}, 10)
    wishes = Wishes(dict.fromkeys(range(7), 60.0))
    assert plan_of(wishes, runs_of(ran)) == plan_of(wishes, runs_of(ran | {TODAY + 3 * DAY: 40.0}))


def test_an_empty_frame_with_no_columns_of_climb_or_time_still_plans() -> None:
    ran = runs_of(habit({1: 8, 3: 8}, 10)).with_columns(
        pl.lit(None, pl.Float64).alias("ascent_m"), pl.lit(None, pl.Float64).alias("moving_s")
    )
    plan = make_plan(Wishes({1: 60.0, 3: 60.0}), TODAY, ranking=NOTHING_MEASURED, runs=ran, runner=RUNNER)
    assert runs_in(plan)
