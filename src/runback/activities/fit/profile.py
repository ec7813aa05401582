"""The part of FIT's global profile that Runback reads: messages, fields, scales, offsets."""

from __future__ import annotations

from typing import NamedTuple

FILE_ID = 0
SPORT = 12
SESSION = 18
LAP = 19
RECORD = 20
EVENT = 21
DEVICE_INFO = 23
ACTIVITY = 34
HRV = 78
FIELD_DESCRIPTION = 206
DEVELOPER_DATA_ID = 207

TIMESTAMP = 253


class Field(NamedTuple):
    """A field of the profile: the value is raw / ``scale`` - ``offset``."""

    name: str
    scale: float = 1.0
    offset: float = 0.0


def _plain(names: str) -> dict[int, Field]:
    """Return the fields without scale of a text such as ``0 type 1 manufacturer``."""
    words = names.split()
    return {int(number): Field(name) for number, name in zip(words[::2], words[1::2], strict=True)}


PROFILE: dict[int, dict[int, Field]] = {
    FILE_ID: _plain("0 type 1 manufacturer 2 product 3 serial_number 4 time_created 8 product_name"),
    SPORT: _plain("0 sport 1 sub_sport 3 name"),
    SESSION: {
        **_plain(
            "253 timestamp 2 start_time 5 sport 6 sub_sport 10 total_cycles 11 total_calories "
            "16 avg_heart_rate 17 max_heart_rate 18 avg_cadence 22 total_ascent 23 total_descent"
        ),
        7: Field("total_elapsed_time", 1000),
        8: Field("total_timer_time", 1000),
        9: Field("total_distance", 100),
        92: Field("avg_fractional_cadence", 128),
        94: Field("total_fractional_cycles", 128),
        193: Field("workout_rpe", 10),  # stored as 0 to 100, shown by the watch as 0 to 10
    },
    LAP: {
        **_plain("253 timestamp 2 start_time"),
        7: Field("total_elapsed_time", 1000),
        8: Field("total_timer_time", 1000),
        9: Field("total_distance", 100),
    },
    RECORD: {
        **_plain(
            "253 timestamp 0 position_lat 1 position_long 3 heart_rate 4 cadence 7 power 10 resistance "
            "13 temperature 19 total_cycles 29 accumulated_power 31 gps_accuracy 33 calories 42 activity_type"
        ),
        2: Field("altitude", 5, 500),
        5: Field("distance", 100),
        6: Field("speed", 1000),
        8: Field("compressed_speed_distance"),
        9: Field("grade", 100),
        32: Field("vertical_speed", 1000),
        39: Field("vertical_oscillation", 10),
        40: Field("stance_time_percent", 100),
        41: Field("stance_time", 10),
        53: Field("fractional_cadence", 128),
        73: Field("enhanced_speed", 1000),
        78: Field("enhanced_altitude", 5, 500),
        83: Field("vertical_ratio", 100),
        84: Field("stance_time_balance", 100),
        85: Field("step_length", 10),
        108: Field("enhanced_respiration_rate", 100),
    },
    EVENT: _plain("253 timestamp 0 event 1 event_type"),
    DEVICE_INFO: _plain(
        "253 timestamp 0 device_index 1 device_type 2 manufacturer 3 serial_number 4 product 19 descriptor "
        "25 source_type 27 product_name"
    ),
    ACTIVITY: {
        **_plain("253 timestamp 1 num_sessions 5 local_timestamp"),
        0: Field("total_timer_time", 1000),
    },
    HRV: {0: Field("time", 1000)},
    FIELD_DESCRIPTION: _plain(
        "0 developer_data_index 1 field_definition_number 2 fit_base_type_id 3 field_name 8 units "
        "14 native_mesg_num 15 native_field_num"
    ),
    DEVELOPER_DATA_ID: _plain(
        "1 application_id 2 manufacturer_id 3 developer_data_index 4 application_version"
    ),
}
"""Fields by global message number and field number, after the FIT global profile (SDK 21.218)."""

NUMBERS: dict[int, dict[str, int]] = {
    message: {field.name: number for number, field in fields.items()} for message, fields in PROFILE.items()
}
"""Field numbers by global message number and name."""
