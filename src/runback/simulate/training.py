"""What a virtual runner does day by day: weeks, rest days, breaks, races, and the planted error."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from enum import IntEnum
from typing import Self

import numpy as np
import numpy.typing as npt

from runback.simulate.virtual_runner import Habits, VirtualRunner

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_RACE_METRES = np.array([5_000.0, 10_000.0, 21_097.5, 42_195.0])
_SHORTEST_M, _LONGEST_M = 2_500.0, 36_000.0


class Kind(IntEnum):
    """Kind of a training run."""

    EASY = 0
    LONG = 1
    TEMPO = 2
    INTERVALS = 3
    RACE = 4


@dataclass(frozen=True, slots=True)
class Training:
    """All runs in order of time, an array entry a run.

    ``day`` counts from the runner's first day; ``form`` is the day's speed against the habit,
    ``hard_form`` that of its fast parts; ``up_m_km`` and ``down_m_km`` are climb and descent a kilometre;
    ``hour`` is local.
    """

    day: Ints
    kind: Ints
    distance_m: Floats
    form: Floats
    hard_form: Floats
    up_m_km: Floats
    down_m_km: Floats
    hour: Floats

    def __len__(self) -> int:
        return len(self.day)

    def where(self, keep: Flags | Ints) -> Self:
        """Return the runs that ``keep`` (flags or places) picks."""
        return type(self)(*(getattr(self, one.name)[keep] for one in fields(self)))

    def joined(self, other: Training) -> Self:
        """Return both trainings' runs in order of time."""
        both = type(self)(
            *(np.concatenate([getattr(self, one.name), getattr(other, one.name)]) for one in fields(self))
        )
        return both.where(np.argsort(both.day + both.hour / 24, kind="stable"))


def usual_training(runner: VirtualRunner) -> Training:
    """Return the runner's training without any planted error.

    A week's distance swings with the season, with build-ups and cut-back weeks, with races (a ramp
    before, a taper, a recovery), with breaks (illness, holidays: Poisson, 3 to 28 days, a slow return
    after a week off and more) and at random. The runs fall on the runner's preferred weekdays with
    changes of mind; the longest on a weekend; tempo runs and repetitions away from it. Climb follows the
    home, with a trail run or a week in the hills now and then. All ranges are judged.
    """
    rng = np.random.default_rng([runner.seed, 2])
    habits = runner.habits
    monday = -runner.first.weekday()
    weeks = (runner.days - monday + 6) // 7
    off = _breaks(runner, weeks * 7, rng)
    race_m = _races(habits, weeks, rng)
    target_m = _week_targets(runner, race_m, off, rng)
    runs, long, hard = _days(habits, target_m, race_m > 0, off.reshape(weeks, 7), rng)
    distance_m = _distances(habits, target_m, runs, long, rng)
    kind = np.where(hard, np.where(rng.uniform(size=runs.shape) < 0.5, Kind.TEMPO, Kind.INTERVALS), Kind.EASY)
    kind = np.where(long, Kind.LONG, kind)
    racing = long & (race_m > 0)[:, None]
    kind = np.where(racing, Kind.RACE, kind)
    distance_m = np.where(racing, race_m[:, None], distance_m)
    up, down = _climb(habits, runs.shape, rng)
    form = np.exp(rng.normal(0, 0.03, runs.shape) + _drift(weeks, rng)[:, None])
    hour = np.where(rng.uniform(size=runs.shape) < 0.4, rng.normal(7.2, 0.6, runs.shape), 17.8)
    hour = np.clip(hour + rng.normal(0, 0.7, runs.shape), 5, 21)
    day = np.arange(weeks * 7) + monday
    chosen = (runs & (day.reshape(weeks, 7) >= 0) & (day.reshape(weeks, 7) < runner.days)).ravel()
    columns = (day, kind, distance_m, form, form, up, down, hour)
    return Training(*(np.ravel(one)[chosen] for one in columns))


def _breaks(runner: VirtualRunner, days: int, rng: np.random.Generator) -> Flags:
    """Return which days are off; an error's weeks have no break, or it would not happen."""
    off = np.zeros(days, dtype=np.bool_)
    for _ in range(int(rng.poisson(runner.habits.breaks_per_year * days / 365))):
        start = int(rng.integers(0, days))
        off[start : start + int(np.clip(rng.lognormal(np.log(7), 0.6), 3, 28))] = True
    if runner.error is not None:
        off[max((runner.error.first - runner.first).days + runner.first.weekday(), 0) :] = False
    return off


def _races(habits: Habits, weeks: int, rng: np.random.Generator) -> Floats:
    """Return the race distance of each week, 0 without a race."""
    race_m = np.zeros(weeks)
    longest = 1 + int(habits.weekly_km > 18) + int(habits.weekly_km > 28) + int(habits.weekly_km > 50)
    for week in rng.integers(0, weeks, int(rng.poisson(habits.races_per_year * weeks / 52))):
        race_m[week] = _RACE_METRES[rng.integers(0, longest)]
    return race_m


def _week_targets(runner: VirtualRunner, race_m: Floats, off: Flags, rng: np.random.Generator) -> Floats:
    """Return the distance that each week aims at, in metres."""
    habits, weeks = runner.habits, len(race_m)
    week = np.arange(weeks)
    start = (runner.first - timedelta(days=runner.first.weekday())).timetuple().tm_yday
    season = 1 + habits.season * np.sin(2 * np.pi * ((start + week * 7) / 365.25 - rng.uniform(0.2, 0.4)))
    step = (week + int(rng.integers(0, habits.cycle_weeks))) % habits.cycle_weeks
    build = np.where(step == habits.cycle_weeks - 1, rng.uniform(0.62, 0.85), 0.97 + 0.05 * step)
    factor = season * build * np.exp(rng.normal(0, habits.noise, weeks) + 2 * _drift(weeks, rng))
    for race in np.flatnonzero(race_m >= 10_000):
        ramp = slice(max(race - 9, 0), max(race - 1, 0))
        factor[ramp] *= (
            np.linspace(1.0, 1.15, 8)[8 - (ramp.stop - ramp.start) :] if ramp.stop > ramp.start else 1
        )
        factor[max(race - 1, 0)] *= 0.75
        factor[race] *= 0.6
        factor[race + 1 : race + 2] *= 0.6
    days_off = off.reshape(weeks, 7).sum(axis=1)
    before = np.concatenate([[0], days_off[:-1]]) + np.concatenate([[0, 0], days_off[:-2]])
    factor *= np.where(before[:weeks] >= 7, rng.uniform(0.55, 0.9, weeks), 1.0) * (1 - days_off / 7)
    return np.asarray(habits.weekly_km * 1000 * factor)


def _drift(weeks: int, rng: np.random.Generator) -> Floats:
    """Return slow ups and downs of fitness or zeal: a mean-reverting walk of about 3 %, a value a week."""
    noise = rng.normal(0, 0.01, weeks)
    walk = np.empty(weeks)
    level = 0.0
    for week, change in enumerate(noise.tolist()):
        level = 0.95 * level + change
        walk[week] = level
    return walk


def _rank(score: Floats) -> Ints:
    """Return the place of each day in its week by descending score, the best 0."""
    return np.argsort(np.argsort(-score, axis=1), axis=1)


def _days(
    habits: Habits, target_m: Floats, race: Flags, off: Flags, rng: np.random.Generator
) -> tuple[Flags, Flags, Flags]:
    """Return which days of each week have a run, which of them is the long one, and which are hard."""
    shape = off.shape
    zeal = np.clip(target_m / (habits.weekly_km * 1000), 0.3, 1.5) ** 0.5
    wanted = np.rint(np.clip(habits.runs_per_week * zeal + rng.normal(0, 0.45, shape[0]), 1, 7))
    liking = np.array(habits.preference) + rng.normal(0, 0.6, shape)
    liking[race, 6] = np.where(off[race, 6], -np.inf, 9.0)
    liking[off] = -np.inf
    runs = (_rank(liking) < wanted[:, None]) & ~off
    weekend = np.array([0, 0, 0, 0, 0, 2.0, 3.0])
    liking_long = np.where(
        runs, weekend + rng.normal(0, 0.8, shape) + 9 * (race[:, None] & (weekend == 3)), -np.inf
    )
    long = runs & (_rank(liking_long) == 0)
    beside = np.zeros(shape, dtype=np.bool_)
    beside[:, 1:] |= long[:, :-1]
    beside[:, :-1] |= long[:, 1:]
    liking_hard = np.where(runs & ~long, rng.uniform(size=shape) - 0.8 * beside, -np.inf)
    count = np.floor(habits.hard_runs_per_week + rng.uniform(size=shape[0]))
    count = np.minimum(count, np.maximum(runs.sum(axis=1) - 2, 0)) * np.where(race, 0.5, 1)
    hard = (_rank(liking_hard) < count[:, None]) & runs & ~long
    return runs, long, hard


def _distances(
    habits: Habits, target_m: Floats, runs: Flags, long: Flags, rng: np.random.Generator
) -> Floats:
    """Return metres a day: the long run's share of the week, the rest spread over the other runs."""
    shape = runs.shape
    count = runs.sum(axis=1)
    long_m = (
        np.where(count > 1, habits.long_run_share, 1.0) * target_m * np.exp(rng.normal(0, 0.09, shape[0]))
    )
    other_m = np.maximum(target_m - long_m, 0) / np.maximum(count - 1, 1)
    each = other_m[:, None] * np.exp(rng.normal(0, 0.17, shape))
    return np.clip(np.where(long, long_m[:, None], each), _SHORTEST_M, _LONGEST_M)


def _climb(habits: Habits, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return climb and descent in metres a kilometre: loops, but for one run in forty that ends elsewhere."""
    up = habits.climb_m_km * np.exp(rng.normal(0, 0.35, shape))
    up *= np.where(rng.uniform(size=shape) < 0.06, rng.uniform(1.5, 3.5, shape), 1)
    up *= np.where(rng.uniform(size=(shape[0], 1)) < 0.04, rng.uniform(1.5, 3.5), 1)
    down = up * np.exp(rng.normal(0, 0.04, shape))
    one_way = rng.uniform(size=shape)
    down *= np.where(one_way < 0.0125, 0.4, 1)
    up *= np.where(one_way > 0.9875, 0.4, 1)
    return np.minimum(up, 90.0), np.minimum(down, 90.0)
