"""An import whose server and worker are killed (-9) ends right after a restart, or says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from browsing import Server, Visitor, kill, start, told, wait_for
from playwright.sync_api import expect


def streams(home: Path) -> int:
    return len(list((home / "streams").glob("*/*.parquet")))


def attempts(home: Path) -> int:
    """How often the worker began the job."""
    with closing(sqlite3.connect(f"file:{home / 'runback.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT attempts FROM web_job").fetchone()[0])


def test_killed_thrice_an_import_says_what_to_do_and_then_ends(
    serve: Callable[..., Server], visit: Callable[..., Visitor], demo_home: Path
) -> None:
    first = serve()
    visitor = visit(first)
    page = visitor.go("/data/")
    page.set_input_files("#drop-files", sorted((demo_home.parent / "files").rglob("*.*")))
    wait_for(lambda: streams(first.home) > 0, 60)
    kill(first)
    # Killed in its first part; then in a later one; then as soon as it begins again.
    second = start(first.home, first.port)
    enough = streams(first.home) + 60
    wait_for(lambda: streams(first.home) > enough, 60)
    kill(second)
    third = start(first.home, first.port)
    wait_for(lambda: attempts(first.home) == 3, 60)
    kill(third)

    server = start(first.home, first.port)
    try:
        page.goto(server.link())
        page.goto(server.address + "/data/")
        expect(page.locator(".job-failed")).to_contain_text("cut off 3 times", timeout=30_000)
        expect(page.locator(".job-failed")).to_contain_text("Bring the same files in again")
        page.get_by_role("button", name="Bring them in").click()
        expect(page.locator(".job-done")).to_contain_text("1 not readable", timeout=90_000)
        expect(page.locator("main .lead")).to_contain_text("293 runs")
        imports = told(first.home, "imports")
        assert [(one["state"], one["new"], one["failed"]) for one in imports] == [("done", 293, 1)]
        assert list((first.home / "web" / "uploads").iterdir()) == []
        assert list((first.home / "web" / "progress").iterdir()) == []
        assert list((first.home / "originals").rglob("*.part")) == []
    finally:
        server.stop()


def test_killed_once_an_import_ends_by_itself(
    serve: Callable[..., Server], visit: Callable[..., Visitor], demo_home: Path
) -> None:
    first = serve()
    visitor = visit(first)
    page = visitor.go("/data/")
    page.set_input_files("#drop-files", demo_home.parent / "files" / "strava-export.zip")
    expect(page.locator(".job").first).to_be_visible(timeout=30_000)
    kill(first)
    server = start(first.home, first.port)
    try:
        page.goto(server.link())
        page.goto(server.address + "/data/")
        expect(page.locator(".job-done")).to_contain_text("1 not runs", timeout=90_000)
        assert [one["state"] for one in told(first.home, "imports")] == ["done"]
    finally:
        server.stop()
