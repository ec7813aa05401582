"""What holds on every page: no fault of accessibility in either theme, nothing lost at twice the size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Server, Visitor

from runback.web.menu import MENU

ROOMS = [room.address for _, rooms in MENU for room in rooms]
BESIDES = ["/start/", "/evidence/advice/", "/evidence/care/", "/evidence/session-spike-bands/"]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(visitor: Visitor) -> list[str]:
    """What axe finds on the page: rule and place."""
    found = Axe().run(visitor.page, options=WCAG).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("store", ["demo", "empty"])
def test_axe_finds_nothing(
    demo_server: Server,
    serve: Callable[..., Server],
    visit: Callable[..., Visitor],
    store: str,
    width: int,
    scheme: str,
) -> None:
    server = demo_server if store == "demo" else serve()
    visitor = visit(server, width=width, scheme=scheme)
    found = {}
    for path in [*ROOMS, *BESIDES]:
        visitor.go(path)
        found[path] = faults(visitor)
        sideways = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sideways > 0:
            found[path].append(f"{sideways} px wider than the window")
    assert {path: told for path, told in found.items() if told} == {}
    assert visitor.errors == []


def test_text_of_twice_the_size_loses_nothing(demo_server: Server, visit: Callable[..., Visitor]) -> None:
    visitor = visit(demo_server, width=1280)
    for path in ROOMS:
        visitor.go(path)
        visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
        cut = visitor.page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter(one => {
                const style = getComputedStyle(one);
                return one.clientWidth > 0 && style.overflowX === 'hidden'
                    && one.scrollWidth > one.clientWidth + 1 && !one.matches('.away, .away *, svg, svg *');
            }).map(one => one.className || one.tagName)"""
        )
        assert cut == [], path
        assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
