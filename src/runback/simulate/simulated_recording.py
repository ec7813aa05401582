"""A simulated run as the recording that a watch would have made of it, second by second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from runback.activities.recording import DeviceTotals, Recording
from runback.simulate.course import PARTS, Course
from runback.simulate.route import HOME_ALTITUDE_M, loop, wander
from runback.simulate.training import Flags, Floats
from runback.simulate.virtual_runner import Habits, VirtualRunner

_HEART_MEMORY_S = 25.0
_LOOPS_M = (3_200.0, 5_100.0, 7_400.0, 10_800.0, 15_000.0)
_KCAL_PER_M = 0.072


@dataclass(frozen=True, slots=True)
class Watch:
    """What the simulated watch records: ``smart`` means a sample every 1 to 7 s instead of each second."""

    name: str = "Runback virtual watch (simulated)"
    sensors: tuple[str, ...] = ()
    heart_rate: bool = True
    dynamics: bool = True
    smart: bool = False
    auto_pause: bool = True


def simulate_recording(
    runner: VirtualRunner, course: Course, number: int, start_utc: datetime, watch: Watch = Watch()
) -> Recording:
    """Return run ``number`` of the course as a recording that starts at ``start_utc`` (whole seconds).

    Speed follows the parts of the course with the body's and the receiver's noise; position goes along a
    loop; altitude integrates the slope, with a barometer's noise and drift; heart rate follows effort
    with a delay of about 25 s; cadence, stance time, oscillation and step length follow speed and tire;
    stops at traffic lights are timer pauses with auto-pause, else samples that stand still. All of it is
    simulated.
    """
    rng = np.random.default_rng([runner.seed, 8, number])
    moving, stops = _clock(course, number, watch, rng)
    parts = (np.arange(PARTS) + 0.5) * float(course.part_s[number])
    clock = np.cumsum(moving).astype(np.float64) - 1.0
    speed = np.interp(clock, parts, course.speed_m_s[number]) + wander(len(clock), 0.07, 8, rng)
    speed = np.where(moving, np.maximum(speed, 0.8), 0.0)
    way = np.concatenate([[0.0], np.cumsum(speed[1:])])
    way *= float(course.metres[number].sum()) / way[-1]
    seconds: Floats = np.arange(len(clock), dtype=np.float64)
    columns = {"t_s": seconds, "distance_m": way, "speed_m_s": speed}
    grade = np.interp(clock, parts, course.grade[number])
    climb = np.concatenate([[0.0], np.diff(way) * grade[1:]])
    barometer = wander(len(clock), 0.15, 5, rng) + wander(len(clock), 1.0, 900, rng)
    columns["altitude_m"] = HOME_ALTITUDE_M + np.cumsum(climb) + barometer
    if watch.heart_rate:
        target = np.interp(clock, parts, course.heart_rate_bpm[number]) - 15 * (~moving)
        columns["heart_rate_bpm"] = np.rint(_delayed(target, rng))
    cadence = np.interp(clock, parts, course.cadence_spm[number])
    columns |= _steps(runner.habits, cadence, clock, moving, speed, dynamics=watch.dynamics, rng=rng)
    length = min(_LOOPS_M, key=lambda one: abs(one - way[-1]))
    columns["latitude_deg"], columns["longitude_deg"] = loop(way, length, rng)
    columns["temperature_c"] = np.rint(14 + 8 * rng.uniform() + wander(len(clock), 0.5, 900, rng))
    stream = pl.DataFrame(columns)
    kept = _kept(len(clock), stops, watch, rng)
    pauses = tuple((float(begin), float(end)) for begin, end in stops) if watch.auto_pause else ()
    zone = ZoneInfo(runner.runner.zone or "UTC")
    offset = start_utc.astimezone(zone).utcoffset()
    return Recording(
        sport="running",
        start_utc=start_utc,
        stream=stream.filter(pl.Series(kept)),
        laps=_laps(way, pauses),
        totals=_totals(stream, climb, pauses),
        pauses_s=pauses,
        utc_offset_s=None if offset is None else int(offset.total_seconds()),
        device=watch.name,
        sensors=watch.sensors,
    )


def _clock(
    course: Course, number: int, watch: Watch, rng: np.random.Generator
) -> tuple[Flags, list[tuple[int, int]]]:
    """Return for each elapsed second whether the runner moves, and the stops as (from, to) seconds."""
    seconds = max(int(course.moving_s[number]), 60)
    lights = int(rng.poisson(seconds / 1500))
    moving = np.ones(seconds + 1, dtype=np.bool_)
    stops: list[tuple[int, int]] = []
    shift = 0
    for at in sorted(rng.integers(30, max(seconds - 30, 31), lights).tolist()):
        begin, length = at + shift, int(rng.integers(8, 70))
        if stops and begin <= stops[-1][1] + 5:
            continue
        stops.append((begin, begin + length))
        moving = np.insert(moving, begin + 1, np.zeros(length - 1, dtype=np.bool_))
        shift += length - 1
    return moving, stops


def _delayed(target: Floats, rng: np.random.Generator) -> Floats:
    """Return the heart's first-order answer to ``target``, from rest, with a sensor's beat or so of noise."""
    kernel = np.exp(-np.arange(int(6 * _HEART_MEMORY_S)) / _HEART_MEMORY_S)
    kernel /= kernel.sum()
    padded = np.concatenate([np.full(len(kernel) - 1, target[0] - 25), target])
    answer = np.convolve(padded, kernel, mode="valid")
    return np.asarray(np.clip(answer + wander(len(target), 0.8, 5, rng), 40, 230))


def _steps(
    habits: Habits,
    cadence: Floats,
    clock: Floats,
    moving: Flags,
    speed: Floats,
    *,
    dynamics: bool,
    rng: np.random.Generator,
) -> dict[str, Floats]:
    """Return cadence and, where asked, running dynamics; these are null (NaN) while standing."""
    count = len(clock)
    cadence = np.rint(cadence + wander(count, 1.0, 6, rng))
    columns = {"cadence_spm": np.where(moving, cadence, 0.0)}
    if not dynamics:
        return columns
    faster, hours = speed - habits.easy_speed_m_s, clock / 3600
    stance = habits.stance_time_ms - 38 * faster + 2.5 * hours + wander(count, 2.5, 4, rng)
    oscillation = habits.vertical_oscillation_mm + 3 * faster + hours + wander(count, 2.0, 4, rng)
    step_length = 60_000 * speed / cadence
    measures = {
        "stance_time_ms": stance,
        "stance_time_pct": stance * cadence / 1200,
        "stance_balance_pct": habits.stance_balance_pct + wander(count, 0.4, 10, rng),
        "vertical_oscillation_mm": oscillation,
        "vertical_ratio_pct": 100 * oscillation / np.maximum(step_length, 200),
        "step_length_mm": step_length,
    }
    return columns | {name: np.where(moving, values, np.nan) for name, values in measures.items()}


def _kept(count: int, stops: list[tuple[int, int]], watch: Watch, rng: np.random.Generator) -> Flags:
    """Return which seconds have a sample: none within a timer pause, fewer with smart recording."""
    kept = np.ones(count, dtype=np.bool_)
    if watch.smart:
        kept[:] = False
        at = np.cumsum(rng.integers(1, 8, count))
        kept[at[at < count]] = True
        kept[[0, -1]] = True
    if watch.auto_pause:
        for begin, end in stops:
            kept[begin + 1 : end] = False
            kept[[begin, end]] = True
    return kept


def _laps(way: Floats, pauses: tuple[tuple[float, float], ...]) -> pl.DataFrame:
    """Return a lap every kilometre, and the rest."""
    turns = np.searchsorted(way, np.arange(1000, way[-1], 1000)).tolist()
    edges = [0, *turns, len(way) - 1]
    if edges[-1] == edges[-2]:
        edges.pop()
    rows = []
    for begin, end in pairwise(edges):
        paused = sum(max(min(end, stop) - max(begin, start), 0) for start, stop in pauses)
        rows.append(
            {
                "start_s": float(begin),
                "elapsed_s": float(end - begin),
                "timer_s": float(end - begin - paused),
                "distance_m": float(way[end] - way[begin]),
            }
        )
    return pl.DataFrame(rows)


def _totals(stream: pl.DataFrame, climb: Floats, pauses: tuple[tuple[float, float], ...]) -> DeviceTotals:
    elapsed = float(stream.height - 1)
    timer = elapsed - sum(end - begin for begin, end in pauses)
    distance = float(stream["distance_m"].to_numpy()[-1])
    running = stream.filter(pl.col("cadence_spm") > 0)["cadence_spm"].to_numpy()
    beats = stream["heart_rate_bpm"].to_numpy() if "heart_rate_bpm" in stream.columns else None
    return DeviceTotals(
        distance_m=distance,
        elapsed_s=elapsed,
        timer_s=timer,
        ascent_m=float(np.rint(np.maximum(climb, 0).sum())),
        descent_m=float(np.rint(np.maximum(-climb, 0).sum())),
        energy_kcal=float(np.rint(distance * _KCAL_PER_M)),
        mean_heart_rate_bpm=None if beats is None else float(np.rint(beats.mean())),
        max_heart_rate_bpm=None if beats is None else float(beats.max()),
        mean_cadence_spm=float(np.rint(running.mean())),
        steps=float(2 * np.rint(running.sum() / 120)),
    )
