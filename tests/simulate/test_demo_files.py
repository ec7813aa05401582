"""The demo's files are complete, the same for a seed, and hold what their summary says."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from runback.activities import ActivitiesRead, read_activities
from runback.simulate import DemoSummary, write_demo_export
from runback.simulate.demo import DEMO_DAYS

LAST = date(2026, 6, 30)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo_export(tmp_path_factory.mktemp("demo"), last=LAST)


@pytest.fixture(scope="module")
def read(demo: DemoSummary) -> ActivitiesRead:
    return read_activities(demo.folder, runner=demo.runner)


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_writes_the_same_bytes(demo: DemoSummary, tmp_path: Path) -> None:
    write_demo_export(tmp_path, last=LAST)
    assert digests(tmp_path) == digests(demo.folder)


def test_every_kind_of_file_is_there(demo: DemoSummary) -> None:
    names = [path.relative_to(demo.folder).as_posix() for path in demo.folder.rglob("*") if path.is_file()]
    assert len(names) == demo.files
    for suffix in (".fit", ".fit.gz", ".tcx", ".gpx"):
        assert any(name.startswith("watch/") and name.endswith(suffix) for name in names), suffix
    with zipfile.ZipFile(demo.folder / "strava-export.zip") as strava:
        inside = strava.namelist()
        header = strava.read("activities.csv").decode().splitlines()[0].split(",")
    assert header[0] == "Activity ID" and header.count("Distance") == 2
    for suffix in (".fit.gz", ".tcx.gz", ".gpx"):
        assert any(name.endswith(suffix) for name in inside), suffix
    with zipfile.ZipFile(demo.folder / "garmin-export.zip") as garmin:
        (nested,) = (name for name in garmin.namelist() if "UploadedFiles" in name)
        assert any(name.endswith("_summarizedActivities.json") for name in garmin.namelist())
        with garmin.open(nested) as file, zipfile.ZipFile(file) as uploaded:
            assert all(name.endswith(".fit") for name in uploaded.namelist())


def test_what_is_read_is_what_the_summary_says(demo: DemoSummary, read: ActivitiesRead) -> None:
    starts = read.runs["start_utc"]
    assert starts.n_unique() == demo.runs + demo.by_hand
    assert read.runs.height == demo.runs + demo.by_hand
    assert len(read.copies) == demo.twice
    assert read.not_runs == demo.other_sports
    assert read.runs["local_date"].min() <= demo.first + timedelta(days=14)
    assert read.runs["local_date"].max() > LAST - timedelta(days=7)
    assert (demo.last - demo.first).days == DEMO_DAYS - 1


def test_only_the_two_damaged_files_are_problems(demo: DemoSummary, read: ActivitiesRead) -> None:
    assert len(read.problems) == 2
    by_source = {problem.source.rsplit("/", 1)[-1]: problem for problem in read.problems}
    assert by_source[Path(demo.cut).name].place.startswith("byte ")
    assert by_source[Path(demo.unreadable).name].reason


def test_names_shoes_and_effort_come_through(demo: DemoSummary, read: ActivitiesRead) -> None:
    assert {"Long run", "Easy run", "Treadmill, watch forgotten"} <= set(read.runs["title"].drop_nulls())
    assert read.runs["shoe"].drop_nulls().n_unique() >= 2
    assert read.runs["rpe"].drop_nulls().len() > demo.runs / 3
    assert read.runs["stance_time_ms"].drop_nulls().len() > demo.runs / 5


def test_the_planted_error_shows_in_the_files(demo: DemoSummary, read: ActivitiesRead) -> None:
    assert demo.error.cause.value in demo.sentence and "Simulated" in demo.sentence
    runs = read.runs.unique("start_utc")
    late = pl.col("local_date") >= demo.error.first
    month = pl.col("local_date").is_between(
        demo.error.first - timedelta(days=30), demo.error.first - timedelta(days=1)
    )
    assert runs.filter(late)["distance_m"].max() > 1.2 * runs.filter(month)["distance_m"].max()
