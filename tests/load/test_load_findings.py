"""What the load findings say of trainings whose errors are known because they were written by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import isfinite, log

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_runs import frame, histogram, run, steady

from runback.activities.runs import RUN_COLUMNS
from runback.knowledge import causes, fact
from runback.load import load_findings
from runback.load.findings import MEASURES
from runback.load.weights import DIFFERENCE_WEIGHTS, RATIO_WEIGHTS, spike_weight
from runback.model import Finding, Missing

TODAY = date(2026, 6, 30)
OVEREXERTION = [
    "too-hard-too-long",
    "mileage-increase",
    "speed-increase",
    "hills-up",
    "hills-down",
    "lack-of-rest",
]
FORBIDDEN = re.compile(
    r"you have|caused|safe to run|cures?\b|all clear|diagnos|injury risk|your risk|danger", re.IGNORECASE
)


def findings_of(rows: list[dict[str, object]], today: date = TODAY) -> dict[str, Finding]:
    return {one.measure: one for one in load_findings(frame(rows), today) if isinstance(one, Finding)}


def missing_of(rows: list[dict[str, object]], today: date = TODAY) -> dict[str, str]:
    return {one.measure: one.reason for one in load_findings(frame(rows), today) if isinstance(one, Missing)}


def changed(rows: list[dict[str, object]], days: int, **more: object) -> list[dict[str, object]]:
    """Return the rows with those of the last ``days`` changed."""
    since = TODAY - timedelta(days=days)
    return [row | more if row["local_date"] > since else row for row in rows]  # type: ignore[operator] # a date


def test_every_cause_of_the_family_is_measured() -> None:
    listed = [entry.id for entry in causes() if entry.family == "overexertion"]
    assert sorted(listed) == sorted(OVEREXERTION)
    assert {measure.cause for measure in MEASURES} == set(listed)


def test_steady_training_speaks_against_every_cause() -> None:
    found = findings_of(steady(TODAY, 30))
    assert {one.cause for one in found.values()} == set(OVEREXERTION)
    assert all(one.log_lr <= 0 for one in found.values())
    for cause in OVEREXERTION:
        assert min(one.log_lr for one in found.values() if one.cause == cause) < -0.1


def test_every_finding_is_whole() -> None:
    rows = [*steady(TODAY, 30), run(TODAY - timedelta(days=3), 25_000.0)]
    for one in load_findings(frame(rows), TODAY):
        if isinstance(one, Finding):
            assert one.evidence
            assert all(fact(fact_id) for fact_id in one.evidence)
            assert (one.window.first, one.window.last) == (TODAY - timedelta(days=41), TODAY)
            assert len(one.sentence) > 40
            assert one.sentence.endswith(".")
            assert not FORBIDDEN.search(one.sentence), one.sentence
            assert one.reference


def test_a_spike_carries_its_band_and_the_absolute_rate() -> None:
    rows = [*steady(TODAY, 30), run(TODAY - timedelta(days=10), 22_000.0)]
    spike = findings_of(rows)["session_spike"]
    assert spike.value == pytest.approx(2.2)
    assert spike.basis == "published"
    assert 0 < spike.log_lr < log(fact("session-spike-bands").numbers["large_hrr"])
    for words in (
        "20 Jun 2026",
        "22.0 km",
        "10.0 km",
        "2.3 times (1.5 to 3.5)",
        "0.5 % a run",
        "0.2 % is the average",
    ):
        assert words in spike.sentence
    assert "not studied for back pain" in spike.sentence


def test_sentences_speak_miles_where_asked() -> None:
    rows = [*steady(TODAY, 30), run(TODAY - timedelta(days=10), 22_000.0)]
    spoken = [one for one in load_findings(frame(rows), TODAY, units="mi") if isinstance(one, Finding)]
    assert any("13.7 mi" in one.sentence for one in spoken)
    assert not any(re.search(r"\d km\b|/km", one.sentence) for one in spoken)
    metric = load_findings(frame(rows), TODAY)
    assert [one.value for one in metric if isinstance(one, Finding)] == [one.value for one in spoken]


@given(st.floats(0.2, 5.0))
def test_the_spike_weight_is_a_step_and_a_high_end(ratio: float) -> None:
    numbers = fact("session-spike-bands").numbers
    weight, (low, high) = spike_weight(ratio)
    assert low <= weight <= high
    if ratio <= numbers["reference_max_ratio"]:
        assert weight < 0
    elif ratio <= numbers["large_ratio_low"]:
        assert weight == spike_weight(1.2)[0]
        assert 0 < weight < log(numbers["small_hrr"])
    else:
        assert spike_weight(1.2)[0] < weight < log(numbers["large_hrr"])


@pytest.mark.parametrize("table", [RATIO_WEIGHTS, DIFFERENCE_WEIGHTS], ids=["ratios", "differences"])
def test_judged_weights_rise_and_stay_small(table: dict[str, object]) -> None:
    for name, weight in table.items():
        xs, ys = zip(*weight.knots, strict=True)  # type: ignore[attr-defined] # JudgedWeight
        assert list(xs) == sorted(set(xs)), name
        assert list(ys) == sorted(ys), name
        assert ys[0] < 0 < ys[-1] <= 0.9, name


def test_every_judged_weight_belongs_to_a_measure() -> None:
    rows = [*steady(TODAY, 30), run(TODAY - timedelta(days=3), 25_000.0)]
    no_zones = steady(TODAY, 30, heart_rate_zone_s=None)
    no_heart = steady(TODAY, 30, heart_rate_zone_s=None, mean_heart_rate_bpm=None)
    made = {name for part in (rows, no_zones, no_heart) for name in findings_of(part)}
    assert set(RATIO_WEIGHTS) | set(DIFFERENCE_WEIGHTS) <= made


def test_longer_runs_speak_for_mileage_alone() -> None:
    since = TODAY - timedelta(days=21)
    rows = [
        row | {"distance_m": 17_000.0, "moving_s": 17_000 / 3.0} if row["local_date"] > since else row  # type: ignore[operator] # a date
        for row in steady(TODAY, 30, lumbar_load_index=None, session_rpe_load=None)
    ]
    found = findings_of(rows)
    assert found["session_spike"].value == pytest.approx(1.7)
    assert found["fortnight_distance"].log_lr > 0.4
    assert found["run_length"].log_lr > 0.4
    others = [one for one in found.values() if one.cause not in ("mileage-increase", "too-hard-too-long")]
    assert all(one.log_lr <= 0 for one in others)


def test_more_running_days_speak_for_lack_of_rest() -> None:
    rows = steady(TODAY, 30)
    ran = {row["local_date"] for row in rows}
    for back in range(18):
        if (day := TODAY - timedelta(days=back)) not in ran:
            rows.append(run(day, 5_000.0))
    found = findings_of(rows)
    assert found["rest_days"].value == 0.0
    assert found["rest_days"].log_lr > 0.6
    assert found["longest_streak"].value >= 18
    assert found["longest_streak"].log_lr > 0.5
    assert found["session_spike"].log_lr < 0


@pytest.mark.parametrize(("column", "up", "down"), [("ascent_m", 1, -1), ("descent_m", -1, 1)])
def test_up_and_down_are_told_apart(column: str, up: int, down: int) -> None:
    found = findings_of(changed(steady(TODAY, 30), 21, **{column: 400.0}))
    assert found["fortnight_ascent"].log_lr * up > 0.2
    assert found["fortnight_descent"].log_lr * down > 0.2
    assert found["session_ascent"].log_lr * up > 0
    assert found["session_descent"].log_lr * down > 0


def test_climb_that_comes_with_distance_alone_is_not_hills() -> None:
    rows = changed(steady(TODAY, 30), 21, distance_m=20_000.0, moving_s=6_700.0, ascent_m=160.0)
    assert findings_of(rows)["fortnight_ascent"].log_lr <= 0


def test_faster_repetitions_speak_for_speed() -> None:
    faster = {
        "best_60s_m_s": 3.9,
        "best_300s_m_s": 3.6,
        "speed_seconds": histogram({2.9: 1500.0, 3.0: 1000.0, 3.65: 833.0}),
    }
    found = findings_of(changed(steady(TODAY, 30), 21, **faster))
    assert found["fast_end"].log_lr > 0.6
    assert found["fortnight_fast_time"].log_lr > 0.2


def test_one_race_is_no_increase_in_speed() -> None:
    race = run(TODAY - timedelta(days=8), 10_000.0, best_60s_m_s=4.6, best_300s_m_s=4.4, best_1200s_m_s=4.2)
    assert findings_of([*steady(TODAY, 30), race])["fast_end"].log_lr <= 0


@pytest.mark.parametrize(
    ("hidden", "measure"),
    [
        ((), "hard_time_by_zone"),
        (("heart_rate_zone_s",), "hard_time_by_heart_rate"),
        (("heart_rate_zone_s", "mean_heart_rate_bpm"), "hard_time_by_speed"),
    ],
)
def test_hard_running_by_the_best_source_at_hand(hidden: tuple[str, ...], measure: str) -> None:
    harder = {
        "heart_rate_zone_s": [0.0, 300.0, 600.0, 1500.0, 900.0],
        "mean_heart_rate_bpm": 165.0,
        "speed_seconds": histogram({3.3: 3333.0}),
    }
    rows = [row | dict.fromkeys(hidden) for row in changed(steady(TODAY, 30), 21, **harder)]
    assert findings_of(rows)[measure].log_lr > 0.6


def test_a_marathon_on_little_training_quotes_the_study() -> None:
    rows = [*steady(TODAY, 30, weekdays=(2, 6)), run(TODAY - timedelta(days=2), 42_300.0)]
    found = findings_of(rows)["long_run_share"]
    assert found.basis == "published"
    assert found.log_lr > 0
    assert "2.0 times (1.3 to 3.2)" in found.sentence
    assert "10 % were injured" in found.sentence
    well_trained = [*steady(TODAY, 30, weekdays=(0, 1, 2, 4, 5, 6)), run(TODAY - timedelta(days=2), 42_300.0)]
    assert findings_of(well_trained)["long_run_share"].basis == "judged"


def test_beliefs_that_research_contradicts_weigh_nothing() -> None:
    rows = changed(steady(TODAY, 30), 7, distance_m=30_000.0)
    weekly = findings_of(rows)["weekly_change"]
    assert weekly.value == pytest.approx(3.0)
    assert weekly.log_lr_interval == (0.0, 0.0)
    assert "description only: in 5205 runners" in weekly.sentence
    assert findings_of(rows)["monotony"].log_lr_interval == (0.0, 0.0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "there are no runs yet"),
        (steady(TODAY - timedelta(days=60), 20), "no run in the last 6 weeks"),
    ],
    ids=["no runs", "no recent runs"],
)
def test_nothing_recent_is_missing_and_not_unlikely(rows: list[dict[str, object]], words: str) -> None:
    reasons = missing_of(rows)
    assert set(reasons) == {measure.name for measure in MEASURES}
    assert all(words in reason for reason in reasons.values())


def test_a_short_history_is_not_held_against_itself() -> None:
    reasons = missing_of(steady(TODAY, 8))
    assert "less than the 10 weeks" in reasons["fortnight_distance"]
    assert "session_spike" not in reasons, "30 days are known for the last runs"
    assert "session_spike" in missing_of(steady(TODAY, 3))


def test_a_restart_is_named() -> None:
    rows = [*steady(TODAY - timedelta(days=120), 20), *steady(TODAY, 5)]
    assert "a restart" in missing_of(rows)["fortnight_distance"]


@pytest.mark.parametrize(
    ("column", "measures"),
    [
        ("ascent_m", ["fortnight_ascent", "session_ascent"]),
        ("descent_m", ["fortnight_descent", "session_descent"]),
        ("session_rpe_load", ["mean_effort"]),
        ("speed_seconds", ["fortnight_fast_time"]),
        ("best_300s_m_s", ["fast_end"]),
        ("lumbar_load_index", ["fortnight_lumbar_load"]),
        ("cadence_decay_pct", ["cadence_decay"]),
    ],
)
def test_what_the_watch_did_not_record_is_missing(column: str, measures: list[str]) -> None:
    reasons = missing_of([row | {column: None} for row in steady(TODAY, 30)])
    assert set(measures) <= set(reasons)


def test_runs_after_today_change_nothing() -> None:
    rows = steady(TODAY, 30)
    later = [run(TODAY + timedelta(days=at), 40_000.0, ascent_m=2000.0) for at in range(1, 9)]
    assert load_findings(frame(rows), TODAY) == load_findings(frame(rows + later), TODAY)


def test_the_order_of_the_rows_changes_nothing() -> None:
    data = frame([*steady(TODAY, 30), run(TODAY - timedelta(days=3), 25_000.0)])
    assert load_findings(data.reverse(), TODAY) == load_findings(data, TODAY)


def _any_value(name: str, kind: pl.DataType, rng: np.random.Generator, absent: float) -> object:
    if name in ("distance_m", "moving_s"):
        return float(rng.choice([0.0, 1.0, 1e4, 1e5]) * rng.uniform())
    if rng.uniform() < absent:
        return None
    if name in ("speed_seconds", "heart_rate_zone_s"):
        return (rng.uniform(0, 900, 80 if name == "speed_seconds" else 5) * rng.integers(0, 2)).tolist()
    return float(rng.choice([0.0, 1.0, 1e4]) * rng.uniform()) if kind == pl.Float64() else None


@settings(max_examples=40)
@given(
    st.integers(0, 2**32),
    st.integers(0, 60),
    st.sampled_from([0.0, 0.1, 0.9]),
    st.sampled_from([30, 90, 200]),
)
def test_any_training_gives_findings_or_reasons(seed: int, runs: int, absent: float, days: int) -> None:
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(runs):
        values = {name: _any_value(name, kind, rng, absent) for name, kind in RUN_COLUMNS.items()}
        day = TODAY - timedelta(days=int(rng.integers(0, days)))
        known = {name: value for name, value in values.items() if value is not None}
        rows.append(run(day, hour=float(rng.uniform(0, 23))) | known)
    results = load_findings(frame(rows), TODAY)
    assert len(results) == len(MEASURES)
    for one in results:
        if isinstance(one, Finding):
            assert not re.search(r"\b(nan|inf)\b", f"{one.sentence} {one.reference}")
            assert isfinite(one.value)
            assert -1 < one.log_lr < 1
        else:
            assert one.reason
