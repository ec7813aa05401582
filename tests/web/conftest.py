"""A real server on a real store, and the system's Chromium; no page is mocked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Server, Visitor, start, told
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# A busy machine must not fail a test: what is waited for comes, or it does not.
PATIENCE_MS = 40_000
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the demo's virtual runner (simulated), made once; copy it before changing it."""
    folder = tmp_path_factory.mktemp("demo")
    made = subprocess.run(
        [sys.executable, "-m", "runback", "demo", "--folder", str(folder / "demo")],
        env=os.environ | {"RUNBACK_HOME": str(folder / "unused")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return folder / "demo" / "store"


@pytest.fixture(scope="session")
def planned_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's runner with a plan of three weeks, three runs each; copy it before changing it."""
    home = tmp_path_factory.mktemp("planned") / "home"
    shutil.copytree(demo_home, home)
    told(home, "plan", "--weeks", "3", "--runs", "3")
    return home


@pytest.fixture(scope="session")
def demo_server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a copy of the demo's store, for tests that only look."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(demo_home, home)
    server = start(home)
    yield server
    server.stop()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers of one's own; ``serve()`` on an empty store, ``serve(copy_of=home)`` on a copy."""
    servers: list[Server] = []

    def begin(copy_of: Path | None = None) -> Server:
        home = tmp_path / f"home-{len(servers)}"
        if copy_of is not None:
            shutil.copytree(copy_of, home)
        servers.append(start(home))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: make test installs it where apt is there")
    # Playwright keeps a loop in this thread, in which Django would refuse every later test its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a browser on a server: ``visit(server, width=390)``; a foreign request fails the test."""
    visitors: list[Visitor] = []

    def come(server: Server, *, width: int = 1280, height: int = 900, scheme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type] # light or dark
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(server, context, context.new_page())
        context.on("request", lambda request: visitor.requests.append(request.url))
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on(
            "console", lambda said: visitor.errors.append(said.text) if said.type == "error" else None
        )
        visitor.page.goto(server.link())
        visitors.append(visitor)
        return visitor

    yield come
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        assert visitor.foreign() == [], "a page asked another host"
