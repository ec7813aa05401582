"""Everything of a runner erased, and the whole store backed up and opened elsewhere."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from small_files import dump, write_runs

from runback.body import SelfTestResult
from runback.errors import StoreError
from runback.model import CheckIn, Score
from runback.planning import Wishes, make_plan
from runback.store import open_store

if TYPE_CHECKING:
    from runback.store import Store

TODAY = date(2026, 5, 20)
SECRET = "a word that no code of ours holds: quillfeather"


def fill(store: Store, tmp_path: Path) -> None:
    store.import_paths([write_runs(tmp_path / "watch", 6)], workers=1)
    for back in range(3):
        store.health.diary.write(CheckIn(TODAY - timedelta(days=back), worst_pain=2.0, note=SECRET), TODAY)
    store.health.write_score(Score("odi", TODAY, 12.0), TODAY)
    store.health.keep_screening(TODAY, {"age": 34}, ())
    store.self_tests.write(SelfTestResult("side-plank-hold", TODAY, left=41.0, right=55.0), TODAY)
    store.shoes.tell("Old pair", first_day=TODAY)
    wishes = Wishes(minutes={0: 60.0, 2: 60.0, 5: 90.0}, weeks=1)
    from runback.causes import rank

    plan = make_plan(wishes, TODAY, ranking=rank((), TODAY), runs=store.runs(), runner=store.runner())
    store.plans.write(plan, frozenset())
    store.update_runner(max_heart_rate_bpm=187.0, zone="Europe/Zurich")


def test_nothing_of_the_runner_is_left(store: Store, tmp_path: Path) -> None:
    from runback.store.models import MeasureSet, Runner

    fill(store, tmp_path)
    copies = store.home.backups
    copies.mkdir(exist_ok=True)
    (copies / "runback-before.sqlite3").write_bytes(store.home.database.read_bytes())
    assert SECRET.encode() in store.home.database.read_bytes() + wal(store)
    held = store.holdings()
    assert (held.runs, held.originals) == (6, 7) and held.size_bytes > 10_000
    assert (held.diary_days, held.self_tests, held.scores, held.interviews) == (3, 1, 1, 1)
    assert (held.plans, held.shoe_pairs, held.backups) == (1, 1, 1)

    assert store.erase() == held

    for relation in Runner._meta.related_objects:
        assert not relation.related_model._default_manager.exists(), relation.name
    assert not MeasureSet.objects.exists()
    assert store.runner().max_heart_rate_bpm is None and store.runner().zone is None
    assert dump(store)["files"] == {}
    assert not list(copies.iterdir())
    left = b"".join(path.read_bytes() for path in store.home.root.rglob("*") if path.is_file())
    assert SECRET.encode() not in left
    assert (tmp_path / "watch").is_dir() and len(list((tmp_path / "watch").iterdir())) == 7


def test_an_erased_store_takes_everything_again(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    before = dump(store, with_arrivals=False)
    store.erase()
    fill(store, tmp_path)
    assert dump(store, with_arrivals=False) == before


def test_another_runner_keeps_what_is_theirs(store: Store, tmp_path: Path) -> None:
    from runback.store.models import DiaryEntry, Runner

    fill(store, tmp_path)
    other = Runner.objects.create(name="other")
    DiaryEntry.objects.create(runner=other, day=TODAY, written_utc="2026-05-20T10:00Z", note="mine")
    store.erase()
    assert list(DiaryEntry.objects.values_list("note", flat=True)) == ["mine"]


def test_nothing_is_erased_while_an_import_is_at_work(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    before = dump(store)
    with FileLock(store.home.lock), pytest.raises(StoreError, match="at work"):
        store.erase()
    assert dump(store) == before


def test_a_backup_unpacked_is_the_same_store(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    before, diary = dump(store), store.health.check_ins()
    store.back_up(tmp_path / "all.zip")
    assert not list(tmp_path.glob("*.part")) and not list(store.home.root.glob("tmp*"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "elsewhere")
    again = open_store(tmp_path / "elsewhere")
    assert dump(again) == before
    assert again.health.check_ins() == diary
    assert again.stream(str(again.runs()["run_id"][0])).height > 10


def test_a_backup_that_cannot_be_written_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "no-such-folder" / "all.zip"
    with pytest.raises(StoreError, match="written"):
        store.back_up(target)
    assert not target.exists() and not target.parent.exists()


def wal(store: Store) -> bytes:
    path = store.home.database.with_name(store.home.database.name + "-wal")
    return path.read_bytes() if path.exists() else b""
