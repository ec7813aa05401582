"""A virtual runner: who it is and how it usually trains. Simulated, every bit of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from runback.model import Runner
from runback.simulate.planted_error import PlantedError


@dataclass(frozen=True, slots=True)
class Habits:
    """How a virtual runner trains when nothing goes wrong.

    Speeds in m/s on the level; ``climb_m_km`` is metres of ascent a kilometre at home; ``preference`` is
    how much each weekday (Monday first) is liked for running; ``cycle_weeks`` is the length of a build-up
    with its cut-back week; ``season`` is the swing of the weekly distance over the year; ``noise`` the
    spread of a week's distance (standard deviation of its logarithm); the ``logs_`` numbers are shares of
    runs that carry the value.
    """

    weekly_km: float
    runs_per_week: float
    long_run_share: float
    preference: tuple[float, ...]
    easy_speed_m_s: float
    threshold_speed_m_s: float
    hard_runs_per_week: float
    climb_m_km: float
    cycle_weeks: int
    season: float
    noise: float
    races_per_year: float
    breaks_per_year: float
    logs_heart_rate: float
    logs_rpe: float
    logs_dynamics: float
    cadence_spm: float
    stance_time_ms: float
    vertical_oscillation_mm: float
    stance_balance_pct: float
    shoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VirtualRunner:
    """A simulated runner over the ``days`` days that end with ``last``, and the error planted, if any."""

    seed: int
    days: int
    last: date
    runner: Runner
    habits: Habits
    error: PlantedError | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return self.last - timedelta(days=self.days - 1)


def virtual_runner(seed: int, *, days: int, last: date, error: PlantedError | None = None) -> VirtualRunner:
    """Return the simulated runner of a seed; an error changes nothing before the week in which it begins.

    The ranges of the habits are judged from what recreational runners do (12 to 90 km in 2 to 7 runs a week),
    not fitted to data.
    """
    rng = np.random.default_rng([seed, 1])
    habits = _habits(rng)
    runner = Runner(
        sex="female" if rng.uniform() < 0.5 else "male",
        max_heart_rate_bpm=float(np.round(rng.normal(187, 9))),
        rest_heart_rate_bpm=float(np.round(rng.normal(54, 6))),
        zone="Europe/Berlin",
    )
    return VirtualRunner(seed, days, last, runner, habits, error)


def _habits(rng: np.random.Generator) -> Habits:
    weekly_km = float(np.clip(rng.lognormal(np.log(34), 0.45), 12, 90))
    runs = float(np.clip(1.6 + weekly_km / 14 + rng.normal(0, 0.6), 2, 6.5))
    easy = float(np.clip(rng.normal(2.75, 0.28), 2.1, 3.6))
    # Weekends suit long runs; each runner has weekdays of its own.
    preference = rng.normal(0, 1.0, 7) + np.array([0, 0.3, 0.3, 0.3, -0.3, 0.6, 1.2])
    return Habits(
        weekly_km=weekly_km,
        runs_per_week=runs,
        long_run_share=float(np.clip(1.35 / runs + rng.normal(0, 0.03), 0.24, 0.6)),
        preference=tuple(preference.tolist()),
        easy_speed_m_s=easy,
        threshold_speed_m_s=easy * float(rng.uniform(1.15, 1.28)),
        hard_runs_per_week=float(np.clip(rng.normal(0.25 * runs - 0.2, 0.4), 0, 2)),
        climb_m_km=float(np.clip(rng.lognormal(np.log(7), 0.6), 1.5, 30)),
        cycle_weeks=int(rng.integers(3, 6)),
        season=float(rng.uniform(0, 0.25)),
        noise=float(rng.uniform(0.06, 0.18)),
        races_per_year=float(rng.uniform(0, 5)),
        breaks_per_year=float(rng.uniform(1, 5)),
        logs_heart_rate=float(rng.choice([0.0, 0.9, 0.99], p=[0.15, 0.25, 0.6])),
        logs_rpe=float(rng.choice([0.0, 0.6, 0.95], p=[0.5, 0.25, 0.25])),
        logs_dynamics=float(rng.choice([0.0, 0.97], p=[0.6, 0.4])),
        cadence_spm=float(rng.normal(166, 6)),
        stance_time_ms=float(rng.normal(255, 14)),
        vertical_oscillation_mm=float(rng.normal(90, 9)),
        stance_balance_pct=float(rng.normal(50, 0.7)),
        shoes=("Road shoe A", "Road shoe B", "Trail shoe")[: int(rng.integers(1, 4))],
    )
