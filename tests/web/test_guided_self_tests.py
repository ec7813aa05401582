"""Self-tests in the browser: the questions first, both sides by the timer, kept, read, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from browsing import Server, Visitor, faults, key, told
from playwright.sync_api import Page, expect

TEST = "side-plank-hold"
QUESTIONS = ("signs", "clinician_first", "fresh", "heart", "hard_day")


def answer_gate(page: Page, **yes: str) -> None:
    for name in QUESTIONS:
        key(page, name, yes.get(name, "no"))
    key(page, "rest_pain", "1")
    page.get_by_role("button", name="To the tests").click()


def hold(page: Page, seconds: int, pain: int) -> None:
    """Hold one side for so many seconds of the page's clock and tell it."""
    page.clock.run_for(5_200)
    expect(page.locator('[data-part="time-words"]')).to_have_text("Hold")
    page.clock.run_for(1000 * seconds)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_label("side, seconds")).to_have_value(str(seconds))
    key(page, "pain", str(pain))


def test_both_sides_are_measured_kept_read_and_forgotten(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve()
    visitor = visit(server, width=390)
    page = visitor.go("/self-tests/")
    expect(page.get_by_text("Worth doing now")).to_be_visible()
    page.clock.install()
    visitor.go(f"/self-tests/{TEST}/")
    assert faults(page) == []
    page.get_by_role("button", name="Be guided through it").click()
    assert faults(page) == []
    answer_gate(page)
    expect(page.locator('[data-part="stop-rule"]')).to_contain_text("Stop when the hip drops")
    page.get_by_role("button", name="I am in place").click()
    expect(page.get_by_role("heading", name="Left side")).to_be_visible()
    hold(page, 41, 1)
    assert faults(page) == []
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator('[data-part="time-words"]')).to_have_text("Rest before the other side")
    page.get_by_role("button", name="Go on sooner").click()
    expect(page.get_by_role("heading", name="Right side")).to_be_visible()
    hold(page, 55, 2)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator('[data-part="kept"]')).to_contain_text("left 41 s, right 55 s")
    last = {one["id"]: one for one in told(server.home, "tests")["tests"]}[TEST]["last"]
    assert (last["left"], last["right"], last["pain"]) == (41.0, 55.0, 2.0)

    visitor.go(f"/self-tests/{TEST}/")
    expect(page.locator("#results")).to_contain_text("left 41 s, right 55 s")
    page.get_by_text("Note a result that you measured yourself").click()
    page.get_by_label("Left").fill("1:05")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("#results")).to_contain_text("left 65 s, right 55 s")
    page.get_by_role("button", name="Forget").click()
    expect(page.locator("#results")).to_contain_text("None yet.")
    assert visitor.errors == []


def test_pain_ends_testing_and_signs_bar_tests(
    serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    server = serve()
    visitor = visit(server)
    page = visitor.go("/self-tests/run/?test=heel-raise&test=knee-to-wall")
    answer_gate(page, hard_day="unsure")
    expect(page.locator("main")).to_contain_text("After a hard day it would measure the day")
    page.get_by_role("button", name="I am in place").click()
    page.get_by_label("side, cm").fill("9")
    key(page, "pain", "8")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator('[data-part="ended"]')).to_contain_text("no further test today")

    answers = tmp_path / "answers.json"
    answers.write_text('{"age": 44, "sex": "male", "saddle-numbness": "yes"}')
    told(server.home, "screen", "--answers", str(answers), "--keep")
    page = visitor.go(f"/self-tests/{TEST}/")
    expect(page.locator(".raised")).to_be_visible()
    expect(page.get_by_text("Not now:")).to_be_visible()
    assert page.get_by_role("button", name="Be guided through it").count() == 0
    page = visitor.go(f"/self-tests/run/?test={TEST}")
    expect(page.get_by_text("not now.")).to_be_visible()
    assert page.get_by_role("button", name="To the tests").count() == 0
    assert visitor.errors == []
