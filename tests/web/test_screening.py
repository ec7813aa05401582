"""The interview, one question a screen; a raised sign stands first on every page until someone looked."""

from __future__ import annotations

from collections.abc import Callable

from browsing import Server, Visitor
from playwright.sync_api import Page


def press(page: Page, button: str) -> None:
    """Press a button that leads to another screen, and wait for it."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def answer(page: Page, **said: str) -> None:
    """Answer questions until the interview is over: by id where ``said`` tells, else "don't know"."""
    for _ in range(60):
        if page.locator("form.question").count() == 0:
            return
        asked = page.locator("form.question").inner_text()
        button = "Don’t know"
        for part, value in said.items():
            if part.replace("_", " ") in asked:
                page.get_by_role("radio", name=value, exact=True).check()
                button = "Next"
        press(page, button)
    raise AssertionError("the interview never ended")


def test_an_emergency_is_told_at_once_and_stays_first_until_someone_looked(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve(), width=390, height=844)
    page = visitor.go("/screening/")
    page.get_by_role("link", name="Begin").click()
    answer(page, between_your_legs="Yes")
    assert "Emergency" in page.locator(".lead").inner_text()

    for path in ("/", "/causes/", "/evidence/"):
        page = visitor.go(path)
        assert "emergency" in page.locator(".raised").inner_text().lower(), path
        above = page.locator(".raised").bounding_box()
        main = page.locator("main").bounding_box()
        assert above is not None and main is not None and above["y"] < main["y"], path

    page = visitor.go("/screening/")
    for fold in page.get_by_text("A clinician has looked at it").all():
        fold.click()
    page.get_by_label("Who looked at it").first.fill("Emergency department: MRI, nothing pressed upon.")
    press(page, "State that it was looked at")
    assert "nothing pressed upon" in page.locator("main").inner_text()
    assert visitor.errors == []


def test_whoever_leaves_after_naming_a_sign_still_finds_it(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/screening/interview/")
    while "between your legs" not in page.locator("form.question").inner_text():
        press(page, "Don’t know")
    page.get_by_role("radio", name="Yes", exact=True).check()
    press(page, "Next")
    assert "Emergency" in page.locator(".raised").inner_text()
    page = visitor.go("/causes/")
    assert page.locator(".raised").count() == 1


def test_a_wrong_answer_is_told_in_place_and_back_takes_one_back(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/screening/interview/")
    while page.locator("input[type=number]").count() == 0:
        press(page, "Don’t know")
    asked = page.locator("h1").inner_text()
    page.locator("input[type=number]").evaluate("one => { one.type = 'text'; one.value = '-3'; }")
    page.locator("form.question").evaluate("one => { one.noValidate = true; }")
    press(page, "Next")
    assert "Allowed" in page.locator("#refused").inner_text()
    assert page.locator("h1").inner_text() == asked

    press(page, "Don’t know")
    press(page, "Back")
    assert page.locator("h1").inner_text() == asked
    assert page.locator(".raised").count() == 0


def test_ordinary_answers_end_in_resemblance_without_reassurance(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/screening/interview/")
    answer(page)
    assert page.url.endswith("/screening/")
    told = page.locator("main").inner_text()
    assert "reassure little" in told
    assert visitor.errors == []
