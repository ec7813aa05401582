"""Time the pages of the web app on ten years of runs: server, first paint, interaction, weight.

    python benchmarks/web_pages.py

A real server on a store of about 2,500 simulated runs and two years of diary; requests over loopback one
after the other, then every page in the system's Chromium with its cache empty.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as BrowserPage

import ten_years
from machine import measured_on

RESULTS = Path(__file__).parent / "results" / "web_pages.md"
PORT = 8677
REQUESTS = 40
SERVER_P95_MS, PAINT_MS, INTERACTION_MS, WEIGHT_KB = 150.0, 1000.0, 200.0, 300.0
WARM_UP_S = 30.0


@dataclass(frozen=True)
class Page:
    """What was measured of one page; times in ms, weight in kB as sent, without the chart engine."""

    path: str
    first: float
    median: float
    p95: float
    paint: float
    interaction: float
    weight_kb: float


def main() -> None:
    """Make the store, serve it, time every room, print the table and write it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        runs = ten_years.fill(home, Path(folder) / "files", date.today() - timedelta(days=1))  # noqa: DTZ011
        server = serve(home)
        try:
            pages = measure(home)
        finally:
            server.terminate()
            server.wait(timeout=20)
    table = report(pages, runs)
    print(table)
    RESULTS.write_text(table, encoding="utf-8")


def serve(home: Path) -> subprocess.Popen[str]:
    """Start the server and wait for its link."""
    words = [sys.executable, "-m", "runback", "serve", "--port", str(PORT), "--no-browser"]
    environment = os.environ | {"RUNBACK_HOME": str(home), "COLUMNS": "300", "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    for line in server.stdout:
        if "link=" in line:
            return server
    raise RuntimeError("the server did not start")


def fresh_link(home: Path) -> str:
    """Return a link that opens the running server."""
    words = [sys.executable, "-m", "runback", "serve", "--port", str(PORT), "--no-browser"]
    environment = os.environ | {"RUNBACK_HOME": str(home), "COLUMNS": "300"}
    told = subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"http\S+link=\S+", told)
    assert found is not None
    return found[0]


def measure(home: Path) -> list[Page]:
    """Time every room of the menu, and one run."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        page = context.new_page()
        page.goto(fresh_link(home))
        state = context.storage_state()
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
        time.sleep(WARM_UP_S)
        page.goto(f"http://127.0.0.1:{PORT}/runs/")
        run = page.locator("main a[href^='/runs/']").first.get_attribute("href") or "/runs/"
        rooms = page.locator(".menu a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        context.close()
        paths = [*rooms, run, "/evidence/?topic=load", "/evidence/advice/"]
        pages = []
        for path in paths:
            first, *rest = timed(path, cookie)
            pages.append(Page(path, first, *spread(rest), *seen(browser, state, path)))
        browser.close()
    return pages


def timed(path: str, cookie: str) -> list[float]:
    """Return how long the server took for each request, in ms, the first one first."""
    taken = []
    for _ in range(REQUESTS + 1):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        taken.append(1000 * (time.perf_counter() - began))
        assert answer.status == 200, (path, answer.status)
        connection.close()
    return taken


def spread(taken: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def seen(browser: Browser, state: object, path: str) -> tuple[float, float, float]:
    """Return first contentful paint and the time from a key to the next frame in ms, and the weight in kB."""
    context = browser.new_context(storage_state=state, viewport={"width": 390, "height": 844})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{PORT}{path}", wait_until="load")
    page.wait_for_timeout(1500)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    sizes = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter(one => !one.name.includes('/charts/engine')).map(one => one.transferSize)"
    )
    interaction = slowest_event(page)
    context.close()
    return float(paint), float(interaction), sum(sizes) / 1000


def slowest_event(page: BrowserPage) -> float:
    """Return the longest time from a key or click to the next frame, in ms, by the Event Timing API."""
    page.evaluate(
        """() => {
            window.slowest = 0;
            new PerformanceObserver(list => list.getEntries().forEach(one => {
                window.slowest = Math.max(window.slowest, one.duration);
            })).observe({ type: "event", durationThreshold: 16 });
        }"""
    )
    folds = page.locator("main summary")
    for number in range(min(3, folds.count())):
        folds.nth(number).click()
        page.wait_for_timeout(150)
    for _ in range(5):
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
    page.wait_for_timeout(300)
    return float(page.evaluate("window.slowest"))


def report(pages: list[Page], runs: int) -> str:
    """Return the table in Markdown."""
    lines = [
        "# The web app on ten years of runs",
        "",
        f"{runs:,} simulated runs, two years of diary. Server: {REQUESTS} requests over loopback after the",
        "first. First contentful paint and weight: Chromium at 390 px, its cache empty; the weight is what",
        "was sent, without the chart engine. Interaction: the slowest of some clicks and keys to the next",
        "frame (Event Timing; 0 is below 16 ms).",
        "",
        "| page | first ms | median ms | p95 ms | first paint ms | interaction ms | kB | |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for one in pages:
        missed = [
            name
            for name, value, goal in (
                ("p95", one.p95, SERVER_P95_MS),
                ("paint", one.paint, PAINT_MS),
                ("interaction", one.interaction, INTERACTION_MS),
                ("weight", one.weight_kb, WEIGHT_KB),
            )
            if value > goal
        ]
        verdict = "missed: " + ", ".join(missed) if missed else "met"
        path = "/runs/ID/" if re.fullmatch(r"/runs/[\w-]{8,}/", one.path) else one.path
        figures = [one.first, one.median, one.p95, one.paint, one.interaction, one.weight_kb]
        lines.append(f"| `{path}` | " + " | ".join(f"{value:.0f}" for value in figures) + f" | {verdict} |")
    goals = (
        f"Asked: p95 at most {SERVER_P95_MS:.0f} ms, first paint {PAINT_MS:.0f} ms, "
        f"interaction {INTERACTION_MS:.0f} ms, weight {WEIGHT_KB:.0f} kB."
    )
    return "\n".join([*lines, "", goals, "", measured_on(), ""])


if __name__ == "__main__":
    main()
