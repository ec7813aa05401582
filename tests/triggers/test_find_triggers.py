"""Triggers from the frame of days: what is refused, what is said, and what goes on to the causes."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_diaries import FIRST, exposure, frame, simulated

from runback.errors import BadInputError
from runback.knowledge import exposures as known_exposures
from runback.simulate import DiarySettings, PainProcess, simulate_diary
from runback.simulate.daily_exposures import EXPOSURE_NAMES
from runback.triggers import Triggers, find_triggers, trigger_findings
from runback.triggers.findings import NAMED_WEIGHT, WATCHED_WEIGHT

NAMES = ["sitting", "driving", "sleep", "stress"]
KNOWN = {entry.id: entry for entry in known_exposures()}
FOUR = [KNOWN[name] for name in NAMES]
LATE = date(2030, 1, 1)


def found(seed: int, days: int, push: dict[int, float]) -> Triggers:
    pain, values, _ = simulated(seed, days, 4, push=push)
    return find_triggers(frame(pain, values, NAMES), FOUR, today=LATE)


def test_a_named_trigger_is_told_in_the_exposure_s_own_step() -> None:
    answer = found(2, 120, {0: 1.2})
    assert answer.enough
    named = [trigger for trigger in answer.triggers if trigger.tier == "named"]
    assert [trigger.exposures for trigger in named] == [("sitting",)]
    # The step of sitting is 2 h, and the push 1.2 points an hour.
    assert named[0].interval[0] < 2.4 < named[0].interval[1]
    assert named[0].lag_days == (1,)
    assert "before worse days" in named[0].sentence
    assert "2 h more sitting" in named[0].sentence
    assert "which does not show that it is the reason" in named[0].sentence
    results = {result.exposure: result for result in answer.results}
    assert results["sitting"].tier == "named"
    assert results["stress"].tier is None
    assert "not enough days to tell" in results["stress"].sentence
    assert answer.next_look > answer.days


def test_miles_and_feet_for_a_runner_who_counts_in_them() -> None:
    names = ["distance", "ascent", "sitting", "stress"]
    pain, values, _ = simulated(2, 120, 4, push={0: 1.2})
    days, known = frame(pain, values, names), [KNOWN[name] for name in names]
    metric, miles = (find_triggers(days, known, today=LATE, units=units) for units in ("km", "mi"))
    (here,), (there,) = metric.triggers, miles.triggers
    assert (here.step, there.step) == ("5 km", "3 mi")
    assert "3 mi more distance run" in there.sentence
    assert there.effect == pytest.approx(here.effect * 3 * 1.609344 / 5)
    assert [result.step for result in miles.results][1:3] == ["300 ft", "2 h"]


def test_what_was_named_and_is_not_borne_out_since_stays_and_says_so() -> None:
    # The load on the lumbar spine goes with the climb, which is the trigger: it was named first.
    diary = simulate_diary(77, DiarySettings(PainProcess.LINEAR, triggers=2))
    known = [exposure(name) for name in EXPOSURE_NAMES]
    answer = find_triggers(diary.days, known, today=LATE)
    named = {trigger.exposures: trigger for trigger in answer.triggers if trigger.tier == "named"}
    assert named[("ascent_m",)].probability > 0.9
    assert named[("lumbar_load",)].probability < 0.5
    for trigger in named.values():
        assert ("do not bear it out" in trigger.sentence) == (trigger.probability < 0.5)


def test_five_days_are_not_enough_to_tell() -> None:
    answer = found(1, 5, {0: 3.0})
    assert not answer.enough
    assert answer.triggers == ()
    assert answer.days_needed > 30
    assert answer.sentence.startswith("Not enough days to tell")
    assert all(result.effect is None and result.probability is None for result in answer.results)


def test_an_empty_diary_is_no_error() -> None:
    empty = frame(np.array([]), np.zeros((0, 4)), NAMES).with_columns(pl.col("day").cast(pl.Date))
    answer = find_triggers(empty, FOUR, today=LATE)
    assert (answer.enough, answer.days, answer.window) == (False, 0, None)
    assert trigger_findings(answer) == []


def test_the_days_after_today_and_the_order_of_rows_do_not_matter() -> None:
    pain, values, _ = simulated(1, 120, 4, push={0: 1.2})
    days = frame(pain, values, NAMES)
    until = find_triggers(days.head(90), FOUR, today=LATE)
    shuffled = days.sample(fraction=1.0, shuffle=True, seed=1)
    assert find_triggers(shuffled, FOUR, today=FIRST + timedelta(days=89)) == until
    told = days.filter(pl.col("pain").is_not_null())
    assert find_triggers(told, FOUR, today=LATE).days == (told["day"][-1] - told["day"][0]).days + 1


def test_the_answer_as_json_holds_what_the_issue_names() -> None:
    answer = json.loads(json.dumps(found(1, 120, {0: 1.2}).to_json()))
    assert {"enough", "days", "triggers"} <= set(answer)
    assert set(answer["triggers"][0]) == {
        "exposures",
        "tier",
        "probability",
        "effect",
        "interval",
        "lag_days",
        "days_used",
        "sentence",
    }
    assert 0.9 < answer["triggers"][0]["probability"] <= 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.lit(11.0).alias("pain"), "Pain of 11 is outside 0 to 10"),
        (pl.lit(-1.0).alias("pain"), "Pain of -1 is outside 0 to 10"),
        (pl.lit(float("inf")).alias("sleep"), "sleep is without end"),
        (pl.lit("much").alias("sitting"), "something else than numbers in sitting"),
        (pl.lit(None, pl.Date).alias("day"), "A row without a day"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(change: pl.Expr, message: str) -> None:
    pain, values, _ = simulated(1, 10, 4, missing=0.0)
    with pytest.raises(BadInputError, match=message) as raised:
        find_triggers(frame(pain, values, NAMES).with_columns(change), FOUR, today=LATE)
    assert raised.value.where
    assert raised.value.remedy


def test_two_rows_for_a_day_and_a_missing_column_are_refused() -> None:
    pain, values, _ = simulated(1, 10, 4)
    days = frame(pain, values, NAMES)
    with pytest.raises(BadInputError, match="Two rows for one day"):
        find_triggers(pl.concat([days, days.tail(1)]), FOUR, today=LATE)
    with pytest.raises(BadInputError, match="no column sleep"):
        find_triggers(days.drop("sleep"), FOUR, today=LATE)


@settings(max_examples=15, deadline=None)
@given(
    pain=st.lists(st.none() | st.floats(0, 10), min_size=1, max_size=70),
    value=st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=70),
)
def test_any_diary_gets_an_answer_within_its_bounds(
    pain: list[float | None], value: list[float | None]
) -> None:
    rows = min(len(pain), len(value))
    days = pl.DataFrame(
        {
            "day": [FIRST + timedelta(days=at) for at in range(rows)],
            "pain": pl.Series(pain[:rows], dtype=pl.Float64),
            "sitting": pl.Series(value[:rows], dtype=pl.Float64),
        }
    )
    answer = find_triggers(days, [KNOWN["sitting"]], today=LATE)
    json.dumps(answer.to_json(), allow_nan=False)
    for result in answer.results:
        assert result.probability is None or 0.0 <= result.probability <= 1.0
        if result.interval is not None and result.effect is not None:
            assert result.interval[0] <= result.effect <= result.interval[1]


def test_a_named_trigger_speaks_for_its_cause_and_the_weight_is_small() -> None:
    findings = trigger_findings(found(1, 120, {0: 1.2}))
    named = next(finding for finding in findings if finding.measure == "own_days_sitting")
    assert named.cause == "long-sitting"
    assert named.basis == "judged"
    assert 0.8 * NAMED_WEIGHT < named.log_lr <= NAMED_WEIGHT
    assert named.window.days == 120


def test_less_of_what_should_help_speaks_for_and_more_pain_after_sleep_against() -> None:
    eases = trigger_findings(found(1, 120, {2: -1.2}))
    worsens = trigger_findings(found(1, 120, {2: 1.2}))
    assert next(one for one in eases if one.cause == "short-sleep").log_lr > 0
    assert next(one for one in worsens if one.cause == "short-sleep").log_lr < 0


def test_a_group_shares_one_weight() -> None:
    pain, values, _ = simulated(1, 120, 4, push={0: 1.2})
    values[:, 1] = values[:, 0] + 0.05 * np.random.default_rng(3).normal(size=120)
    answer = find_triggers(frame(pain, values, NAMES), FOUR, today=LATE)
    assert set(answer.triggers[0].exposures) == {"sitting", "driving"}
    assert "cannot yet tell which of them" in answer.triggers[0].sentence
    weights = [finding.log_lr for finding in trigger_findings(answer) if finding.cause == "long-sitting"]
    assert len(weights) == 2
    assert sum(weights) <= NAMED_WEIGHT + WATCHED_WEIGHT


def test_an_exposure_of_the_runner_s_own_file_makes_no_finding() -> None:
    pain, values, _ = simulated(1, 120, 1, push={0: 1.2})
    own = [exposure("moonlight")]
    answer = find_triggers(frame(pain, values, ["moonlight"]), own, today=LATE)
    assert answer.triggers[0].exposures == ("moonlight",)
    assert trigger_findings(answer) == []


def test_an_exposure_that_would_have_shown_by_now_is_told_apart_from_one_that_needs_more_days() -> None:
    pain, values, _ = simulated(9, 200, 4)
    values[:, 1] *= 0.3
    values[:, 2] *= 0.02
    answer = find_triggers(frame(pain, values, NAMES), FOUR, today=LATE)
    said = {result.exposure: (result.days_needed or 0, result.sentence) for result in answer.results}
    assert said["sitting"][0] < 200 < said["driving"][0] < 3650 < said["sleep"][0]
    assert "would have shown by now" in said["sitting"][1]
    assert f"after about {said['driving'][0]} days" in said["driving"][1]
    assert "more than ten years" in said["sleep"][1]
