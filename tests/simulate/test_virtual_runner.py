"""Virtual runners train like people: properties of the simulated training, not snapshots of it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.runs import RUN_COLUMNS, SPEED_BIN_M_S, SPEED_BINS
from runback.knowledge import fact
from runback.simulate import PlantedError, TrainingError, plant, simulate_runs, virtual_runner
from runback.simulate.planted_error import EARLIEST_DAYS, LATEST_DAYS

LAST = date(2026, 6, 30)
SEEDS = range(24)


def runs_of(seed: int, error: PlantedError | None = None, days: int = 365) -> pl.DataFrame:
    return simulate_runs(virtual_runner(seed, days=days, last=LAST, error=error))


@pytest.fixture(scope="module")
def cohort() -> list[pl.DataFrame]:
    return [runs_of(seed) for seed in SEEDS]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**9), days=st.integers(1, 200), cause=st.none() | st.sampled_from(TrainingError))
def test_any_runner_gives_a_valid_runs_frame(seed: int, days: int, cause: TrainingError | None) -> None:
    error = None if cause is None else plant(cause, seed=seed, last=LAST)
    runs = runs_of(seed, error, days)
    assert runs.schema == pl.Schema(RUN_COLUMNS)
    assert runs["start_utc"].is_sorted()
    assert runs["run_id"].n_unique() == runs.height
    assert runs["start_utc"].null_count() == 0
    assert runs["local_date"].is_between(LAST - timedelta(days=days - 1), LAST).all()
    assert (runs["distance_m"] > 0).all() and (runs["moving_s"] > 0).all()
    assert runs["rpe"].drop_nulls().is_between(1, 10).all()
    assert (runs["max_heart_rate_bpm"] >= runs["mean_heart_rate_bpm"]).drop_nulls().all()


def test_the_same_seed_runs_the_same_and_another_does_not() -> None:
    assert runs_of(5).equals(runs_of(5))
    assert not runs_of(5).equals(runs_of(6))


def test_measures_agree_with_each_other(cohort: list[pl.DataFrame]) -> None:
    runs = pl.concat(cohort)
    histogram = runs["speed_seconds"].list.to_array(SPEED_BINS).to_numpy()
    middles = (np.arange(SPEED_BINS) + 0.5) * SPEED_BIN_M_S
    assert np.allclose(histogram.sum(axis=1), runs["moving_s"].to_numpy())
    assert np.allclose(histogram @ middles, runs["distance_m"].to_numpy(), rtol=0.03)
    for faster, slower in (("best_60s_m_s", "best_300s_m_s"), ("best_300s_m_s", "best_1200s_m_s")):
        assert (runs[faster] >= runs[slower] - 1e-9).drop_nulls().all()
    assert (runs["best_1200s_m_s"] >= runs["mean_speed_m_s"] - 0.05).drop_nulls().mean() > 0.9
    assert (runs["uphill_m"] + runs["downhill_m"] <= runs["distance_m"] + 1e-6).all()


def test_training_is_within_what_recreational_runners_do(cohort: list[pl.DataFrame]) -> None:
    weekly_km = np.array([runs["distance_m"].sum() / 1000 / 52 for runs in cohort])
    per_week = np.array([runs.height / 52 for runs in cohort])
    speed = np.array([runs["mean_speed_m_s"].mean() for runs in cohort])
    assert weekly_km.min() > 5 and weekly_km.max() < 110
    assert 20 < np.median(weekly_km) < 50
    assert per_week.min() > 1 and per_week.max() < 7
    assert speed.min() > 1.9 and speed.max() < 4.5


def test_week_to_week_change_is_as_lively_as_in_real_runners(cohort: list[pl.DataFrame]) -> None:
    """A rise of 30 % in a week met a third of real sessions (Cloosterman 2024): neither calmer nor wilder."""
    published = fact("acwr-methods-disagree").numbers["weekly_30_flagged_percent"] / 100
    flagged: list[bool] = []
    for runs in cohort:
        daily = runs.group_by("local_date").agg(pl.col("distance_m").sum()).sort("local_date")
        daily = daily.upsample("local_date", every="1d").fill_null(0.0)
        week = daily["distance_m"].rolling_sum(7).to_numpy()
        rose = week[14:] > 1.3 * np.maximum(week[7:-7], 1.0)
        flagged += rose[daily["distance_m"].to_numpy()[14:] > 0].tolist()
    assert np.mean(flagged) == pytest.approx(published, abs=0.10)


def test_weeks_have_a_rhythm_with_the_long_run_at_the_weekend(cohort: list[pl.DataFrame]) -> None:
    at_weekend = []
    for runs in cohort:
        long = runs.filter(pl.col("title") == "Long run")
        at_weekend.append((long["local_date"].dt.weekday() >= 6).mean())
        assert long["distance_m"].median() > runs.filter(pl.col("title") == "Easy run")["distance_m"].median()
    assert np.median(at_weekend) > 0.7


def test_runners_differ_and_have_gaps_races_and_missing_sensors(cohort: list[pl.DataFrame]) -> None:
    gaps = [runs["local_date"].unique().sort().diff().dt.total_days().max() for runs in cohort]
    races = [(runs["title"] == "Race").sum() for runs in cohort]
    assert sum(gap >= 7 for gap in gaps) > len(cohort) / 3
    assert sum(count > 0 for count in races) > len(cohort) / 3
    for column in ("rpe", "mean_heart_rate_bpm", "stance_time_ms"):
        without = sum(runs[column].null_count() == runs.height for runs in cohort)
        assert 0 < without < len(cohort), column


@pytest.mark.parametrize("cause", TrainingError)
def test_an_error_changes_nothing_before_the_week_it_begins_in(cause: TrainingError) -> None:
    for seed in range(8):
        error = plant(cause, seed=seed, last=LAST)
        before = pl.col("local_date") < error.first - timedelta(days=error.first.weekday())
        usual = simulate_training_days(runs_of(seed).filter(before))
        erring = simulate_training_days(runs_of(seed, error).filter(before))
        assert usual.equals(erring)


def simulate_training_days(runs: pl.DataFrame) -> pl.DataFrame:
    return runs.select("local_date", "title", pl.col("distance_m").round(3))


@given(seed=st.integers(0, 10**9))
def test_errors_begin_two_to_five_weeks_before_the_last_day(seed: int) -> None:
    error = plant(TrainingError.HILLS_UP, seed=seed, last=LAST)
    assert LATEST_DAYS <= (LAST - error.first).days <= EARLIEST_DAYS
    assert 0 <= error.size <= 1
    assert error == plant(TrainingError.HILLS_UP, seed=seed, last=LAST)


@cache
def change(cause: TrainingError, size: float) -> dict[str, float]:
    """Return medians over runners of what the last four weeks with the error are to those without."""
    first = LAST - timedelta(days=27)
    rows = []
    for seed in range(16):
        error = PlantedError(cause, first, size)
        usual, erring = runs_of(seed, days=120), runs_of(seed, error, days=120)
        late_usual, late = (runs.filter(pl.col("local_date") >= first) for runs in (usual, erring))
        if late_usual.height < 4:
            continue
        metres, usual_metres = late["distance_m"].sum(), late_usual["distance_m"].sum()
        rows.append(
            {
                "distance": metres / usual_metres,
                "longest": late["distance_m"].max() / late_usual["distance_m"].max(),
                "runs": late.height / late_usual.height,
                "speed": late["mean_speed_m_s"].mean() / late_usual["mean_speed_m_s"].mean(),
                "best_60s": late["best_60s_m_s"].max() / late_usual["best_60s_m_s"].max(),
                "up": (late["ascent_m"].sum() / metres) / (late_usual["ascent_m"].sum() / usual_metres),
                "down": (late["descent_m"].sum() / metres) / (late_usual["descent_m"].sum() / usual_metres),
                "hard": (late["title"] == "Tempo run").mean() - (late_usual["title"] == "Tempo run").mean(),
            }
        )
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


def test_mileage_error_lengthens_runs() -> None:
    found = change(TrainingError.MILEAGE_INCREASE, 0.7)
    assert found["distance"] > 1.2 and found["longest"] > 1.2
    assert 0.95 < found["speed"] < 1.05


def test_speed_error_quickens_runs_without_more_distance() -> None:
    found = change(TrainingError.SPEED_INCREASE, 0.7)
    assert found["speed"] > 1.04 and found["best_60s"] > 1.05
    assert 0.95 < found["distance"] < 1.15


def test_hill_errors_add_climb_or_descent_and_can_be_told_apart() -> None:
    up, down = change(TrainingError.HILLS_UP, 0.7), change(TrainingError.HILLS_DOWN, 0.7)
    assert up["up"] > 2 and up["up"] > 1.4 * up["down"]
    assert down["down"] > 2 and down["down"] > 1.4 * down["up"]


def test_rest_error_fills_rest_days_with_little_more_distance() -> None:
    found = change(TrainingError.LACK_OF_REST, 0.7)
    assert found["runs"] > 1.4
    assert found["distance"] < 1.35


def test_hard_error_turns_easy_runs_into_tempo_runs() -> None:
    found = change(TrainingError.TOO_HARD_TOO_LONG, 0.7)
    assert found["hard"] > 0.3 and found["speed"] > 1.03


@pytest.mark.parametrize("cause", TrainingError)
def test_a_clear_error_shows_more_than_a_modest_one(cause: TrainingError) -> None:
    measure = {
        TrainingError.MILEAGE_INCREASE: "longest",
        TrainingError.SPEED_INCREASE: "speed",
        TrainingError.HILLS_UP: "up",
        TrainingError.HILLS_DOWN: "down",
        TrainingError.LACK_OF_REST: "runs",
        TrainingError.TOO_HARD_TOO_LONG: "hard",
    }[cause]
    assert change(cause, 1.0)[measure] > change(cause, 0.0)[measure]
