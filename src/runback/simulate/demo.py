"""The demo's files: 18 months of a virtual runner, as messy on disk as a real one's. All simulated."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from runback.activities.recording import DeviceTotals, Recording
from runback.model import Runner
from runback.simulate.course import simulate_course
from runback.simulate.export_archive import ExportedActivity, garmin_export, strava_export
from runback.simulate.fit_file import write_fit
from runback.simulate.gpx_file import write_gpx
from runback.simulate.misstep import simulate_training
from runback.simulate.planted_error import PlantedError, TrainingError
from runback.simulate.simulated_recording import Watch, simulate_recording
from runback.simulate.simulated_runs import effort_ratings, run_title, start_times
from runback.simulate.tcx_file import write_tcx
from runback.simulate.virtual_runner import VirtualRunner, virtual_runner

DEMO_DAYS = 548
DEMO_SEED = 20
_ERROR_DAYS, _ERROR_SIZE = 20, 0.75
_OLD_WATCH = Watch("Virtual watch 1 (simulated)", dynamics=False, smart=True, auto_pause=False)
_NEW_WATCH = Watch("Virtual watch 2 (simulated)", sensors=("Virtual strap (simulated)",))
_FIRST_NUMBER = 9_000_000_000
_TWICE_EVERY = 9
_CUT, _UNREADABLE = "watch/cut-short.fit", "watch/damaged.tcx"


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was written: so that a demo, or a test, can hold what was found against what was planted.

    ``runs`` are distinct runs with a readable file; ``twice`` of them lie there in two formats, ``copies`` as
    an exact copy; ``cut`` names the file that ends early, ``unreadable`` the one that holds nothing whole;
    ``by_hand`` are entries without a file. ``runner`` is what the simulated person would tell.
    """

    folder: Path
    runner: Runner
    error: PlantedError
    first: date
    last: date
    runs: int
    files: int
    twice: int
    copies: int
    other_sports: int
    by_hand: int
    cut: str
    unreadable: str

    @property
    def sentence(self) -> str:
        """Return in one sentence what was planted."""
        return (
            f"Simulated runner with one training error planted on purpose: {self.error.cause.value} "
            f"from {self.error.first.isoformat()} on."
        )


def write_demo_export(
    folder: Path, *, last: date, seed: int = DEMO_SEED, cause: TrainingError = TrainingError.MILEAGE_INCREASE
) -> DemoSummary:
    """Write a virtual runner's 18 months up to ``last`` into ``folder`` and say what is in there.

    The first third of the runs comes as a Garmin export (zip in zip), the second as a Strava export (FIT, TCX
    and GPX, gzipped, a ride, an entry by hand), the last as loose FIT, TCX, GPX and ``.fit.gz`` files. Among
    them: the same runs as FIT and as Strava's GPX, an exact copy, a FIT file cut short, a TCX file that is
    damaged from its start. The same seed writes the same bytes.
    """
    error = PlantedError(cause, last - timedelta(days=_ERROR_DAYS), _ERROR_SIZE)
    runner = virtual_runner(seed, days=DEMO_DAYS, last=last, error=error)
    runner = replace(runner, habits=replace(runner.habits, logs_heart_rate=1.0, logs_rpe=0.8))
    recordings = list(_recordings(runner))
    third = len(recordings) // 3
    old, middle, recent = recordings[:third], recordings[third : 2 * third], recordings[2 * third :]
    twice = _seen_twice(recent)
    files = {"garmin-export.zip": _garmin(old, runner), "strava-export.zip": _strava(middle, twice)}
    files |= _loose(recent)
    original = next(name for name in files if name.endswith(".fit"))
    files[f"watch/copy-of-{Path(original).name}"] = files[original]
    files[_CUT] = _cut(write_fit(_at_night(middle[-1], days=1)))
    files[_UNREADABLE] = b"\x00\x17" * 512 + write_tcx(recent[0])[40_000:60_000]
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return DemoSummary(
        folder=folder,
        runner=runner.runner,
        error=error,
        first=runner.first,
        last=last,
        runs=len(recordings) + 1,
        files=len(files),
        twice=len(twice),
        copies=1,
        other_sports=1,
        by_hand=1,
        cut=_CUT,
        unreadable=_UNREADABLE,
    )


def _recordings(runner: VirtualRunner) -> Iterator[Recording]:
    """Yield the runs as recorded: with an old watch for nine months, then one with running dynamics."""
    training = simulate_training(runner)
    course = simulate_course(runner, training)
    ratings = effort_ratings(runner, course).tolist()
    shoes = runner.habits.shoes
    for number, start in enumerate(start_times(runner, training).to_list()):
        watch = _NEW_WATCH if training.day[number] > DEMO_DAYS // 2 else _OLD_WATCH
        rating = ratings[number]
        yield replace(
            simulate_recording(runner, course, number, start, watch),
            title=run_title(training, number),
            shoe=shoes[number // 90 % len(shoes)],
            rpe=None if np.isnan(rating) else rating,
        )


def _garmin(recordings: list[Recording], runner: VirtualRunner) -> bytes:
    activities = [
        ExportedActivity(_FIRST_NUMBER // 2 + at, one, f"{at}.fit", write_fit(one))
        for at, one in enumerate(recordings)
    ]
    return garmin_export(activities, runner.habits.shoes)


def _strava(recordings: list[Recording], twice: list[ExportedActivity]) -> bytes:
    """Return Strava's export: mostly gzipped FIT, some TCX and GPX, a few plain, a ride, an entry by hand."""
    activities = []
    for at, one in enumerate(recordings):
        suffix, write = _format(at)
        packed = at % 4 != 3 or suffix == "tcx"
        name = f"activities/{_FIRST_NUMBER + at}.{suffix}" + (".gz" if packed else "")
        content = write(one)
        activities.append(ExportedActivity(0, one, name, _gzipped(content) if packed else content))
    activities += [*twice, _ride(recordings[0]), _by_hand(recordings[-1])]
    return strava_export([replace(one, number=_FIRST_NUMBER + at) for at, one in enumerate(activities)])


def _seen_twice(recordings: list[Recording]) -> list[ExportedActivity]:
    """Return some of the loose runs a second time, as the GPX that Strava makes of them."""
    return [
        ExportedActivity(0, one, f"activities/{_FIRST_NUMBER + 500 + at}.gpx", write_gpx(one))
        for at, one in enumerate(recordings[::_TWICE_EVERY])
    ]


def _loose(recordings: list[Recording]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for at, one in enumerate(recordings):
        # What comes twice is FIT here, so that the two copies differ in richness.
        suffix, write = ("fit", write_fit) if at % _TWICE_EVERY == 0 else _format(at)
        name = f"watch/{one.start_utc:%Y-%m-%d-%H%M%S}.{suffix}"
        if suffix == "fit" and at % 5 == 2:
            files[name + ".gz"] = _gzipped(write(one))
        else:
            files[name] = write(one)
    return files


def _format(at: int) -> tuple[str, Callable[[Recording], bytes]]:
    if at % 10 == 4:
        return "tcx", write_tcx
    if at % 10 == 7:
        return "gpx", write_gpx
    return "fit", write_fit


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 6 // 10]


def _at_night(model: Recording, *, days: int) -> Recording:
    """Return ``model`` as a run of its own, days later at an hour when the runner never runs."""
    start = (model.start_utc + timedelta(days=days)).replace(hour=2, minute=30)
    return replace(model, start_utc=start, title="Early run")


def _ride(pattern: Recording) -> ExportedActivity:
    model = _at_night(pattern, days=2)
    faster = [(pl.col(name) * 2.4) for name in ("distance_m", "speed_m_s")]
    stream = model.stream.drop("cadence_spm").with_columns(faster)
    totals = DeviceTotals(
        distance_m=2.4 * (model.totals.distance_m or 0.0),
        elapsed_s=model.totals.elapsed_s,
        timer_s=model.totals.timer_s,
    )
    ride = replace(
        model,
        sport="cycling",
        stream=stream,
        totals=totals,
        laps=pl.DataFrame(),
        title="Ride",
        shoe=None,
        rpe=None,
    )
    return ExportedActivity(0, ride, f"activities/{_FIRST_NUMBER + 900}.fit.gz", _gzipped(write_fit(ride)))


def _by_hand(before: Recording) -> ExportedActivity:
    start = before.start_utc + timedelta(days=1, hours=1)
    entry = Recording(
        sport="running",
        start_utc=start,
        stream=pl.DataFrame(schema={"t_s": pl.Float64}),
        totals=DeviceTotals(distance_m=6000.0, elapsed_s=2220.0, timer_s=2220.0),
        title="Treadmill, watch forgotten",
        rpe=4.0,
    )
    return ExportedActivity(0, entry, None, None)
