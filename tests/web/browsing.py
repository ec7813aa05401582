"""A real server on a real store, and a browser that notes what its pages ask for; no page is mocked."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

LINK = re.compile(r"http://127\.0\.0\.1:\d+/open/\?link=\S+")


@dataclass
class Server:
    """A server that runs: its address, its store, and how to stop or kill it."""

    home: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self) -> str:
        """A fresh one-time link, as a second ``runback serve`` prints it."""
        told = subprocess.run(
            _command(self.port),
            env=_environment(self.home),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return LINK.search(told.stdout)[0]  # type: ignore[index] # a missing link fails here

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()


def start(home: Path, port: int | None = None) -> Server:
    """Start ``runback serve`` on ``home`` and wait until it prints its link."""
    chosen = port or _free_port()
    process = subprocess.Popen(
        _command(chosen), env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    told: list[str] = []
    for line in process.stdout:
        told.append(line)
        if LINK.search(line):
            return Server(home, chosen, process)
    raise AssertionError("the server ended: " + "".join(told))


def in_home(home: Path, *arguments: str) -> str:
    """Run a command of Runback on the store in ``home`` and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "runback", *arguments],
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _command(port: int) -> list[str]:
    return [sys.executable, "-m", "runback", "serve", "--port", str(port), "--no-browser"]


def _environment(home: Path) -> dict[str, str]:
    own = {"RUNBACK_HOME": str(home), "COLUMNS": "300", "PYTHONUNBUFFERED": "1"}
    return {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"} | own


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Visitor:
    """A browser that came in by the link and notes every request, error and refusal of its pages."""

    server: Server
    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.server.address + path)
        return self.page

    def foreign(self) -> list[str]:
        """Requests to anything but this server."""
        own = (self.server.address, "data:", "blob:")
        return [one for one in self.requests if not one.startswith(own)]


def children(pid: int) -> list[int]:
    """The processes below one, deepest last."""
    tasks = Path(f"/proc/{pid}/task")
    below = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    return [*below, *(deeper for child in below for deeper in children(child))]


def kill(server: Server) -> None:
    """Kill server, worker and whatever they started, at once and without a word."""
    below = children(server.process.pid)
    for pid in (server.process.pid, *below):
        os.kill(pid, signal.SIGKILL)
    server.process.wait(timeout=20)
    if server.process.stdout is not None:
        server.process.stdout.close()


def told(home: Path, *command: str) -> Any:
    """What a command of the command line answers on the same store, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "runback", *command, "--json"],
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


def key(page: Page, name: str, value: str) -> None:
    """Choose one of a row of keys: the input lies, unseen, over what is drawn."""
    page.locator(f'input[name="{name}"][value="{value}"]').first.check(force=True)


def faults(page: Page) -> list[str]:
    """What axe finds on the page against WCAG 2.2 AA and good practice: rule and place."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until ``condition`` holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.1)
