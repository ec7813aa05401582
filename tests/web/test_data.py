"""Data: files in by the browser, what became of them, and everything out and gone again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from browsing import Server, Visitor, wait_for
from playwright.sync_api import Page, expect


def job_ends(page: Page, words: str) -> None:
    """Wait until the latest job is done and says ``words``; the page loads itself anew then."""
    expect(page.locator(".job-done", has_text=words).first).to_be_visible(timeout=60_000)


def uploads_of(server: Server) -> list[Path]:
    return list((server.home / "web" / "uploads").iterdir())


def test_real_files_come_in_and_go_out_again(
    serve: Callable[..., Server], visit: Callable[..., Visitor], shared_data: Path
) -> None:
    server = serve()
    visitor = visit(server)
    page = visitor.go("/data/")
    expect(page.locator("h1")).to_have_text("Your data")
    files = sorted((shared_data / "activities").iterdir())
    page.set_input_files("#drop-files", files)
    job_ends(page, "11 new, 3 there already, 9 not runs")
    assert uploads_of(server) == []

    page.get_by_role("link", name="What came in").first.click()
    main = page.locator("main")
    expect(main.get_by_role("heading", name="Read up to a damage")).to_be_visible()
    expect(main).to_contain_text("truncated.fit")
    expect(main.get_by_role("heading", name="Other recordings of runs that were there")).to_be_visible()

    page.get_by_role("button", name="Take out import 1").click()
    job_ends(page, "Import 1 is taken out")
    expect(page.locator("main .lead")).to_contain_text("Nothing is here yet")

    # A folder, with the same files below it, under their paths.
    page.set_input_files("#drop-folder", shared_data / "activities")
    expect(page.locator("main .lead")).to_contain_text("runs, from", timeout=60_000)
    assert visitor.errors == []


def test_everything_out_and_everything_gone(
    serve: Callable[..., Server], visit: Callable[..., Visitor], demo_home: Path
) -> None:
    server = serve(copy_of=demo_home)
    visitor = visit(server)
    page = visitor.go("/settings/")
    page.get_by_label("Highest heart rate").fill("188")
    with page.expect_navigation():
        page.get_by_label("Highest heart rate").press("Enter")
    visitor.go("/data/")
    job_ends(page, "runs are measured again")
    visitor.go("/data/")
    expect(page.locator("main")).not_to_contain_text("can be measured anew")

    page.get_by_role("button", name="Write the export").click()
    job_ends(page, "The export with 293 runs is ready")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it").first.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert {"runs.csv", "streams.parquet", "diary.csv", "activities.csv"} <= set(archive.namelist())

    page.get_by_role("button", name="Make the copy").click()
    job_ends(page, "The copy of the whole store is ready")
    with page.expect_download() as download:
        page.locator(".job", has_text="The copy of").get_by_role("link", name="Download it").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "runback.sqlite3" in archive.namelist()

    page.get_by_role("link", name="Erase everything").click()
    expect(page.locator("main")).to_contain_text("293 runs")
    page.get_by_label("Type").fill("erase it")
    page.get_by_role("button", name="Erase everything").click()
    expect(page.locator("main")).to_contain_text("nothing was erased")
    page.go_back()
    page.get_by_label("Type").fill("Erase everything")
    page.get_by_role("button", name="Erase everything").click()
    page.wait_for_url("**erased=yes")
    visitor.go("/data/")
    expect(page.locator("main .lead")).to_contain_text("Nothing is here yet")
    expect(page.locator(".job")).to_have_count(0)
    folders = ("originals", "streams", "web/uploads", "web/made", "web/progress")
    left = [one for folder in folders for one in (server.home / folder).rglob("*") if one.is_file()]
    assert left == []
    assert [one for one in visitor.errors if "422" not in one] == []


def test_days_of_another_app_come_into_the_diary(
    serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    table = tmp_path / "tage.csv"
    table.write_text(
        "Datum;Schmerz;Schlaf;Laune\n3/11/2026;3;7,5;gut\n4/11/2026;4;6;so\n5/11/2026;zwölf;6;so\n",
        encoding="utf-8",
    )
    visitor = visit(serve(), width=390, height=844)
    page = visitor.go("/data/diary/")
    page.set_input_files("#table", table)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert").filter(has_text="Say below which it is")).to_be_visible()
    expect(page.get_by_label("Schmerz is")).to_have_value("pain")
    expect(page.get_by_label("Laune is")).to_have_value("-")
    page.get_by_label("day first").check()
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("main .lead")).to_contain_text("2 days can be taken: 2 new")
    expect(page.locator("main")).to_contain_text("line 4")
    page.get_by_role("button", name="Bring 2 days in").click()
    job_ends(page, "2 days are new")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the CSV").click()
    assert "2026-11-03" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert visitor.errors == []


def test_a_broken_zip_is_named_and_stops_nothing(
    serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    server = serve()
    visitor = visit(server, width=390, height=844)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("activities/1.fit", b"no fit")
    broken = tmp_path / "export.zip"
    broken.write_bytes(whole.getvalue()[:60])
    page = visitor.go("/data/")
    page.set_input_files("#drop-files", broken)
    job_ends(page, "1 not readable")
    page.get_by_role("link", name="What came in").first.click()
    expect(page.locator("main")).to_contain_text("export.zip")
    wait_for(lambda: uploads_of(server) == [])
    assert visitor.errors == []
