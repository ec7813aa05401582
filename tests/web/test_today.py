"""Today: the check-in in a few taps, offline too, and the guided session to its end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browsing import Server, Visitor, faults, key, start, told, wait_for
from playwright.sync_api import Page, expect

from runback.store.opening import newest_schema
from runback.web.pages.start.making import WHOLE_MARK


def days(home: Path) -> list[dict[str, Any]]:
    return list(told(home, "diary", "--limit", "500"))


def worker_ready(page: Page) -> None:
    # A page that was loading while the worker began is its own only from the next load on.
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    wait_for(lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")))
    wait_for(lambda: bool(page.evaluate("caches.match('/offline/').then((kept) => Boolean(kept))")))


def test_a_check_in_is_told_corrected_and_dated_back(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve()
    visitor = visit(server, width=390)
    page = visitor.go("/")
    expect(page.get_by_text("There is no plan yet.")).to_be_visible()
    key(page, "worst_pain", "4")
    page.locator('.region[data-place="lower-back-left"]').click()
    assert page.locator('input[value="lower-back-left"]').is_checked(), "the map and its list are one"
    key(page, "stiffness_min", "20")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.locator("[data-sent]")).to_contain_text("Kept.")
    (day,) = days(server.home)
    assert (day["worst_pain"], day["places"], day["stiffness_min"]) == (4.0, ["lower-back-left"], 20.0)

    page = visitor.go("/")
    page.get_by_text("Correct or add to this day").click()
    page.locator('input[name="worst_pain"][value="4"]').click(force=True)
    assert not page.locator('input[name="worst_pain"][value="4"]').is_checked(), "a key is taken back"
    page.get_by_text("More of the day").click()
    page.get_by_label("Slept the night before").fill("6.5")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.locator("[data-sent]")).to_contain_text("sleep 6.5 h")
    (day,) = days(server.home)
    assert (day["worst_pain"], day["sleep_h"], day["stiffness_min"]) == (None, 6.5, 20.0)

    page.get_by_role("link", name="yesterday").click()
    expect(page.get_by_role("heading", name="Check-in of")).to_be_visible()
    key(page, "worst_pain", "2")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.locator("[data-sent]")).to_contain_text("Kept.")
    assert [one["worst_pain"] for one in days(server.home)] == [None, 2.0]
    assert visitor.errors == []


def test_a_form_without_scripts_is_taken_too(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve()
    visitor = visit(server)
    plain = visitor.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain.add_cookies(visitor.context.cookies())  # type: ignore[arg-type] # cookies as they were given
    page = plain.new_page()
    page.goto(server.address + "/")
    key(page, "worst_pain", "7")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.get_by_text("Told so far: worst pain 7.")).to_be_visible()
    plain.close()


def test_what_is_written_offline_arrives_exactly_once(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve()
    visitor = visit(server, width=390)
    page = visitor.go("/")
    worker_ready(page)
    port = server.port
    server.stop()

    page.goto(server.address + "/")
    expect(page.get_by_role("heading", name="Today, offline")).to_be_visible()
    key(page, "worst_pain", "5")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.locator("#outbox")).to_contain_text("1 waiting to be sent")
    key(page, "stiffness_min", "10")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.locator("#outbox")).to_contain_text("2 waiting to be sent")
    page.reload()
    expect(page.locator("#outbox")).to_contain_text("2 waiting to be sent")
    waiting = page.evaluate("window.runback.outbox.all()")
    assert days(server.home) == []

    again = start(server.home, port)
    try:
        other = visitor.context.new_page()
        other.goto(server.address + "/")
        page.evaluate("window.runback.outbox.flush()")
        expect(page.locator("#outbox")).not_to_contain_text("waiting")
        wait_for(lambda: page.evaluate("window.runback.outbox.all()") == [])
        (day,) = days(server.home)
        assert (day["worst_pain"], day["stiffness_min"]) == (5.0, 10.0)

        # A message whose answer was lost on the way comes again: it is known, and a later word stands.
        key(other, "worst_pain", "1")
        other.get_by_role("button", name="Keep this day").click()
        expect(other.locator("[data-sent]")).to_contain_text("Kept.")
        send = """async (messages) => (await fetch("/outbox/", {method: "POST", headers: {
            "Content-Type": "application/json", "X-CSRFToken": window.runback.csrfToken()},
            body: JSON.stringify({messages})})).json()"""
        repeated = page.evaluate(
            send, [{name: one[name] for name in ("id", "kind", "content")} for one in waiting]
        )
        assert [one["state"] for one in repeated["messages"]] == ["already", "already"]
        assert days(server.home)[0]["worst_pain"] == 1.0
    finally:
        again.stop()


def test_a_page_that_loses_the_network_sends_by_itself_once_it_is_back(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve()
    visitor = visit(server, width=390)
    page = visitor.go("/")
    visitor.context.set_offline(True)
    key(page, "worst_pain", "3")
    page.get_by_role("button", name="Keep this day").click()
    expect(page.locator("#outbox")).to_contain_text("1 waiting to be sent")
    expect(page.locator("[data-sent]")).to_contain_text("Kept in this browser")
    assert days(server.home) == []
    visitor.context.set_offline(False)
    expect(page.locator("#outbox")).to_contain_text("Sent")
    assert [one["worst_pain"] for one in days(server.home)] == [3.0]


def test_a_refused_message_stays_and_is_shown(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/")
    put = """([kind, content]) => window.runback.outbox.put(kind, content, "A far day")"""
    result = page.evaluate(put, ["check-in", {"day": "2999-01-01", "told": {"worst_pain": 3}}])
    assert result["state"] == "refused"
    expect(page.locator("#outbox")).to_contain_text("1 not taken")
    expect(page.locator("#outbox")).to_contain_text("lies in the future")
    page.get_by_role("button", name="Delete A far day").click()
    expect(page.locator("#outbox")).to_be_hidden()


def test_the_player_goes_to_the_end(
    planned_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve(copy_of=planned_home)
    session = next(one for one in told(server.home, "plan")["sessions"] if one["kind"] == "strength")
    visitor = visit(server, width=390)
    page = visitor.page
    page.clock.install()
    visitor.go(f"/today/session/{session['id']}/")
    wait_for(lambda: "runback-session" in page.evaluate("caches.keys()"))
    page.get_by_role("button", name="Begin").click()
    title, time = page.locator('[data-part="title"]'), page.locator('[data-part="time"]')
    expect(title).to_have_text("Warm up")
    expect(time).to_have_text("3:00")
    page.clock.run_for(60_000)
    expect(time).to_have_text("2:00")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(30_000)
    expect(time).to_have_text("2:00")
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(121_000)
    expect(title).to_have_text("Get ready")
    drawn = page.locator('[data-part="figure"]')
    wait_for(lambda: bool(drawn.evaluate("one => one.complete && one.naturalWidth > 0")))
    page.get_by_role("button", name="Back").click()
    expect(time).to_have_text("3:00")
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Mute sounds").first.click()
    assert faults(page) == []

    first = next(step["exercise"] for step in session["steps"] if step["exercise"])
    expect(title).to_have_text("Get ready")
    page.clock.run_for(31_000)
    page.get_by_label("I could not do all of this exercise").check()
    page.reload()
    page.get_by_role("button", name="Go on where you left").click()
    expect(page.get_by_label("I could not do all of this exercise")).to_be_checked()
    for _ in range(80):
        if page.get_by_role("heading", name="How was it?").is_visible():
            break
        page.get_by_role("button", name="Skip").click()
    key(page, "effort", "6")
    key(page, "pain", "1")
    expect(page.locator('[data-part="pain-rule"]')).to_contain_text("tendon programmes")
    assert page.locator(f'input[name="of-{first}"][value="missed"]').is_checked()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator('[data-part="kept"]')).to_contain_text("Kept.")
    (kept,) = [one for one in told(server.home, "plan")["sessions"] if one["id"] == session["id"]]
    assert kept["outcome"] == "done"

    visitor.go("/data/erase/")
    page.get_by_label("Type").fill("erase everything")
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_text("Everything is erased, here and in this browser.")).to_be_visible()
    assert "runback-session" not in page.evaluate("caches.keys()")
    assert page.evaluate("window.runback.outbox.all()") == []
    assert visitor.errors == []


def test_pain_above_the_limit_ends_the_session(
    planned_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    server = serve(copy_of=planned_home)
    session = next(one for one in told(server.home, "plan")["sessions"] if one["kind"] == "strength")
    visitor = visit(server)
    page = visitor.go(f"/today/session/{session['id']}/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="It hurts").click()
    key(page, "now", "2")
    expect(page.locator('[data-do="pain-go"]')).to_be_visible()
    key(page, "now", "8")
    expect(page.locator("#pain-dialog")).to_contain_text("Stop here for today.")
    expect(page.locator('[data-do="pain-go"]')).to_be_hidden()
    page.get_by_role("button", name="Stop here").click()
    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    assert page.locator('input[name="pain"][value="8"]').is_checked()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator('[data-part="kept"]')).to_contain_text("Kept.")
    assert visitor.errors == []


def test_nothing_told_while_looking_at_the_demo_reaches_the_own_store(
    demo_home: Path, serve: Callable[..., Server], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    home = tmp_path / "beside"
    shutil.copytree(demo_home, home / "demo" / "store")
    (home / "demo" / WHOLE_MARK).write_text(str(newest_schema()), encoding="ascii")
    server = serve(copy_of=home)
    visitor = visit(server)
    visitor.context.add_cookies([{"name": "runback_demo", "value": "yes", "url": server.address}])
    page = visitor.go("/")
    expect(page.get_by_text("You are looking at the demo runner:")).to_be_visible()
    assert page.locator("main form[method=post]").count() == 0
    put = """([kind, content]) => window.runback.outbox.put(kind, content, "A day")"""
    refused = page.evaluate(put, ["check-in", {"day": "2026-11-20", "told": {"worst_pain": 9}}])
    assert refused["state"] == "refused" and "demo runner" in refused["words"]
    assert page.evaluate("window.runback.outbox.all()") == []
    assert days(server.home) == []


def test_today_has_no_fault_that_axe_finds(demo_server: Server, visit: Callable[..., Visitor]) -> None:
    for scheme in ("light", "dark"):
        visitor = visit(demo_server, scheme=scheme)
        for path in ("/", "/offline/"):
            page = visitor.go(path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert faults(page) == [], (path, scheme)
