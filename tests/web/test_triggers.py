"""The runner's own days, an experiment from preview to stop, shoes; none of it while a sign is up."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from browsing import Server, Visitor, in_home
from playwright.sync_api import Page


@pytest.fixture
def diary_home(tmp_path: Path) -> Path:
    """A store with 90 told days of little scatter, and sitting that varies."""
    home, today, lots = tmp_path / "kept", date.today(), random.Random(1)  # noqa: DTZ011 - the server's day
    rows = ["date,worst_pain,sitting_h"]
    for ago in range(90, 0, -1):
        rows.append(f"{today - timedelta(days=ago)},{lots.choice((2, 3))},{lots.choice((4, 6, 8, 10))}")
    table = tmp_path / "days.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    in_home(home, "diary", "import", str(table))
    return home


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_own_days_an_experiment_and_the_calendar(
    serve: Callable[..., Server], visit: Callable[..., Visitor], diary_home: Path
) -> None:
    visitor = visit(serve(copy_of=diary_home), width=390, height=844)
    page = visitor.go("/triggers/")
    assert "Not enough days to tell" in page.locator(".lead").inner_text()
    sitting = page.locator(".exposure", has_text="Sitting")
    assert "days used" in sitting.inner_text()
    sitting.locator("summary").click()
    assert "An effect of one point" in sitting.inner_text()

    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the server's day
    page = visitor.go(f"/triggers/diary/?month={yesterday:%Y-%m}")
    told = page.locator(f'a[href="/?day={yesterday.isoformat()}"]')
    assert "worst pain" in told.inner_text()

    page = visitor.go("/triggers/experiments/?effect=2")
    page.get_by_role("radio", name="Sitting").check()
    press(page, "Show the plan")
    assert "Nothing is kept yet" in page.locator(".lead").inner_text()
    shown = page.locator("table tbody").inner_text()
    press(page, "Keep this plan")
    assert page.locator("table tbody").inner_text() == shown, "the lots kept are those shown"
    assert "Begins on" in page.locator("main").inner_text()
    press(page, "Stop it")
    assert "Stopped on" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Stop it").count() == 0
    assert visitor.errors == []


def test_no_experiment_while_a_sign_is_up_and_pairs_of_shoes(
    serve: Callable[..., Server], visit: Callable[..., Visitor], diary_home: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"saddle-numbness": "yes"}', encoding="utf-8")
    in_home(diary_home, "screen", "--answers", str(answers), "--keep")
    visitor = visit(serve(copy_of=diary_home))
    page = visitor.go("/triggers/experiments/")
    assert page.get_by_role("button", name="Show the plan").count() == 0
    assert "clinician" in page.locator("main .told").inner_text()

    page = visitor.go("/triggers/shoes/")
    page.get_by_label("Its name").fill("Road A")
    page.get_by_label("On it before the runs known here, km").fill("120")
    press(page, "Note it")
    assert "120" in page.locator("section.card").inner_text()
    page.get_by_text("Change", exact=True).click()
    press(page, "Retire it")
    assert "retired" in page.locator("section.card h2").inner_text()
    assert visitor.errors == []
