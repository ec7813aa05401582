"""Opening, undoing, asking, telling and measuring again."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from small_files import FIRST, dump, gpx, tcx, write_runs

from runback.activities.runs import RUN_COLUMNS
from runback.errors import BadInputError, StoreError
from runback.store import open_store

if TYPE_CHECKING:
    from runback.store import Store


def test_every_column_of_a_run_has_one_of_its_type(store: Store) -> None:
    from django.db import models

    from runback.store.models import Activity

    kinds = {
        pl.String: (models.CharField, models.TextField),
        pl.Float64: models.FloatField,
        pl.Date: models.DateField,
        pl.Datetime: models.DateTimeField,
        pl.List: models.JSONField,
    }
    fields = {field.name: field for field in Activity._meta.get_fields()}
    for name, dtype in RUN_COLUMNS.items():
        assert isinstance(fields[name], kinds[dtype.base_type()]), name


def test_the_migrations_make_the_models(store: Store) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_sqlite_is_set_up_for_several_processes(store: Store) -> None:
    from django.db import connection

    answers = {}
    with connection.cursor() as cursor:
        for pragma in ("journal_mode", "foreign_keys", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            answers[pragma] = cursor.fetchone()[0]
    assert answers == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


def test_a_store_is_backed_up_before_its_tables_change(store: Store, tmp_path: Path) -> None:
    store.import_paths([write_runs(tmp_path / "files", 1)], workers=1)
    open_store(tmp_path / "elsewhere")
    with sqlite3.connect(store.home.database) as database:
        database.execute("PRAGMA user_version = 0")
    database.close()
    assert not store.home.backups.exists()
    again = open_store(store.home.root)
    (backup,) = again.home.backups.iterdir()
    with sqlite3.connect(backup) as database:
        assert database.execute("SELECT count(*) FROM store_activity").fetchone() == (2,)
    database.close()
    open_store(store.home.root)
    assert len(list(again.home.backups.iterdir())) == 1


def test_a_store_of_a_newer_version_is_left_alone(store: Store, tmp_path: Path) -> None:
    open_store(tmp_path / "elsewhere")
    with sqlite3.connect(store.home.database) as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    with pytest.raises(StoreError, match="newer version"):
        open_store(store.home.root)


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "runback.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match=r"runback\.sqlite3"):
        open_store(home)


def test_each_folder_is_a_store_of_its_own(tmp_path: Path) -> None:
    files = write_runs(tmp_path / "files", 1)
    open_store(tmp_path / "one").import_paths([files], workers=1)
    assert open_store(tmp_path / "two").runs().is_empty()
    assert dict(open_store(tmp_path / "two").runs().schema) == RUN_COLUMNS
    assert open_store(tmp_path / "one").runs().height == 1


def test_undo_gives_back_the_state_before(store: Store, tmp_path: Path) -> None:
    (tmp_path / "poor.gpx").write_bytes(gpx(FIRST))
    store.import_paths([tmp_path / "poor.gpx"], workers=1)
    store.set_rpe("latest", 6)
    before = dump(store)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "rich.tcx").write_bytes(tcx(FIRST))
    (tmp_path / "files" / "next.tcx").write_bytes(tcx(FIRST + timedelta(days=1)))
    (tmp_path / "files" / "poor again.gpx").write_bytes(gpx(FIRST))
    (tmp_path / "files" / "ride.tcx").write_bytes(tcx(FIRST, sport="Biking"))
    (tmp_path / "files" / "broken.fit").write_bytes(b"\x0e\x10no" * 20)
    report = store.import_paths([tmp_path / "files"], workers=1)
    assert (report.new, report.duplicates, report.not_runs, len(report.failed)) == (1, 2, 1, 1)
    assert store.find_run("2026-05-01").run["source"] == "files/rich.tcx"
    assert store.find_run("2026-05-01").run["rpe"] == 6.0
    undone = store.undo_import()
    assert (undone.batch, undone.files, undone.runs, undone.kept) == (report.batch, 5, 2, 1)
    assert dump(store) == before


def test_a_file_that_came_by_another_import_stays(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "files", 2)
    first = store.import_paths([folder], workers=1).batch
    store.import_paths([folder / "2026-05-01-run-0.tcx"], workers=1)
    report = store.undo_import(first)
    assert (report.runs, report.kept) == (2, 1)
    assert store.runs()["source"].to_list() == ["2026-05-01-run-0.tcx"]
    store.undo_import()
    assert store.runs().is_empty()
    assert not [path for path in store.home.originals.rglob("*") if path.is_file()]
    assert not [path for path in store.home.streams.rglob("*") if path.is_file()]
    with pytest.raises(BadInputError, match="no import"):
        store.undo_import()
    with pytest.raises(BadInputError, match="number 77"):
        store.undo_import(77)


def test_runs_are_found_by_number_day_and_id(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.tcx").write_bytes(tcx(FIRST))
    (tmp_path / "b.tcx").write_bytes(tcx(FIRST + timedelta(hours=5), seconds=900))
    (tmp_path / "c.tcx").write_bytes(tcx(FIRST + timedelta(days=3)))
    store.import_paths([tmp_path], workers=1)
    ids = store.runs()["run_id"].to_list()
    assert store.find_run("latest").run["run_id"] == store.find_run("1").run["run_id"] == ids[2]
    assert store.find_run("3").run["run_id"] == ids[0]
    assert store.find_run(ids[1][:8].upper()).run["run_id"] == ids[1]
    assert store.find_run("2026-05-04").run["run_id"] == ids[2]
    with pytest.raises(BadInputError, match="2 runs"):
        store.find_run("2026-05-01")
    for nothing in ("4", "0", "", "2026-05-02", "zzzz", "%"):
        with pytest.raises(BadInputError, match="no run"):
            store.find_run(nothing)
    with pytest.raises(BadInputError, match="no run"):
        store.stream("nothing")


def test_what_the_runner_says_of_a_run_counts_before_the_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.tcx").write_bytes(tcx(FIRST, seconds=600))
    store.import_paths([tmp_path / "a.tcx"], workers=1)
    detail = store.set_rpe("latest", 7)
    assert detail.run["rpe"] == 7.0
    assert detail.run["session_rpe_load"] == pytest.approx(70.0)
    store.set_shoe("latest", "Red")
    assert store.set_surface("latest", "gravel").run["shoe"] == "Red"
    assert store.runs()["surface"].to_list() == ["gravel"]
    assert store.set_rpe("latest", None).run["session_rpe_load"] is None
    with pytest.raises(BadInputError, match="0 to 10"):
        store.set_rpe("latest", 11)
    with pytest.raises(BadInputError, match="0 to 10"):
        store.set_rpe("latest", float("nan"))


def test_settings_are_checked_whole_before_any_is_written(store: Store) -> None:
    runner = store.update_runner(sex="female", birth_year=1988, max_heart_rate_bpm=188, units="mi")
    assert (runner.sex, runner.max_heart_rate_bpm, store.units()) == ("female", 188, "mi")
    for wrong in (
        {"mass_kg": 70, "height_cm": 1.75},
        {"sex": "runner"},
        {"units": "ft"},
        {"zone": "Mars/Base"},
        {"birth_year": 2600},
        {"mass_kg": float("nan")},
        {"rest_heart_rate_bpm": 50, "max_heart_rate_bpm": 20},
        {"rest_heart_rate_bpm": 110, "max_heart_rate_bpm": 105},
        {"pain": 3},
    ):
        with pytest.raises(BadInputError):
            store.update_runner(**wrong)
    assert open_store(store.home.root).runner() == runner
    assert store.update_runner(sex=None, units=None).sex is None
    assert store.units() == "km"


def test_a_new_maximum_heart_rate_measures_runs_again_and_says_why(store: Store, tmp_path: Path) -> None:
    store.import_paths([write_runs(tmp_path / "files", 3)], workers=1)
    store.set_rpe("1", 5)
    before = store.runs()
    assert store.outdated().runs == 0
    store.update_runner(max_heart_rate_bpm=190, rest_heart_rate_bpm=50, sex="male")
    outdated = store.outdated()
    assert outdated.runs == 4
    assert "The maximum heart rate changed from not known to 190" in " ".join(outdated.reasons)
    calls: list[tuple[int, int]] = []
    report = store.recompute_outdated(progress=lambda done, total: calls.append((done, total)), workers=1)
    assert (report.runs, report.failed, report.reasons) == (4, (), outdated.reasons)
    assert calls[-1] == (4, 4)
    after = store.runs()
    assert before["trimp"].null_count() == 3
    assert after.filter(pl.col("mean_heart_rate_bpm").is_not_null())["trimp"].null_count() == 0
    assert_frame_equal(before.drop("trimp", "heart_rate_zone_s"), after.drop("trimp", "heart_rate_zone_s"))
    assert store.outdated().runs == 0
    assert store.recompute_outdated(workers=1).runs == 0


def test_an_older_method_is_named_and_its_runs_measured_again(store: Store, tmp_path: Path) -> None:
    from runback.store.models import Activity, MeasureSet

    store.import_paths([write_runs(tmp_path / "files", 2)], workers=1)
    before = dump(store)
    old = {**MeasureSet.objects.get().versions, "distance_m": "0"}
    MeasureSet.objects.update(versions=old, key="older")
    Activity.objects.update(distance_m=1.0, ascent_m=77.0)
    outdated = store.outdated()
    assert outdated.runs == 3
    assert outdated.reasons[0].startswith("distance_m is made in a new way")
    assert store.recompute_outdated(workers=1).runs == 3
    assert dump(store) == before


def test_a_run_whose_original_is_gone_keeps_its_measures(store: Store, tmp_path: Path) -> None:
    store.import_paths([write_runs(tmp_path / "files", 2)], workers=1)
    detail = store.find_run("latest")
    store.home.original(detail.original).unlink()
    store.update_runner(zone="Europe/Berlin")
    report = store.recompute_outdated(workers=1)
    assert [failure.source for failure in report.failed] == [detail.original]
    assert store.find_run("latest").run["distance_m"] == detail.run["distance_m"]


def test_the_log_holds_no_place_no_title_and_no_file_name(store: Store, tmp_path: Path) -> None:
    folder = write_runs(tmp_path / "my sore back", 3)
    (folder / "my sore back.fit").write_bytes(b"\x0e\x10no" * 20)
    store.import_paths([folder], workers=1)
    store.undo_import()
    log = store.home.log.read_text()
    assert "import 1 done" in log
    assert "undone" in log
    for secret in ("sore", "47.0", "8.0", "Morning"):
        assert secret not in log
