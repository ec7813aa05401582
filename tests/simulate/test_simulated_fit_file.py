"""What the FIT writer writes, three independent readers read back equal."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import fitdecode
import numpy as np
import polars as pl
import pytest
from garmin_fit_sdk import Decoder, Stream
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.fit import read_fit
from runback.activities.recording import DeviceTotals, Recording
from runback.errors import BadInputError
from runback.simulate.fit_file import write_fit

# Column of the stream: lowest and highest value drawn, half a step of FIT's, name in the profile.
COLUMNS: dict[str, tuple[float, float, float, str]] = {
    "distance_m": (0, 40_000, 0.005, "distance"),
    "speed_m_s": (0, 12, 0.0005, "enhanced_speed"),
    "altitude_m": (-400, 8_000, 0.1, "enhanced_altitude"),
    "heart_rate_bpm": (30, 230, 0.5, "heart_rate"),
    "power_w": (0, 2_000, 0.5, "power"),
    "stance_time_ms": (100, 500, 0.05, "stance_time"),
    "stance_time_pct": (10, 90, 0.005, "stance_time_percent"),
    "stance_balance_pct": (30, 70, 0.005, "stance_time_balance"),
    "vertical_oscillation_mm": (20, 200, 0.05, "vertical_oscillation"),
    "vertical_ratio_pct": (2, 20, 0.005, "vertical_ratio"),
    "step_length_mm": (200, 2_000, 0.05, "step_length"),
    "temperature_c": (-40, 60, 0.5, "temperature"),
    "latitude_deg": (1, 89, 90 / 2**31, "position_lat"),
    "longitude_deg": (-179, 179, 90 / 2**31, "position_long"),
}
SEMICIRCLES = {"latitude_deg", "longitude_deg"}


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Small recordings with gaps, pauses, nulls and any choice of columns."""
    count = draw(st.integers(2, 12))
    steps = draw(st.lists(st.integers(1, 9), min_size=count - 1, max_size=count - 1))
    t_s = np.concatenate([[0], np.cumsum(steps)]).astype(float)
    columns: dict[str, Any] = {"t_s": t_s}
    for name in draw(st.sets(st.sampled_from(sorted(COLUMNS)))):
        low, high, _, _ = COLUMNS[name]
        value = st.one_of(st.none(), st.floats(low, high))
        columns[name] = draw(st.lists(value, min_size=count, max_size=count))
    if "latitude_deg" in columns or "longitude_deg" in columns:
        # Half a place is none: readers may leave it out.
        places = st.one_of(st.none(), st.tuples(st.floats(1, 89), st.floats(-179, 179)))
        drawn = draw(st.lists(places, min_size=count, max_size=count))
        columns["latitude_deg"] = [place and place[0] for place in drawn]
        columns["longitude_deg"] = [place and place[1] for place in drawn]
    if draw(st.booleans()):
        cadence = st.one_of(st.none(), st.integers(0, 15_000).map(lambda parts: parts / 64))
        columns["cadence_spm"] = draw(st.lists(cadence, min_size=count, max_size=count))
    edge = draw(st.integers(0, count - 2))
    return Recording(
        sport=draw(st.sampled_from(["running", "cycling", "walking"])),
        start_utc=datetime(2010, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 5 * 10**8))),
        stream=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64)),
        totals=DeviceTotals(
            distance_m=draw(st.integers(0, 10**6)) / 10,
            elapsed_s=float(t_s[-1]),
            timer_s=float(t_s[-1] - (t_s[edge + 1] - t_s[edge])),
            steps=2.0 * draw(st.integers(0, 10_000)),
        ),
        pauses_s=((float(t_s[edge]), float(t_s[edge + 1])),),
        utc_offset_s=draw(st.one_of(st.none(), st.integers(-48, 56).map(lambda quarters: quarters * 900))),
        device=draw(st.one_of(st.none(), st.text("abc Größe", min_size=1, max_size=12).map(str.strip)))
        or None,
    )


def assert_column(read: list[Any], written: pl.Series, half_step: float, name: str) -> None:
    """Hold what a reader found against what was written: null where null, else within half a step."""
    assert len(read) == len(written)
    for got, was in zip(read, written.to_list(), strict=True):
        if was is None:
            assert got is None, name
        else:
            assert got == pytest.approx(was, abs=half_step * 1.0001 + 1e-9), name


@settings(max_examples=30, deadline=None)
@given(recordings())
def test_garmins_sdk_reads_back_every_record(recording: Recording) -> None:
    messages, errors = Decoder(Stream.from_byte_array(bytearray(write_fit(recording)))).read()
    assert errors == []
    records = messages["record_mesgs"]
    start = recording.start_utc
    assert [(one["timestamp"] - start).total_seconds() for one in records] == recording.stream[
        "t_s"
    ].to_list()
    for name, (_, _, half_step, field) in COLUMNS.items():
        if name in recording.stream.columns:
            scale = 180 / 2**31 if name in SEMICIRCLES else 1
            found = [one.get(field) for one in records]
            values = [None if value is None else value * scale for value in found]
            assert_column(values, recording.stream[name], half_step, name)
    if "cadence_spm" in recording.stream.columns:
        steps = [
            None if "cadence" not in one else 2 * (one["cadence"] + one["fractional_cadence"])
            for one in records
        ]
        assert_column(steps, recording.stream["cadence_spm"], 0.0, "cadence")
    (session,) = messages["session_mesgs"]
    assert session["sport"] == recording.sport
    assert session["total_elapsed_time"] == recording.totals.elapsed_s
    assert session["total_distance"] == pytest.approx(recording.totals.distance_m, abs=0.0051)
    events = [
        (one["event_type"], (one["timestamp"] - start).total_seconds()) for one in messages["event_mesgs"]
    ]
    (begin, end) = recording.pauses_s[0]
    assert events[:3] == [("start", 0.0), ("stop", begin), ("start", end)]
    assert events[3][0] == "stop_all"


@settings(max_examples=30, deadline=None)
@given(recordings())
def test_fitdecode_accepts_the_checksum_and_every_frame(recording: Recording) -> None:
    with fitdecode.FitReader(io.BytesIO(write_fit(recording)), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    names = [frame.name for frame in frames]
    assert names.count("record") == recording.stream.height
    assert names[0] == "file_id"
    assert names[-1] == "activity"
    stamps = [frame.get_value("timestamp") for frame in frames if frame.name in ("record", "event")]
    assert stamps == sorted(stamps)


@settings(max_examples=30, deadline=None)
@given(recordings())
def test_runback_reads_back_the_recording(recording: Recording) -> None:
    reading = read_fit(write_fit(recording))
    assert reading.damage is None
    (read,) = reading.recordings
    assert read.start_utc == recording.start_utc
    assert read.sport == recording.sport
    assert read.utc_offset_s == recording.utc_offset_s
    assert read.device == recording.device or recording.device is None
    assert read.stream["t_s"].to_list() == recording.stream["t_s"].to_list()
    for name, (_, _, half_step, _) in COLUMNS.items():
        if name in recording.stream.columns and recording.stream[name].null_count() < recording.stream.height:
            assert_column(read.stream[name].to_list(), recording.stream[name], half_step, name)
        else:
            assert name not in read.stream.columns
    assert read.totals.elapsed_s == recording.totals.elapsed_s
    assert read.totals.timer_s == recording.totals.timer_s


def test_what_fit_cannot_hold_is_refused_with_a_remedy() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    between = Recording("running", start, pl.DataFrame({"t_s": [0.0, 0.5]}))
    foreign = Recording("running", start, pl.DataFrame({"t_s": [0.0], "dev_stryd_form_power_w": [70.0]}))
    unknown = Recording("juggling", start, pl.DataFrame({"t_s": [0.0]}))
    for recording, word in ((between, "whole seconds"), (foreign, "dev_stryd"), (unknown, "juggling")):
        with pytest.raises(BadInputError, match=word) as caught:
            write_fit(recording)
        assert caught.value.remedy
