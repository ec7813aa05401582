"""Simulated pain diaries with known triggers, for the calibration of ``triggers``: none of it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from runback.simulate.daily_exposures import (
    CONTINUOUS,
    EXPOSURE_NAMES,
    FROM_WATCH,
    DailyHabits,
    Floats,
    Kind,
    draw_habits,
)
from runback.simulate.diary_truth import BEFORE, LAGS, DiaryTruth, Trigger, World, daily_effects
from runback.simulate.pain_processes import PROCESSES, PainProcess

ON_OFF_EFFECT = 1.5
"""Points of reported pain that an on-off trigger of size 1 adds: between a small and an important change."""

LESS_OFTEN_TOLD = 3.0
"""Odds with which a day below 1 point goes unwritten, where days are not missing at random. Judged."""

KERNELS = (
    *np.eye(LAGS),
    np.array([0.5, 0.5, 0.0, 0.0]),
    np.array([8.0, 4.0, 2.0, 1.0]) / 15,
)
"""How a day's exposure spreads over the pain of that day and the three after it; each sums to 1."""


@dataclass(frozen=True, slots=True)
class DiarySettings:
    """What kind of diary to simulate.

    ``autocorrelation`` is that of the scatter from day to day; ``triggers`` how many exposures of ``kind``
    matter; ``size`` their effect on reported pain: points per standard deviation of a continuous exposure,
    1.5 points for on against off. ``feedback``: pain keeps the runner from running the next day.
    ``missing_share`` of the days is unwritten, by default 10 to 40 %; ``skips_good_days``: rather those
    without pain, by default for every second runner.
    """

    process: PainProcess = PainProcess.LINEAR
    days: int = 365
    autocorrelation: float = 0.4
    triggers: int = 0
    kind: Kind = "continuous"
    size: float = 1.0
    feedback: bool = False
    missing_share: float | None = None
    skips_good_days: bool | None = None
    last: date = date(2026, 6, 30)


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedDiary:
    """A diary as the runner wrote it, and the truth that nobody knows of a real one.

    ``pain`` (days,) as written, nan where not; ``exposures`` (days, 20) in the order of ``EXPOSURE_NAMES``,
    nan where not told; ``weekday`` (days,) with 0 for Monday.
    """

    seed: int
    settings: DiarySettings
    pain: Floats
    exposures: Floats
    weekday: np.ndarray[tuple[int], np.dtype[np.int64]]
    truth: DiaryTruth

    @property
    def days(self) -> pl.DataFrame:
        """Return one row a day: ``day``, ``pain`` and the exposures, null where not told."""
        last, count = self.settings.last, len(self.pain)
        columns = {"day": [last - timedelta(days=count - 1 - at) for at in range(count)], "pain": self.pain}
        columns |= {name: self.exposures[:, at] for at, name in enumerate(EXPOSURE_NAMES)}
        return pl.DataFrame(columns).with_columns(pl.all().exclude("day").fill_nan(None))


def simulate_diary(seed: int, settings: DiarySettings) -> SimulatedDiary:
    """Return one simulated diary; the same seed and settings give the same diary.

    The slopes of the triggers are scaled until the true average effect on reported pain, known by running the
    same noise with other exposures (``daily_effects``), is the one asked for.
    """
    rng = np.random.default_rng([seed, 5])
    total = settings.days + BEFORE
    first_weekday = (settings.last - timedelta(days=total - 1)).weekday()
    habits = draw_habits(rng, total, first_weekday)
    process = PROCESSES[settings.process].draw(rng, total, settings.autocorrelation)
    noise = process.noise(rng, 1, total)[0]
    triggers = _draw_triggers(rng, settings, habits)
    wanted = {one.exposure: one.slope for one in triggers}
    world = World.live(process, noise, habits, triggers, feedback=settings.feedback)
    for _ in range(5 if triggers else 0):
        effects = {name: float(daily_effects(world, name).mean()) for name in wanted}
        triggers = tuple(
            Trigger(
                one.exposure, one.kernel, one.slope * _correction(wanted[one.exposure], effects[one.exposure])
            )
            for one in triggers
        )
        world = World.live(process, noise, habits, triggers, feedback=settings.feedback)
    pain, told = _written(rng, world.felt[BEFORE:], settings)
    exposures = world.done[BEFORE:].copy()
    exposures[np.ix_(~told, ~FROM_WATCH)] = np.nan
    weekday = (first_weekday + BEFORE + np.arange(settings.days)) % 7
    effect = {name: daily_effects(world, name) for name in wanted}
    return SimulatedDiary(seed, settings, pain, exposures, weekday, DiaryTruth(world, triggers, effect))


def _draw_triggers(
    rng: np.random.Generator, settings: DiarySettings, habits: DailyHabits
) -> tuple[Trigger, ...]:
    """Return triggers whose slopes are the wanted effects a unit; one in five eases the pain."""
    of_kind = np.flatnonzero((settings.kind == "continuous") == CONTINUOUS)
    picked = rng.choice(of_kind, settings.triggers, replace=False)
    kernels = rng.choice(len(KERNELS), settings.triggers)
    signs = np.where(rng.uniform(size=settings.triggers) < 0.2, -1.0, 1.0)
    per_unit = (
        1 / habits.planned[BEFORE:].std(axis=0)
        if settings.kind == "continuous"
        else np.full(20, ON_OFF_EFFECT)
    )
    return tuple(
        Trigger(EXPOSURE_NAMES[at], KERNELS[kernel], float(settings.size * sign * per_unit[at]))
        for at, kernel, sign in zip(picked, kernels, signs, strict=True)
    )


def _correction(wanted: float, effect: float) -> float:
    """Return by what to multiply a slope, in bounds: an effect cut off at zero grows less than its slope."""
    return float(np.clip(wanted / effect, 0.5, 2.0)) if effect * wanted > 0 else 2.0


def _written(
    rng: np.random.Generator, felt: Floats, settings: DiarySettings
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return pain as written, in whole or half points, and which days were."""
    step = rng.choice([0.5, 1.0])
    share = rng.uniform(0.1, 0.4) if settings.missing_share is None else settings.missing_share
    drawn = rng.uniform(size=len(felt))
    coin = bool(rng.uniform() < 0.5)
    skips = coin if settings.skips_good_days is None else settings.skips_good_days
    weight = np.where(skips & (felt < 1.0), LESS_OFTEN_TOLD, 1.0)
    told = drawn >= np.minimum(share * weight / weight.mean(), 0.9)
    return np.where(told, np.round(felt / step) * step, np.nan), told
