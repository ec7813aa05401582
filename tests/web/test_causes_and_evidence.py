"""The ranking with its evidence unfolded, and every source to be followed from it."""

from __future__ import annotations

from collections.abc import Callable

from browsing import Server, Visitor

from runback import knowledge


def test_the_ranking_names_what_stands_out_and_leads_to_its_sources(
    demo_server: Server, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(demo_server, width=390, height=844)
    page = visitor.go("/causes/")
    assert "mileage" in page.locator(".lead").inner_text()
    first = page.locator("section.cause").first
    assert first.locator(".findings li").count() >= 3
    assert "range" in first.locator(".support-line").inner_text()
    assert "not the same as unlikely" in page.locator("main").inner_text()

    first.get_by_role("link", name="session-spike-bands").click()
    assert "5205" in page.locator("main").inner_text()
    assert visitor.errors == []


def test_an_empty_store_says_what_to_do_first(
    serve: Callable[..., Server], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve())
    page = visitor.go("/causes/")
    assert page.get_by_role("link", name="Bring some in").get_attribute("href") == "/data/"
    assert "Not measured yet" in page.locator("main").inner_text()
    assert visitor.errors == []


def test_facts_are_found_by_words_and_marked_where_not_established(
    demo_server: Server, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(demo_server)
    page = visitor.go("/evidence/")
    page.get_by_label("Facts that speak of").fill("session spike")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("link", name="session-spike-bands", exact=True).is_visible()

    doubtful = next(fact for fact in knowledge.facts() if not fact.established)
    page = visitor.go(f"/evidence/{doubtful.id}/")
    assert "not established" in page.locator("main").inner_text()
    assert page.goto(demo_server.address + "/evidence/no-such-fact/").status == 404  # type: ignore[union-attr]


def test_advice_and_treatments_are_all_there(demo_server: Server, visit: Callable[..., Visitor]) -> None:
    visitor = visit(demo_server)
    page = visitor.go("/evidence/advice/")
    assert page.locator("section.card").count() == len(knowledge.advice())
    assert page.locator(".tag").first.inner_text() == "contradicted"
    page = visitor.go("/evidence/care/")
    assert page.locator("section.card").count() == len(knowledge.treatments())
    assert visitor.errors == []
