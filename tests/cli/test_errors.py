"""Bad input: what, where and the remedy on standard error, status 2, nothing stored, no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runs import Ran

BAD = [
    (("import", "nowhere.zip"), "nowhere.zip"),
    (("show", "latest"), "runback import PATH"),
    (("show", "zzzz"), "runback import PATH"),
    (("assess", "--today", "yesterday"), "2026-11-23"),
    (("evidence", "sesion-spike-bands"), "session-spike-bands"),
    (("evidence", "--search", "xyzzy"), "xyzzy"),
    (("settings", "units", "leagues"), "km or mi"),
    (("settings", "colour", "blue"), "units"),
    (("settings", "max-heart-rate-bpm", "900"), "100 to 240"),
    (("settings", "birth-year", "young"), "birth-year"),
    (("settings", "zone", "Mars/Olympus"), "Mars/Olympus"),
    (("rate", "latest", "--effort", "11"), "runback import PATH"),
    (("rate", "latest"), "--effort"),
    (("undo-import", "7", "--yes"), "7"),
    (("undo-import", "--yes"), "runback import PATH"),
    (("export", "runs.docx"), ".csv"),
    (("export", "missing-folder/runs.csv"), "missing-folder"),
]


@pytest.mark.parametrize(("words", "named"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_says_what_where_and_the_remedy(
    words: tuple[str, ...], named: str, runback: Callable[..., Ran]
) -> None:
    ran = runback(*words)
    assert ran.status == 2
    assert ran.err.startswith("runback: ")
    assert named in ran.err
    assert "Traceback" not in ran.err + ran.out


def test_a_store_that_cannot_be_made_is_named(runback: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    ran = runback("runs")
    assert ran.status == 2
    assert "RUNBACK_HOME" in ran.err


def test_the_demo_leaves_a_folder_alone_that_holds_something_else(
    runback: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "demo-data").mkdir()
    precious = tmp_path / "demo-data" / "thesis.txt"
    precious.write_text("do not lose")
    ran = runback("demo")
    assert ran.status == 2
    assert precious.read_text() == "do not lose"


def test_an_empty_store_says_how_to_begin(runback: Callable[..., Ran]) -> None:
    assert "runback import PATH" in runback("runs").out
    assert "runback import PATH" in runback("assess").out
    assert runback("imports").status == 0


def test_settings_take_both_unit_systems(runback: Callable[..., Ran]) -> None:
    runback("settings", "mass-kg", "154lb")
    runback("settings", "height-cm", "5ft10in")
    found = runback("settings", "--json").json
    assert found["mass_kg"] == pytest.approx(69.9, abs=0.1)
    assert found["height_cm"] == pytest.approx(177.8, abs=0.1)
    runback("settings", "mass-kg", "none")
    assert runback("settings", "--json").json["mass_kg"] is None
