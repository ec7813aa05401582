"""One run along its way: stretches and kilometres add up to the run."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.along import along, splits, track


def steady(seconds: int, speed_m_s: float, **columns: float) -> pl.DataFrame:
    t = np.arange(seconds + 1, dtype=float)
    return pl.DataFrame({"t_s": t, "distance_m": t * speed_m_s}).with_columns(
        pl.lit(value).alias(name) for name, value in columns.items()
    )


@given(st.integers(60, 8000), st.floats(1.0, 6.0), st.sampled_from([1000.0, 1609.344]))
def test_the_kilometres_of_a_run_add_up_to_it(seconds: int, speed: float, unit: float) -> None:
    parts = splits(steady(seconds, speed, heart_rate_bpm=150.0), unit)
    assert parts["distance_m"].sum() == pytest.approx(seconds * speed)
    assert parts["elapsed_s"].sum() == pytest.approx(seconds)
    assert parts["speed_m_s"].to_list() == pytest.approx([speed] * parts.height, rel=1e-6)
    assert parts["number"].to_list() == list(range(1, parts.height + 1))
    # The last may take up a few metres over; none but the last is anything but whole.
    assert all(one == pytest.approx(unit) for one in parts["distance_m"][:-1])
    assert parts["distance_m"][-1] <= unit * 1.021


def test_a_pause_counts_in_the_kilometre_it_lies_in() -> None:
    run = steady(800, 2.5)
    paused = run.with_columns(
        pl.when(pl.col("t_s") > 500).then(pl.col("t_s") + 120).otherwise("t_s").alias("t_s")
    )
    assert splits(paused, 1000.0)["elapsed_s"].to_list() == pytest.approx([400.0, 520.0])


@pytest.mark.parametrize("stretches", [50, 400, 3000])
def test_means_along_the_way_are_those_of_the_run(stretches: int) -> None:
    run = steady(1200, 3.0).with_columns(heart_rate_bpm=120 + pl.col("t_s") / 20)
    at, course = along(run, "heart_rate_bpm", stretches)
    assert at == "distance_m" and course.height == stretches
    assert course["value"].null_count() == 0
    assert course["value"].mean() == pytest.approx(150.0, abs=0.3)
    assert along(run, "speed_m_s", stretches)[1]["value"].to_list() == pytest.approx([3.0] * stretches)


def test_without_distance_the_way_is_one_in_time() -> None:
    indoors = pl.DataFrame({"t_s": [0.0, 1.0, 2.0, 3.0], "heart_rate_bpm": [100.0, None, 104.0, 106.0]})
    at, course = along(indoors, "heart_rate_bpm", 3)
    assert at == "t_s" and course["value"].to_list() == [100.0, None, 105.0]
    assert splits(indoors, 1000.0).is_empty() and track(indoors).is_empty()


def test_what_a_run_does_not_tell_is_empty() -> None:
    nothing = pl.DataFrame(schema={"t_s": pl.Float64})
    assert along(nothing, "heart_rate_bpm", 10)[1].is_empty()
    assert along(steady(60, 3.0), "stance_time_ms", 10)[1].is_empty()
    assert splits(nothing, 1000.0).is_empty()
