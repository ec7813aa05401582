"""Form: films and landmarks from the browser to numbers, kept once even when the worker is killed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from browsing import Server, Visitor, faults, key, kill, start, wait_for
from playwright.sync_api import Page, expect

from runback.gait import POINTS

sys.path.append(str(Path(__file__).parents[1] / "gait"))
from simulated_stride import simulated_film


def landmarks(path: Path, *, seconds: float = 8.0) -> Path:
    """The landmarks of a simulated runner as a table, as a pose tool would write it."""
    film = simulated_film(seconds=seconds)[0]
    columns = {"t_s": film.t_s}
    for point in POINTS:
        columns[f"{point}_x"] = film.of(point)[:, 0]
        columns[f"{point}_y"] = -film.of(point)[:, 1]
    pl.DataFrame(columns).write_csv(path)
    return path


def give(page: Page, file: Path) -> None:
    """Give a file to be measured, and wait until its job has ended."""
    page.set_input_files("#files", str(file))
    page.get_by_role("button", name="Measure it").click()
    page.wait_for_url("**/form/")
    expect(page.locator("#jobs .job").first).to_contain_text("done", timeout=60_000)


def test_landmarks_are_measured_compared_and_forgotten(
    serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    server = serve()
    visitor = visit(server, width=390, height=844)
    for _ in range(2):
        page = visitor.go("/form/film/")
        key(page, "ground", "treadmill")
        page.get_by_label("Your height").fill("178")
        give(page, landmarks(tmp_path / "easy run.csv"))
    assert faults(page) == []
    page.locator("#jobs").get_by_role("link", name="See what it says").first.click()
    assert "steps in" in page.locator(".lead").inner_text()
    assert "Cadence" in page.locator("table").first.inner_text()
    assert "none below" in page.get_by_role("region", name="Changes").inner_text()
    assert faults(page) == []
    assert not any((server.home / "web" / "uploads").iterdir()), "what was sent is deleted"

    page.get_by_text("Forget this film").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Forget it").click()
    assert page.locator("ul.rows li").count() == 1

    page = visitor.go("/form/film/")
    give(page, landmarks(tmp_path / "short.csv", seconds=0.5))
    assert "cannot be measured" in page.locator("#jobs .job").first.inner_text()
    assert page.locator("ul.rows li").count() == 1
    assert visitor.errors == []


def test_what_is_no_film_is_refused_in_place(
    serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path, shared_data: Path
) -> None:
    visitor = visit(serve())
    page = visitor.go("/form/film/")
    assert faults(page) == []
    page.set_input_files("#files", str(shared_data / "kinematics" / "motion_capture_run.trc"))
    page.get_by_label("Your height").fill("999")
    page.locator("#film-form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Measure it").click()
    expect(page.locator("#told")).to_contain_text("999 is outside 100 to 230 cm")
    page.get_by_label("Your height").fill("178")
    page.get_by_role("button", name="Measure it").click()
    page.wait_for_url("**/form/")
    job = page.locator("#jobs .job").first
    expect(job).to_contain_text("motion_capture_run.trc: these points are missing", timeout=30_000)
    assert [one for one in visitor.errors if "422" not in one] == []


@pytest.mark.video
def test_a_film_becomes_numbers_and_pictures_although_all_is_killed_midway(
    serve: Callable[..., Server], visit: Callable[..., Visitor], shared_data: Path
) -> None:
    server = serve()
    visitor = visit(server)
    page = visitor.go("/form/film/")
    page.set_input_files("#files", str(shared_data / "video" / "treadmill_side.mp4"))
    key(page, "pictures", "film")
    page.get_by_role("button", name="Measure it").click()
    page.wait_for_url("**/form/")
    expect(page.locator("#jobs .job")).to_contain_text("finds the runner", timeout=60_000)
    kill(server)
    again = start(server.home, server.port)
    # The link is told a moment before the server answers; until then the offline page stands in.
    wait_for(lambda: visitor.go("/form/").locator("#jobs .job").count() == 1)
    # While there was no server the page asked in vain.
    visitor.errors.clear()
    expect(page.locator("#jobs .job")).to_contain_text("It is measured", timeout=240_000)
    page.reload()
    assert page.locator("ul.rows li").count() == 1, "kept once"
    page.locator("ul.rows a").click()
    assert "168" in page.locator("table").first.inner_text()
    still = page.locator(".pictures img")
    assert still.evaluate("image => image.naturalWidth") > 0
    video = page.locator("video")
    wait_for(lambda: bool(video.evaluate("film => film.readyState >= 1 && film.duration > 11")))
    video.evaluate("film => { film.currentTime = 9; }")
    wait_for(lambda: bool(video.evaluate("film => film.readyState >= 2 && !film.seeking")))
    assert faults(page) == []
    assert not any((server.home / "web" / "uploads").iterdir()), "the film is not kept"
    assert visitor.errors == []
    again.stop()
