"""Sessions, pauses, laps, clocks and devices of FIT files."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import pytest
from fit_bytes import ENUM, START, STRING, UINT8, UINT16, UINT32, FitBytes, activity, text
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.fit import read_fit
from runback.activities.fit.profile import (
    ACTIVITY,
    DEVICE_INFO,
    EVENT,
    FILE_ID,
    HRV,
    LAP,
    RECORD,
    SESSION,
    SPORT,
)
from runback.activities.recording import Recording

START_UTC = datetime(1989, 12, 31, tzinfo=UTC) + timedelta(seconds=START)
RUNNING, CYCLING, TRANSITION = 1, 2, 3


def with_records(seconds: range, fit: FitBytes | None = None) -> FitBytes:
    """Return an activity with a record (heart rate, cadence) at each second after START."""
    fit = fit or activity()
    fit.define(0, RECORD, [(253, UINT32), (3, UINT8), (4, UINT8), (53, UINT8)])
    for second in seconds:
        fit.message(0, START + second, 100 + second % 100, 85, 64)
    return fit


def session(fit: FitBytes, start: int, elapsed: int, sport: int = RUNNING, local: int = 3) -> None:
    fit.define(local, SESSION, [(253, UINT32), (2, UINT32), (5, ENUM), (7, UINT32), (18, UINT8)])
    fit.message(local, START + start + elapsed, START + start, sport, elapsed * 1000, 85)


def only(fit: FitBytes) -> Recording:
    (recording,) = read_fit(fit.file()).recordings
    return recording


def test_cadence_counts_the_steps_of_both_feet() -> None:
    fit = with_records(range(3))
    session(fit, 0, 3)
    recording = only(fit)
    assert recording.stream["cadence_spm"].to_list() == [171.0] * 3
    assert recording.totals.mean_cadence_spm == 170


def test_cadence_of_pedals_is_no_cadence_of_steps() -> None:
    fit = with_records(range(3))
    session(fit, 0, 3, CYCLING)
    recording = only(fit)
    assert "cadence_spm" not in recording.stream.columns
    assert recording.totals.mean_cadence_spm is None
    assert recording.stream["heart_rate_bpm"].to_list() == [100, 101, 102]


@pytest.mark.parametrize("summary_first", [True, False])
def test_a_triathlon_is_split_at_the_starts_of_its_sessions(summary_first: bool) -> None:
    legs = [(0, 100, CYCLING), (100, 20, TRANSITION), (120, 80, RUNNING)]
    fit = activity()
    if summary_first:
        for leg in legs:
            session(fit, *leg)
    for start, elapsed, sport in legs:
        with_records(range(start, start + elapsed), fit)
        fit.define(1, HRV, [(0, UINT16)])
        fit.message(1, 500 + start)
        if not summary_first:
            session(fit, start, elapsed, sport)
    recordings = read_fit(fit.file()).recordings
    assert [r.sport for r in recordings] == ["cycling", "transition", "running"]
    assert [r.stream.height for r in recordings] == [100, 20, 80]
    assert [(r.start_utc - START_UTC).total_seconds() for r in recordings] == [0, 100, 120]
    assert [r.stream["t_s"][0] for r in recordings] == [0, 0, 0]
    assert [r.rr_intervals_s for r in recordings] == [(0.5,), (0.6,), (0.62,)]


def test_records_before_the_stated_start_move_the_start() -> None:
    fit = with_records(range(10))
    session(fit, 5, 5)
    recording = only(fit)
    assert recording.start_utc == START_UTC
    assert recording.stream["t_s"].to_list() == list(range(10))


def test_a_start_years_before_the_records_is_not_believed() -> None:
    fit = with_records(range(10))
    session(fit, -300_000_000, 10)
    assert only(fit).start_utc == START_UTC


def test_a_late_first_record_leaves_the_start_where_it_is() -> None:
    fit = with_records(range(7, 10))
    session(fit, 0, 10)
    recording = only(fit)
    assert recording.start_utc == START_UTC
    assert recording.stream["t_s"].to_list() == [7, 8, 9]


def test_a_session_without_records_keeps_its_totals() -> None:
    fit = activity()
    session(fit, 0, 1800)
    recording = only(fit)
    assert recording.totals.elapsed_s == 1800
    assert recording.stream.columns == ["t_s"]
    assert recording.stream.height == 0


def test_records_without_session_take_the_sport_message() -> None:
    fit = with_records(range(10))
    assert only(fit).sport == "unknown"
    fit.define(1, SPORT, [(0, ENUM), (1, ENUM)])
    fit.message(1, RUNNING, 3)
    recording = only(fit)
    assert (recording.sport, recording.sub_sport) == ("running", "trail")
    assert recording.totals.distance_m is None


@pytest.mark.parametrize("kind", [2, 5, 6, 15])
def test_a_file_of_another_kind_has_no_recordings(kind: int) -> None:
    fit = FitBytes()
    fit.define(1, FILE_ID, [(0, ENUM)])
    fit.message(1, kind)
    with_records(range(3), fit)  # a course has records
    reading = read_fit(fit.file())
    assert reading.recordings == ()
    assert reading.damage is None


@given(st.lists(st.tuples(st.integers(0, 15), st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_samples_of_one_time_become_one(samples: list[tuple[int, bool, bool]]) -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (3, UINT8), (7, UINT16)])
    expected: dict[int, dict[str, float | None]] = {}
    for number, (second, has_heart_rate, has_power) in enumerate(samples):
        heart_rate, power = 60 + number, 200 + number
        fit.message(0, START + second, heart_rate if has_heart_rate else 255, power if has_power else 65_535)
        here = expected.setdefault(second, {"heart_rate_bpm": None, "power_w": None})
        if has_heart_rate:
            here["heart_rate_bpm"] = heart_rate
        if has_power:
            here["power_w"] = power
    stream = only(fit).stream
    first = min(expected)
    assert stream["t_s"].to_list() == [second - first for second in sorted(expected)]
    for column in ("heart_rate_bpm", "power_w"):
        values = [expected[second][column] for second in sorted(expected)]
        if all(value is None for value in values):
            assert column not in stream.columns
        else:
            assert stream[column].to_list() == values


def test_enhanced_fields_come_first_and_plain_ones_fill_in() -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (6, UINT16), (73, UINT32), (2, UINT16), (78, UINT32)])
    fit.message(0, START, 3000, 3001, 2600, 2605)
    fit.message(0, START + 1, 3000, 0xFFFFFFFF, 2600, 0xFFFFFFFF)
    stream = only(fit).stream
    assert stream["speed_m_s"].to_list() == [3.001, 3.0]
    assert stream["altitude_m"].to_list() == [21.0, 20.0]


def test_half_a_position_is_none() -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (0, 0x85), (1, 0x85)])
    fit.message(0, START, 2**30, -(2**31))
    fit.message(0, START + 1, 2**30 + 1, 5)
    fit.message(0, START + 2, 5, 0x7FFFFFFF)
    stream = only(fit).stream
    assert stream["latitude_deg"].to_list() == [90.0, None, None]
    assert stream["longitude_deg"].to_list() == [-180.0, None, None]


def test_a_record_astray_in_time_is_left_out_and_told() -> None:
    fit = with_records(range(10))
    fit.message(0, START + 10**8, 200, 85, 0)
    fit.message(0, 1000, 201, 85, 0)
    reading = read_fit(fit.file())
    assert reading.recordings[0].stream.height == 10
    assert reading.damage is not None
    assert "2 records" in reading.damage.reason


def timer(fit: FitBytes, second: int, kind: int, event: int = 0) -> None:
    fit.define(2, EVENT, [(253, UINT32), (0, ENUM), (1, ENUM)])
    fit.message(2, START + second, event, kind)


def test_pauses_lie_between_stop_and_start_of_the_timer() -> None:
    fit = with_records(range(100))
    for second, kind in [(0, 0), (10, 4), (20, 0), (30, 1), (31, 9), (40, 0), (50, 0), (60, 8), (60, 0)]:
        timer(fit, second, kind)
    timer(fit, 70, 4, event=9)  # a lap is no timer
    timer(fit, 100, 4)
    session(fit, 0, 100)
    assert only(fit).pauses_s == ((10, 20), (30, 40))


def test_laps_belong_to_the_session_they_start_in() -> None:
    fit = with_records(range(200))
    session(fit, 0, 100)
    session(fit, 100, 100, CYCLING)
    fit.define(1, LAP, [(253, UINT32), (2, UINT32), (7, UINT32), (8, UINT32), (9, UINT32)])
    for start, elapsed in [(0, 60), (60, 40), (100, 100)]:
        fit.message(1, START + start + elapsed, START + start, elapsed * 1000, 0xFFFFFFFF, elapsed * 300)
    run, ride = read_fit(fit.file()).recordings
    assert run.laps.rows() == [(0, 60, None, 180), (60, 40, None, 120)]
    assert ride.laps.rows() == [(0, 100, None, 300)]


@pytest.mark.parametrize(
    ("difference", "offset"),
    [
        (7_200, 7_200),
        (-14_400 + 7, -14_400),
        (20_700, 20_700),  # Nepal
        (0, 0),
        (14 * 3600, 14 * 3600),
        (-12 * 3600, -12 * 3600),
        (15 * 3600, None),
        (-START, None),  # Zwift writes 0
    ],
)
def test_local_offset_is_a_quarter_hour_within_the_zones_there_are(
    difference: int, offset: int | None
) -> None:
    fit = with_records(range(3))
    fit.define(1, ACTIVITY, [(253, UINT32), (5, UINT32)])
    fit.message(1, START, START + difference)
    assert only(fit).utc_offset_s == offset


def unset_clock(created: int, local: int) -> FitBytes:
    fit = FitBytes()
    fit.define(1, FILE_ID, [(0, ENUM), (4, UINT32)])
    fit.message(1, 4, created)
    fit.define(0, RECORD, [(253, UINT32), (3, UINT8)])
    for second in range(3):
        fit.message(0, 1000 + second, 100)
    fit.define(1, ACTIVITY, [(253, UINT32), (5, UINT32)])
    fit.message(1, 1003, local)
    return fit


@pytest.mark.parametrize(
    ("created", "local", "start", "offset", "reason"),
    [
        (1000, START + 7203, START_UTC + timedelta(hours=2), 0, "local time"),
        (START, 0xFFFFFFFF, START_UTC, None, "creation of the file"),
        (1000, 0xFFFFFFFF, datetime(1989, 12, 31, 0, 16, 40, tzinfo=UTC), None, "date is not known"),
    ],
)
def test_a_watch_whose_clock_was_never_set(
    created: int, local: int, start: datetime, offset: int | None, reason: str
) -> None:
    reading = read_fit(unset_clock(created, local).file())
    (recording,) = reading.recordings
    assert recording.start_utc == start
    assert recording.utc_offset_s == offset
    assert recording.stream["t_s"].to_list() == [0, 1, 2]
    assert reading.damage is not None
    assert reason in reading.damage.reason


def test_device_and_sensors_are_named() -> None:
    fit = with_records(range(3))
    fit.define_raw(
        1,
        DEVICE_INFO,
        [(0, 1, UINT8), (2, 2, UINT16), (25, 1, ENUM), (1, 1, UINT8), (27, 16, STRING)],
    )
    devices = [
        (0, 1, 5, 4, "Forerunner 970"),
        (1, 1, 5, 4, "Barometer"),
        (2, 1, 1, 120, "HRM-Pro"),
        (3, 95, 3, 255, "Stryd"),
        (4, 1, 1, 12, ""),
    ]
    for index, maker, source, kind, name in devices:
        fit.raw(1, struct.pack("<BHBB", index, maker, source, kind) + text(name, 16))
    recording = only(fit)
    assert recording.device == "Forerunner 970"
    assert recording.sensors == ("heart_rate", "stryd")


def test_effort_is_read_on_the_scale_of_ten() -> None:
    fit = with_records(range(3))
    fit.define(3, SESSION, [(2, UINT32), (5, ENUM), (7, UINT32), (193, UINT8)])
    fit.message(3, START, RUNNING, 3000, 65)
    assert only(fit).rpe == 6.5
