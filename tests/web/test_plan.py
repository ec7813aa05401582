"""The plan: made, moved by keyboard and by drag, told, taken along; nothing that a raised sign forbids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from browsing import Server, Visitor, faults, told
from icalendar import Calendar
from playwright.sync_api import Page, expect


def days_of(home: Path) -> dict[str, str]:
    return {one["id"]: one["date"] for one in told(home, "plan")["sessions"]}


def strength_ahead(home: Path) -> list[dict[str, Any]]:
    return [one for one in told(home, "plan")["sessions"] if one["kind"] == "strength"][1:]


def test_a_plan_is_made_from_wishes(serve: Callable[..., Server], visit: Callable[..., Visitor]) -> None:
    server = serve()
    visitor = visit(server, width=390)
    page = visitor.go("/plan/")
    expect(page.get_by_text("There is no plan yet.")).to_be_visible()
    page.get_by_role("link", name="Make a plan").click()
    for weekday in ("Tuesday", "Thursday", "Saturday"):
        page.get_by_label(weekday, exact=True).fill("")
    page.get_by_label("Run a race").check()
    page.locator("#race").fill("the moon")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator("#told")).to_contain_text("the race has no day")
    assert page.get_by_label("Tuesday", exact=True).input_value() == "", "what was typed stays"
    page.get_by_label("Keep going as I do").check()
    page.get_by_label("Weeks", exact=True).fill("2")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
    made = told(server.home, "plan")
    assert set(made["wishes"]["minutes"]) == {"0", "2", "4", "6"}
    assert made["wishes"]["weeks"] == 2
    assert [fault for fault in visitor.errors if "422" not in fault] == []


def choose(page: Page, session: str, day: date) -> None:
    page.get_by_label("Session", exact=True).select_option(session)
    page.get_by_label("Move to", exact=True).select_option(day.isoformat())
    page.get_by_role("button", name="Move it").press("Enter")


def test_a_session_moves_by_keyboard_and_conflicts_are_explained_first(
    planned_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve(copy_of=planned_home)
    first, second = strength_ahead(server.home)[:2]
    before = days_of(server.home)
    visitor = visit(server, width=390)
    page = visitor.go("/plan/")
    assert faults(page) == []
    choose(page, first["id"], date.fromisoformat(second["date"]) - timedelta(days=1))
    expect(page.get_by_role("heading", name="?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("consecutive days")
    assert faults(page) == []
    assert days_of(server.home) == before, "nothing moves before it is accepted"
    free = page.locator('button[name="day"]').first
    target = free.get_attribute("value")
    free.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"{first['title']} is now on")).to_be_visible()
    assert days_of(server.home)[first["id"]] == target
    assert [fault for fault in visitor.errors if "422" not in fault] == []


def test_a_session_moves_by_drag(
    planned_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve(copy_of=planned_home)
    session = strength_ahead(server.home)[0]
    visitor = visit(server, width=1400)
    page = visitor.go("/plan/")
    # A day that holds is found by asking for one that does not: the day before the next strength session.
    beside = date.fromisoformat(strength_ahead(server.home)[1]["date"]) - timedelta(days=1)
    choose(page, session["id"], beside)
    target = page.locator('button[name="day"]').first.get_attribute("value")
    page = visitor.go("/plan/")
    page.drag_and_drop(f'[data-session="{session["id"]}"]', f'.plan-day[data-day="{target}"]')
    expect(page.get_by_role("status").filter(has_text="is now on")).to_be_visible()
    assert days_of(server.home)[session["id"]] == target
    page.get_by_role("button", name="Make it anew").click()
    expect(page.get_by_role("status").filter(has_text="The plan was made anew")).to_be_visible()
    assert days_of(server.home)[session["id"]] == target, "a plan made anew keeps what was moved"


def test_a_session_is_told_and_taken_back_and_the_plan_taken_along(
    planned_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve(copy_of=planned_home)
    session = strength_ahead(server.home)[0]
    visitor = visit(server)
    page = visitor.go(f"/plan/session/{session['id']}/")
    assert faults(page) == []
    page.get_by_label("Effort").fill("5")
    page.get_by_label("Worst pain").fill("1")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".lead")).to_contain_text("done, effort 5, pain 1")
    page.get_by_role("button", name="Take back what was told last").click()
    expect(page.locator(".lead")).not_to_contain_text("done")

    page = visitor.go("/plan/")
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Calendar file").click()
    events = Calendar.from_ical(calendar.value.path().read_bytes()).events
    main = [one for one in told(server.home, "plan")["sessions"] if one["kind"] in ("run", "strength")]
    assert sorted(str(one["dtstart"].dt) for one in events) == sorted(one["date"] for one in main)
    with page.expect_download() as workouts:
        page.get_by_role("link", name="Watch workouts").click()
    with zipfile.ZipFile(io.BytesIO(workouts.value.path().read_bytes())) as packed:
        assert sorted(packed.namelist()) == sorted(f"{one['id']}.fit" for one in main)
        assert packed.testzip() is None
    assert visitor.errors == []


def test_what_a_sign_forbids_is_shown_nowhere_before_the_plan_is_made_anew(
    planned_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    server = serve(copy_of=planned_home)
    session = strength_ahead(server.home)[0]
    answers = tmp_path / "answers.json"
    answers.write_text('{"age": 44, "sex": "male", "saddle-numbness": "yes"}')
    told(server.home, "screen", "--answers", str(answers), "--keep")
    visitor = visit(server)
    page = visitor.go("/plan/")
    expect(page.locator(".raised")).to_be_visible()
    expect(page.get_by_text("A sign was raised since this plan was made.")).to_be_visible()
    assert page.locator(".plan-entry[data-session]").count() == 0
    answer = page.request.get(f"{server.address}/today/session/{session['id']}/")
    assert answer.status == 422
    page.get_by_role("button", name="Make the plan anew").click()
    expect(page.get_by_text("A sign was raised since this plan was made.")).to_be_hidden()
    assert {one["kind"] for one in told(server.home, "plan")["sessions"]} == {"rest"}
