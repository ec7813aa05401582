"""The report from the browser: looked through, saved as PDF and FHIR, opened; nothing of it kept here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from browsing import Server, Visitor, faults
from playwright.sync_api import expect
from pypdf import PdfReader


def test_the_report_is_looked_through_saved_and_opened(
    serve: Callable[..., Server], visit: Callable[..., Visitor], demo_home: Path, tmp_path: Path
) -> None:
    server = serve(copy_of=demo_home)
    visitor = visit(server, width=390, height=844)
    before = {path for path in server.home.rglob("*") if "logs" not in path.parts}
    page = visitor.go("/report/")
    assert faults(page) == []
    page.get_by_label("Your name").fill("A. Runner")
    page.get_by_label("Your own questions").fill("Are trails different?\n<b>And this?</b>")
    page.get_by_role("button", name="Look through it").click()
    first = page.locator(".pages img").first
    first.wait_for(timeout=60_000)
    assert first.evaluate("image => image.naturalWidth") > 500
    assert page.get_by_label("Your name").input_value() == "A. Runner", "the form stays as it was"
    assert faults(page) == []

    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="Save the PDF").click()
    pdf = tmp_path / saved.value.suggested_filename
    saved.value.save_as(pdf)
    text = "".join(one.extract_text() for one in PdfReader(pdf).pages)
    assert "A. Runner" in text and "Are trails different?" in text and "<b>And this?</b>" in text
    assert page.locator(".pages img").count() == len(PdfReader(pdf).pages)

    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="Save as FHIR").click()
    bundle = tmp_path / "bundle.json"
    saved.value.save_as(bundle)
    assert json.loads(bundle.read_text(encoding="utf-8"))["resourceType"] == "Bundle"
    made = {path for path in server.home.rglob("*") if "logs" not in path.parts} - before
    assert not [path for path in made if path.suffix in (".pdf", ".json", ".png")], "nothing is kept"
    assert visitor.errors == []


def test_days_that_hold_nothing_are_refused_and_what_was_written_stays(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/report/")
    page.get_by_label("What you tried").fill("Heat, helped a little")
    page.get_by_label("Only from").fill("2026-03-02")
    page.get_by_label("Up to").fill("2026-03-01")
    page.get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#told")).to_contain_text("would hold no day")
    assert page.get_by_label("What you tried").input_value() == "Heat, helped a little"
    assert [one for one in visitor.errors if "422" not in one] == []
