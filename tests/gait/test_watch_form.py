"""Form from the watch: changes are told at like speed alone, and only beyond scatter and error."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.runs import runs_frame
from runback.gait import LikeSpeed, at_like_speed, gait_findings, watch_form
from runback.gait.watch_at_like_speed import MEASURES, _t90
from runback.model import Finding

TODAY = date(2026, 11, 22)
CADENCE = MEASURES[0]


def runs(
    *,
    step: float = 0.0,
    faster_m_s: float = 0.0,
    noise: float = 1.0,
    seed: int = 1,
    device: str = "watch",
    drift_pct: float = 0.0,
    every_days: int = 3,
) -> pl.DataFrame:
    """Eighteen weeks of simulated level runs; in the last six, cadence and speed change by a step."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for back in range(0, 126, every_days):
        recent = back < 42
        speed = 2.8 + faster_m_s * recent + random.normal(0, 0.2)
        rows.append(
            {
                "run_id": f"{back:016x}-0",
                "device": device,
                "start_utc": datetime(2026, 11, 22, 7, tzinfo=UTC) - timedelta(days=back),
                "local_date": TODAY - timedelta(days=back),
                "distance_m": 8000.0,
                "ascent_m": 20.0,
                "descent_m": 20.0,
                "mean_speed_m_s": speed,
                "mean_cadence_spm": 165 + 6.0 * (speed - 2.8) + step * recent + random.normal(0, noise),
                "cadence_decay_pct": drift_pct + random.normal(0, 0.3),
            }
        )
    return runs_frame(rows)


def compared(frame: pl.DataFrame) -> LikeSpeed:
    found = at_like_speed(frame, CADENCE, TODAY)
    assert isinstance(found, LikeSpeed), found
    return found


def test_running_faster_is_no_change_of_form() -> None:
    found = compared(runs(faster_m_s=0.5))
    assert found.verdict == "no change that can be told"
    assert abs(found.change) < 1.5


@pytest.mark.parametrize(
    ("step", "verdict"), [(-9.0, "lower"), (9.0, "higher"), (2.0, "no change that can be told")]
)
def test_a_step_is_told_from_the_size_that_counts_on(step: float, verdict: str) -> None:
    assert compared(runs(step=step)).verdict == verdict


@given(st.floats(-20, 20), st.integers(0, 200))
def test_the_change_follows_the_step_planted(step: float, seed: int) -> None:
    without, planted = compared(runs(seed=seed)), compared(runs(step=step, seed=seed))
    assert planted.change - without.change == pytest.approx(step, abs=1e-6)
    assert planted.interval[1] - planted.interval[0] == pytest.approx(
        without.interval[1] - without.interval[0], abs=1e-6
    )


def test_nine_of_ten_intervals_hold_the_planted_step() -> None:
    held = 0
    for seed in range(300):
        low, high = compared(runs(step=4.0, noise=3.0, seed=seed)).interval
        held += low <= 4.0 <= high
    # 300 draws of 90 %: within four standard errors.
    assert 0.83 <= held / 300 <= 0.97


def test_students_quantile() -> None:
    assert _t90(5) == pytest.approx(2.015, abs=0.005)
    assert _t90(10) == pytest.approx(1.812, abs=0.001)
    assert _t90(30) == pytest.approx(1.697, abs=0.001)


def test_another_device_is_another_scale_for_bounce_but_steps_are_steps() -> None:
    old = runs(device="strap").filter(pl.col("local_date") <= TODAY - timedelta(days=42))
    new = runs(device="watch").filter(pl.col("local_date") > TODAY - timedelta(days=42))
    both = pl.concat([old, new]).with_columns(vertical_oscillation_mm=pl.lit(90.0))
    assert isinstance(compared(both), LikeSpeed)
    bounce = next(one for one in MEASURES if one.column == "vertical_oscillation_mm")
    told = at_like_speed(both, bounce, TODAY)
    assert isinstance(told, str)
    assert "same device" in told


def test_no_runs_and_no_cadence_give_reasons() -> None:
    form = watch_form(runs_frame([]), TODAY)
    assert all(isinstance(one, str) for one in (*form.at_like_speed.values(), *form.within_runs.values()))
    assert all(not isinstance(one, Finding) for one in gait_findings(runs_frame([]), TODAY))


def weight(frame: pl.DataFrame, measure: str) -> float:
    found = next(one for one in gait_findings(frame, TODAY) if one.measure == measure)
    assert isinstance(found, Finding)
    return found.log_lr


def test_slower_steps_speak_weakly_for_overstriding_and_quicker_ones_against() -> None:
    measure = "cadence_at_like_speed"
    slower, same, quicker = (weight(runs(step=step), measure) for step in (-12.0, 0.0, 12.0))
    assert 0.4 > slower > 0 > same > quicker > -0.2


def test_one_or_two_drifting_runs_weigh_nothing_and_many_weigh_little() -> None:
    measure = "cadence_decay_pct"
    assert weight(runs(drift_pct=0.0), measure) < 0
    assert 0 < weight(runs(drift_pct=-5.0), measure) < 0.4
    few = runs(drift_pct=0.0).with_columns(
        cadence_decay_pct=pl.when(pl.int_range(pl.len()) >= pl.len() - 2)
        .then(-9.0)
        .otherwise(pl.col("cadence_decay_pct"))
    )
    assert weight(few, measure) < 0


@pytest.mark.parametrize(
    ("frame", "measure", "tried"),
    [
        (runs(step=-12.0), "cadence_at_like_speed", "metronome"),
        (runs(step=0.0), "cadence_at_like_speed", ""),
        (runs(drift_pct=-5.0), "cadence_decay_pct", "keep the rhythm"),
        (runs(drift_pct=0.0), "cadence_decay_pct", ""),
    ],
)
def test_what_speaks_for_a_cause_names_what_to_try(frame: pl.DataFrame, measure: str, tried: str) -> None:
    found = next(one for one in gait_findings(frame, TODAY) if one.measure == measure)
    assert isinstance(found, Finding)
    assert ("Worth a try" in found.sentence) == bool(tried)
    assert tried in found.sentence
