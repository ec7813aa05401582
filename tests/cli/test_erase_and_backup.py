"""Erasing and backing up as a user does it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from cli_runs import Ran, run


def test_everything_is_told_then_erased_and_a_backup_brings_it_back(
    runback: Callable[..., Ran], tmp_path: Path
) -> None:
    runback("checkin", "3", "--note", "after the long run")
    runback("settings", "zone", "Europe/Zurich")
    assert runback("backup", "all.zip").status == 0
    again = runback("backup", "all.zip")
    assert again.status == 2 and "--force" in again.err

    unsaid = runback("erase-all")
    assert unsaid.status == 2 and "--yes" in unsaid.err
    assert "1 day of the diary" in unsaid.out, "what would be deleted is said first"
    assert runback("diary", "--json").json[0]["worst_pain"] == 3

    said = runback("erase-all", "--yes")
    assert said.status == 0 and "1 day of the diary" in said.out and "erased" in said.out
    assert runback("diary", "--json").json == []
    assert runback("settings", "--json").json["zone"] is None
    assert runback("erase-all", "--yes", "--json").json["diary_days"] == 0

    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path / "elsewhere")
    back = run("diary", "--json", home=tmp_path / "elsewhere", at=tmp_path)
    assert back.json[0]["note"] == "after the long run"


def test_the_demo_folder_is_never_somebody_elses(runback: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    for folder in ("mine", "mine/letter.txt"):
        ran = runback("demo", "--folder", folder)
        assert ran.status == 2 and "other than a demo" in ran.err
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"
