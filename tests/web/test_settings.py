"""What the runner tells of themselves, and the look."""

from __future__ import annotations

from collections.abc import Callable

from browsing import Server, Visitor


def test_settings_are_kept_whole_or_not_at_all(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve(), width=390, height=844)
    page = visitor.go("/settings/")
    page.get_by_role("radio", name="miles").check(force=True)
    page.get_by_label("Year of birth").fill("1964")
    page.get_by_label("Time zone").fill("Europe/Zurich")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_load_state()
    assert page.get_by_label("Year of birth").input_value() == "1964"
    assert page.get_by_role("radio", name="miles").is_checked()

    page.get_by_label("Body mass").fill("70")
    page.get_by_label("Time zone").fill("Europe/Nowhere")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep").click()
    assert "Europe/Nowhere" in page.locator("#told").inner_text()
    page = visitor.go("/settings/")
    assert page.get_by_label("Body mass").input_value() == ""
    assert page.get_by_label("Time zone").input_value() == "Europe/Zurich"


def test_the_theme_belongs_to_the_browser(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/settings/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("radio", name="dark").check(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Use it").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert visitor.errors == []
