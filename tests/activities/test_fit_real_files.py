"""Real FIT files against three other readers, value by value.

Where an oracle is not right, and why:

- garmin-fit-sdk cannot read compressed timestamps: of ``compressed-speed-distance.fit`` it has only what
  comes before them. It leaves invalid values of developer fields in place (65535 for "none").
- fitparse's profile is older: it has no field 108 (enhanced_respiration_rate) and leaves it unscaled.
- All three raise on the damaged files, after the very messages that Runback keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fit_oracles import (
    TIMESTAMP,
    Messages,
    as_number,
    fitdecode_messages,
    fitparse_messages,
    sdk_developer_values,
    sdk_messages,
)

from runback.activities.fit import FitFile, decode_fit, read_fit
from runback.activities.fit.profile import (
    DEVELOPER_DATA_ID,
    DEVICE_INFO,
    FIELD_DESCRIPTION,
    FILE_ID,
    HRV,
    NUMBERS,
    PROFILE,
    RECORD,
)
from runback.activities.fit.table import Floats

FILES = {
    "2013-02-06-12-11-14": None,
    "activity-activity-filecrc": "byte 1540",
    "activity-filecrc": "byte 769",
    "activity-large-fenxi2-multisport": None,
    "activity-settings-corruptheader": "byte 771",
    "activity-small-fenix2-run": None,
    "activity-unexpected-eof": "byte 751",
    "compressed-speed-distance": None,
    "developer-types-sample": None,
    "mornindew-broken": None,
    "nick": "byte 403437",
    "null_compressed_speed_dist": None,
    "strava-android-app-201.10-b1218918": "byte 7471",
    "triathlon_summary_first": None,
    "truncated": "byte 117412",
}
"""The recordings, and where each is damaged."""

COMPRESSED_TIMESTAMPS = "compressed-speed-distance"
PACKED = NUMBERS[RECORD]["compressed_speed_distance"]
RESPIRATION = NUMBERS[RECORD]["enhanced_respiration_rate"]


def read_bytes(shared_data: Path, name: str) -> bytes:
    return (shared_data / "activities" / f"{name}.fit").read_bytes()


def our_column(fit: FitFile, message: int, number: int) -> Floats:
    parts = [
        part.times(message) if number == TIMESTAMP else part.table(message).column(number)
        for part in fit.parts
    ]
    return np.concatenate(parts)


def assert_same_values(fit: FitFile, theirs: Messages, *, ignored: set[int], whole: bool = True) -> int:
    """Compare every field of the profile in every message; return how many values there were."""
    compared = 0
    for message, fields in PROFILE.items():
        rows = theirs.get(message, [])
        if whole:
            assert sum(len(part.table(message)) for part in fit.parts) == len(rows), f"message {message}"
        for number in fields:
            if message == RECORD and number in ignored:
                continue
            ours = our_column(fit, message, number)[: len(rows)]
            expected = np.array([as_number(row.get(number)) for row in rows])
            np.testing.assert_array_equal(ours, expected, err_msg=f"message {message}, field {number}")
            compared += int(np.isfinite(expected).sum())
    return compared


def test_every_file_is_listed(shared_data: Path) -> None:
    assert {path.stem for path in (shared_data / "activities").glob("*.fit")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("oracle", [sdk_messages, fitdecode_messages, fitparse_messages])
def test_values_equal_the_oracle(shared_data: Path, name: str, oracle: Callable[[bytes], Messages]) -> None:
    data = read_bytes(shared_data, name)
    ignored = {PACKED}  # three bytes that are no numbers; tested as speed and distance below
    if oracle is fitparse_messages:
        ignored.add(RESPIRATION)
    stops = oracle is sdk_messages and name == COMPRESSED_TIMESTAMPS
    compared = assert_same_values(decode_fit(data), oracle(data), ignored=ignored, whole=not stops)
    assert compared > 50


@pytest.mark.parametrize("name", FILES)
def test_texts_and_bytes_equal_the_sdk(shared_data: Path, name: str) -> None:
    data = read_bytes(shared_data, name)
    fit, theirs = decode_fit(data), sdk_messages(data)
    texts = [(FILE_ID, "product_name"), (DEVICE_INFO, "product_name"), (FIELD_DESCRIPTION, "field_name")]
    texts += [(FIELD_DESCRIPTION, "units"), (DEVICE_INFO, "descriptor")]
    for message, field in texts:
        ours = [value for part in fit.parts for value in part.table(message).texts(field)]
        expected = [row.get(NUMBERS[message][field]) for row in theirs[message]]
        assert ours[: len(expected)] == expected
    number = NUMBERS[DEVELOPER_DATA_ID]["application_id"]
    ids = [value for part in fit.parts for value in part.table(DEVELOPER_DATA_ID).raw("application_id")]
    assert ids == [bytes(row[number]) if number in row else None for row in theirs[DEVELOPER_DATA_ID]]


@pytest.mark.parametrize("name", ["developer-types-sample", "mornindew-broken", "truncated"])
def test_developer_fields_equal_the_sdk(shared_data: Path, name: str) -> None:
    data = read_bytes(shared_data, name)
    (part,) = decode_fit(data).parts
    columns = part.developer_columns(RECORD)
    described = [description.column for description in part.descriptions()]
    invalid = {0x02: 0xFF, 0x04: 0xFFFF, 0x06: 0xFFFFFFFF}
    bases = [description.base_type for description in part.descriptions()]
    seen: set[str] = set()
    for row, values in enumerate(sdk_developer_values(data, "record_mesgs")):
        for key, value in values.items():
            ours = columns[described[key]][row]
            if value == invalid.get(bases[key]) or np.isnan(value):
                assert np.isnan(ours)
            else:
                assert ours == value
                seen.add(described[key])
    assert seen == set(columns)
    assert all(column.startswith("dev_stryd_") for column in columns)


@pytest.mark.parametrize(("name", "place"), FILES.items())
def test_damage_is_reported_where_it_is(shared_data: Path, name: str, place: str | None) -> None:
    damage = decode_fit(read_bytes(shared_data, name)).damage
    assert (damage.place if damage else None) == place


def _merged_by_time(rows: list[dict[int, Any]]) -> dict[float, dict[str, float]]:
    """Return stream values by FIT time from an oracle's records, the last value of one time winning."""
    number = NUMBERS[RECORD]
    single = {
        "distance_m": ["distance"],
        "speed_m_s": ["enhanced_speed", "speed"],
        "altitude_m": ["enhanced_altitude", "altitude"],
        "heart_rate_bpm": ["heart_rate"],
        "power_w": ["power"],
        "stance_time_ms": ["stance_time"],
        "stance_time_pct": ["stance_time_percent"],
        "stance_balance_pct": ["stance_time_balance"],
        "vertical_oscillation_mm": ["vertical_oscillation"],
        "vertical_ratio_pct": ["vertical_ratio"],
        "step_length_mm": ["step_length"],
        "temperature_c": ["temperature"],
    }
    merged: dict[float, dict[str, float]] = {}
    for row in rows:
        here = merged.setdefault(row[TIMESTAMP], {})
        for column, names in single.items():
            values = [row[number[name]] for name in names if row.get(number[name]) is not None]
            if values:
                here[column] = values[0]
        if row.get(number["cadence"]) is not None:
            here["cadence_spm"] = 2 * (row[number["cadence"]] + (row.get(number["fractional_cadence"]) or 0))
        latitude, longitude = row.get(number["position_lat"]), row.get(number["position_long"])
        if latitude is not None and longitude is not None:
            here["latitude_deg"] = latitude * 180 / 2**31
            here["longitude_deg"] = longitude * 180 / 2**31
    return merged


def _ours_by_time(data: bytes, *, shift: float = 0) -> dict[float, dict[str, float]]:
    result: dict[float, dict[str, float]] = {}
    for recording in read_fit(data).recordings:
        start = recording.start_utc.timestamp() - 631_065_600 - shift
        for row in recording.stream.iter_rows(named=True):
            values = {
                n: v for n, v in row.items() if v is not None and n != "t_s" and not n.startswith("dev_")
            }
            result[start + row["t_s"]] = values
    return result


@pytest.mark.parametrize("name", sorted(set(FILES) - {COMPRESSED_TIMESTAMPS}))
def test_streams_hold_every_value_once(shared_data: Path, name: str) -> None:
    data = read_bytes(shared_data, name)
    expected = _merged_by_time(sdk_messages(data)[RECORD])
    if name.startswith("strava"):
        # The last record before the damage lies in the year 2085: it is left out.
        astray = max(expected)
        assert astray - min(expected) > 60 * 365 * 86_400
        del expected[astray]
    ours = _ours_by_time(data)
    assert list(ours) == sorted(ours)
    on_foot = {r.sport for r in read_fit(data).recordings} & {"running", "generic", "transition"}
    if len({r.sport for r in read_fit(data).recordings}) > 1 or not on_foot:
        # Cadence of cycling and swimming is no cadence of steps.
        for values in [*ours.values(), *expected.values()]:
            values.pop("cadence_spm", None)
    assert ours == expected


def test_packed_speed_and_distance_equal_fitdecode(shared_data: Path) -> None:
    """fitdecode unpacks and adds up; its speed of 40.95 m/s for "no speed" does not occur in the file."""
    import fitdecode

    data = read_bytes(shared_data, COMPRESSED_TIMESTAMPS)
    expected: list[tuple[float | None, float | None]] = []
    for frame in fitdecode.FitReader(data):
        if isinstance(frame, fitdecode.FitDataMessage) and frame.global_mesg_num == RECORD:
            values = {field.name: field.value for field in frame.fields}
            packed = values.get("compressed_speed_distance")
            missing = packed is None or set(packed) == {255}
            expected.append((None, None) if missing else (values["speed"], values["distance"]))
    (recording,) = read_fit(data).recordings
    ours = recording.stream.select("speed_m_s", "distance_m").rows()
    assert ours == expected
    assert ours[-1][1] == pytest.approx(recording.totals.distance_m, rel=1e-3)


def test_beats_equal_the_sdk(shared_data: Path) -> None:
    data = read_bytes(shared_data, "truncated")
    times = [row.get(0) for row in sdk_messages(data)[HRV]]
    flat = [beat for time in times for beat in (time if isinstance(time, list) else [time])]
    (recording,) = read_fit(data).recordings
    assert list(recording.rr_intervals_s) == [beat for beat in flat if beat is not None]
    assert len(recording.rr_intervals_s) == 2807
