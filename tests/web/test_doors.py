"""Who comes in: only this machine's browser, by a link that works once."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from browsing import Server, Visitor


def ask(
    server: Server, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read().decode()


def session_of(server: Server) -> str:
    _, headers, _ = ask(server, server.link().removeprefix(server.address))
    return headers["set-cookie"].split(";")[0]


def test_a_link_opens_once(demo_server: Server) -> None:
    link = urlsplit(demo_server.link())
    first = ask(demo_server, f"{link.path}?{link.query}")
    assert first[0] == 302
    assert "httponly" in first[1]["set-cookie"].lower()
    second = ask(demo_server, f"{link.path}?{link.query}")
    assert second[0] == 403
    assert "used already" in second[2]


def test_without_a_session_nothing_of_the_runner_is_shown(demo_server: Server) -> None:
    for path in ("/", "/causes/", "/jobs/", "/charts/engine-x.js"):
        status, _, page = ask(demo_server, path)
        assert status == 403
        assert "runback serve" in page


def test_a_forged_session_is_refused(demo_server: Server) -> None:
    name = session_of(demo_server).split("=")[0]
    assert ask(demo_server, "/causes/", Cookie=f"{name}=runner:1abcde:forged")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example"])
def test_another_host_name_is_refused(demo_server: Server, host: str) -> None:
    status, _, page = ask(demo_server, "/causes/", Host=host, Cookie=session_of(demo_server))
    assert status == 421
    assert "own address" in page


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost:1"]
)
def test_a_form_from_another_page_changes_nothing(demo_server: Server, origin: str) -> None:
    status, _, _ = ask(demo_server, "/causes/", "POST", Origin=origin, Cookie=session_of(demo_server))
    assert status == 403


def test_a_change_without_its_token_is_refused(demo_server: Server) -> None:
    job = "/jobs/00000000-0000-0000-0000-000000000000/put-away/"
    assert ask(demo_server, job, "POST", Cookie=session_of(demo_server))[0] == 403


def test_every_answer_carries_its_locks(demo_server: Server) -> None:
    _, headers, _ = ask(demo_server, "/causes/", Cookie=session_of(demo_server))
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "private, no-store"
    assert "server" not in headers


def test_a_browser_comes_in_by_the_link(demo_server: Server, visit: Callable[..., Visitor]) -> None:
    visitor = visit(demo_server)
    page = visitor.go("/causes/")
    assert page.get_by_role("heading", level=1).inner_text()
    assert visitor.errors == []
