"""How a simulated run goes from start to end: speed, slope, heart rate and steps in equal parts of its
time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.activities.energy import cost_of_running
from runback.simulate.training import Floats, Kind, Training
from runback.simulate.virtual_runner import Habits, VirtualRunner

PARTS = 120
"""Parts of equal time that a run is cut into: half a minute each in a run of an hour."""

_RACE_EFFORT = ((5_000.0, 1.07), (10_000.0, 1.03), (21_097.5, 0.965), (42_195.0, 0.88))
"""Race speed against threshold speed by distance: judged, after common race calculators."""


@dataclass(frozen=True, slots=True)
class Course:
    """All runs of a training in parts; arrays of shape (runs, PARTS), ``part_s`` of shape (runs,).

    ``metres`` is what each part covers, ``grade`` rise over run, ``heart_rate_bpm`` and ``cadence_spm`` (both
    feet) what a good sensor would show; ``intensity`` the share of heart-rate reserve over the whole run.
    """

    part_s: Floats
    metres: Floats
    grade: Floats
    heart_rate_bpm: Floats
    cadence_spm: Floats
    intensity: Floats

    @property
    def moving_s(self) -> Floats:
        """Seconds of each run, shape (runs,)."""
        return self.part_s * PARTS

    @property
    def speed_m_s(self) -> Floats:
        """Speed of each part."""
        return self.metres / self.part_s[:, None]


def simulate_course(runner: VirtualRunner, training: Training) -> Course:
    """Return the runs of a training in parts.

    Easy and long runs wander about one speed and tire slightly; tempo runs and repetitions have a warm-up
    and a cool-down; races start fast. Slopes are sums of waves with the run's climb and descent; they
    slow the runner by half of what equal effort would ask. Heart rate follows effort against threshold,
    with its slow start, its drift and the day's form. Ranges are judged.
    """
    rng = np.random.default_rng([runner.seed, 4])
    habits = runner.habits
    wanted = _speeds(habits, training, rng)
    grade = _grades(training, rng)
    level = float(cost_of_running(np.zeros(1))[0])
    relative_cost = cost_of_running(grade) / level
    speed = wanted / np.clip(relative_cost, 0.75, 3.0) ** 0.5
    part_s = training.distance_m / speed.sum(axis=1)
    effort = speed * relative_cost / habits.threshold_speed_m_s
    metres = speed * part_s[:, None]
    grade = _balanced(grade, metres, training)
    heart_rate, intensity = _heart_rates(runner, training, effort, part_s, rng)
    cadence = habits.cadence_spm + 9.0 * (speed - habits.easy_speed_m_s) + rng.normal(0, 0.8, speed.shape)
    cadence += rng.normal(0, 0.8, len(training))[:, None]
    return Course(part_s, metres, grade, heart_rate, cadence, intensity)


def _speeds(habits: Habits, training: Training, rng: np.random.Generator) -> Floats:
    """Return the speed each part would have on the level."""
    count = len(training)
    along = (np.arange(PARTS) + 0.5) / PARTS
    kind = training.kind[:, None]
    easy = habits.easy_speed_m_s * training.form[:, None]
    threshold = habits.threshold_speed_m_s * training.hard_form[:, None]
    middle = (along > 0.18) & (along < 0.86)
    tempo = np.where(middle, threshold * rng.uniform(0.95, 1.02, count)[:, None], easy)
    minutes = training.distance_m / (easy[:, 0] * 60)
    repetition_min = rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], size=count)
    cycle = np.maximum(repetition_min * 1.7, 3 * minutes / PARTS)
    running = (along[None, :] * minutes[:, None]) % cycle[:, None] < (cycle / 1.7)[:, None]
    fast = threshold * (1.15 - 0.02 * repetition_min)[:, None]
    intervals = np.where(middle, np.where(running, fast, 0.82 * easy), easy)
    metres, efforts = (np.array(one) for one in zip(*_RACE_EFFORT, strict=True))
    race = threshold * np.interp(training.distance_m, metres, efforts)[:, None] * (1.02 - 0.04 * along)
    steady = easy * (1 + 0.02 * np.sin(2 * np.pi * (3 * along[None, :] + rng.uniform(size=(count, 1)))))
    hours = (minutes / 60)[:, None]
    long = 0.98 * steady * (1 - 0.02 * along * hours)
    chosen = np.select([kind == one for one in Kind], [steady, long, tempo, intervals, race])
    return np.asarray(chosen * np.exp(rng.normal(0, 0.025, (count, PARTS))))


def _grades(training: Training, rng: np.random.Generator) -> Floats:
    """Return slopes whose climbs and descents add up to the run's, the rises as long as their share asks."""
    count = len(training)
    along = (np.arange(PARTS) + 0.5) / PARTS
    waves = np.zeros((count, PARTS))
    kilometres = np.maximum(training.distance_m / 1000, 1)[:, None]
    for waves_per_km, weight in ((0.15, 1.0), (0.4, 0.8), (1.1, 0.5)):
        cycles = kilometres * waves_per_km * rng.uniform(0.7, 1.3, (count, 1))
        waves += weight * np.sin(2 * np.pi * (cycles * along + rng.uniform(size=(count, 1))))
    share = training.up_m_km / (training.up_m_km + training.down_m_km)
    order = np.sort(waves, axis=1)
    turn = order[np.arange(count), np.clip(((1 - share) * PARTS).astype(int), 1, PARTS - 2)]
    waves -= turn[:, None]
    rises, falls = np.maximum(waves, 0), np.maximum(-waves, 0)
    up = training.up_m_km / 1000 * PARTS / np.maximum(rises.sum(axis=1), 1e-9)
    down = training.down_m_km / 1000 * PARTS / np.maximum(falls.sum(axis=1), 1e-9)
    grades: Floats = np.clip(rises * up[:, None] - falls * down[:, None], -0.35, 0.35)
    return grades


def _balanced(grade: Floats, metres: Floats, training: Training) -> Floats:
    """Return the slopes put right for the fewer metres that a part covers uphill, so that the sums hold."""
    kilometres = training.distance_m / 1000
    up = kilometres * training.up_m_km / np.maximum((np.maximum(grade, 0) * metres).sum(axis=1), 1e-9)
    down = kilometres * training.down_m_km / np.maximum((np.maximum(-grade, 0) * metres).sum(axis=1), 1e-9)
    return np.where(grade > 0, grade * up[:, None], grade * down[:, None])


def _heart_rates(
    runner: VirtualRunner, training: Training, effort: Floats, part_s: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    rest = runner.runner.rest_heart_rate_bpm or 55.0
    maximum = runner.runner.max_heart_rate_bpm or 185.0
    seconds = part_s[:, None] * (np.arange(PARTS) + 0.5)
    # Form is fitness of the day: faster at the same heart rate, but only in part.
    ease = 1 - 0.5 * (training.form - 1)[:, None]
    reserve = 0.86 * (effort * ease) ** 1.15 * (1 + 0.04 * seconds / 3600)
    reserve *= 1 - 0.35 * np.exp(-seconds / 90)
    reserve += rng.normal(0, 0.015, len(training))[:, None] + rng.normal(0, 0.006, effort.shape)
    reserve = np.clip(reserve, 0.2, 1.0)
    return rest + reserve * (maximum - rest), reserve.mean(axis=1)
