"""The outside family: small judged weights, thresholds from facts, a reason for all that is not told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.runs import runs_frame
from runback.causes import rank
from runback.influences import Pair, influence_findings
from runback.influences.weights import WEIGHTS, sitting_weight
from runback.knowledge import causes, fact, measurements
from runback.model import CheckIn, Family, Finding, Missing

TODAY = date(2026, 11, 20)
OUTSIDE = {entry.id for entry in causes() if entry.family is Family.OUTSIDE}
GREATEST_FOR, GREATEST_AGAINST = 0.45, -0.6


def on(back: int) -> date:
    return TODAY - timedelta(days=back)


def diary(days: range, **told: Any) -> list[CheckIn]:
    return [CheckIn(on(back), **told) for back in days]


def row(back: int, **more: object) -> dict[str, object]:
    start = datetime.combine(on(back), time(9), UTC)
    return {"run_id": f"{back:04}", "start_utc": start, "local_date": on(back), "distance_m": 10_000.0} | more


def runs(days: range, **more: object) -> pl.DataFrame:
    return runs_frame([row(back, **more) for back in days])


def found(
    told: list[CheckIn], frame: pl.DataFrame | None = None, **more: Any
) -> dict[str, Finding | Missing]:
    frame = runs_frame([]) if frame is None else frame
    return {one.measure: one for one in influence_findings(frame, told, TODAY, **more)}


def weight(results: dict[str, Finding | Missing], measure: str) -> float:
    one = results[measure]
    assert isinstance(one, Finding), one
    return one.log_lr


def test_every_cause_of_the_family_is_looked_at_and_says_why_it_is_not_measured() -> None:
    results = found([])
    assert {one.cause for one in results.values()} == OUTSIDE
    assert all(isinstance(one, Missing) for one in results.values())
    assert all("runback " in one.reason for one in results.values() if isinstance(one, Missing))


def test_a_week_of_days_is_needed() -> None:
    six, seven = (found(diary(range(days), sitting_h=8.0, sleep_h=7.0)) for days in (6, 7))
    assert isinstance(six["sitting"], Missing) and isinstance(six["sleep_hours"], Missing)
    assert isinstance(seven["sitting"], Finding) and isinstance(seven["sleep_hours"], Finding)
    assert isinstance(found(diary(range(28, 60), sitting_h=8.0))["sitting"], Missing)


def test_the_line_of_sitting_is_that_of_the_cohort() -> None:
    line = fact("recurrence-predictors-da-silva-2019").numbers["sitting_hours_per_day_over"]
    for hours, sign in ((line + 3, 1), (line, 0), (line - 2, -1)):
        value = weight(found(diary(range(10), sitting_h=hours)), "sitting")
        assert (value > 0) - (value < 0) == sign
    sentence = found(diary(range(10), sitting_h=9.0))["sitting"]
    assert isinstance(sentence, Finding)
    assert f"more than {line:g} hours" in sentence.sentence


@pytest.mark.parametrize(
    ("measure", "worse", "better"),
    [
        ("sleep_hours", {"sleep_h": 5.5}, {"sleep_h": 8.0}),
        ("sleep_quality", {"sleep_quality": 3.0}, {"sleep_quality": 8.0}),
        ("lifting_days", {"lifting": True}, {"lifting": False}),
        ("stress_level", {"stress": 8.0}, {"stress": 1.0}),
        ("cold_starts", {"easy_start": False}, {"easy_start": True}),
    ],
)
def test_each_habit_speaks_for_and_against(
    measure: str, worse: dict[str, Any], better: dict[str, Any]
) -> None:
    assert (
        weight(found(diary(range(14), **worse)), measure)
        > 0
        > weight(found(diary(range(14), **better)), measure)
    )


def test_driving_and_distance_on_a_pair_are_told_and_weigh_nothing() -> None:
    results = found(diary(range(14), driving_h=6.0), runs(range(0, 200, 2), shoe="a"))
    for measure in ("driving", "pair_distance"):
        one = results[measure]
        assert isinstance(one, Finding)
        assert (one.log_lr, one.log_lr_interval) == (0.0, (0.0, 0.0))
        assert "weighs nothing" in one.sentence
    pair = results["pair_distance"]
    assert isinstance(pair, Finding) and pair.value == 1000.0


def test_the_own_past_stands_beside_the_present() -> None:
    told = diary(range(28), sleep_h=6.0) + diary(range(28, 60), sleep_h=7.5)
    recent = found(told)["sleep_hours"]
    assert isinstance(recent, Finding)
    assert (recent.value, recent.window.days) == (6.0, 28)
    assert "In the twelve weeks before it was 7.5 hours." in recent.sentence
    alone = found(diary(range(28), sleep_h=6.0))["sleep_hours"]
    assert isinstance(alone, Finding) and "twelve weeks before" not in alone.sentence


def test_pairs_in_turn_speak_against_one_pair_hardly_for() -> None:
    half = runs(range(0, 28, 2), shoe="a").vstack(runs(range(1, 28, 2), shoe="b"))
    assert (
        weight(found([], half), "pairs_in_turn")
        < 0
        < weight(found([], runs(range(28), shoe="a")), "pairs_in_turn")
    )
    few_named = runs(range(0, 28, 4), shoe="a").vstack(runs(range(1, 28, 2)))
    for measure in ("pairs_in_turn", "new_pair", "pair_distance"):
        assert isinstance(found([], few_named)[measure], Missing)


def test_a_new_pair_is_one_whose_beginning_is_known() -> None:
    first_months = runs(range(28), shoe="a")
    assert isinstance(found([], first_months)["new_pair"], Missing)
    changed = runs(range(10), shoe="b").vstack(runs(range(10, 150), shoe="a"))
    new = found([], changed)["new_pair"]
    assert isinstance(new, Finding) and new.value == 9.0 and new.log_lr > 0
    told = found([], first_months, pairs=[Pair("a", first_day=on(5))])["new_pair"]
    assert isinstance(told, Finding) and told.value == 27.0
    same = found([], runs(range(150), shoe="a"))["new_pair"]
    assert isinstance(same, Finding) and same.log_lr < 0 and "No pair has begun" in same.sentence


def test_distances_are_told_in_the_runners_unit() -> None:
    frame = runs(range(100), shoe="a")
    in_miles = [one for one in influence_findings(frame, [], TODAY, units="mi") if isinstance(one, Finding)]
    assert {one.measure for one in in_miles} == {"pairs_in_turn", "new_pair", "pair_distance"}
    assert not any(" km" in one.sentence for one in in_miles)
    assert "621 mi" in next(one.sentence for one in in_miles if one.measure == "pair_distance")


def test_hard_ground_hardly_speaks_for_and_little_of_it_against() -> None:
    asphalt, trail = (found([], runs(range(120), surface=ground)) for ground in ("asphalt", "trail"))
    assert 0 < weight(asphalt, "hard_ground") <= 0.05
    assert weight(trail, "hard_ground") < -0.4
    assert weight(asphalt, "ground_change") == pytest.approx(0.0, abs=0.05)
    moved = runs(range(28), surface="cambered road").vstack(runs(range(28, 120), surface="trail"))
    assert 0 < weight(found([], moved), "ground_change") <= 0.15
    assert isinstance(found([], runs(range(28)))["hard_ground"], Missing)
    no_past = found([], runs(range(28), surface="asphalt"))
    assert isinstance(no_past["hard_ground"], Finding) and isinstance(no_past["ground_change"], Missing)


numbers = st.none() | st.floats(0, 10)
flags = st.none() | st.booleans()
days = st.builds(
    CheckIn,
    day=st.integers(-5, 150).map(on),
    sleep_h=numbers,
    sitting_h=numbers,
    driving_h=numbers,
    stress=numbers,
    sleep_quality=numbers,
    lifting=flags,
    easy_start=flags,
)
training = st.lists(
    st.tuples(
        st.integers(-5, 150), st.sampled_from([None, "a", "b"]), st.sampled_from([None, "asphalt", "trail"])
    ),
    max_size=60,
    unique_by=lambda one: one[0],
)


@settings(max_examples=40)
@given(st.lists(days, max_size=60, unique_by=lambda one: one.day), training)
def test_any_diary_gives_small_weights_and_honest_words(
    told: list[CheckIn], ran: list[tuple[int, str | None, str | None]]
) -> None:
    frame = runs_frame([row(back, shoe=shoe, surface=surface) for back, shoe, surface in ran])
    results = influence_findings(frame, told, TODAY)
    for one in results:
        assert one.cause in OUTSIDE
        if isinstance(one, Finding):
            assert GREATEST_AGAINST <= one.log_lr <= GREATEST_FOR
            assert one.basis == "judged" and one.evidence
            for fact_id in one.evidence:
                fact(fact_id)
            assert not re.search(r"nan|inf\b|\{|None", one.sentence)
            assert one.window.last == TODAY
    earlier = [one for one in told if one.day <= TODAY]
    up_to_today = frame.filter(pl.col("local_date") <= TODAY)
    assert influence_findings(up_to_today, earlier, TODAY) == results


@settings(max_examples=30)
@given(st.lists(days, min_size=20, max_size=60, unique_by=lambda one: one.day))
def test_an_influence_alone_is_never_more_than_possible(told: list[CheckIn]) -> None:
    ranking = rank(influence_findings(runs(range(28), shoe="a", surface="asphalt"), told, TODAY), TODAY)
    for one in ranking.causes:
        assert one.state in ({"unmeasured", "possible", "unlikely"} if one.id in OUTSIDE else {"unmeasured"})


def test_the_weights_are_as_small_as_promised() -> None:
    knots = [log_lr for judged in WEIGHTS.values() for _, log_lr in judged.knots]
    knots += [sitting_weight(hours)[0] for hours in (0.0, 5.0, 24.0)]
    assert max(knots) <= GREATEST_FOR and min(knots) >= GREATEST_AGAINST


def test_every_measure_made_is_one_that_a_measurement_names() -> None:
    made = {name for entry in measurements() if set(entry.informs) & OUTSIDE for name in entry.made_by}
    assert set(found([])) - {"driving"} <= made
