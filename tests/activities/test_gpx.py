"""GPX read against ElementTree, against what was written, and where it is odd, cut or hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import acos, cos, radians, sin
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from xml_files import Point, Style, merged, oracle_gpx, write_gpx

from runback.activities.gpx import read_gpx
from runback.activities.limits import Limits
from runback.activities.points import EARTH_RADIUS_M, haversine_m
from runback.activities.recording import STREAM_COLUMNS
from runback.errors import LimitExceededError, UnreadableFileError

START = datetime(2024, 5, 4, 6, 30, tzinfo=UTC)
COLUMNS = {
    "lat": "latitude_deg",
    "lon": "longitude_deg",
    "ele": "altitude_m",
    "hr": "heart_rate_bpm",
    "cad": "cadence_spm",
    "atemp": "temperature_c",
    "power": "power_w",
}


def line(n: int = 10) -> list[Point]:
    return [{"t_s": float(i), "latitude_deg": 50.0 + i * 3e-5, "longitude_deg": 6.0} for i in range(n)]


@pytest.mark.parametrize(
    "name",
    [
        "4078723797_strava.gpx",
        "4801048867_strava.gpx",
        "activity_4078723797.gpx",
        "activity_4801048867.gpx",
        "activity_5039744860.gpx",
    ],
)
def test_real_files_equal_the_oracle_value_by_value(shared_data: Path, name: str) -> None:
    data = (shared_data / "activities" / name).read_bytes()
    reading = read_gpx(data)
    [recording] = reading.recordings
    expected = merged(oracle_gpx(data), "time")
    stream = recording.stream
    assert reading.damage is None
    assert recording.sport == "cycling"
    assert stream.height == len(expected) > 90
    start = recording.start_utc.timestamp()
    assert [start + t for t in stream["t_s"]] == pytest.approx([t for t, _ in expected], abs=1e-6)
    for tag, column in COLUMNS.items():
        values = [float(row[tag]) if tag in row else None for _, row in expected]
        got = stream[column].to_list() if column in stream.columns else [None] * len(values)
        assert got == values, column
    assert set(stream.columns) - {"t_s", "distance_m"} <= set(COLUMNS.values())


@pytest.mark.parametrize("number", ["4078723797", "4801048867"])
def test_two_exports_of_one_activity_read_alike(shared_data: Path, number: str) -> None:
    folder = shared_data / "activities"
    [strava] = read_gpx((folder / f"{number}_strava.gpx").read_bytes()).recordings
    [garmin] = read_gpx((folder / f"activity_{number}.gpx").read_bytes()).recordings
    assert strava.start_utc == garmin.start_utc
    assert strava.stream["t_s"].equals(garmin.stream["t_s"])
    assert strava.stream["heart_rate_bpm"].equals(garmin.stream["heart_rate_bpm"])
    # Strava rounds positions to 7 and heights to 1 decimal.
    assert strava.stream["latitude_deg"].to_list() == pytest.approx(
        garmin.stream["latitude_deg"].to_list(), abs=1e-6
    )
    assert strava.stream["distance_m"][-1] == pytest.approx(garmin.stream["distance_m"][-1], rel=1e-3)


def test_distance_agrees_with_the_device_where_it_recorded_one(shared_data: Path) -> None:
    from runback.activities.tcx import read_tcx

    folder = shared_data / "activities"
    [tcx] = read_tcx((folder / "activity_4801048867.tcx").read_bytes()).recordings
    [gpx] = read_gpx((folder / "activity_4801048867.gpx").read_bytes()).recordings
    assert gpx.stream["distance_m"][-1] == pytest.approx(tcx.stream["distance_m"][-1], rel=0.005)


@given(
    st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), min_size=2, max_size=8),
)
def test_haversine_agrees_with_the_law_of_cosines(places: list[tuple[float, float]]) -> None:
    latitude, longitude = (np.array(values) for values in zip(*places, strict=True))
    for i, way in enumerate(haversine_m(latitude, longitude)):
        a, b = radians(latitude[i]), radians(latitude[i + 1])
        turn = sin(a) * sin(b) + cos(a) * cos(b) * cos(radians(longitude[i + 1] - longitude[i]))
        # The law of cosines itself is only good to some metres for near places.
        assert way == pytest.approx(EARTH_RADIUS_M * acos(max(-1.0, min(1.0, turn))), abs=1.0)


def number(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False).map(lambda value: round(value, 6))


@st.composite
def points(draw: st.DrawFn) -> list[Point]:
    steps = draw(st.lists(st.integers(1, 20_000), min_size=1, max_size=25))
    rows: list[Point] = []
    for tick in [0, *[sum(steps[: i + 1]) for i in range(len(steps))]]:
        row: Point = {
            "t_s": tick / 1000,
            "latitude_deg": draw(number(-89, -1)),
            "longitude_deg": draw(number(1, 179)),
        }
        for column, low, high in (
            ("altitude_m", -400, 8000),
            ("heart_rate_bpm", 30, 230),
            ("power_w", 0, 900),
            ("temperature_c", -30, 45),
        ):
            if draw(st.booleans()):
                row[column] = draw(number(low, high))
        if draw(st.booleans()):
            row["cadence_spm"] = 2.0 * draw(st.integers(60, 110))
        rows.append(row)
    return rows


styles = st.builds(
    Style,
    before=st.sampled_from([b"", b"\xef\xbb\xbf", b" \t\r\n", b"\n\xef\xbb\xbf ", b"          "]),
    prefix=st.sampled_from(["gpxtpx:", "", "x-1.y:", "ns3:", "tp1_:"]),
    bind_prefix=st.booleans(),
    offset=st.sampled_from([timedelta(0), timedelta(hours=5, minutes=45), timedelta(hours=-3)]),
    title=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20),
)


@given(rows=points(), style=styles, cut=st.integers(0, 25))
def test_what_was_written_reads_back_equal(rows: list[Point], style: Style, cut: int) -> None:
    reading = read_gpx(write_gpx(START, [rows[:cut], rows[cut:]], style=style))
    [recording] = reading.recordings
    names = [name for name in STREAM_COLUMNS if any(name in row for row in rows)]
    expected = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.Float64)
    )
    assert reading.damage is None
    assert_frame_equal(recording.stream.drop("distance_m"), expected, check_exact=True)
    assert recording.start_utc == START
    assert recording.title == ((style.title or "").strip() or None)
    assert recording.utc_offset_s == (style.offset.total_seconds() or None)
    way = recording.stream["distance_m"]
    assert way.null_count() == 0 and way[0] == 0.0 and (way.diff().drop_nulls() >= 0).all()


@given(rows=points(), where=st.floats(0, 1))
def test_a_cut_file_keeps_its_whole_points_and_reports_the_place(rows: list[Point], where: float) -> None:
    data = write_gpx(START, [rows])
    cut = data[: int(where * (len(data) - 1))]
    whole = cut.count(b"</trkpt>")
    if whole == 0:
        with pytest.raises(UnreadableFileError):
            read_gpx(cut)
        return
    reading = read_gpx(cut)
    assert reading.damage is not None
    lines = 1 + cut.count(b"\n")
    assert reading.damage.place.startswith(f"line {lines}, column ")
    assert reading.recordings[0].stream["t_s"].to_list() == [row["t_s"] for row in rows[:whole]]


def test_the_way_across_an_interruption_does_not_count() -> None:
    rows = line(4)
    far = [{**row, "t_s": row["t_s"] + 100, "latitude_deg": row["latitude_deg"] + 1} for row in rows]
    [recording] = read_gpx(write_gpx(START, [rows, far])).recordings
    assert recording.pauses_s == ((3.0, 100.0),)
    step = float(recording.stream["distance_m"][1])
    assert recording.stream["distance_m"].to_list() == pytest.approx(
        [step * i for i in (0, 1, 2, 3, 3, 4, 5, 6)], rel=1e-6
    )


@pytest.mark.parametrize(
    ("label", "sport", "sub_sport"),
    [
        ("running", "running", None),
        ("Run", "running", None),
        ("9", "running", None),
        ("trail_running", "running", "trail"),
        ("treadmill_running", "running", "treadmill"),
        ("VirtualRun", "running", "virtual_activity"),
        ("Course à pied", "running", None),
        ("ランニング", "running", None),
        ("1", "cycling", None),
        ("Hiking", "hiking", None),
        ("Moon walk", "moon_walk", None),
        ("", "generic", None),
    ],
)
def test_the_type_says_the_sport(label: str, sport: str, sub_sport: str | None) -> None:
    [recording] = read_gpx(write_gpx(START, [line()], sport=label)).recordings
    assert (recording.sport, recording.sub_sport) == (sport, sub_sport)


def test_points_without_times_are_no_activity() -> None:
    data = write_gpx(START, [line()])
    bare = data
    while b"<time>" in bare:
        bare = bare[: bare.index(b"<time>")] + bare[bare.index(b"</time>") + 7 :]
    with pytest.raises(UnreadableFileError, match="route, not a recorded activity"):
        read_gpx(bare)
    with pytest.raises(UnreadableFileError, match="route, not a recorded activity"):
        read_gpx(b"<gpx><rte><rtept lat='1' lon='2'/></rte></gpx>")
    with pytest.raises(UnreadableFileError, match="no track points"):
        read_gpx(b"<gpx/>")


def test_positions_without_a_fix_are_null() -> None:
    rows = line(5)
    rows[2] = {"t_s": 2.0, "latitude_deg": 0.0, "longitude_deg": 0.0}
    [recording] = read_gpx(write_gpx(START, [rows])).recordings
    assert recording.stream["latitude_deg"].null_count() == 1
    assert recording.stream["distance_m"].null_count() == 1
    assert float(recording.stream["distance_m"][-1]) < 20


def test_entities_depth_and_points_are_refused() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><gpx><trk><name>&b;</name></trk></gpx>'
    with pytest.raises(UnreadableFileError, match="document type or entities"):
        read_gpx(bomb)
    with pytest.raises(LimitExceededError):
        read_gpx(b"<gpx>" * 101)
    with pytest.raises(LimitExceededError):
        read_gpx(write_gpx(START, [line(10)]), Limits(max_points=9))


def test_several_tracks_are_several_recordings() -> None:
    data = write_gpx(START, [line()])
    track = data[data.index(b"<trk>") : data.index(b"</gpx>")]
    reading = read_gpx(data.replace(track, track + track.replace(b"2024-05-04", b"2024-05-05")))
    assert [recording.start_utc.day for recording in reading.recordings] == [4, 5]
