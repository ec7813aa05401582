"""Time the import of 2,000 one-hour runs in one zip: new, once more, and once more after killing it midway.

    python benchmarks/import_archive.py [--archive FILE] [--runs N] [--out FILE]

Each import is a process of its own, begun cold, with two workers as the command line has. Memory is sampled
over the importing process and all its children: resident sets summed (pages that they share count more than
once), the same with shared pages counted once, and the largest process. The archive is simulated.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from machine import measured_on
from make_archive import make_archive

HERE = Path(__file__).parent
GOAL_FIRST_S, GOAL_AGAIN_S, GOAL_MEMORY_MB = 40.0, 5.0, 500.0
SAMPLE_EVERY_S = 0.2
IMPORT = """
import dataclasses, json, sys
from pathlib import Path
from runback.store import open_store
if __name__ == "__main__":
    report = open_store(Path(sys.argv[1])).import_paths([Path(sys.argv[2])])
    print(json.dumps(dataclasses.asdict(report)))
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """One import: seconds on the clock and of processor time, peak memory in MB, and what it reported."""

    name: str
    seconds: float
    processor_s: float
    resident_mb: float
    proportional_mb: float
    largest_mb: float
    new: int
    duplicates: int
    failed: int


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--archive", type=Path, help="made by make_archive.py; default: made now")
    arguments.add_argument("--runs", type=int, default=2000)
    arguments.add_argument("--out", type=Path, default=HERE / "results" / "import_archive.md")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        archive = options.archive or Path(scratch) / "archive.zip"
        if options.archive is None:
            make_archive(archive, options.runs)
        first = timed("first import", Path(scratch) / "home", archive)
        again = timed("the same zip again", Path(scratch) / "home", archive)
        kill_midway(Path(scratch) / "killed", archive, 0.5 * first.seconds)
        resumed = timed("resumed after a kill midway", Path(scratch) / "killed", archive)
        text = table([first, again, resumed], archive.stat().st_size / 1e6)
    print(text)
    options.out.write_text(text, encoding="utf-8")


def timed(name: str, home: Path, archive: Path) -> Timing:
    """Import in a process of its own and watch it."""
    before = processor_seconds()
    began = time.perf_counter()
    with begin(home, archive) as importing:
        peaks = (0.0, 0.0, 0.0)
        while importing.poll() is None:
            now = memory_mb(importing.pid)
            peaks = (max(peaks[0], now[0]), max(peaks[1], now[1]), max(peaks[2], now[2]))
            time.sleep(SAMPLE_EVERY_S)
        seconds = time.perf_counter() - began
        assert importing.stdout is not None
        output = importing.stdout.read()
    if importing.returncode:
        sys.exit(f"{name}: the import ended with {importing.returncode}")
    report = json.loads(output)
    return Timing(
        name,
        seconds,
        processor_seconds() - before,
        *peaks,
        report["new"],
        report["duplicates"],
        len(report["failed"]),
    )


def begin(home: Path, archive: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(home), str(archive)], stdout=subprocess.PIPE, text=True
    )


def kill_midway(home: Path, archive: Path, after_s: float) -> None:
    with begin(home, archive) as importing:
        time.sleep(after_s)
        os.kill(importing.pid, signal.SIGKILL)


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_mb(pid: int) -> tuple[float, float, float]:
    """Return, over a process and its descendants: resident, proportional, and the largest resident MB."""
    resident: list[float] = []
    proportional = 0.0
    waiting = [pid]
    while waiting:
        one = Path("/proc") / str(waiting.pop())
        try:
            lines = (one / "smaps_rollup").read_text().splitlines()[1:]
            rollup = {line.split(":")[0]: line.split()[1] for line in lines}
            waiting += map(int, (one / "task" / one.name / "children").read_text().split())
        except (OSError, IndexError):
            continue  # It ended while it was looked at.
        resident.append(float(rollup["Rss"]) / 1024)
        proportional += float(rollup["Pss"]) / 1024
    return sum(resident), proportional, max(resident, default=0.0)


def table(timings: list[Timing], archive_mb: float) -> str:
    runs = timings[0].new
    lines = [
        "# Importing an archive",
        "",
        f"{runs:,} simulated one-hour runs (`.fit.gz`, 3,600 samples each) in one zip",
        f"of {archive_mb:.0f} MB: read, measured and stored.",
        "",
        "| import | s | processor s | peak MB | shared once, MB | largest process | new | there | failed |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in timings:
        memory = f"{one.resident_mb:.0f} | {one.proportional_mb:.0f} | {one.largest_mb:.0f}"
        files = f"{one.new:,} | {one.duplicates:,} | {one.failed}"
        lines.append(f"| {one.name} | {one.seconds:.1f} | {one.processor_s:.1f} | {memory} | {files} |")
    first, again = timings[0], timings[1]
    lines += [
        "",
        *(
            f"- {what}: {value:.1f} {unit}, goal at most {goal:.0f} for 2,000: "
            f"{'met' if value <= goal else 'missed'}."
            for what, value, goal, unit in (
                ("First import", first.seconds, GOAL_FIRST_S, "s"),
                ("Again", again.seconds, GOAL_AGAIN_S, "s"),
                ("Peak memory", max(one.resident_mb for one in timings), GOAL_MEMORY_MB, "MB"),
            )
        ),
        "",
        "Seconds count from the start of the process, loading of modules included. Processor seconds are",
        "those of all processes together: on two cores the clock cannot show less than half of them.",
        "",
        measured_on(),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
