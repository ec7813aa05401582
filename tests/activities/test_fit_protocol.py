"""The corners of the FIT protocol, byte by byte."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from fit_bytes import (
    BYTE,
    ENUM,
    FLOAT32,
    SINT8,
    SINT16,
    SINT32,
    START,
    STRING,
    UINT8,
    UINT8Z,
    UINT16,
    UINT32,
    UINT64,
    FitBytes,
    activity,
    crc,
    describe,
    identify,
    text,
)
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.fit import FitPart, decode_fit, read_fit
from runback.activities.fit.checksum import crc16
from runback.activities.fit.profile import HRV, PROFILE, RECORD, SESSION
from runback.errors import LimitExceededError, UnreadableFileError

STRYD = bytes.fromhex("18fb2cf01a4b430dad66988c847421f4")


def only_part(data: bytes) -> FitPart:
    fit = decode_fit(data)
    assert fit.damage is None
    (part,) = fit.parts
    return part


@given(st.binary(max_size=3000))
def test_checksum_equals_the_official_one(data: bytes) -> None:
    assert crc16(data) == crc(data)
    assert crc16(data + crc(data).to_bytes(2, "little")) == 0


def test_profile_equals_the_official_one() -> None:
    from garmin_fit_sdk import Profile

    for message, fields in PROFILE.items():
        official = Profile["messages"][message]["fields"]
        for number, field in fields.items():
            theirs = official[number]
            assert field.name == theirs["name"]
            if field.name in {"compressed_speed_distance", "workout_rpe"}:
                continue  # unpacked by its own function; stored as 0-100 without a scale in the profile
            assert ([field.scale], [field.offset]) == (theirs["scale"], theirs["offset"]), field.name


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("header", [12, 14])
@pytest.mark.parametrize("header_crc", ["right", "zero"])
def test_byte_orders_and_headers(big: bool, header: int, header_crc: str) -> None:
    fit = activity(header=header, header_crc=header_crc)
    fit.define(0, RECORD, [(253, UINT32), (5, UINT32), (6, UINT16), (0, SINT32), (13, SINT8)], big=big)
    fit.message(0, START, 123_456, 3_210, -123_456_789, -5)
    fit.message(0, START + 1, 123_789, 65_535, 0x7FFFFFFF, 127)
    records = only_part(fit.file()).table(RECORD)
    np.testing.assert_array_equal(records.numbers("timestamp"), [START, START + 1])
    np.testing.assert_array_equal(records.numbers("distance"), [1234.56, 1237.89])
    np.testing.assert_array_equal(records.numbers("speed"), [3.21, np.nan])
    np.testing.assert_array_equal(records.numbers("position_lat"), [-123_456_789, np.nan])
    np.testing.assert_array_equal(records.numbers("temperature"), [-5, np.nan])


def test_offset_is_taken_after_the_scale() -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (2, UINT16), (78, UINT32)])
    fit.message(0, START, 2500, 2505)
    records = only_part(fit.file()).table(RECORD)
    assert records.numbers("altitude") == 0
    assert records.numbers("enhanced_altitude") == 1


@given(st.lists(st.integers(0, 31), min_size=1, max_size=120), st.integers(0, 40))
def test_compressed_timestamps_roll_over(steps: list[int], lead: int) -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (3, UINT8)])
    fit.define(1, RECORD, [(3, UINT8)])
    now = START + lead
    fit.message(0, now, 100)
    expected = [now]
    for step in steps:
        now += step
        fit.compressed(1, now & 31, 120)
        expected.append(now)
    np.testing.assert_array_equal(only_part(fit.file()).times(RECORD), expected)


def test_compressed_timestamps_count_on_from_any_message() -> None:
    fit = activity()
    fit.define(2, RECORD, [(3, UINT8)])
    fit.compressed(2, 5, 90)  # before any full time: no time
    fit.define(0, 21, [(253, UINT32), (0, ENUM), (1, ENUM)])
    fit.define(1, 9_999, [(253, UINT32)], big=True)
    fit.message(0, START, 0, 0)
    fit.compressed(2, (START + 3) & 31, 91)
    fit.message(1, START + 100)  # a message nobody knows moves the clock too
    fit.compressed(2, (START + 101) & 31, 92)
    fit.define(3, RECORD, [(253, UINT32), (3, UINT8)])
    fit.compressed(3, 0, START + 200, 93)  # its own full time wins
    fit.compressed(3, (START + 202) & 31, 0xFFFFFFFF, 94)  # an invalid one does not
    np.testing.assert_array_equal(
        only_part(fit.file()).times(RECORD), [np.nan, START + 3, START + 101, START + 200, START + 202]
    )


def test_local_types_redefined_and_interleaved_keep_the_order_of_the_file() -> None:
    fit = activity()
    heart_rates = list(range(60, 160))
    for number, heart_rate in enumerate(heart_rates):
        if number % 7 == 0:
            fit.define(0, RECORD, [(253, UINT32), (3, UINT8)], big=number % 2 == 0)
        if number % 5 == 0:
            fit.define(1, HRV, [(0, UINT16)])
        if number % 11 == 0:
            fit.define(2, RECORD, [(3, UINT8), (4, UINT8), (253, UINT32)])
        if number % 3:
            fit.message(0, START + number, heart_rate)
        else:
            fit.message(2, heart_rate, 80, START + number)
        fit.message(1, 400 + number)
    part = only_part(fit.file())
    records = part.table(RECORD)
    np.testing.assert_array_equal(records.numbers("heart_rate"), heart_rates)
    np.testing.assert_array_equal(part.times(RECORD), START + np.arange(100))
    np.testing.assert_array_equal(
        records.numbers("cadence"), [np.nan if number % 3 else 80 for number in range(100)]
    )
    np.testing.assert_array_equal(part.table(HRV).numbers("time"), (400 + np.arange(100)) / 1000)


def test_reserved_header_bits_are_ignored() -> None:
    fit = activity()
    fit.define(3, RECORD, [(253, UINT32), (3, UINT8)])
    for reserved in (0x00, 0x10, 0x20, 0x30):
        fit.raw(3 | reserved, struct.pack("<IB", START + reserved, 100 + reserved))
    np.testing.assert_array_equal(
        only_part(fit.file()).table(RECORD).numbers("heart_rate"), [100, 116, 132, 148]
    )


def test_sizes_that_are_no_multiple_of_the_type_have_no_value_and_shift_nothing() -> None:
    fit = activity()
    fit.define_raw(
        0, RECORD, [(253, 4, UINT32), (5, 3, UINT32), (6, 0, UINT16), (3, 1, UINT8), (7, 5, UINT16)]
    )
    fit.raw(0, struct.pack("<I", START) + b"\1\2\3" + bytes([150]) + b"\1\2\3\4\5")
    records = only_part(fit.file()).table(RECORD)
    assert records.numbers("heart_rate") == 150
    for name in ("distance", "speed", "power"):
        assert np.isnan(records.numbers(name)).all()


def test_unknown_base_types_and_messages_shift_nothing() -> None:
    fit = activity()
    fit.define_raw(1, 0xFF00, [(1, 7, 0x1F), (2, 2, UINT16)])
    fit.define_raw(0, RECORD, [(3, 1, 0x1E), (4, 1, UINT8), (61, 2, UINT16)])
    fit.raw(1, bytes(9))
    fit.raw(0, b"\x64\x50" + struct.pack("<H", 777))
    part = only_part(fit.file())
    records = part.table(RECORD)
    assert np.isnan(records.numbers("heart_rate")).all()
    assert records.numbers("cadence") == 80
    assert records.column(records.names()["field_61"]) == 777
    assert part.global_numbers == {0, RECORD, 0xFF00}


def test_arrays_texts_and_the_z_types() -> None:
    fit = activity()
    fit.define_raw(0, HRV, [(0, 10, UINT16)])
    fit.raw(0, struct.pack("<5H", 500, 510, 65_535, 65_535, 65_535))
    fit.define_raw(1, 23, [(0, 1, UINT8), (27, 12, STRING), (3, 4, 0x8C), (20, 1, UINT8Z)])
    fit.raw(1, b"\0" + text("Forerunner ü", 12)[:12] + bytes(4) + b"\0")
    fit.raw(1, b"\1" + bytes(12) + struct.pack("<I", 9) + b"\1")
    part = only_part(fit.file())
    np.testing.assert_array_equal(part.table(HRV).elements(0, 5), [[0.5, 0.51, np.nan, np.nan, np.nan]])
    devices = part.table(23)
    # The last letter of the name is cut in half by the field's end: it is left out, as the SDK does.
    assert devices.texts("product_name") == ["Forerunner", None]
    np.testing.assert_array_equal(devices.numbers("serial_number"), [np.nan, 9])


def test_developer_fields_never_take_a_native_name() -> None:
    fit = activity()
    identify(fit, 0, STRYD)
    describe(fit, 0, 0, UINT16, "Power", "Watts")
    describe(fit, 0, 3, FLOAT32, "heart_rate", "bpm")
    identify(fit, 1, bytes(range(16)))
    describe(fit, 1, 0, UINT16, "Power", "Watts")
    describe(fit, 2, 0, UINT16, "Power", "Watts")
    describe(fit, 1, 9, UINT64, "Unique", "")
    fit.define(
        0,
        RECORD,
        [(253, UINT32), (7, UINT16), (3, UINT8)],
        [(0, UINT16, 0), (3, FLOAT32, 0), (0, UINT16, 1), (0, UINT16, 2), (7, UINT16, 1)],
    )
    fit.message(0, START, 250, 150, 260, 151.5, 270, 280, 1)
    fit.message(0, START + 1, 251, 151, 65_535, float("nan"), 271, 281, 1)
    part = only_part(fit.file())
    np.testing.assert_array_equal(part.table(RECORD).numbers("power"), [250, 251])
    np.testing.assert_array_equal(part.table(RECORD).numbers("heart_rate"), [150, 151])
    columns = part.developer_columns(RECORD)
    assert sorted(columns) == [
        "dev_power_w",
        "dev_power_w_2_0",
        "dev_stryd_heart_rate_bpm",
        "dev_stryd_power_w",
    ]
    np.testing.assert_array_equal(columns["dev_stryd_power_w"], [260, np.nan])
    np.testing.assert_array_equal(columns["dev_stryd_heart_rate_bpm"], [151.5, np.nan])
    np.testing.assert_array_equal(columns["dev_power_w"], [270, 271])
    np.testing.assert_array_equal(columns["dev_power_w_2_0"], [280, 281])
    assert part.applications() == ("stryd",)


def test_a_field_described_anew_means_something_else_from_there_on() -> None:
    fit = activity()
    describe(fit, 0, 5, UINT16, "Left", "N")
    fit.define(0, RECORD, [(253, UINT32)], [(5, UINT16, 0)])
    fit.message(0, START, 11)
    describe(fit, 0, 5, UINT16, "Right", "N")
    fit.define(0, RECORD, [(253, UINT32)], [(5, UINT16, 0)])
    fit.message(0, START + 1, 22)
    columns = only_part(fit.file()).developer_columns(RECORD)
    np.testing.assert_array_equal(columns["dev_left_n"], [11, np.nan])
    np.testing.assert_array_equal(columns["dev_right_n"], [np.nan, 22])


def test_runscribe_is_known_by_its_application_or_its_names() -> None:
    fit = activity()
    identify(fit, 0, bytes.fromhex("aee3c518b4bf11e7abc4cec278b6b50a"))
    describe(fit, 0, 3, FLOAT32, "", "D")
    describe(fit, 0, 11, FLOAT32, "", "ms")
    describe(fit, 4, 0, FLOAT32, "ImpactGs_Left", "G")
    fit.define(0, RECORD, [(253, UINT32)], [(3, FLOAT32, 0), (11, FLOAT32, 0), (0, FLOAT32, 4)])
    fit.message(0, START, -7.5, 240, 9.25)
    columns = only_part(fit.file()).developer_columns(RECORD)
    assert {name: values.tolist() for name, values in columns.items()} == {
        "dev_runscribe_pronation_left_d": [-7.5],
        "dev_runscribe_contact_time_right_ms": [240],
        "dev_runscribe_impactgs_left_g": [9.25],
    }
    assert read_fit(fit.file()).recordings[0].sensors == ("runscribe",)


@given(st.lists(st.tuples(st.integers(0, 4094), st.integers(0, 4095)), min_size=1, max_size=60))
def test_compressed_speed_and_distance(samples: list[tuple[int, int]]) -> None:
    fit = activity()
    fit.define_raw(0, RECORD, [(253, 4, UINT32), (8, 3, BYTE)])
    total, expected_m = 0, []
    for number, (speed, step) in enumerate(samples):
        total += step
        packed = speed | (total & 0xFFF) << 12
        missing = packed == 0xFFFFFF
        fit.raw(0, struct.pack("<I", START + number) + packed.to_bytes(3, "little"))
        assert not missing
        expected_m.append(total)
    # What the first value has already turned over is lost: only its low 12 bits are there.
    lost = samples[0][1] - (samples[0][1] & 0xFFF)
    (recording,) = read_fit(fit.file()).recordings
    np.testing.assert_array_equal(recording.stream["distance_m"], (np.array(expected_m) - lost) / 16)
    np.testing.assert_array_equal(recording.stream["speed_m_s"], [speed / 100 for speed, _ in samples])


def test_compressed_distance_passes_over_missing_samples() -> None:
    fit = activity()
    fit.define_raw(0, RECORD, [(253, 4, UINT32), (8, 3, BYTE)])
    for number, packed in enumerate([4090 << 12 | 100, 0xFFFFFF, 10 << 12 | 200]):
        fit.raw(0, struct.pack("<I", START + number) + packed.to_bytes(3, "little"))
    (recording,) = read_fit(fit.file()).recordings
    assert recording.stream["distance_m"].to_list() == [4090 / 16, None, (4096 + 10) / 16]
    assert recording.stream["speed_m_s"].to_list() == [1.0, None, 2.0]


def test_chained_files_stand_for_themselves() -> None:
    first = activity()
    first.define(0, RECORD, [(253, UINT32), (3, UINT8)])
    first.message(0, START, 100)
    second = activity(header=12)
    second.define(0, RECORD, [(3, UINT8), (253, UINT32)])
    second.message(0, 110, START + 86_400)
    data = first.file() + second.file() + first.file()
    fit = decode_fit(data)
    assert fit.damage is None
    assert [part.table(RECORD).numbers("heart_rate").tolist() for part in fit.parts] == [[100], [110], [100]]
    assert len(read_fit(data).recordings) == 3


def test_a_definition_does_not_outlive_its_file() -> None:
    first = activity()
    first.define(0, RECORD, [(253, UINT32), (3, UINT8)])
    first.message(0, START, 100)
    second = FitBytes()
    second.raw(0, struct.pack("<IB", START, 100))
    fit = decode_fit(first.file() + second.file())
    assert fit.damage is not None
    assert fit.damage.place == f"byte {len(first.file()) + 14}"
    assert "no definition" in fit.damage.reason


def test_a_definition_without_fields_takes_a_byte_a_message() -> None:
    fit = activity()
    fit.define(0, 1234, [])
    for _ in range(5):
        fit.message(0)
    assert len(only_part(fit.file()).table(1234)) == 5


def test_more_messages_than_allowed_are_refused() -> None:
    fit = activity()
    fit.define(0, 1234, [])
    fit.body += bytes(300_000)
    with pytest.raises(LimitExceededError, match="100,000 messages"):
        decode_fit(fit.file(), max_messages=100_000)
    assert len(decode_fit(fit.file(), max_messages=400_000).parts[0].table(1234)) == 300_000


def test_more_definitions_than_allowed_are_refused() -> None:
    same = activity()
    for _ in range(200_000):
        same.body += b"\x40\0\0\x14\0\0"
    with pytest.raises(LimitExceededError, match="150,000 messages"):
        decode_fit(same.file(), max_messages=150_000)
    different = activity()
    for number in range(6_000):
        different.define_raw(0, number, [(1, 1, UINT8)])
    with pytest.raises(LimitExceededError, match="kinds of messages"):
        decode_fit(different.file())


def test_more_files_than_allowed_are_refused() -> None:
    with pytest.raises(LimitExceededError, match="FIT files one after another"):
        decode_fit(activity().file() * 1_001)


def test_more_sessions_than_allowed_are_refused() -> None:
    fit = activity()
    fit.define(0, SESSION, [(2, UINT32), (5, ENUM)])
    for second in range(1_001):
        fit.message(0, START + second, 1)
    with pytest.raises(LimitExceededError, match="sessions"):
        read_fit(fit.file())


def test_more_developer_fields_than_allowed_are_refused() -> None:
    many = activity()
    many.define_raw(0, 206, [(0, 1, UINT8)])
    many.body += bytes(2 * 10_001)
    many.define_raw(1, RECORD, [(253, 4, UINT32)], [(0, 1, 0)])
    many.raw(1, struct.pack("<IB", START, 1))
    with pytest.raises(LimitExceededError, match="descriptions of developer fields"):
        read_fit(many.file())
    wide = activity()
    for number in range(200):
        describe(wide, 0, number, UINT8, f"field {number}")
    wide.define(0, RECORD, [], [(number, UINT8, 0) for number in range(200)])
    wide.raw(0, bytes(200))
    wide.define(1, RECORD, [(3, UINT8)])
    wide.body += b"\x01\x64" * 300_000
    with pytest.raises(LimitExceededError, match="values in developer fields"):
        only_part(wide.file()).developer_columns(RECORD)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "too few"),
        (b"\x0e\x20\x00\x00", "too few"),
        (b"<?xml version='1.0'?>" * 5, "signature"),
        (bytes(64), "too short"),
    ],
)
def test_what_is_no_fit_file_is_refused(data: bytes, reason: str) -> None:
    for read in (decode_fit, read_fit):
        with pytest.raises(UnreadableFileError, match=reason) as caught:
            read(data)
        assert caught.value.where == "byte 0"
        assert caught.value.remedy


def test_a_declared_size_of_4_gib_allocates_nothing() -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (3, UINT8)])
    fit.message(0, START, 100)
    data = bytearray(fit.file())
    data[4:8] = b"\xff\xff\xff\xff"
    decoded = decode_fit(bytes(data))
    assert decoded.parts[0].table(RECORD).numbers("heart_rate") == 100
    assert decoded.damage is not None


def test_signed_fields_and_grade() -> None:
    fit = activity()
    fit.define(0, RECORD, [(253, UINT32), (9, SINT16)])
    fit.message(0, START, -250)
    assert only_part(fit.file()).table(RECORD).numbers("grade") == -2.5
