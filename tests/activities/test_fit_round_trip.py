"""Activities written with Garmin's own encoder read back equal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from garmin_fit_sdk import Encoder, Profile
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from runback.activities.fit import read_fit

NUMBER = Profile["mesg_num"]
FIRST = datetime(2024, 3, 30, 22, 30, tzinfo=UTC)
STRYD = list(bytes.fromhex("18fb2cf01a4b430dad66988c847421f4"))


def scaled(low: int, high: int, scale: float, offset: float = 0) -> st.SearchStrategy[float]:
    """Return what a field of this scale can hold, as the decoder computes it."""
    return st.integers(low, high).map(lambda raw: raw / scale - offset)


SEMICIRCLES = 180 / 2**31
NATIVE: dict[str, tuple[str, st.SearchStrategy[float]]] = {
    "distance_m": ("distance", scaled(0, 10_000_000, 100)),
    "speed_m_s": ("enhanced_speed", scaled(0, 20_000, 1000)),
    "altitude_m": ("enhanced_altitude", scaled(0, 40_000, 5, 500)),
    "heart_rate_bpm": ("heart_rate", st.integers(0, 254)),
    "power_w": ("power", st.integers(0, 65_534)),
    "stance_time_ms": ("stance_time", scaled(0, 65_534, 10)),
    "stance_time_pct": ("stance_time_percent", scaled(0, 65_534, 100)),
    "stance_balance_pct": ("stance_time_balance", scaled(0, 65_534, 100)),
    "vertical_oscillation_mm": ("vertical_oscillation", scaled(0, 65_534, 10)),
    "vertical_ratio_pct": ("vertical_ratio", scaled(0, 65_534, 100)),
    "step_length_mm": ("step_length", scaled(0, 65_534, 10)),
    "temperature_c": ("temperature", st.integers(-128, 126)),
}
DEVELOPER = {
    "dev_stryd_form_power_w": (8, "uint16", 132, "Form Power", "Watts", st.integers(0, 65_534)),
    "dev_stryd_leg_spring_stiffness_kn_m": (
        9,
        "float32",
        136,
        "Leg Spring Stiffness",
        "kN/m",
        st.floats(0, 50, width=32),
    ),
}


@st.composite
def samples(draw: st.DrawFn) -> list[dict[str, float]]:
    """Draw a recording: gaps in time, gaps in values, columns that come and go."""
    columns = draw(st.sets(st.sampled_from(sorted(NATIVE)), max_size=12))
    developer = draw(st.sets(st.sampled_from(sorted(DEVELOPER))))
    with_cadence, with_position = draw(st.booleans()), draw(st.booleans())
    time, rows = 0, []
    for _ in range(draw(st.integers(1, 25))):
        row: dict[str, float] = {"t_s": float(time)}
        for column in columns:
            if draw(st.booleans()):
                row[column] = draw(NATIVE[column][1])
        for column in developer:
            row[column] = draw(DEVELOPER[column][5])
        if with_cadence:
            row["cadence_spm"] = 2 * (draw(st.integers(0, 254)) + draw(st.integers(0, 127)) / 128)
        if with_position:
            row["latitude_deg"] = draw(st.integers(-(2**30), 2**30)) * SEMICIRCLES
            row["longitude_deg"] = draw(st.integers(-(2**31), 2**31 - 2)) * SEMICIRCLES
        rows.append(row)
        time += draw(st.integers(1, 40))
    return rows


def record_message(row: dict[str, float], start: datetime) -> dict[str, Any]:
    message: dict[str, Any] = {
        "mesg_num": NUMBER["RECORD"],
        "timestamp": start + timedelta(seconds=row["t_s"]),
    }
    for column, (field, _) in NATIVE.items():
        if column in row:
            message[field] = row[column]
    if "cadence_spm" in row:
        strides = row["cadence_spm"] / 2
        message["cadence"], message["fractional_cadence"] = int(strides), strides - int(strides)
    if "latitude_deg" in row:
        message["position_lat"] = round(row["latitude_deg"] / SEMICIRCLES)
        message["position_long"] = round(row["longitude_deg"] / SEMICIRCLES)
    developer = {column: row[column] for column in DEVELOPER if column in row}
    if developer:
        message["developer_fields"] = developer
    return message


def descriptions() -> dict[str, dict[str, Any]]:
    identity = {"developer_data_index": 0, "application_id": STRYD, "application_version": 50}
    return {
        column: {
            "developer_data_id_mesg": {"mesg_num": NUMBER["DEVELOPER_DATA_ID"], **identity},
            "field_description_mesg": {
                "mesg_num": NUMBER["FIELD_DESCRIPTION"],
                "developer_data_index": 0,
                "field_definition_number": number,
                "fit_base_type_id": base,
                "field_name": name,
                "units": units,
            },
        }
        for column, (number, _, base, name, units, _) in DEVELOPER.items()
    }


def encoded(rows: list[dict[str, float]], start: datetime, utc_offset_s: int = 0) -> bytes:
    described = descriptions()
    encoder = Encoder(described)
    encoder.write_mesg(
        {
            "mesg_num": NUMBER["FILE_ID"],
            "type": "activity",
            "manufacturer": "garmin",
            "product": 3113,
            "time_created": start,
            "serial_number": 1234,
        }
    )
    encoder.write_mesg(next(iter(described.values()))["developer_data_id_mesg"])
    for description in described.values():
        encoder.write_mesg(description["field_description_mesg"])
    for row in rows:
        encoder.write_mesg(record_message(row, start))
    end = start + timedelta(seconds=rows[-1]["t_s"] + 1)
    elapsed_s = rows[-1]["t_s"] + 1
    encoder.write_mesg(
        {
            "mesg_num": NUMBER["LAP"],
            "timestamp": end,
            "start_time": start,
            "total_elapsed_time": elapsed_s,
            "total_timer_time": elapsed_s,
            "total_distance": 1234.5,
        }
    )
    encoder.write_mesg(
        {
            "mesg_num": NUMBER["SESSION"],
            "timestamp": end,
            "start_time": start,
            "sport": "running",
            "sub_sport": "trail",
            "total_elapsed_time": elapsed_s,
            "total_timer_time": elapsed_s,
            "total_distance": 1234.5,
            "total_cycles": 900,
            "total_fractional_cycles": 0.5,
            "total_ascent": 12,
            "total_descent": 13,
            "total_calories": 99,
            "avg_heart_rate": 150,
            "max_heart_rate": 170,
            "avg_cadence": 84,
            "avg_fractional_cadence": 0.25,
            "workout_rpe": 70,
        }
    )
    encoder.write_mesg(
        {
            "mesg_num": NUMBER["ACTIVITY"],
            "timestamp": end,
            "local_timestamp": int(end.timestamp()) - 631_065_600 + utc_offset_s,
            "num_sessions": 1,
        }
    )
    return bytes(encoder.close())


@settings(deadline=None)
@given(samples(), st.integers(0, 10**8), st.integers(-48, 56))
def test_what_was_written_is_read_back(rows: list[dict[str, float]], later: int, quarters: int) -> None:
    start = FIRST + timedelta(seconds=later)
    reading = read_fit(encoded(rows, start, quarters * 900))
    assert reading.damage is None
    (recording,) = reading.recordings
    assert recording.start_utc == start
    assert recording.utc_offset_s == quarters * 900
    assert (recording.sport, recording.sub_sport, recording.device) == ("running", "trail", "garmin 3113")
    assert recording.sensors == ("stryd",)
    assert recording.rpe == 7
    names = recording.stream.columns
    expected = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.Float64)
    )
    assert_frame_equal(recording.stream, expected, check_exact=True)
    assert set(names) == {name for row in rows for name in row}
    assert recording.laps.rows() == [(0, rows[-1]["t_s"] + 1, rows[-1]["t_s"] + 1, 1234.5)]
    totals = recording.totals
    assert totals.steps == 1801
    assert totals.mean_cadence_spm == 168.5
    assert (totals.distance_m, totals.elapsed_s, totals.timer_s) == (
        1234.5,
        rows[-1]["t_s"] + 1,
        rows[-1]["t_s"] + 1,
    )
    assert (totals.ascent_m, totals.descent_m, totals.energy_kcal) == (12, 13, 99)
    assert (totals.mean_heart_rate_bpm, totals.max_heart_rate_bpm) == (150, 170)


@pytest.mark.parametrize("copies", [2, 3])
def test_chained_files_of_the_encoder(copies: int) -> None:
    rows = [{"t_s": float(t), "heart_rate_bpm": 100.0 + t} for t in range(20)]
    starts = [FIRST + timedelta(days=day) for day in range(copies)]
    reading = read_fit(b"".join(encoded(rows, start) for start in starts))
    assert reading.damage is None
    assert [recording.start_utc for recording in reading.recordings] == starts
    for recording in reading.recordings:
        assert recording.stream["heart_rate_bpm"].to_list() == [100.0 + t for t in range(20)]
