"""Make one zip with 2,000 one-hour ``.fit.gz`` files of simulated runs, for the import benchmark.

    python benchmarks/make_archive.py PATH [--runs N]

Each run has 3,600 samples at 1 Hz with position, altitude, heart rate, cadence and running dynamics, and
differs from all others. Names, table and compression are those of a Strava export. All of it is simulated.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from runback.simulate.course import PARTS, Course, simulate_course
from runback.simulate.fit_file import write_fit
from runback.simulate.misstep import simulate_training
from runback.simulate.simulated_recording import Watch, simulate_recording
from runback.simulate.virtual_runner import VirtualRunner, virtual_runner

HOUR_S = 3600
_CHUNK = 50
_LAST = date(2026, 6, 30)
_WATCH = Watch("Virtual watch 2 (simulated)", sensors=("Virtual strap (simulated)",))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--runs", type=int, default=2000)
    options = arguments.parse_args()
    began = time.perf_counter()
    make_archive(options.path, options.runs)
    seconds = time.perf_counter() - began
    print(f"{options.path}: {options.runs} runs, {options.path.stat().st_size / 1e6:.0f} MB, {seconds:.0f} s")


def make_archive(path: Path, runs: int) -> None:
    """Write the zip; the same number of runs gives the same bytes."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["Activity ID", "Activity Date", "Activity Name", "Activity Type", "Filename"])
    with zipfile.ZipFile(path, "w") as archive, ProcessPoolExecutor() as pool:
        chunks = pool.map(partial(_chunk, runs=runs), range(0, runs, _CHUNK))
        for number, (start, content) in enumerate(one for chunk in chunks for one in chunk):
            name = f"activities/{7_000_000_000 + number}.fit.gz"
            archive.writestr(zipfile.ZipInfo(name, date_time=(2026, 7, 1, 0, 0, 0)), content)
            when = f"{start:%b} {start.day}, {start.year}, {start.hour % 12 or 12}:{start:%M:%S %p}"
            writer.writerow([8_000_000_000 + number, when, "Simulated run", "Run", name])
        archive.writestr(zipfile.ZipInfo("activities.csv", date_time=(2026, 7, 1, 0, 0, 0)), table.getvalue())


def _chunk(begin: int, *, runs: int) -> list[tuple[datetime, bytes]]:
    return list(_hours(begin, min(begin + _CHUNK, runs), runs))


def _hours(begin: int, end: int, runs: int) -> Iterator[tuple[datetime, bytes]]:
    """Yield start and content of the runs from ``begin`` to ``end``: one a day, the last on the last day."""
    runner = virtual_runner(begin, days=400, last=_LAST)
    course = _hour_long(runner)
    for number in range(begin, end):
        day = _LAST - timedelta(days=runs - 1 - number)
        start = datetime(day.year, day.month, day.day, 6, number % 60, number % 59, tzinfo=UTC)
        recording = simulate_recording(runner, course, number % len(course.part_s), start, _WATCH)
        yield start, gzip.compress(write_fit(recording), compresslevel=6, mtime=0)


def _hour_long(runner: VirtualRunner) -> Course:
    """Return the runner's runs, each sped up or slowed down in time to last an hour."""
    course = simulate_course(runner, simulate_training(runner))
    part_s = np.full(len(course.part_s), HOUR_S / PARTS)
    return replace(course, part_s=part_s, metres=course.speed_m_s * part_s[:, None])


if __name__ == "__main__":
    main()
