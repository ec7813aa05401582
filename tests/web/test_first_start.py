"""The first five minutes, and the demo runner, which stays apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from browsing import Server, Visitor, faults, key, told
from playwright.sync_api import expect


def test_the_first_five_minutes(
    serve: Callable[..., Server], visit: Callable[..., Visitor], shared_data: Path
) -> None:
    server = serve()
    visitor = visit(server, width=390, height=844)
    page = visitor.go("/")
    page.get_by_role("link", name="Begin").click()
    expect(page.locator("h1")).to_have_text("Five minutes to a first answer")
    assert faults(page) == []
    page.set_input_files("#drop-files", sorted((shared_data / "activities").iterdir()))
    page.get_by_role("link", name="On to the questions", exact=True).click(timeout=60_000)
    assert faults(page) == []
    key(page, "pain", "4")
    key(page, "places", "lower-back-middle")
    key(page, "since", "weeks")
    key(page, "sex", "female")
    page.get_by_label("Year of birth").fill("1984")
    key(page, "units", "mi")
    page.get_by_role("button", name="See the first answer").click()
    expect(page.locator("h1")).to_have_text("The first answer")
    expect(page.get_by_role("link", name="Go through the signs that need a clinician")).to_be_visible()
    assert faults(page) == []
    visitor.go("/runs/")
    expect(page.locator("main .lead")).to_contain_text("mi in")
    days = told(server.home, "diary")
    assert "4" in str(days) and "lower-back-middle" in str(days)
    assert visitor.errors == []


def test_the_demo_runner_is_looked_at_and_removed(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve()
    visitor = visit(server)
    page = visitor.go("/start/")
    page.get_by_role("button", name="Make the demo runner").click()
    visitor.go("/runs/")
    expect(page.locator("#under-way")).to_contain_text("Making the demo runner")
    visitor.go("/start/")
    page.get_by_role("button", name="Look at the demo runner").click(timeout=120_000)
    banner = page.get_by_role("complementary", name="Demo")
    expect(banner).to_be_visible()
    visitor.go("/runs/")
    expect(page.locator("main .lead")).to_contain_text("293 runs")
    visitor.go("/load/")
    expect(page.locator("main")).to_contain_text("In the last four weeks you ran")
    assert faults(page) == []
    visitor.go("/settings/")
    page.get_by_label("Height").fill("180")
    page.get_by_label("Height").press("Enter")
    expect(page.locator("main")).to_contain_text("nothing can be changed")
    assert told(server.home / "demo" / "store", "settings")["height_cm"] is None
    mark = server.home / "demo" / "whole"
    version = mark.read_text(encoding="ascii")
    mark.write_text("1", encoding="ascii")  # as an older Runback would have made it
    visitor.go("/runs/")
    expect(banner).to_have_count(0)
    mark.write_text(version, encoding="ascii")
    visitor.go("/runs/")
    banner.get_by_role("button", name="Back to my own").click()
    expect(banner).to_have_count(0)
    visitor.go("/runs/")
    expect(page.locator("main .lead")).to_contain_text("No runs are here yet")
    visitor.go("/start/")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("button", name="Make the demo runner")).to_be_visible()
    assert not (server.home / "demo").exists()
    assert told(server.home, "runs") == []
    assert [one for one in visitor.errors if "422" not in one] == []
