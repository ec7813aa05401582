"""Time films from file to form, weigh them, and hold their cadence against the moving image.

    python benchmarks/film_speed.py

Every figure is a whole ``runback gait VIDEO`` from start to end: the command and the process that reads the
film, whose memory is summed over both while they run. The film is the treadmill runner of ``../shared/data``;
the long one is the same, played over and over without being encoded anew.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from machine import measured_on

RESULTS = Path(__file__).parent / "results" / "film_speed.md"
FILM = Path(__file__).parents[2] / "shared" / "data" / "video" / "treadmill_side.mp4"
ROUNDS = 3
PLAYED_OVER = 16
LEAST_FRAMES_PER_S = 60.0
MOST_MEMORY_GIB = 1.5
MOST_CADENCE_OFF_SPM = 1.0
WATCHED_EVERY_S = 0.05
STEP_HZ = (2.2, 3.8)


@dataclass(frozen=True, slots=True)
class Measured:
    """One whole command: wall and processor time, the most memory held at once, and its answer."""

    wall_s: float
    cpu_s: float
    memory_gib: float
    answer: dict[str, Any]


def main() -> None:
    """Measure both films, print the table and write it."""
    if not FILM.is_file():
        sys.exit(f"no film: {FILM} does not exist")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        long_film = played_over(FILM, Path(folder) / "long.mp4", PLAYED_OVER)
        films = {"as filmed": FILM, f"played {PLAYED_OVER} times": long_film}
        found = {name: [measured(path, Path(folder)) for _ in range(ROUNDS)] for name, path in films.items()}
    table = report(found, image_cadence_spm(FILM), load)
    print(table)
    RESULTS.write_text(table, encoding="utf-8")


def played_over(film: Path, to: Path, times: int) -> Path:
    """Write the film one after the other; the pictures' bytes are copied."""
    with av.open(str(to), "w") as out:
        shift = 0
        stream: Any = None
        for _ in range(times):
            with av.open(str(film)) as source:
                given = source.streams.video[0]
                stream = stream or out.add_stream_from_template(given)
                length = 0
                for packet in source.demux(given):
                    if packet.dts is None:
                        continue
                    length = max(length, packet.pts + packet.duration)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = stream
                    out.mux(packet)
                shift += length
    return to


def measured(film: Path, folder: Path) -> Measured:
    """Run the command on a film and watch what it and its children hold."""
    begin, spent = time.perf_counter(), os.times()
    process = subprocess.Popen(
        [sys.executable, "-m", "runback", "gait", str(film), "--json", "--no-keep"],
        stdout=subprocess.PIPE,
        env={**os.environ, "RUNBACK_HOME": str(folder / "home")},
    )
    most = [0.0]
    watcher = threading.Thread(target=watch, args=(process, most), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    wall = time.perf_counter() - begin
    watcher.join()
    if process.returncode:
        sys.exit(f"runback gait ended with {process.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system - spent.children_user - spent.children_system
    return Measured(wall, cpu, most[0], json.loads(out))


def watch(process: subprocess.Popen[bytes], most: list[float]) -> None:
    """Keep the largest sum of memory that the process and its children held at one time."""
    while process.poll() is None:
        most[0] = max(most[0], sum(resident_gib(pid) for pid in family(process.pid)))
        time.sleep(WATCHED_EVERY_S)


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:  # the process ended between the look and the read
                continue
    return found


def resident_gib(pid: int) -> float:
    """Return what a process holds in memory now; nothing once it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**30


def image_cadence_spm(film: Path) -> float:
    """Return steps a minute from how much the lower half of the picture changes, without any landmark.

    The change from frame to frame swells with each step: the strongest rate between 132 and 228 a minute.
    """
    changes, times, before = [], [], None
    with av.open(str(film)) as source:
        for frame in source.decode(video=0):
            grey = frame.reformat(frame.width // 4, frame.height // 4, "gray").to_ndarray().astype(float)
            lower = grey[grey.shape[0] // 2 :]
            if before is not None:
                changes.append(float(np.abs(lower - before).mean()))
                times.append(float(frame.time))
            before = lower
    even = np.linspace(times[0], times[-1], len(times))
    series = np.interp(even, times, changes)
    series = (series - series.mean()) * np.hanning(series.size)
    power = np.abs(np.fft.rfft(series, 64 * series.size))
    rates = np.fft.rfftfreq(64 * series.size, even[1] - even[0])
    allowed = (rates >= STEP_HZ[0]) & (rates <= STEP_HZ[1])
    return float(60.0 * rates[allowed][np.argmax(power[allowed])])


def report(found: dict[str, list[Measured]], image_spm: float, load: float) -> str:
    """Return the table with its goals."""
    lines = [
        "# Films: from file to form",
        "",
        f"Whole commands (`runback gait VIDEO --json`), the median of {ROUNDS}; start of both processes and",
        "loading of the model included. A 720 x 1280 film at 30 frames a second.",
        "",
        "| film | frames | seconds | frames/s | goal | | processor s | memory GiB | goal | |",
        "|---|---:|---:|---:|---:|---|---:|---:|---:|---|",
    ]
    for name, rounds in found.items():
        frames = rounds[0].answer["film"]["frames"]
        wall = statistics.median(one.wall_s for one in rounds)
        cpu = statistics.median(one.cpu_s for one in rounds)
        memory = max(one.memory_gib for one in rounds)
        lines.append(
            f"| {name} | {frames} | {wall:.1f} | {frames / wall:.0f} | {LEAST_FRAMES_PER_S:.0f} "
            f"| {told(frames / wall >= LEAST_FRAMES_PER_S)} | {cpu:.1f} | {memory:.2f} "
            f"| {MOST_MEMORY_GIB:g} | {told(memory <= MOST_MEMORY_GIB)} |"
        )
    read = next(
        one["value"]
        for one in next(iter(found.values()))[0].answer["metrics"]
        if one["id"] == "cadence-video"
    )
    lines += [
        "",
        f"Cadence: {read:.1f} steps/min from the landmarks, {image_spm:.1f} from the change of the image "
        f"(goal: within {MOST_CADENCE_OFF_SPM:g}; {told(abs(read - image_spm) <= MOST_CADENCE_OFF_SPM)}).",
        "",
        f"{measured_on()} When it began, {load:.1f} other processes wanted a core.",
        "",
    ]
    return "\n".join(lines)


def told(kept: bool) -> str:
    """Return whether a goal was met, in a word."""
    return "met" if kept else "missed"


if __name__ == "__main__":
    main()
