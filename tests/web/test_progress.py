"""Progress seen and told: the course of pain, questionnaires answered, what to do with an empty diary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from browsing import Server, Visitor, in_home
from playwright.sync_api import Page, expect


@pytest.fixture
def diary_home(tmp_path: Path) -> Iterator[Path]:
    """A store whose diary holds 60 days of pain, with a leg named on the last three weeks of them."""
    home = tmp_path / "kept"
    today = date.today()  # noqa: DTZ011 - the server's own day
    rows = ["date,worst_pain,place"]
    for ago in range(60, 0, -1):
        place = "leg-below-knee-left" if ago < 21 else "lower-back-middle"
        rows.append(f"{today - timedelta(days=ago)},{2 + (ago % 4)},{place}")
    table = tmp_path / "days.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    in_home(home, "diary", "import", str(table))
    yield home


def keep(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_an_empty_diary_says_what_to_do_and_nothing_else(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve(), width=390, height=844)
    page = visitor.go("/progress/")
    assert "No pain in the diary yet" in page.locator(".lead").inner_text()
    assert page.locator("[data-chart]").count() == 0
    assert "emergency department" in page.locator("main").inner_text()
    assert visitor.errors == []


def test_the_course_its_table_and_who_to_see(
    serve: Callable[..., Server], visit: Callable[..., Visitor], diary_home: Path
) -> None:
    visitor = visit(serve(copy_of=diary_home))
    page = visitor.go("/progress/")
    first = page.locator("main h2").first.inner_text()
    assert first.startswith("See a "), "reasons to see someone come before the chart"
    assert "Pain now about" in page.locator(".lead").inner_text()
    page.locator("[data-chart] canvas").wait_for()
    page.get_by_text("The same as a table").click()
    expect(page.locator("table tbody tr")).to_have_count(61)
    assert "Run and walk by turns" in page.locator("main").inner_text()

    page.get_by_role("group", name="goes down a leg").get_by_role("radio", name="yes").check()
    keep(page, "Look again with this")
    assert "Run and walk by turns" not in page.locator("main").inner_text(), "not studied with leg pain"
    assert visitor.errors == []


def test_questionnaires_are_answered_typed_in_and_refused_without_losing_answers(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve(), width=390, height=844)
    page = visitor.go("/progress/")
    page.get_by_role("link", name="Roland-Morris").click()
    for item in page.locator("fieldset.item").all():
        item.get_by_role("radio", name="No").check()
    page.locator("fieldset.item").first.get_by_role("radio", name="Yes").check()
    keep(page, "Keep")
    assert page.locator("table tbody tr td").first.inner_text() == "1"

    page = visitor.go("/progress/questionnaires/own-activity-0-10/")
    page.get_by_role("group", name="first activity").get_by_role("radio", name="7").check()
    keep(page, "Keep")
    expect(page.locator("#told")).to_contain_text("0 of 3 items answered")
    assert page.get_by_role("radio", name="7").first.is_checked(), "what was told is still there"
    page.get_by_label("Name the first activity").fill("running 10 km")
    keep(page, "Keep")
    assert page.get_by_label("Name the first activity").input_value() == "running 10 km"
    assert page.locator("table tbody tr td").first.inner_text() == "7"

    page = visitor.go("/progress/")
    page.get_by_text("Totals of official forms").click()
    page.get_by_role("link", name="Oswestry").click()
    page.get_by_label("Total, 0 to 100").fill("24")
    keep(page, "Keep the total")
    assert page.locator("table tbody tr td").first.inner_text() == "24"
    page = visitor.go("/progress/")
    assert "1 on" in page.get_by_role("listitem").filter(has_text="Roland-Morris").inner_text()
    # The browser names the refused form (422) in its console; nothing else may be there.
    assert [one for one in visitor.errors if "422" not in one] == []
