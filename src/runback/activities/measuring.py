"""All measures of one run, as one row of the runs frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.activities import distance, efforts, energy, heart_rate, lumbar, moving, steps
from runback.activities.decay import Thirds
from runback.activities.distance import Metres
from runback.activities.elevation import Hills, measure_hills, smooth_altitude
from runback.activities.local_time import locate
from runback.activities.methods import DECAYS, MEANS_WHILE_MOVING, MEASURE_VERSIONS, MeasureVersion
from runback.activities.moving import Movement
from runback.activities.recording import DeviceTotals, Recording
from runback.activities.samples import Floats, Samples
from runback.knowledge import fact
from runback.model import Runner

__all__ = ["MEASURE_VERSIONS", "MeasureVersion", "measure_run"]

Row = dict[str, object]

_ANYONE = Runner()

INDOORS = frozenset({"treadmill", "indoor_running"})
"""Sub-sports where air pressure says nothing of the slope under the feet."""


@dataclass(frozen=True, slots=True)
class _Course:
    """One recording taken apart: its samples, and what happened between them."""

    samples: Samples
    metres: Metres | None
    movement: Movement
    hills: Hills | None
    steps: Floats | None
    active_s: Floats
    moving_s: Floats

    @property
    def total_moving_s(self) -> float:
        return float(self.movement.moving_s.sum())


def measure_run(recording: Recording, *, run_id: str, source: str, runner: Runner = _ANYONE) -> Row:
    """Return one row of the runs frame; what cannot be measured is absent.

    ``MEASURE_VERSIONS`` says how each column is made. Totals of a recording without samples are the device's.
    Raises BadInputError for a runner's zone that does not exist.
    """
    course = _take_apart(recording)
    zone, zone_source, local_date = locate(recording, runner)
    row: Row = {
        "run_id": run_id,
        "source": source,
        "sport": recording.sport,
        "sub_sport": recording.sub_sport,
        "title": recording.title,
        "device": recording.device,
        "start_utc": recording.start_utc,
        "zone": zone,
        "zone_source": zone_source,
        "local_date": local_date,
        "shoe": recording.shoe,
        "device_distance_m": recording.totals.distance_m,
        "device_elapsed_s": recording.totals.elapsed_s,
        "device_timer_s": recording.totals.timer_s,
        "device_ascent_m": recording.totals.ascent_m,
        "device_descent_m": recording.totals.descent_m,
    }
    row |= _totals(course, recording)
    row |= _means(course, recording)
    row |= _heart(course, recording, runner)
    row |= _effort(course, recording)
    row |= _speeds(course)
    row |= _decays(course)
    return {name: value for name, value in row.items() if value is not None}


def _take_apart(recording: Recording) -> _Course:
    samples = Samples(recording.stream)
    metres = distance.interval_metres(samples)
    active_s = moving.active_seconds(samples, recording.pauses_s)
    profile = None if recording.sub_sport in INDOORS else smooth_altitude(samples, active_s)
    vertical = profile.vertical_m_s(active_s) if profile is not None else None
    movement = moving.find_movement(samples, metres, active_s, vertical)
    return _Course(
        samples,
        metres,
        movement,
        hills=measure_hills(profile, movement, metres) if profile is not None else None,
        steps=steps.count_steps(samples, movement.moving_s),
        active_s=moving.sample_seconds(movement.active_s, samples),
        moving_s=moving.sample_seconds(movement.moving_s, samples),
    )


def _totals(course: _Course, recording: Recording) -> Row:
    device = recording.totals
    t_s, metres, hills = course.samples.t_s, course.metres, course.hills
    unseen = DeviceTotals() if recording.sub_sport in INDOORS else device
    run_m = metres.total_m(course.movement.moving_s > 0) if metres is not None else device.distance_m
    if t_s.size >= 2:
        elapsed_s: float | None = float(t_s[-1] - min(t_s[0], 0.0))
        moving_s: float | None = course.total_moving_s
    else:
        elapsed_s, moving_s = device.elapsed_s, device.timer_s
    return {
        "distance_m": run_m,
        "moving_s": moving_s,
        "elapsed_s": elapsed_s,
        "ascent_m": hills.ascent_m if hills is not None else unseen.ascent_m,
        "descent_m": hills.descent_m if hills is not None else unseen.descent_m,
        "uphill_m": hills.uphill_m if hills is not None else None,
        "downhill_m": hills.downhill_m if hills is not None else None,
        "mean_speed_m_s": run_m / moving_s if run_m is not None and moving_s else None,
    }


def _means(course: _Course, recording: Recording) -> Row:
    row: Row = {
        name: _mean(course.samples.column(column), course.moving_s)
        for name, column in MEANS_WHILE_MOVING.items()
    }
    counted = course.steps
    row["steps"] = float(counted.sum()) if counted is not None else recording.totals.steps
    return row


def _mean(values: Floats | None, seconds: Floats) -> float | None:
    """Return the mean over time of the known values."""
    if values is None:
        return None
    known = np.isfinite(values)
    covered_s = float(seconds[known].sum())
    return float(values[known] @ seconds[known]) / covered_s if covered_s > 0 else None


def _heart(course: _Course, recording: Recording, runner: Runner) -> Row:
    beats = course.samples.column("heart_rate_bpm")
    if beats is not None:
        beats = heart_rate.without_spikes(beats)
    mean = _mean(beats, course.active_s)
    if beats is None or mean is None:
        return {
            "mean_heart_rate_bpm": recording.totals.mean_heart_rate_bpm or None,
            "max_heart_rate_bpm": recording.totals.max_heart_rate_bpm or None,
        }
    worn = course.active_s > 0
    maximum = runner.max_heart_rate_bpm
    return {
        "mean_heart_rate_bpm": mean,
        "max_heart_rate_bpm": float(np.nanmax(beats[worn])),
        "heart_rate_zone_s": heart_rate.zone_seconds(beats, course.active_s, maximum) if maximum else None,
        "trimp": heart_rate.trimp(beats, course.active_s, runner),
    }


def _effort(course: _Course, recording: Recording) -> Row:
    movement, metres, hills = course.movement, course.metres, course.hills
    row: Row = {}
    limits = fact("session-rpe-load").numbers
    if recording.rpe is not None and limits["rpe_min"] <= recording.rpe <= limits["rpe_max"]:
        active_s = (
            float(movement.active_s.sum()) if course.samples.t_s.size >= 2 else recording.totals.timer_s
        )
        row["rpe"] = recording.rpe
        row["session_rpe_load"] = recording.rpe * active_s / 60.0 if active_s else None
    under_way = movement.moving_s > 0
    if metres is None or not under_way.any():
        return row
    run_m = metres.credible[under_way]
    if hills is not None and hills.grade is not None:
        grade = hills.grade[under_way]
        row["energy_cost_j_kg"], row["flat_equivalent_m"] = energy.energy_cost(run_m, grade)
    else:
        grade = np.zeros(run_m.size)
    steady = moving.smoothed_speed(movement.clock_s, movement.distance_m, lumbar.SPEED_WINDOW_S)[under_way]
    if course.steps is not None:
        stepped = course.steps[under_way]
    else:
        stepped = steps.usual_steps_per_metre(steady) * run_m
    row["lumbar_load_index"] = lumbar.lumbar_load_index(stepped, steady, grade)
    return row


def _speeds(course: _Course) -> Row:
    if course.metres is None:
        return {}
    movement = course.movement
    row: Row = dict(efforts.best_efforts(course.samples.t_s, course.metres.credible))
    row["speed_seconds"] = efforts.seconds_at_speed(movement.speed_m_s, movement.moving_s)
    return row


def _decays(course: _Course) -> Row:
    if course.metres is None:
        return {}
    movement, hills = course.movement, course.hills
    grade = _at_samples(hills.grade) if hills is not None and hills.grade is not None else None
    thirds = Thirds(course.moving_s, _at_samples(movement.speed_m_s), grade)
    return {name: thirds.decay_pct(course.samples.column(column)) for name, column in DECAYS.items()}


def _at_samples(interval_values: Floats) -> Floats:
    """Return interval values (shape ``(n - 1,)``) at the samples: the mean of both neighbours."""
    if not interval_values.size:
        return np.zeros(1)
    padded = np.concatenate((interval_values[:1], interval_values, interval_values[-1:]))
    at_samples: Floats = 0.5 * (padded[1:] + padded[:-1])
    return at_samples
