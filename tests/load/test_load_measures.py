"""The measures of load against slow references in plain Python, written from their definitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import isclose
from statistics import mean, stdev

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_runs import frame, histogram, run

from runback.activities.runs import SPEED_BIN_M_S, SPEED_BINS
from runback.activities.speed_histogram import seconds_above
from runback.knowledge import fact
from runback.load import (
    acute_chronic_uncoupled,
    consecutive_days,
    daily_load,
    ewma,
    ewma_table,
    fast_seconds,
    hours_between,
    monotony_table,
    rest_days,
    session_spikes,
    week_to_week,
)

FIRST = date(2025, 1, 6)

loads = st.lists(st.one_of(st.just(0.0), st.floats(0.5, 500.0)), min_size=1, max_size=80)
training = st.lists(
    st.tuples(st.integers(0, 120), st.floats(0, 23), st.floats(100, 50_000)), min_size=1, max_size=40
)


def daily_of(load: Sequence[float]) -> pl.DataFrame:
    days = [FIRST + timedelta(days=at) for at in range(len(load))]
    return pl.DataFrame(
        {"date": days, "load": load, "runs": [int(value > 0) for value in load]},
        schema_overrides={"load": pl.Float64},
    )


def frame_of(runs: Sequence[tuple[int, float, float]]) -> pl.DataFrame:
    return frame(
        run(FIRST + timedelta(days=day), metres, hour=hour, run_id=str(at), lumbar_load_index=metres / 100)
        for at, (day, hour, metres) in enumerate(runs)
    )


def same(found: Sequence[float | None], wanted: Sequence[float | None]) -> None:
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        if one is None or other is None:
            assert one is other
        else:
            assert isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@given(training)
def test_daily_load_has_every_day_and_adds_up(runs: list[tuple[int, float, float]]) -> None:
    last = FIRST + timedelta(days=130)
    daily = daily_load(frame_of(runs), last)
    first = FIRST + timedelta(days=min(day for day, _, _ in runs))
    assert daily["date"].to_list() == [first + timedelta(days=at) for at in range((last - first).days + 1)]
    for row in daily.iter_rows(named=True):
        metres = [m for day, _, m in runs if FIRST + timedelta(days=day) == row["date"]]
        assert row["runs"] == len(metres)
        assert isclose(row["distance_m"], sum(metres), abs_tol=1e-6)
        assert row["longest_run_m"] == max(metres, default=0.0)
        fifth_powers = sum((m / 100) ** 5 for m in metres)
        assert isclose(row["lumbar_load_index"], fifth_powers**0.2, rel_tol=1e-9)


def test_daily_load_tells_unknown_from_nothing() -> None:
    day = timedelta(days=1)
    runs = frame([run(FIRST, trimp=50.0), run(FIRST, trimp=None, hour=18), run(FIRST + 2 * day, trimp=40.0)])
    daily = daily_load(runs, FIRST + 3 * day)
    assert daily["trimp"].to_list() == [None, 0.0, 40.0, 0.0]


def test_daily_load_leaves_out_what_comes_after_today() -> None:
    runs = frame([run(FIRST), run(FIRST + timedelta(days=5))])
    assert daily_load(runs, FIRST + timedelta(days=2))["runs"].to_list() == [1, 0, 0]
    assert daily_load(runs, FIRST - timedelta(days=1)).is_empty()


@given(loads, st.integers(1, 60))
def test_ewma_follows_its_recursion(load: list[float], days: int) -> None:
    weight, wanted = 2.0 / (days + 1.0), [load[0]]
    for value in load[1:]:
        wanted.append(weight * value + (1 - weight) * wanted[-1])
    same(ewma(pl.Series(load), days).to_list(), wanted)


def test_ewma_weights_are_those_of_the_fact() -> None:
    numbers = fact("ewma-load-formula").numbers
    table = ewma_table(daily_of([0.0] + [1.0] + [0.0] * 30), "load")
    assert table["ewma_acute"][1] == pytest.approx(numbers["derived_lambda_acute"])
    assert table["ewma_chronic"][1] == pytest.approx(numbers["derived_lambda_chronic"])
    assert table["warming_up"].to_list() == [True] * 28 + [False] * 4


def test_ewma_carries_over_an_unknown_day() -> None:
    assert ewma(pl.Series([8.0, None, 0.0]), 7).to_list() == [8.0, 8.0, 6.0]


@given(loads)
def test_monotony_and_strain_follow_their_definitions(load: list[float]) -> None:
    table = monotony_table(daily_of(load), "load")
    monotony: list[float | None] = []
    strain: list[float | None] = []
    for end in range(len(load)):
        week = load[max(0, end - 6) : end + 1]
        defined = len(week) == 7 and len(set(week)) > 1
        monotony.append(mean(week) / stdev(week) if defined else None)
        strain.append(sum(week) * mean(week) / stdev(week) if defined else None)
    same(table["monotony"].to_list(), monotony)
    same(table["strain"].to_list(), strain)


def test_monotony_of_equal_days_is_undefined() -> None:
    table = monotony_table(daily_of([0.1 + 0.2] * 9), "load")
    assert table["monotony"].null_count() == table["strain"].null_count() == 9


@given(loads)
def test_weekly_ratios_follow_their_definitions(load: list[float]) -> None:
    daily = daily_of(load)
    change: list[float | None] = []
    ratio: list[float | None] = []
    for end in range(1, len(load) + 1):
        week, before = sum(load[end - 7 : end]), sum(load[end - 14 : end - 7]) if end >= 14 else 0.0
        change.append(week / before if end >= 14 and before > 0 else None)
        chronic = mean(load[end - 28 : end - 7]) if end >= 28 else 0.0
        ratio.append(week / 7 / chronic if end >= 28 and chronic > 0 else None)
    same(week_to_week(daily, "load").to_list(), change)
    same(acute_chronic_uncoupled(daily, "load").to_list(), ratio)


def test_a_month_off_leaves_no_residue_to_divide_by() -> None:
    daily = daily_of([0.1, 0.7, 1e6, 0.3] + [0.0] * 40 + [5.0] * 7)
    assert acute_chronic_uncoupled(daily, "load")[-1] is None


@given(training)
def test_spikes_against_the_longest_of_thirty_days(runs: list[tuple[int, float, float]]) -> None:
    data = frame_of(runs)
    rows = list(data.select("start_utc", "distance_m").iter_rows())
    wanted: list[float | None] = []
    for start, metres in rows:
        before = [m for other, m in rows if start - timedelta(days=30) <= other < start]
        wanted.append(metres / max(before) if before else None)
    same(session_spikes(data)["ratio"].to_list(), wanted)


def test_a_restart_has_no_ratio() -> None:
    runs = frame([run(FIRST), run(FIRST + timedelta(days=31)), run(FIRST + timedelta(days=32), 15_000.0)])
    assert session_spikes(runs)["ratio"].to_list() == [None, None, 1.5]


@given(loads)
def test_days_in_a_row_and_rest_days(load: list[float]) -> None:
    daily = daily_of(load)
    row, rows = 0, []
    for value in load:
        row = row + 1 if value > 0 else 0
        rows.append(row)
    assert consecutive_days(daily).to_list() == rows
    rested = [load[end - 14 : end].count(0.0) if end >= 14 else None for end in range(1, len(load) + 1)]
    assert rest_days(daily, 14).to_list() == rested


def test_hours_between_hard_runs() -> None:
    runs = frame([run(FIRST, hour=8), run(FIRST, hour=18), run(FIRST + timedelta(days=2), hour=9)])
    gaps = hours_between(runs["start_utc"], np.array([True, False, True]))
    assert np.isnan(gaps[0])
    assert gaps[1] == 49.0


@given(st.lists(st.floats(0, 100), min_size=SPEED_BINS, max_size=SPEED_BINS), st.floats(0, 9))
def test_seconds_above_a_speed(bins: list[float], speed: float) -> None:
    wanted = 0.0
    for at, seconds in enumerate(bins):
        low, high = at * SPEED_BIN_M_S, (at + 1) * SPEED_BIN_M_S
        wanted += seconds * min(1.0, max(0.0, (high - speed) / (high - low)))
    found = seconds_above(np.array([bins]), np.array([speed]))
    assert isclose(found[0], wanted, rel_tol=1e-6, abs_tol=1e-6)


def test_fast_seconds_are_those_above_the_best_of_the_six_weeks_before() -> None:
    slow, fast = histogram({3.0: 600.0}), histogram({3.0: 600.0, 3.6: 90.0})
    runs = frame(
        [
            run(FIRST, best_1200s_m_s=3.5, speed_seconds=fast),
            run(FIRST + timedelta(days=10), best_1200s_m_s=3.0, speed_seconds=fast),
            run(FIRST + timedelta(days=20), best_1200s_m_s=3.0, speed_seconds=None),
            run(FIRST + timedelta(days=45), best_1200s_m_s=3.0, speed_seconds=slow),
            run(FIRST + timedelta(days=100), best_1200s_m_s=3.0, speed_seconds=fast),
        ]
    )
    found = fast_seconds(runs).to_list()
    assert found[0] is None, "nothing before it"
    assert found[1] == pytest.approx(90.0), "3.5 m/s was the best"
    assert found[2] is None, "no speeds"
    assert found[3] == pytest.approx(600.0), "the 3.5 m/s are more than 42 days ago"
    assert found[4] is None, "a restart"
