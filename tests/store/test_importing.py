from __future__ import annotations

import gzip
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal
from small_files import FIRST, dump, gpx, tcx, write_runs, write_zip

from runback.activities.reading import read_file
from runback.activities.runs import RUN_COLUMNS
from runback.errors import BadInputError, StoreError
from runback.store import open_store

if TYPE_CHECKING:
    from runback.store import Store

IMPORT = (
    "import sys; from pathlib import Path; from runback.store import open_store; "
    "store = open_store(Path(sys.argv[1])); print('begun', flush=True); "
    "store.import_paths([Path(path) for path in sys.argv[2:]])"
)


def test_every_real_file_is_accounted_for(store: Store, shared_data: Path) -> None:
    folder = shared_data / "activities"
    report = store.import_paths([folder], workers=1)
    files = [path for path in folder.iterdir() if path.is_file()]
    assert report.new + report.duplicates + report.not_runs + len(report.failed) == len(files)
    assert not report.failed
    assert "activities/truncated.fit" in {damaged.source for damaged in report.damaged}
    assert all(damaged.place and damaged.reason for damaged in report.damaged)
    runs = store.runs()
    assert dict(runs.schema) == RUN_COLUMNS
    assert runs["start_utc"].is_sorted()
    cut = store.find_run(runs.filter(runs["source"].str.ends_with("truncated.fit"))["run_id"][0])
    assert cut.damage is not None and cut.damage.place.startswith("byte ")


def test_formats_of_one_real_run_are_one_run_of_several_copies(
    store: Store, shared_data: Path, tmp_path: Path
) -> None:
    # The pairs are rides; as runs they would be brought in, so their copies here say that they are.
    folder = tmp_path / "runs"
    folder.mkdir()
    for name in ("activity_4801048867.tcx", "activity_4801048867.gpx", "4801048867_strava.gpx"):
        content = (shared_data / "activities" / name).read_bytes()
        content = content.replace(b'"Biking"', b'"Running"').replace(b">cycling<", b">running<")
        (folder / name).write_bytes(content.replace(b"<type>1</type>", b"<type>9</type>"))
    report = store.import_paths([folder], workers=1)
    assert (report.new, report.duplicates) == (1, 2)
    detail = store.find_run("latest")
    assert detail.run["source"] == "runs/activity_4801048867.tcx"
    assert sorted(copy.source for copy in detail.copies) == [
        "runs/4801048867_strava.gpx",
        "runs/activity_4801048867.gpx",
    ]
    assert not any(copy.leads for copy in detail.copies)
    copy = store.find_run(detail.copies[0].run_id)
    assert not copy.leads
    assert {other.run_id for other in copy.copies} == {
        detail.run["run_id"],
        *(other.run_id for other in detail.copies if other.run_id != copy.run["run_id"]),
    }


def test_importing_again_changes_no_run(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 12)
    first = store.import_paths([folder], workers=1)
    before = dump(store, with_arrivals=False)
    again = store.import_paths([folder], workers=1)
    assert dump(store, with_arrivals=False) == before
    assert (again.new, again.failed) == (0, ())
    assert again.duplicates == first.new + first.duplicates
    assert store.runs().height == first.new == 12


def test_a_zip_and_the_folder_it_was_made_of_hold_the_same_runs(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 6)
    store.import_paths([folder], workers=1)
    before = store.runs()
    members = {path.name: path.read_bytes() for path in folder.iterdir()}
    inner = write_zip(tmp_path / "inner.zip", members)
    outer = write_zip(tmp_path / "outer.zip", {"parts/inner.zip": inner.read_bytes()})
    report = store.import_paths([outer], workers=1)
    assert (report.new, report.duplicates) == (0, len(members))
    assert_frame_equal(store.runs(), before)


def test_the_stored_stream_and_original_are_those_of_the_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "run.tcx"
    path.write_bytes(tcx(FIRST))
    store.import_paths([path], workers=1)
    detail = store.find_run("latest")
    (recording,) = read_file(path.read_bytes()).recordings
    assert_frame_equal(store.stream(detail.run["run_id"]), recording.stream, abs_tol=1e-6)
    assert gzip.decompress(store.home.original(detail.original).read_bytes()) == path.read_bytes()
    assert detail.laps.height == 1
    assert detail.device_totals["distance_m"] == 1800.0


def test_newest_runs_are_read_first(store: Store, tmp_path: Path) -> None:
    from runback.store.models import Activity

    store.import_paths([write_runs(tmp_path / "files", 8)], workers=1)
    starts = list(Activity.objects.order_by("pk").values_list("start_utc", flat=True))
    assert starts == sorted(starts, reverse=True)


def test_bad_files_are_named_and_stop_nothing(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 3)
    (folder / "broken.fit").write_bytes(b"\x0e\x10\x00\x00nothing of this is right" * 9)
    (folder / "empty.gpx").write_bytes(b"")
    (folder / "bomb.tcx.gz").write_bytes(gzip.compress(b" " * 300_000_000, compresslevel=9))
    (folder / "cut.zip").write_bytes(
        write_zip(tmp_path / "whole.zip", {"a.tcx": tcx(FIRST)}).read_bytes()[:-30]
    )
    (folder / "ride.tcx").write_bytes(tcx(FIRST, sport="Biking"))
    report = store.import_paths([folder, tmp_path / "nowhere.fit"], workers=1)
    assert report.new == 3
    assert report.not_runs == 1
    assert {Path(failure.source).name for failure in report.failed} == {
        *("broken.fit", "empty.gpx", "bomb.tcx.gz", "cut.zip", "nowhere.fit")
    }
    assert all(failure.reason for failure in report.failed)
    again = store.import_paths([folder, tmp_path / "nowhere.fit"], workers=1)
    assert again.failed == report.failed
    assert (again.new, again.not_runs) == (0, 1)


def test_a_worker_that_dies_costs_no_file(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 40)
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        children = [child.pid for child in multiprocessing.active_children() if child.pid is not None]
        if done >= 5 and not killed and children:
            killed.append(children[0])
            os.kill(children[0], signal.SIGKILL)

    report = store.import_paths([folder], progress=kill_one)
    assert killed
    assert (report.new, report.failed) == (40, ())


class Deadly(bytes):
    """Bytes that end the process that receives them."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


def test_only_the_file_that_kills_its_reader_fails(store: Store) -> None:
    from runback.activities.exports import EntriesByStart
    from runback.model import Runner
    from runback.store.readers import CRASHED, Readers
    from runback.store.reading_job import Job, Setup

    contents = [tcx(FIRST + timedelta(days=day)) for day in range(6)]
    jobs = [(number, Job(f"{number}.tcx", f"{number}.tcx", raw)) for number, raw in enumerate(contents)]
    jobs[2] = (2, Job("2.tcx", "2.tcx", Deadly(b"deadly")))
    with Readers(Setup(store.home, Runner(), EntriesByStart(())), 2) as readers:
        found = list(readers.read(jobs))
    assert [number for number, _ in found] == list(range(6))
    for number, read in found:
        assert read is not None
        assert (read.fault.reason if read.fault else None) == (CRASHED if number == 2 else None)


def test_an_import_while_another_runs_is_refused(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 2)
    refused: list[str] = []

    def try_another(done: int, total: int) -> None:
        if done == 1:
            second = subprocess.run(
                [sys.executable, "-c", IMPORT, str(store.home.root), str(folder)],
                capture_output=True,
                text=True,
                check=False,
            )
            refused.append(second.stderr.strip().splitlines()[-1])

    report = store.import_paths([folder], progress=try_another)
    assert report.new == 2
    assert "StoreError" in refused[0] and "another import" in refused[0]


def test_ctrl_c_leaves_an_import_that_the_next_call_completes(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 30)
    reference = open_store(tmp_path / "reference")
    reference.import_paths([folder], workers=1)
    wanted = dump(reference)
    store = open_store(store.home.root)

    def interrupt(done: int, total: int) -> None:
        if done == 11:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.import_paths([folder], progress=interrupt)
    assert store.batches()[0].state == "running"
    report = store.import_paths([folder], workers=1)
    assert report.resumed
    assert len(store.batches()) == 1
    assert dump(store) == wanted


def test_a_full_disk_ends_in_one_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 20)
    (folder / "long.tcx").write_bytes(tcx(FIRST - timedelta(days=9), seconds=9000, step_s=1))
    reference = open_store(tmp_path / "reference")
    reference.import_paths([folder], workers=1)
    wanted = dump(reference)

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    open_store(tmp_path / "home")
    program = IMPORT.replace("store.import_paths", "import resource; store.import_paths")
    full = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "home"), str(folder)],
        capture_output=True,
        text=True,
        preexec_fn=small_files_only,
        check=False,
    )
    assert "StoreError" in full.stderr.strip().splitlines()[-1]
    assert "room" in full.stderr
    store = open_store(tmp_path / "home")
    store.import_paths([folder], workers=1)
    assert dump(store) == wanted


def test_a_lost_original_is_restored_by_importing_again(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 2)
    store.import_paths([folder], workers=1)
    before = dump(store, with_arrivals=False)
    detail = store.find_run("latest")
    store.home.original(detail.original).unlink()
    store.home.stream(detail.run["run_id"]).unlink()
    store.import_paths([folder], workers=1)
    assert dump(store, with_arrivals=False) == before


def test_names_shoes_and_entries_by_hand_of_a_strava_export_are_kept(store: Store, tmp_path: Path) -> None:
    content = gzip.compress(tcx(FIRST), mtime=0)
    table = (
        "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
        "Activity Gear,Filename\n"
        '11,"May 1, 2026, 6:00:00 AM",Hills with A,Run,felt fine,600,1.80,Blue shoe,activities/1.tcx.gz\n'
        '12,"Apr 2, 2026, 6:00:00 AM",Forgot the watch,Run,,1800,5.00,,\n'
        '13,"Apr 3, 2026, 6:00:00 AM",To work,Ride,,1800,9.00,,\n'
    )
    bare = tmp_path / "1.tcx"
    bare.write_bytes(tcx(FIRST))
    store.import_paths([bare], workers=1)
    assert store.find_run("latest").run["title"] is None
    export = write_zip(
        tmp_path / "export.zip", {"activities/1.tcx.gz": content, "activities.csv": table.encode()}
    )
    report = store.import_paths([export], workers=1)
    assert (report.new, report.duplicates) == (1, 1)
    run = store.find_run("latest")
    assert (run.run["title"], run.run["shoe"], run.description) == ("Hills with A", "Blue shoe", "felt fine")
    by_hand = store.find_run("2026-04-02")
    assert (by_hand.run["title"], by_hand.run["elapsed_s"]) == ("Forgot the watch", 1800.0)
    assert store.stream(by_hand.run["run_id"]).is_empty()
    assert store.runs().height == 2
    store.undo_import()
    assert store.find_run("latest").run["title"] is None
    assert store.runs().height == 1


def test_the_order_of_imports_changes_no_run(tmp_path: Path) -> None:
    start = FIRST.astimezone(UTC)
    files = {"rich.tcx": tcx(start), "poor.gpx": gpx(start), "bare.tcx": tcx(start, heart_rate_bpm=None)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    frames = []
    for number, order in enumerate(
        (("rich.tcx", "poor.gpx", "bare.tcx"), ("bare.tcx", "poor.gpx", "rich.tcx"))
    ):
        store = open_store(tmp_path / f"home{number}")
        outcomes = Counter(store.import_paths([tmp_path / name], workers=1).new for name in order)
        assert outcomes == {1: 1, 0: 2}
        frames.append(store.runs())
        assert len(store.find_run("latest").copies) == 2
    assert_frame_equal(frames[0], frames[1])
    assert frames[0]["source"].to_list() == ["rich.tcx"]
    assert frames[0]["title"].to_list() == ["Morning run"]


def test_an_empty_store_and_an_unusable_folder_say_so(store: Store) -> None:
    with pytest.raises(BadInputError, match="no run"):
        store.find_run("latest")
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(Path(__file__) / "home")
