"""The whole path as a user walks it, on the demo's simulated runner."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from cli_runs import Demo, Ran, run

pytestmark = pytest.mark.xdist_group("demo")

MEASURED = {
    # By the runs alone: training, and form as far as the watch tells.
    "too-hard-too-long",
    "mileage-increase",
    "speed-increase",
    "hills-up",
    "hills-down",
    "lack-of-rest",
    "overstriding",
    "form-decay",
}


def test_the_demo_names_what_it_could_not_read_and_what_was_planted(demo: Demo) -> None:
    out = demo.ran.out
    assert "damaged.tcx" in out
    assert "cut-short.fit" in out
    assert "Simulated runner with one training error planted" in out
    assert "it is no diagnosis" in out.replace("\n", " ")


def test_the_planted_error_leads_the_ranking(on_demo: Callable[..., Ran]) -> None:
    first = on_demo("assess", "--json").json["causes"][0]
    assert first["id"] == "mileage-increase"
    assert first["findings"]


def test_assess_has_the_promised_shape(on_demo: Callable[..., Ran]) -> None:
    found = on_demo("assess", "--json").json
    assert found["today"]
    families = {cause["family"] for cause in found["causes"]}
    assert families == {"overexertion", "muscle", "form", "structural", "outside"}
    for cause in found["causes"]:
        low, high = cause["interval"]
        assert 0 <= low <= cause["support"] <= high <= 1
        assert cause["state"] in {"unmeasured", "unlikely", "possible", "supported", "strong"}
        assert (cause["state"] == "unmeasured") == (cause["id"] not in MEASURED)
        for finding in cause["findings"]:
            assert {
                "measure",
                "value",
                "unit",
                "reference",
                "log_lr",
                "basis",
                "evidence",
                "sentence",
            } <= finding.keys()
            assert finding["evidence"] or finding["basis"] == "judged"
    assert all(item["minutes"] > 0 and item["gain"] >= 0 for item in found["next"])


def test_every_fact_named_can_be_looked_up(on_demo: Callable[..., Ran]) -> None:
    causes = on_demo("assess", "--json").json["causes"]
    named = sorted(
        {fact for cause in causes for finding in cause["findings"] for fact in finding["evidence"]}
    )
    assert named
    for fact in named[:3]:
        shown = on_demo("evidence", fact)
        assert shown.status == 0
        assert fact in shown.out and "how sure" in shown.out


def test_an_earlier_day_sees_no_later_run(on_demo: Callable[..., Ran]) -> None:
    listed = on_demo("runs", "--json", "--limit", "100000").json
    middle = listed[len(listed) // 2]["local_date"]
    early = on_demo("assess", "--today", middle).out
    assert f"{sum(run['local_date'] <= middle for run in listed)} runs from" in early


def test_a_run_shows_own_and_device_numbers_and_its_copies(on_demo: Callable[..., Ran]) -> None:
    # A FIT file holds no title: a loose one has it from the Strava export, where the same run lies as GPX.
    listed = on_demo("runs", "--json", "--limit", "100000").json
    twice = [
        run["run_id"]
        for run in listed
        if run["source"].endswith(".fit") and "/watch/" in run["source"] and run["title"]
    ]
    assert twice
    assert on_demo("show", twice[0], "--json").json["copies"]
    text = on_demo("show", twice[0]).out
    assert "Runback" in text and "device" in text
    assert "another recording of this run" in text


def test_miles_reach_every_page(demo: Demo, on_demo: Callable[..., Ran], tmp_path: Path) -> None:
    try:
        assert run("settings", "units", "mi", home=demo.home, at=tmp_path).status == 0
        pages = [on_demo(*words).out for words in (("runs",), ("show", "latest"), ("assess",))]
        assert all(" mi" in page and " km" not in page for page in pages)
    finally:
        run("settings", "units", "km", home=demo.home, at=tmp_path)


def test_everything_exported_comes_back(demo: Demo, on_demo: Callable[..., Ran], tmp_path: Path) -> None:
    assert on_demo("export", "all.zip").status == 0
    again = tmp_path / "again"
    assert run("import", "all.zip", home=again, at=tmp_path).status == 0
    assert on_demo("export", "before.csv").status == 0
    assert run("export", "after.csv", home=again, at=tmp_path).status == 0
    before, after = (
        list(csv.DictReader(io.StringIO((tmp_path / name).read_text())))
        for name in ("before.csv", "after.csv")
    )
    assert len(before) == len(after) > 250
    # Settings are no runs: what rests on a known maximum heart rate or a home zone is not in the new store,
    # and where files lie differs. An entry by hand has no file and gets an id of its own; a file cut before
    # its sport comes back as the run it was taken for.
    settled = {"source", "trimp", "heart_rate_zone_s"}
    typed = {"title", "start_utc", "distance_m", "moving_s", "elapsed_s", "rpe", "shoe"}
    for old, new in zip(before, after, strict=True):
        by_hand = "activities.csv" in old["source"]
        same = typed if by_hand else set(old) - settled
        same -= {"sport"} if old["sport"] == "unknown" else set()
        assert {name: old[name] for name in same} == {name: new[name] for name in same}
    assert sum("activities.csv" in run["source"] for run in before) == 1


def test_streams_without_positions_hold_none(on_demo: Callable[..., Ran], tmp_path: Path) -> None:
    assert on_demo("export", "bare.zip", "--no-positions").status == 0
    import zipfile

    with zipfile.ZipFile(tmp_path / "bare.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("originals/")]
        streams = pl.read_parquet(io.BytesIO(archive.read("streams.parquet")))
    assert streams.height > 100_000
    assert not {"latitude_deg", "longitude_deg"} & set(streams.columns)


def test_import_again_changes_nothing_and_undo_takes_all_out(demo: Demo, runback: Callable[..., Ran]) -> None:
    watch = demo.folder / "files" / "watch"
    first = runback("import", str(watch), "--json").json
    assert first["new"] > 50
    assert {"new", "duplicates", "not_runs", "failed", "batch", "seconds"} <= first.keys()
    assert all({"source", "place", "reason"} <= failure.keys() for failure in first["failed"])
    again = runback("import", str(watch), "--json").json
    assert again["new"] == 0
    assert again["duplicates"] == first["new"] + first["duplicates"]
    runback("undo-import", str(again["batch"]), "--yes")
    assert len(runback("runs", "--json", "--limit", "1000").json) == first["new"]
    undone = runback("undo-import", "--yes", "--json").json
    assert undone["runs"] >= first["new"]
    assert runback("runs", "--json").json == []


def test_an_effort_typed_in_makes_the_session_load(demo: Demo, runback: Callable[..., Ran]) -> None:
    runback("import", str(next((demo.folder / "files" / "watch").glob("*.fit"))))
    rated = runback("rate", "latest", "--effort", "6", "--surface", "trail")
    assert "6 of 10" in rated.out and "trail" in rated.out
    run_ = runback("show", "latest", "--json").json["run"]
    assert run_["session_rpe_load"] == pytest.approx(6 * run_["moving_s"] / 60, rel=0.2)
