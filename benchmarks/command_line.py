"""Time the command line, cold: help, a screen, assessment and report of ten years of runs and of the demo.

    python benchmarks/command_line.py

Every figure is a whole process from start to end, the least, median and largest of several after one that is
not counted. The ten years are simulated runs, written straight to the store's tables; then two simulated
years of diary join them, and last comes the store that ``runback demo`` makes.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import ten_years
from machine import measured_on

RESULTS = Path(__file__).parent / "results" / "command_line.md"
LAST = date(2026, 11, 22)
DAYS = 3652
ROUNDS = 9
GOALS_S = {"--help": 0.3, "screen": 0.5, "assess": 1.5, "report": 2.0}


def main() -> None:
    """Make the stores, time the commands, print the table and write it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        runs = fill_store(home)
        answers = Path(folder) / "answers.json"
        answers.write_text(json.dumps({"age": 44, "sex": "male", "saddle-numbness": "no"}))
        assess = ["assess", "--today", LAST.isoformat(), "--json"]
        report = ["report", "--pdf", str(Path(folder) / "r.pdf"), "--force"]
        long_report = [*report, "--today", LAST.isoformat()]
        timed = {
            "`--help`": seconds(["--help"], home),
            "`screen`": seconds(["screen", "--answers", str(answers), "--json"], home),
            "`assess`": seconds(assess, home),
            "`report --pdf`": seconds(long_report, home),
            "`runs`": seconds(["runs"], home),
            "`show latest`": seconds(["show", "latest"], home),
        }
        add_diary(home)
        timed["`assess`, with two years of diary"] = seconds(assess, home)
        timed["`report --pdf`, with two years of diary"] = seconds(long_report, home)
        demo = Path(folder) / "demo"
        subprocess.run(
            [sys.executable, "-m", "runback", "demo", "--folder", str(demo)],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        timed["`report --pdf`, the demo's 18 months"] = seconds(report, demo / "store")
    table = report_table(timed, runs)
    print(table)
    RESULTS.write_text(table, encoding="utf-8")


def fill_store(home: Path) -> int:
    """Write ten years of one simulated runner to a store and return how many runs that is."""
    from runback.simulate import simulate_runs, virtual_runner
    from runback.store import open_store

    store = open_store(home)
    from runback.store.models import Activity, MeasureSet, Original, Runner
    from runback.store.versions import key_of, versions_for

    owner = Runner.objects.get()
    versions = versions_for(store.runner())
    measured = MeasureSet.objects.create(key=key_of(versions), versions=versions)
    rows = simulate_runs(virtual_runner(7, days=DAYS, last=LAST)).to_dicts()
    for row in rows:
        digest = hashlib.sha256(row["run_id"].encode()).hexdigest()
        original = Original.objects.create(runner=owner, content_sha256=digest, kind="fit", size_bytes=0)
        Activity.objects.create(runner=owner, original=original, session=0, measured_with=measured, **row)
    return len(rows)


def add_diary(home: Path) -> None:
    """Write two years of simulated diary and an interview to the store."""
    from runback.store import open_store

    store = open_store(home)
    store.health.diary.write_all(ten_years.diary(LAST), LAST)
    store.health.keep_screening(LAST, {"age": 44, "sex": "male", "saddle-numbness": "no"}, ())


def seconds(words: list[str], home: Path) -> list[float]:
    """Return how long the command took each time, the first time left out."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "runback", *words],
            env=os.environ | {"RUNBACK_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        taken.append(time.perf_counter() - began)
    return taken[1:]


def report_table(timed: dict[str, list[float]], runs: int) -> str:
    """Return the table in Markdown."""
    lines = [
        "# The command line, cold",
        "",
        f"Whole processes, {ROUNDS} times each after one not counted; a store of {runs:,} simulated runs",
        "over ten years, if nothing else is said.",
        "",
        "| command | least s | median s | largest s | goal s | |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for name, taken in timed.items():
        median, goal = statistics.median(taken), GOALS_S.get(name.strip("`").split("`")[0].split(" ")[0])
        verdict = "" if goal is None else "met" if median <= goal else "missed"
        figures = f"{min(taken):.2f} | {median:.2f} | {max(taken):.2f} | {goal or ''}"
        lines.append(f"| {name} | {figures} | {verdict} |")
    return "\n".join([*lines, "", measured_on(), ""])


if __name__ == "__main__":
    main()
