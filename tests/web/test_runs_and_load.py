"""Runs and Load: lists narrowed and sorted, one run with its charts and its way, the history by range."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Server, Visitor, faults
from playwright.sync_api import Page, expect


def drawn(page: Page, count: int) -> None:
    """Scroll through the page until that many charts are drawn."""
    for place in page.locator("[data-chart]").all():
        place.scroll_into_view_if_needed()
        expect(place.locator("canvas")).to_be_visible(timeout=30_000)
    assert page.locator("[data-chart] canvas").count() == count


def test_the_list_is_narrowed_and_sorted(demo_server: Server, visit: Callable[..., Visitor]) -> None:
    visitor = visit(demo_server)
    page = visitor.go("/runs/")
    expect(page.locator("main .lead")).to_contain_text("293 runs")
    expect(page.locator(".runs tbody tr")).to_have_count(50)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".pages")).to_contain_text("page 2 of 6")
    page.get_by_role("link", name="Distance").click()
    first = page.locator(".runs tbody tr").first
    expect(first).to_contain_text("29.2 km")
    expect(page.locator("th[aria-sort=descending]")).to_have_text(re.compile("Distance"))
    page.get_by_role("link", name="Distance").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text(re.compile("Distance"))
    page.get_by_text("Search and narrow down").click()
    page.get_by_label("Words in title, shoe or ground").fill("long run")
    page.get_by_label("At least, km").fill("15")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("main .lead")).to_contain_text("of 293")
    for row in page.locator(".runs tbody tr").all():
        expect(row).to_contain_text("Long run")
    visitor.go("/runs/?words=no-such-run")
    expect(page.locator("main")).to_contain_text("No run is like that")
    visitor.go("/runs/?from=yesterday")
    expect(page.locator("main")).to_contain_text("is no day")
    assert [one for one in visitor.errors if "422" not in one] == []


def test_one_run_is_shown_and_told(
    serve: Callable[..., Server], visit: Callable[..., Visitor], demo_home: Path
) -> None:
    server = serve(copy_of=demo_home)
    visitor = visit(server)
    page = visitor.go("/runs/latest/")
    page.wait_for_url(re.compile(r"/runs/[0-9a-f]{16}-0/"))
    expect(page.locator(".track .way")).to_be_visible()
    expect(page.locator(".track .mark-number").first).to_have_text("1")
    page.get_by_text("Running dynamics").click()
    assert page.locator("[data-chart]").count() == 8
    drawn(page, 8)
    assert faults(page) == []
    page.get_by_label("How hard it felt").select_option("7")
    page.get_by_label("Shoe").fill("Blue pair")
    page.get_by_label("Ground").fill("trail")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_label("How hard it felt")).to_have_value("7")
    expect(page.get_by_label("Shoe")).to_have_value("Blue pair")
    page.get_by_text("All measures", exact=True).click()
    expect(page.locator("main")).to_contain_text("session load")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the original file").click()
    kept = Path(download.value.path()).read_bytes()
    originals = [one for one in (server.home / "originals").glob("*/*") if one.read_bytes() == kept]
    assert len(originals) == 1
    answer = visitor.context.request.get(page.url + "original/")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert visitor.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_load_is_drawn_over_every_range(
    demo_server: Server, visit: Callable[..., Visitor], scheme: str
) -> None:
    visitor = visit(demo_server, scheme=scheme)
    page = visitor.go("/load/")
    drawn(page, 5)
    assert faults(page) == []
    page.get_by_role("link", name="3 months").click()
    expect(page.get_by_role("heading", name="Against the time before")).to_be_visible()
    drawn(page, 5)
    bars = page.locator("[data-chart^='/load/distance'] canvas")
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.86)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.85)
    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("longest run")
    page.get_by_role("link", name="all", exact=True).click()
    expect(page.locator("main")).to_contain_text("3 Jun 2025")
    for path in ("/runs/", "/data/", "/start/", "/data/erase/", "/data/diary/", "/data/imports/1/"):
        visitor.go(path)
        assert faults(page) == [], path
    assert visitor.errors == []
