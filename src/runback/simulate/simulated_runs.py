"""A virtual runner's training as a runs frame, without a detour over files. Simulated."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from runback.activities.elevation import HILL_GRADE
from runback.activities.energy import cost_of_running
from runback.activities.heart_rate import ZONE_FLOORS, trimp
from runback.activities.lumbar import lumbar_load_index
from runback.activities.runs import (
    BEST_EFFORT_METRES,
    BEST_EFFORT_SECONDS,
    RUN_COLUMNS,
    SPEED_BIN_M_S,
    SPEED_BINS,
)
from runback.simulate.course import PARTS, Course, simulate_course
from runback.simulate.misstep import simulate_training
from runback.simulate.training import Flags, Floats, Kind, Training
from runback.simulate.virtual_runner import VirtualRunner

_TITLES = {
    Kind.EASY: "Easy run",
    Kind.LONG: "Long run",
    Kind.TEMPO: "Tempo run",
    Kind.INTERVALS: "Intervals",
    Kind.RACE: "Race",
}


def simulate_runs(runner: VirtualRunner) -> pl.DataFrame:
    """Return the runner's runs as a runs frame (``activities.runs.RUN_COLUMNS``), sorted by start.

    Each measure follows from the parts of the simulated run (see ``simulate_course``) by the same definitions
    as from a file, at a coarser grain: half a minute in a run of an hour.
    """
    training = simulate_training(runner)
    if not len(training):
        return pl.DataFrame(schema=RUN_COLUMNS)
    course = simulate_course(runner, training)
    rng = np.random.default_rng([runner.seed, 5])
    columns: dict[str, object] = _identity(runner, training)
    columns |= _totals(runner, training, course, rng)
    columns |= _efforts(course)
    columns |= _heart(runner, course, rng)
    columns |= _dynamics(runner, course, rng)
    frame = pl.DataFrame({name: columns.get(name, [None] * len(training)) for name in RUN_COLUMNS})
    floats = [name for name, kind in RUN_COLUMNS.items() if kind == pl.Float64()]
    return (
        frame.cast(pl.Schema(RUN_COLUMNS))
        .with_columns(pl.col(floats).fill_nan(None))
        .sort("start_utc", "run_id")
    )


def effort_ratings(runner: VirtualRunner, course: Course) -> Floats:
    """Return the runner's own effort ratings (1-10, by intensity and duration), NaN where none is noted."""
    rng = np.random.default_rng([runner.seed, 6])
    hard = np.clip((course.intensity - 0.5) / 0.42, 0, 1.1) ** 1.3
    rating = 1.5 + 7.0 * hard + 1.1 * np.log2(np.maximum(course.moving_s / 3600, 0.3))
    rating = np.clip(np.rint(rating + rng.normal(0, 0.6, len(rating))), 1, 10)
    return np.where(rng.uniform(size=len(rating)) < runner.habits.logs_rpe, rating, np.nan)


def run_title(training: Training, number: int) -> str:
    """Return what the runner calls run ``number``."""
    return _TITLES[Kind(int(training.kind[number]))]


def start_times(runner: VirtualRunner, training: Training) -> pl.Series:
    """Return the starts of the runs in UTC."""
    midnight = datetime.combine(runner.first, datetime.min.time())
    seconds = np.rint(training.hour * 3600).astype(int)
    local = [
        midnight + timedelta(days=day, seconds=second)
        for day, second in zip(training.day.tolist(), seconds.tolist(), strict=True)
    ]
    zone = runner.runner.zone or "UTC"
    stamped = pl.Series("start_utc", local, dtype=pl.Datetime("us")).dt.replace_time_zone(
        zone, ambiguous="earliest", non_existent="null"
    )
    return stamped.dt.convert_time_zone("UTC")


def _identity(runner: VirtualRunner, training: Training) -> dict[str, object]:
    count = len(training)
    shoes = runner.habits.shoes
    return {
        "run_id": [f"{runner.seed:08x}{number:08x}-0" for number in range(count)],
        "source": [f"simulated runner {runner.seed}"] * count,
        "sport": ["running"] * count,
        "title": [run_title(training, number) for number in range(count)],
        "device": ["Runback virtual watch (simulated)"] * count,
        "start_utc": start_times(runner, training),
        "zone": [runner.runner.zone] * count,
        "zone_source": ["runner"] * count,
        "local_date": [runner.first + timedelta(days=day) for day in training.day.tolist()],
        "shoe": [shoes[number % len(shoes)] for number in range(count)],
    }


def _totals(
    runner: VirtualRunner, training: Training, course: Course, rng: np.random.Generator
) -> dict[str, object]:
    moving_s, metres = course.moving_s, course.metres
    distance_m = metres.sum(axis=1)
    # Real ascent carries a little of the barometer's noise even on the level.
    ascent = (metres * np.maximum(course.grade, 0)).sum(axis=1) * np.exp(rng.normal(0, 0.03, len(training)))
    descent = (metres * np.maximum(-course.grade, 0)).sum(axis=1) * np.exp(rng.normal(0, 0.03, len(training)))
    cost = cost_of_running(course.grade)
    joules = (metres * cost).sum(axis=1)
    steps = course.cadence_spm * course.part_s[:, None] / 60
    rpe = effort_ratings(runner, course)
    bins = np.minimum((course.speed_m_s / SPEED_BIN_M_S).astype(int), SPEED_BINS - 1)
    slots = bins + SPEED_BINS * np.arange(len(training))[:, None]
    seconds = np.repeat(course.part_s, PARTS)
    histogram = np.bincount(slots.ravel(), weights=seconds, minlength=SPEED_BINS * len(training))
    return {
        "distance_m": distance_m,
        "moving_s": moving_s,
        "elapsed_s": moving_s * np.exp(np.abs(rng.normal(0, 0.03, len(training)))),
        "ascent_m": ascent,
        "descent_m": descent,
        "uphill_m": (metres * (course.grade >= HILL_GRADE)).sum(axis=1),
        "downhill_m": (metres * (course.grade <= -HILL_GRADE)).sum(axis=1),
        "mean_speed_m_s": distance_m / moving_s,
        "mean_cadence_spm": course.cadence_spm.mean(axis=1),
        "steps": steps.sum(axis=1),
        "device_distance_m": distance_m,
        "rpe": rpe,
        "session_rpe_load": rpe * moving_s / 60,
        "energy_cost_j_kg": joules,
        "flat_equivalent_m": joules / float(cost_of_running(np.zeros(1))[0]),
        "lumbar_load_index": [
            lumbar_load_index(*one) for one in zip(steps, course.speed_m_s, course.grade, strict=True)
        ],
        "speed_seconds": pl.Series(histogram.reshape(len(training), SPEED_BINS)).arr.to_list(),
    }


def _efforts(course: Course) -> dict[str, object]:
    """Return the best efforts from any part's start, NaN where the run is too short."""
    ways = np.concatenate([np.zeros((len(course.metres), 1)), np.cumsum(course.metres, axis=1)], axis=1)
    efforts: dict[str, object] = {}
    for seconds in BEST_EFFORT_SECONDS:
        parts = seconds / course.part_s
        at = np.arange(PARTS + 1) + parts[:, None]
        inside = at <= PARTS + 1e-9
        whole = np.minimum(at.astype(int), PARTS - 1)
        before = np.take_along_axis(ways, whole, axis=1)
        after = np.take_along_axis(ways, whole + 1, axis=1)
        covered = np.where(inside, before + (at - whole) * (after - before) - ways, -np.inf)
        best = covered.max(axis=1)
        efforts[f"best_{seconds}s_m_s"] = np.where(np.isfinite(best), best / seconds, np.nan)
    # All runs on one long way and one long clock, so that a single interpolation serves them all.
    offset = np.arange(len(ways)) * (ways.max(initial=0) + 1e6)
    clock = course.part_s[:, None] * np.arange(PARTS + 1) + offset[:, None]
    way = ways + offset[:, None]
    for metres in BEST_EFFORT_METRES:
        arrival = np.interp((way + metres).ravel(), way.ravel(), clock.ravel()).reshape(way.shape)
        taken = np.where(ways + metres <= ways[:, -1:], arrival - clock, np.inf).min(axis=1)
        efforts[f"best_{metres}m_s"] = np.where(np.isfinite(taken), taken, np.nan)
    return efforts


def _heart(runner: VirtualRunner, course: Course, rng: np.random.Generator) -> dict[str, object]:
    worn = _carried(len(course.metres), runner.habits.logs_heart_rate, rng)
    beats = course.heart_rate_bpm
    maximum = runner.runner.max_heart_rate_bpm
    columns: dict[str, object] = {
        "mean_heart_rate_bpm": np.where(worn, beats.mean(axis=1), np.nan),
        "max_heart_rate_bpm": np.where(worn, beats.max(axis=1), np.nan),
    }
    seconds = np.repeat(course.part_s[:, None], PARTS, axis=1)
    columns["trimp"] = [
        trimp(bpm, held, runner.runner) if has else None
        for bpm, held, has in zip(beats, seconds, worn.tolist(), strict=True)
    ]
    if maximum is not None:
        zone = np.searchsorted(np.array(ZONE_FLOORS) * maximum, beats, side="right")
        in_zone = [(zone == one).sum(axis=1) * course.part_s for one in range(1, len(ZONE_FLOORS) + 1)]
        table = np.stack(in_zone, axis=1).tolist()
        columns["heart_rate_zone_s"] = [
            row if has else None for row, has in zip(table, worn.tolist(), strict=True)
        ]
    return columns


def _dynamics(runner: VirtualRunner, course: Course, rng: np.random.Generator) -> dict[str, object]:
    habits, count = runner.habits, len(course.metres)
    worn = _carried(count, habits.logs_dynamics, rng)
    faster = course.metres.sum(axis=1) / course.moving_s - habits.easy_speed_m_s
    speed, cadence = course.metres.sum(axis=1) / course.moving_s, course.cadence_spm.mean(axis=1)
    hours = course.moving_s / 3600
    columns = {
        "stance_time_ms": habits.stance_time_ms - 38 * faster + rng.normal(0, 3, count),
        "stance_balance_pct": habits.stance_balance_pct + rng.normal(0, 0.25, count),
        "vertical_oscillation_mm": habits.vertical_oscillation_mm + 3 * faster + rng.normal(0, 1.5, count),
        "step_length_mm": 60_000 * speed / cadence,
        "stance_time_decay_pct": 0.8 * hours + rng.normal(0, 0.8, count),
        "vertical_oscillation_decay_pct": 0.5 * hours + rng.normal(0, 1.0, count),
    }
    everyone: dict[str, object] = {"cadence_decay_pct": -0.4 * hours + rng.normal(0, 0.7, count)}
    return everyone | {name: np.where(worn, values, np.nan) for name, values in columns.items()}


def _carried(count: int, share: float, rng: np.random.Generator) -> Flags:
    return rng.uniform(size=count) < share
