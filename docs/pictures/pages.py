"""Takes the pictures of the web app from the demo's simulated runner (``make pictures``)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
PORT = 8699
DESK, PHONE = (1280, 860), (390, 844)
PICTURES = (
    ("causes-desk", "/causes/", DESK, "light"),
    ("load-desk", "/load/", DESK, "light"),
    ("plan-desk", "/plan/", DESK, "light"),
    ("today-phone", "/", PHONE, "light"),
    ("causes-phone-dark", "/causes/", PHONE, "dark"),
    ("self-tests-phone", "/self-tests/", PHONE, "light"),
)
CHARTS_MS = 2500


def main() -> None:
    """Serve the demo's store, open each page, write its picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "demo" / "store"
        environment = os.environ | {"RUNBACK_HOME": str(home), "COLUMNS": "300", "PYTHONUNBUFFERED": "1"}
        runback = [sys.executable, "-m", "runback"]
        subprocess.run([*runback, "demo", "--folder", str(home.parent)], env=environment, check=True)
        plan = [*runback, "plan", "--weekly-km", "40", "--days", "tue,thu,sat,sun", "--weeks", "4"]
        subprocess.run(plan, env=environment, check=True, stdout=subprocess.DEVNULL)
        serve = [*runback, "serve", "--port", str(PORT), "--no-browser"]
        server = subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        link = next(found[0] for line in server.stdout if (found := re.search(r"http\S+link=\S+", line)))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            _take(browser, link)
        finally:
            browser.close()
            server.terminate()
            server.wait(timeout=20)


def _take(browser: Browser, link: str) -> None:
    first = browser.new_context()
    first.new_page().goto(link)
    state = first.storage_state()
    for name, path, (width, height), scheme in PICTURES:
        context = browser.new_context(
            storage_state=state,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type] # light or dark
        )
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{PORT}{path}")
        page.wait_for_timeout(CHARTS_MS)
        page.screenshot(path=str(HERE / f"{name}.png"))
        context.close()


if __name__ == "__main__":
    main()
