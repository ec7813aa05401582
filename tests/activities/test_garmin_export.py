"""Garmin's summaries and gear, their odd units, and how entries find their files."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.exports import EntriesByStart, ExportEntry
from runback.activities.garmin_export import read_garmin_gear, read_garmin_summaries
from runback.errors import UnreadableFileError

START = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
RUN: dict[str, Any] = {
    "activityId": 111,
    "name": "Morning Run",
    "activityType": "trail_running",
    "sportType": "RUNNING",
    "beginTimestamp": 1700000000000,
    "startTimeGmt": 1700000000000.0,
    "startTimeLocal": 1700003600000.0,
    "duration": 1800000.0,
    "elapsedDuration": 1900000.0,
    "movingDuration": 1750000.0,
    "distance": 500000.0,
    "elevationGain": 12345.0,
    "elevationLoss": 10000.0,
    "avgHr": 140.0,
    "maxHr": 171.0,
    "avgRunCadence": 86.0,
    "steps": 5100,
    "workoutRpe": 60,
}


def summaries(*activities: dict[str, Any]) -> bytes:
    return json.dumps([{"summarizedActivitiesExport": list(activities)}]).encode()


def test_units_become_ours() -> None:
    [entry] = read_garmin_summaries(summaries(RUN), "g.zip > x.json")
    assert (entry.activity_id, entry.title, entry.place) == ("111", "Morning Run", "g.zip > x.json")
    assert (entry.sport, entry.sub_sport) == ("running", "trail")
    assert entry.start_utc == START
    assert entry.utc_offset_s == 3600
    assert entry.rpe == 6.0
    assert entry.moving_s == 1750.0
    assert entry.totals.distance_m == 5000.0
    assert (entry.totals.elapsed_s, entry.totals.timer_s) == (1900.0, 1800.0)
    assert entry.totals.ascent_m == pytest.approx(123.45)
    assert (entry.totals.mean_cadence_spm, entry.totals.steps) == (172.0, 5100.0)


def test_the_parent_of_a_multisport_activity_and_nonsense_are_left_out() -> None:
    entries = read_garmin_summaries(summaries({**RUN, "parent": True}, {"name": "no id"}, RUN))
    assert [entry.activity_id for entry in entries] == ["111"]
    assert read_garmin_summaries(b"[]") == read_garmin_summaries(b"3") == ()


def test_odd_values_are_null() -> None:
    odd = {**RUN, "startTimeGmt": "x", "beginTimestamp": 1e300, "distance": True, "avgHr": None, "name": 7}
    [entry] = read_garmin_summaries(summaries(odd))
    assert (entry.start_utc, entry.totals.distance_m, entry.totals.mean_heart_rate_bpm) == (None, None, None)
    assert entry.title is None


def test_gear_gives_shoes_and_no_bicycles() -> None:
    gear = {
        "gearDTOS": [
            {"gearPk": 1, "gearTypeName": "Shoes", "displayName": None, "customMakeModel": "Nike Pegasus"},
            {"gearPk": 2, "gearTypeName": "Bike", "customMakeModel": "Canyon"},
        ],
        "gearActivityDTOs": {
            "1": [{"gearPk": 1, "activityId": 111}],
            "2": [{"gearPk": 2, "activityId": 222}],
        },
    }
    assert read_garmin_gear(json.dumps([gear]).encode()) == {"111": "Nike Pegasus"}


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_broken_json_is_one_clear_error(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="no readable JSON"):
        read_garmin_summaries(data, "x.json")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [*RUN, "gearDTOS", "gearActivityDTOs", "summarizedActivitiesExport", "gearPk"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_gives_entries(value: object) -> None:
    data = json.dumps(
        [{"summarizedActivitiesExport": [value], "gearDTOS": [value], "gearActivityDTOs": value}]
    )
    assert isinstance(read_garmin_summaries(data.encode()), tuple)
    assert isinstance(read_garmin_gear(data.encode()), dict)


def test_entries_find_their_recordings_by_start() -> None:
    entries = [ExportEntry("p", str(hour), start_utc=START + timedelta(hours=hour)) for hour in range(3)]
    by_start = EntriesByStart([*entries, ExportEntry("p", "undated")])
    assert by_start.find(START + timedelta(seconds=59)) == entries[0]
    assert by_start.find(START - timedelta(seconds=59)) == entries[0]
    assert by_start.find(START + timedelta(seconds=61)) is None
    assert by_start.without_file([START, START + timedelta(hours=2, seconds=3)]) == (entries[1],)
    assert EntriesByStart([]).find(START) is None
