"""What the TCX and GPX writers write is read back equal, to the digits the formats keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.gpx import read_gpx
from runback.activities.recording import DeviceTotals, Recording
from runback.activities.tcx import read_tcx
from runback.simulate.gpx_file import write_gpx
from runback.simulate.tcx_file import write_tcx


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Small recordings that always have a place, with nulls in all else, and one pause of minutes."""
    count = draw(st.integers(6, 14))
    steps = draw(st.lists(st.integers(1, 5), min_size=count - 1, max_size=count - 1))
    edge = draw(st.integers(1, count - 3))
    steps[edge] = 300
    t_s = np.concatenate([[0], np.cumsum(steps)]).astype(float)

    def column(low: float, high: float) -> list[float | None]:
        value = st.one_of(st.none(), st.floats(low, high))
        return draw(st.lists(value, min_size=count, max_size=count))

    columns: dict[str, Any] = {
        "t_s": t_s,
        "distance_m": np.cumsum(
            [0.0, *draw(st.lists(st.floats(0, 20), min_size=count - 1, max_size=count - 1))]
        ),
        "altitude_m": column(-400, 5_000),
        "heart_rate_bpm": [value and round(value) for value in column(40, 220)],
        "cadence_spm": [None if value is None else 2.0 * round(value) for value in column(0, 110)],
        "latitude_deg": draw(st.lists(st.floats(10, 80), min_size=count, max_size=count)),
        "longitude_deg": draw(st.lists(st.floats(-170, 170), min_size=count, max_size=count)),
    }
    return Recording(
        sport="running",
        start_utc=datetime(2026, 3, 29, 0, 59, 58, tzinfo=UTC),
        stream=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64)),
        totals=DeviceTotals(elapsed_s=float(t_s[-1]), timer_s=float(t_s[-1]) - 300, distance_m=1234.5),
        pauses_s=((float(t_s[edge]), float(t_s[edge + 1])),),
        title='Hills & <"quotes">',
        device="Watch & co",
    )


def assert_columns(read: pl.DataFrame, written: pl.DataFrame, steps: dict[str, float]) -> None:
    assert read["t_s"].to_list() == written["t_s"].to_list()
    for name, half_step in steps.items():
        if written[name].null_count() == written.height:
            assert name not in read.columns
            continue
        for got, was in zip(read[name].to_list(), written[name].to_list(), strict=True):
            assert got == (None if was is None else pytest.approx(was, abs=half_step)), name


@settings(max_examples=40, deadline=None)
@given(recordings())
def test_tcx_is_read_back_equal(recording: Recording) -> None:
    reading = read_tcx(write_tcx(recording))
    assert reading.damage is None
    (read,) = reading.recordings
    exact = ("distance_m", "altitude_m", "heart_rate_bpm", "cadence_spm", "latitude_deg", "longitude_deg")
    assert_columns(read.stream, recording.stream, dict.fromkeys(exact, 1e-9))
    assert (read.sport, read.start_utc, read.device) == ("running", recording.start_utc, "Watch & co")
    assert read.pauses_s == recording.pauses_s
    assert read.totals.distance_m == 1234.5


@settings(max_examples=40, deadline=None)
@given(recordings())
def test_gpx_is_read_back_to_its_digits(recording: Recording) -> None:
    reading = read_gpx(write_gpx(recording))
    assert reading.damage is None
    (read,) = reading.recordings
    steps = {
        "altitude_m": 0.0501,
        "heart_rate_bpm": 1e-9,
        "cadence_spm": 1e-9,
        "latitude_deg": 0.501e-7,
        "longitude_deg": 0.501e-7,
    }
    assert_columns(read.stream, recording.stream, steps)
    assert (read.sport, read.start_utc, read.title) == ("running", recording.start_utc, recording.title)


def test_gpx_leaves_out_samples_without_a_place() -> None:
    stream = pl.DataFrame(
        {"t_s": [0.0, 1.0, 2.0], "latitude_deg": [48.0, None, 48.1], "longitude_deg": [11.0] * 3}
    )
    recording = Recording("running", datetime(2026, 1, 1, tzinfo=UTC), stream)
    (read,) = read_gpx(write_gpx(recording)).recordings
    assert read.stream["t_s"].to_list() == [0.0, 2.0]
