"""TCX read against ElementTree, against what was written, and where it is odd, cut or hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from xml_files import Point, Style, merged, oracle_tcx, write_tcx

from runback.activities.gpx import read_gpx
from runback.activities.limits import Limits
from runback.activities.recording import STREAM_COLUMNS
from runback.activities.tcx import read_tcx
from runback.errors import LimitExceededError, UnreadableFileError

START = datetime(2024, 5, 4, 6, 30, tzinfo=UTC)
COLUMNS = {
    "LatitudeDegrees": "latitude_deg",
    "LongitudeDegrees": "longitude_deg",
    "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "HeartRateBpm": "heart_rate_bpm",
    "Speed": "speed_m_s",
    "Watts": "power_w",
}


def line(n: int = 10, every_s: float = 1.0) -> list[Point]:
    return [
        {
            "t_s": i * every_s,
            "latitude_deg": 50.0 + i * 1e-4,
            "longitude_deg": 6.0,
            "distance_m": i * 11.1,
            "heart_rate_bpm": 140.0 + i,
            "cadence_spm": 170.0,
        }
        for i in range(n)
    ]


@pytest.mark.parametrize(
    ("name", "steps"),
    [("3173437224.tcx", 2.0), ("activity_4801048867.tcx", 1.0), ("activity_5039744860.tcx", 1.0)],
)
def test_real_files_equal_the_oracle_value_by_value(shared_data: Path, name: str, steps: float) -> None:
    data = (shared_data / "activities" / name).read_bytes()
    reading = read_tcx(data)
    [recording] = reading.recordings
    expected = merged(oracle_tcx(data), "Time")
    stream = recording.stream
    assert reading.damage is None
    assert stream.height == len(expected) > 90
    start = recording.start_utc.timestamp()
    assert [start + t for t in stream["t_s"]] == pytest.approx([t for t, _ in expected], abs=1e-6)
    for tag, column in COLUMNS.items():
        values = [float(row[tag]) if tag in row else None for _, row in expected]
        if column == "heart_rate_bpm":
            values = [value or None for value in values]
        got = stream[column].to_list() if column in stream.columns else [None] * len(values)
        assert got == values, column
    cadences = [row.get("RunCadence", row.get("Cadence")) for _, row in expected]
    values = [float(cadence) * steps if cadence is not None else None for cadence in cadences]
    got = stream["cadence_spm"].to_list() if "cadence_spm" in stream.columns else [None] * len(values)
    assert got == values
    assert set(stream.columns) <= set(STREAM_COLUMNS)


@pytest.mark.parametrize("name", ["activity_4801048867", "activity_5039744860"])
def test_one_activity_in_two_formats_reads_alike(shared_data: Path, name: str) -> None:
    folder = shared_data / "activities"
    [tcx] = read_tcx((folder / f"{name}.tcx").read_bytes()).recordings
    [gpx] = read_gpx((folder / f"{name}.gpx").read_bytes()).recordings
    assert (tcx.start_utc, tcx.sport) == (gpx.start_utc, gpx.sport)
    for column in ("t_s", "latitude_deg", "longitude_deg", "heart_rate_bpm", "cadence_spm", "altitude_m"):
        assert (column in tcx.stream.columns) == (column in gpx.stream.columns)
        if column in tcx.stream.columns:
            assert tcx.stream[column].to_list() == pytest.approx(gpx.stream[column].to_list(), abs=1e-6)


def test_lap_totals_of_a_real_file(shared_data: Path) -> None:
    [recording] = read_tcx((shared_data / "activities" / "3173437224.tcx").read_bytes()).recordings
    assert recording.laps["timer_s"].to_list() == [142.0, 3368.0]
    assert recording.totals.timer_s == 3510.0
    assert recording.totals.distance_m == pytest.approx(4508.5, abs=0.01)
    assert recording.totals.energy_kcal == 467.0
    assert recording.totals.max_heart_rate_bpm == 168.0
    assert recording.device == "Polar M400"
    assert recording.pauses_s == ((1998.0, 2396.719),)
    # The device's timer stands still in the pause and nowhere else.
    paused = sum(end - begin for begin, end in recording.pauses_s)
    assert recording.totals.elapsed_s is not None
    assert recording.totals.elapsed_s - paused == pytest.approx(recording.totals.timer_s, abs=6.0)


def number(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False).map(lambda value: round(value, 6))


@st.composite
def points(draw: st.DrawFn) -> list[Point]:
    steps = draw(st.lists(st.integers(1, 20_000), min_size=1, max_size=25))
    ticks = [0, *[sum(steps[: i + 1]) for i in range(len(steps))]]
    rows: list[Point] = []
    for tick in ticks:
        row: Point = {"t_s": tick / 1000}
        if draw(st.booleans()):
            row["latitude_deg"] = draw(number(-89, -1))
            row["longitude_deg"] = draw(number(1, 179))
        for column, low, high in (
            ("distance_m", 0, 1e5),
            ("altitude_m", -400, 8000),
            ("speed_m_s", 0, 12),
            ("heart_rate_bpm", 30, 230),
            ("power_w", 0, 900),
        ):
            if draw(st.booleans()):
                row[column] = draw(number(low, high))
        if draw(st.booleans()):
            row["cadence_spm"] = 2.0 * draw(st.integers(60, 110))
        rows.append(row)
    # One distance at least, so that none is computed.
    rows[0]["distance_m"] = 0.0
    return rows


styles = st.builds(
    Style,
    before=st.sampled_from([b"", b"\xef\xbb\xbf", b"  \r\n", b"\n\xef\xbb\xbf ", b"          "]),
    prefix=st.sampled_from(["ns3:", "", "x-1.y:", "TPX_:", "ns:"]),
    bind_prefix=st.booleans(),
    offset=st.sampled_from([timedelta(0), timedelta(hours=2), timedelta(hours=-9, minutes=-30)]),
    title=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20),
)


@given(rows=points(), style=styles, cut=st.integers(0, 25))
def test_what_was_written_reads_back_equal(rows: list[Point], style: Style, cut: int) -> None:
    reading = read_tcx(write_tcx(START, [rows[:cut], rows[cut:]], style=style))
    [recording] = reading.recordings
    names = [name for name in STREAM_COLUMNS if any(name in row for row in rows)]
    expected = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.Float64)
    )
    assert reading.damage is None
    assert_frame_equal(recording.stream, expected, check_exact=True)
    assert recording.start_utc == START
    assert recording.description == (style.title or "").strip() or recording.description is None
    assert recording.utc_offset_s == (style.offset.total_seconds() or None)


@given(rows=points(), where=st.floats(0, 1))
def test_a_cut_file_keeps_its_whole_points_and_reports_the_place(rows: list[Point], where: float) -> None:
    data = write_tcx(START, [rows])
    cut = data[: int(where * (len(data) - 1))]
    whole = cut.count(b"</Trackpoint>")
    lap_known = b"</TotalTimeSeconds>" in cut
    try:
        reading = read_tcx(cut)
    except UnreadableFileError as error:
        assert whole == 0 and not lap_known
        assert error.where.startswith("line ") or not cut
        return
    assert reading.damage is not None
    lines = 1 + cut.count(b"\n")
    assert reading.damage.place.startswith(f"line {lines}, column ")
    [recording] = reading.recordings
    assert recording.stream.height == whole
    assert recording.stream["t_s"].to_list() == [row["t_s"] for row in rows[:whole]]


def test_several_activities_and_a_manual_one() -> None:
    one = write_tcx(START, [line(5)])
    inner = one[one.index(b"<Activity ") : one.index(b"</Activities>")]
    manual = (
        b'<Activity Sport="Other"><Id>2024-05-05T06:30:00Z</Id><Lap StartTime="2024-05-05T06:30:00Z">'
        b"<TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>5000</DistanceMeters></Lap></Activity>"
    )
    both = one.replace(inner, inner + manual + inner.replace(b"Running", b"Biking"))
    run, hand, ride = read_tcx(both).recordings
    assert (run.sport, hand.sport, ride.sport) == ("running", "generic", "cycling")
    assert run.stream.height == ride.stream.height == 5
    assert hand.stream.columns == ["t_s"] and hand.stream.height == 0
    assert (hand.totals.distance_m, hand.totals.timer_s) == (5000.0, 1800.0)
    assert hand.start_utc == datetime(2024, 5, 5, 6, 30, tzinfo=UTC)
    assert ride.stream["cadence_spm"].to_list() == [85.0] * 5
    assert run.stream["cadence_spm"].to_list() == [170.0] * 5


def test_cadence_that_counts_both_feet_already_is_left() -> None:
    rows = [{**point, "cadence_spm": 2 * 172.0} for point in line()]
    [recording] = read_tcx(write_tcx(START, [rows])).recordings
    assert set(recording.stream["cadence_spm"]) == {172.0}


def test_a_new_track_is_a_pause_only_where_time_was_lost() -> None:
    rows = line(30)
    later = [{**point, "t_s": point["t_s"] + 60} for point in rows[20:]]
    [recording] = read_tcx(write_tcx(START, [rows[:10], rows[10:20], later])).recordings
    assert recording.pauses_s == ((19.0, 80.0),)


def test_equal_times_become_one_sample_and_backward_ones_are_sorted() -> None:
    rows = line(6)
    twin: Point = {"t_s": 2.0, "heart_rate_bpm": 99.0, "altitude_m": 300.0}
    order = [rows[0], rows[3], rows[1], rows[2], twin, rows[4], rows[5]]
    [recording] = read_tcx(write_tcx(START, [order])).recordings
    assert recording.stream["t_s"].to_list() == [0, 1, 2, 3, 4, 5]
    assert recording.stream["heart_rate_bpm"].to_list() == [140, 141, 142, 143, 144, 145]
    assert recording.stream["altitude_m"].to_list() == [None, None, 300, None, None, None]


def test_points_of_a_clock_not_yet_set_are_left_out_and_reported() -> None:
    rows = line(50)
    data = write_tcx(START, [rows]).replace(b"2024-05-04T06:30:01", b"1999-01-01T00:00:00")
    reading = read_tcx(data)
    [recording] = reading.recordings
    assert recording.stream.height == 49
    assert recording.start_utc == START
    assert reading.damage is not None and "1 points" in reading.damage.reason


@pytest.mark.parametrize(
    ("before", "rest"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>', ""),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd">', ""),
        (
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            "<Notes>&b;</Notes>",
        ),
        ('<!DOCTYPE x [<!ATTLIST Trackpoint a CDATA "lots">]>', ""),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.org/x">%p;]>', ""),
    ],
)
def test_document_types_and_entities_are_refused(before: str, rest: str) -> None:
    data = write_tcx(START, [line()]).replace(b"<TrainingCenter", before.encode() + b"<TrainingCenter", 1)
    data = data.replace(b"<Notes></Notes>", rest.encode())
    with pytest.raises(UnreadableFileError, match="document type or entities"):
        read_tcx(data)


def test_depth_and_points_are_limited() -> None:
    with pytest.raises(LimitExceededError, match="nests more than"):
        read_tcx(b"<TrainingCenterDatabase>" + b"<a>" * 100_000)
    with pytest.raises(LimitExceededError, match="more than 50 XML elements"):
        read_tcx(write_tcx(START, [line(10)]), Limits(max_elements=50))
    with pytest.raises(LimitExceededError, match="more than 9 points"):
        read_tcx(write_tcx(START, [line(10)]), Limits(max_points=9))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<TrainingCenterDatabase/>",
        b"<TrainingCenterDatabase><Courses><Course><Track><Trackpoint><Time>2024-05-04T06:30:00Z</Time>"
        b"</Trackpoint></Track></Course></Courses></TrainingCenterDatabase>",
        b"<TrainingCenterDatabase><Activities><Activity Sport='Running'></Activity></Activities>"
        b"</TrainingCenterDatabase>",
        b"<TrainingCenterDatabase></TrainingCenterDatabase",
    ],
)
def test_files_without_activity_say_so(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_tcx(data)


def test_other_encodings_and_stray_bytes() -> None:
    data = write_tcx(START, [line()], style=Style(title="Läufchen"))
    wide = data.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    [recording] = read_tcx(wide).recordings
    assert recording.description == "Läufchen"
    for name in (b"utf8", b"WTF-8", b"rot13", b"idna"):
        [recording] = read_tcx(data.replace(b"UTF-8", name, 1)).recordings
        assert (recording.description, recording.stream.height) == ("Läufchen", 10)
    reading = read_tcx(data + b"\0\0\0")
    assert reading.recordings[0].stream.height == 10
    assert reading.damage is not None


def test_nonsense_values_become_null_and_nothing_is_invented() -> None:
    data = write_tcx(START, [line(3)])
    data = data.replace(b"<Value>140.0</Value>", b"<Value>1_40</Value>", 1)
    data = data.replace(b"<Value>141.0</Value>", b"<Value>inf</Value>").replace(b"142.0", b"0")
    data = data.replace(b"<LatitudeDegrees>50.0</LatitudeDegrees>", b"<LatitudeDegrees>950</LatitudeDegrees>")
    [recording] = read_tcx(data).recordings
    assert "heart_rate_bpm" not in recording.stream.columns
    assert (
        recording.stream["latitude_deg"].null_count() == recording.stream["longitude_deg"].null_count() == 1
    )


def test_steps_of_one_foot_are_doubled() -> None:
    data = write_tcx(START, [line()])
    lap = b"<Extensions><LX><AvgRunCadence>85</AvgRunCadence><Steps>%d</Steps></LX></Extensions></Lap>"
    for written in (85, 170):
        [recording] = read_tcx(data.replace(b"</Lap>", lap % written)).recordings
        assert recording.totals.steps == 170.0
        assert recording.totals.mean_cadence_spm == 170.0
