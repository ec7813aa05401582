"""What a simulated runner does from day to day: twenty exposures, some of which go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Kind = Literal["continuous", "on-off"]

RUNNING_SHARE = 5 / 7
SHORTER_PER_POINT = 0.06
SKIPPED_FROM, SKIPPED_OVER, SKIPPED_MOST = 3.0, 8.0, 0.7
"""How pain keeps the runner from running: a run is shortened by 6 % for each point of the day before, and
left out with a probability that grows from 3 points on. Judged."""


@dataclass(frozen=True, slots=True)
class SimulatedExposure:
    """One column of a simulated diary.

    ``from_watch`` columns are zero on days without a run, are known on every day, and give way to pain where
    the diary has feedback; the others are told at the check-in and missing without it.
    """

    name: str
    kind: Kind
    from_watch: bool


SIMULATED_EXPOSURES = (
    *(
        SimulatedExposure(name, "continuous", from_watch=True)
        for name in ("distance_km", "ascent_m", "descent_m", "fast_min", "lumbar_load")
    ),
    *(
        SimulatedExposure(name, "on-off", from_watch=True)
        for name in ("long_run", "hilly_run", "hard_surface", "old_shoes", "no_warm_up")
    ),
    *(
        SimulatedExposure(name, "continuous", from_watch=False)
        for name in ("sitting_h", "driving_h", "sleep_h", "stress", "standing_h")
    ),
    *(
        SimulatedExposure(name, "on-off", from_watch=False)
        for name in ("heavy_lifting", "strength", "stretching", "rucksack", "soft_bed")
    ),
)

EXPOSURE_NAMES = tuple(one.name for one in SIMULATED_EXPOSURES)
FROM_WATCH = np.array([one.from_watch for one in SIMULATED_EXPOSURES])
CONTINUOUS = np.array([one.kind == "continuous" for one in SIMULATED_EXPOSURES])

_RUN_SCALES = np.array([9.0, 90.0, 90.0, 12.0, 1.0])
_RUN_LOADINGS = np.sqrt([0.3, 0.2, 0.25, 0.1, 0.25])
_TOLD_MEANS = np.array([7.0, 1.0, 7.2, 3.5, 3.0])
_TOLD_SPREADS = np.array([1.8, 0.7, 0.9, 1.7, 1.2])
_TOLD_HIGHEST = np.array([16.0, 10.0, 11.0, 10.0, 12.0])
_WORK_DAY = np.array([1.2, 0.5, -0.3, 0.5, -0.3])


@dataclass(frozen=True, slots=True)
class DailyHabits:
    """What the runner would do if nothing hurt.

    ``planned`` (days, 20) in natural units, on-off columns 0 or 1; ``skip_draw`` (days,) uniform numbers that
    decide whether pain keeps the runner from the run.
    """

    planned: Floats
    skip_draw: Floats

    def done(self, day: int, pain_before: float) -> Floats:
        """Return the exposures of a day after a day with ``pain_before`` points, shape (20,)."""
        done: Floats = self.planned[day].copy()
        skip = min(max((pain_before - SKIPPED_FROM) / SKIPPED_OVER, 0.0), SKIPPED_MOST)
        if self.skip_draw[day] < skip:
            done[FROM_WATCH] = 0.0
        done[FROM_WATCH & CONTINUOUS] *= 1 - SHORTER_PER_POINT * pain_before
        return done


def draw_habits(rng: np.random.Generator, days: int, first_weekday: int) -> DailyHabits:
    """Return the habits of one runner over ``days`` days; ``first_weekday`` 0 is Monday.

    Measures of a run share a factor (|r| about 0.6 and more), with a long run at weekends and a slow build-up
    over weeks; sitting goes with driving, stress with short sleep. Shares and scales are judged.
    """
    weekday = (first_weekday + np.arange(days)) % 7
    return DailyHabits(
        np.concatenate([_running(rng, weekday), _told(rng, weekday)], axis=1), rng.uniform(size=days)
    )


def _running(rng: np.random.Generator, weekday: npt.NDArray[np.int64]) -> Floats:
    days = len(weekday)
    likely = np.clip(RUNNING_SHARE + rng.normal(0, 0.25, 7), 0.25, 0.97)[weekday]
    runs = rng.uniform(size=days) < likely
    factor = 0.9 * (weekday == rng.choice([5, 6])) - 0.15
    factor = factor + 0.8 * autoregressive(rng, days, 0.1) + 0.4 * autoregressive(rng, days, 0.97)
    own = rng.normal(size=(days, 5))
    mixed = factor[:, None] * _RUN_LOADINGS + own * np.sqrt(1 - _RUN_LOADINGS**2)
    measured = _RUN_SCALES * np.exp(0.45 * mixed) * runs[:, None]
    shares = rng.uniform(0.2, 0.5, 3)
    marks = [
        measured[:, 0] > np.quantile(measured[runs, 0], rng.uniform(0.6, 0.8)),
        measured[:, 2] > np.quantile(measured[runs, 2], rng.uniform(0.5, 0.75)),
        *(runs & (rng.uniform(size=days) < share / RUNNING_SHARE) for share in shares),
    ]
    return np.concatenate([measured, np.array(marks, dtype=float).T], axis=1)


def _told(rng: np.random.Generator, weekday: npt.NDArray[np.int64]) -> Floats:
    days = len(weekday)
    own = np.array([autoregressive(rng, days, 0.3) for _ in range(5)]).T
    mixed = own.copy()
    mixed[:, 1] = 0.65 * own[:, 0] + 0.76 * own[:, 1]
    mixed[:, 2] = -0.5 * own[:, 3] + 0.87 * own[:, 2]
    at_work = (weekday < 5)[:, None] * _WORK_DAY
    told = np.clip(_TOLD_MEANS + at_work + _TOLD_SPREADS * mixed, 0.0, _TOLD_HIGHEST)
    shares = rng.uniform(0.15, 0.5, 5)
    weekly = np.clip(shares + rng.normal(0, 0.1, (7, 5)), 0.05, 0.8)[weekday]
    return np.concatenate([told, (rng.uniform(size=(days, 5)) < weekly).astype(float)], axis=1)


def autoregressive(rng: np.random.Generator, days: int, correlation: float, paths: int = 1) -> Floats:
    """Return stationary first-order autoregressive paths of unit variance, shape (days,) or (paths, days)."""
    steps: Floats = rng.normal(size=(paths, days))
    steps[:, 1:] *= np.sqrt(1 - correlation**2)
    for at in range(1, days):
        steps[:, at] += correlation * steps[:, at - 1]
    return steps[0] if paths == 1 else steps
