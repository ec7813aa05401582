"""Any file by its content, and everything under a path, as the library's user calls it."""

from __future__ import annotations

import gzip
import json
import pickle
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from xml_files import Point, write_gpx, write_tcx

from runback.activities import Recording, is_run, read_activities, read_file
from runback.activities.limits import Limits
from runback.activities.reading import detect_format
from runback.activities.runs import RUN_COLUMNS
from runback.errors import BadInputError, LimitExceededError, UnreadableFileError
from runback.model import Runner

START = datetime(2024, 5, 4, 6, 30, tzinfo=UTC)


def jog(n: int = 120, speed: float = 3.0) -> list[Point]:
    return [
        {
            "t_s": float(i),
            "latitude_deg": 50.0 + i * speed / 111_195,
            "longitude_deg": 6.0,
            "distance_m": i * speed,
            "cadence_spm": 168.0,
        }
        for i in range(n)
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "unknown"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06" + bytes(18), "zip"),
        (b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT", "fit"),
        (write_tcx(START, [jog(2)]), "tcx"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- <gpx> no --><TrainingCenterDatabase>", "tcx"),
        (write_gpx(START, [jog(2)]), "gpx"),
        (write_gpx(START, [jog(2)]).decode().encode("utf-16"), "gpx"),
        (b"<x:gpx xmlns:x='http://www.topografix.com/GPX/1/1'>", "gpx"),
        (b"<kml></kml>", "unknown"),
        (b"<gpxes>", "unknown"),
        (b"a,b\n1,2\n", "unknown"),
    ],
)
def test_the_content_says_the_format(data: bytes, kind: str) -> None:
    assert detect_format(data) == kind


def test_names_do_not_matter(shared_data: Path) -> None:
    for path in sorted((shared_data / "activities").glob("activity_5039744860.*")):
        [recording] = read_file(path.read_bytes(), "wrong.fit").recordings
        [packed] = read_file(gzip.compress(path.read_bytes()), "wrong.gpx").recordings
        assert recording.stream.equals(packed.stream)


def test_readings_travel_between_processes() -> None:
    reading = read_file(write_tcx(START, [jog()]))
    again = pickle.loads(pickle.dumps(reading))
    assert again.recordings[0].stream.equals(reading.recordings[0].stream)
    assert pickle.loads(pickle.dumps(read_file)) is read_file


def test_a_damaged_gzip_keeps_what_came_out_and_says_so() -> None:
    packed = gzip.compress(write_tcx(START, [jog(5000)]), 1)
    reading = read_file(packed[: len(packed) // 2], "x.tcx.gz")
    assert reading.damage is not None
    assert reading.damage.place == "gzip" and "ends before" in reading.damage.reason
    assert 100 < reading.recordings[0].stream.height < 5000
    whole = bytearray(packed)
    whole[-6] ^= 1
    assert "damaged" in (reading.damage.reason if (reading := read_file(bytes(whole))).damage else "")
    with pytest.raises(UnreadableFileError, match="ends before its end mark"):
        read_file(packed[:40])


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "x.fit.gz", "is empty"),
        (gzip.compress(b"", mtime=0), "x.tcx.gz", "is empty"),
        (b"PK\x03\x04", "x.fit", "a zip archive within a file"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "x.gz", "a gzip archive within a file"),
        (b"hello", "x.tcx", "no activity file"),
    ],
)
def test_what_is_no_activity_says_so(data: bytes, name: str, message: str) -> None:
    if name == "x.fit.gz":
        name = "x"
    with pytest.raises(UnreadableFileError, match=message):
        read_file(data, name)


def test_limits_hold_for_any_format() -> None:
    with pytest.raises(LimitExceededError):
        read_file(gzip.compress(bytes(1 << 26)))
    with pytest.raises(LimitExceededError, match="larger than 1 MiB"):
        read_file(b"<gpx>" + b" " * (1 << 20), limits=Limits(max_file_bytes=1 << 20))


def recording(sport: str, **columns: list[float]) -> Recording:
    return Recording(sport, START, pl.DataFrame(columns))


@pytest.mark.parametrize(
    ("sport", "speed", "cadence", "run"),
    [
        ("running", 0.0, None, True),
        ("cycling", 3.0, 170.0, False),
        ("walking", 3.0, 170.0, False),
        ("generic", 3.0, None, True),
        ("generic", 3.0, 170.0, True),
        ("generic", 3.0, 85.0, False),
        ("generic", 1.4, 110.0, False),
        ("generic", 8.0, None, False),
        ("moon_walk", 3.0, None, False),
    ],
)
def test_what_counts_as_a_run(sport: str, speed: float, cadence: float | None, run: bool) -> None:
    t_s = [float(i) for i in range(60)]
    columns = {"t_s": t_s, "distance_m": [t * speed for t in t_s]}
    if cadence is not None:
        columns["cadence_spm"] = [cadence] * 60
    assert is_run(recording(sport, **columns)) is run


def test_an_unnamed_session_without_way_is_no_run() -> None:
    assert not is_run(recording("generic", t_s=[]))


CSV = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Activity Gear,Filename\n"
    '1,"May 4, 2024, 6:30:00 AM",Hügel,Trail Run,,119,0.36,Speedgoat,activities/1.gpx.gz\n'
    '2,"May 6, 2024, 6:30:00 AM",By hand,Run,,1800,5,,\n'
    '3,"May 7, 2024, 6:30:00 AM",Ride,Ride,,1800,5,,activities/3.tcx\n'
)


@pytest.fixture
def strava(tmp_path: Path) -> Path:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("activities.csv", CSV)
        archive.writestr("activities/1.gpx.gz", gzip.compress(write_gpx(START, [jog()], sport="")))
        archive.writestr("activities/3.tcx", write_tcx(START, [jog(speed=7)], sport="Other"))
        archive.writestr("activities/4.tcx", write_tcx(START + timedelta(hours=5), [jog()])[:-1000])
        archive.writestr("activities/5.fit", b"nonsense")
        older = zipfile.ZipInfo("activities/6.gpx", (2020, 1, 1, 0, 0, 0))
        archive.writestr(older, write_gpx(START, [jog()], sport=""))
    return path


def test_a_whole_export_becomes_runs_streams_and_problems(strava: Path) -> None:
    steps: list[tuple[int, int]] = []
    read = read_activities(strava, progress=lambda done, of: steps.append((done, of)))
    assert list(read.runs.columns) == list(RUN_COLUMNS)
    rows = {row["source"]: row for row in read.runs.to_dicts()}
    hill = rows["export.zip > activities/1.gpx.gz"]
    assert (hill["title"], hill["shoe"], hill["sport"], hill["sub_sport"]) == (
        "Hügel",
        "Speedgoat",
        "running",
        "trail",
    )
    assert hill["distance_m"] == pytest.approx(357, abs=1)
    hand = rows["export.zip > activities.csv"]
    assert (hand["title"], hand["device_distance_m"], hand["local_date"].day) == ("By hand", 5000.0, 6)
    assert read.not_runs == 1
    assert read.streams[hill["run_id"]].height == 120
    assert set(read.streams) == set(read.runs["run_id"])
    assert "export.zip > activities/6.gpx" not in rows, "the same content again"
    problems = {problem.source: problem for problem in read.problems}
    assert problems["export.zip > activities/4.tcx"].place.startswith("line ")
    assert "export.zip > activities/4.tcx" in rows, "its whole points are kept"
    assert set(problems) == {"export.zip > activities/4.tcx", "export.zip > activities/5.fit"}
    assert steps == [(i, 5) for i in range(6)]


def test_an_activity_in_two_formats_is_one_run(tmp_path: Path) -> None:
    (tmp_path / "site.gpx").write_bytes(write_gpx(START, [jog()], sport="running"))
    (tmp_path / "watch.tcx").write_bytes(write_tcx(START, [jog()]))
    read = read_activities(tmp_path)
    assert read.runs.height == len(read.streams) == 1
    ((copy, lead),) = read.copies.items()
    assert lead == read.runs["run_id"][0] != copy


def test_garmins_summaries_name_their_files_and_the_rest_is_by_hand(tmp_path: Path) -> None:
    def summary(number: int, day: int) -> dict[str, object]:
        start = datetime(2024, 5, day, 6, 30, 20, tzinfo=UTC).timestamp() * 1000
        name = f"Number {number}"
        kind = "treadmill_running"
        return {
            "activityId": number,
            "startTimeGmt": start,
            "name": name,
            "activityType": kind,
            "distance": 1e6,
        }

    path = tmp_path / "garmin.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("UploadedFiles_0-_Part1.zip", b"")
        archive.writestr("x.tcx", write_tcx(START, [jog()]))
        content = [{"summarizedActivitiesExport": [summary(1, 4), summary(2, 5)]}]
        archive.writestr("a_0_summarizedActivities.json", json.dumps(content))
    read = read_activities([path])
    assert read.runs["title"].to_list() == ["Number 1", "Number 2"]
    assert read.runs["device_distance_m"].to_list() == [None, 10000.0]
    assert read.runs["sub_sport"].to_list() == ["treadmill", "treadmill"]
    assert [problem.source for problem in read.problems] == ["garmin.zip > UploadedFiles_0-_Part1.zip"]


def test_every_real_recording_is_read_or_its_fault_is_named(shared_data: Path) -> None:
    read = read_activities(shared_data / "activities")
    assert read.runs.height >= 12
    assert read.not_runs >= 7
    assert all(problem.place and problem.reason for problem in read.problems)
    cycling = {name for name in read.runs["source"] if name.endswith(".gpx")}
    assert cycling == set()


def test_an_empty_folder_and_a_missing_path(tmp_path: Path) -> None:
    read = read_activities([tmp_path, tmp_path / "gone"])
    assert read.runs.height == 0 and list(read.runs.columns) == list(RUN_COLUMNS)
    assert [problem.source for problem in read.problems] == ["gone"]


def test_a_zone_that_does_not_exist_is_the_callers_fault(strava: Path) -> None:
    with pytest.raises(BadInputError):
        read_activities(strava, runner=Runner(zone="Nowhere/Town"))
