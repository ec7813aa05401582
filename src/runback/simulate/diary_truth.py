"""What is true of a simulated diary: its triggers, their effects, and the scatter that is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.simulate.daily_exposures import CONTINUOUS, EXPOSURE_NAMES, DailyHabits, Floats
from runback.simulate.pain_processes import Process

LAGS = 4
"""An exposure bears on the pain of its own day and of the three after it."""

BEFORE = 14
"""Days lived before the first of the diary, so that carry-over has come to its usual size."""

STEP_SD = 0.25


@dataclass(frozen=True, slots=True)
class Trigger:
    """An exposure that matters: ``slope`` is the push for one unit, spread over days by ``kernel`` (4,)."""

    exposure: str
    kernel: Floats
    slope: float


@dataclass(frozen=True, slots=True)
class World:
    """One life as it went, from ``BEFORE`` days before the diary on.

    ``done`` (days, 20) exposures, ``drive`` (days,) their push, ``states`` (days, ...) after each day,
    ``felt`` (days,) pain, whether written down or not, ``noise`` (days, kinds).
    """

    process: Process
    noise: Floats
    triggers: tuple[Trigger, ...]
    done: Floats
    drive: Floats
    states: Floats
    felt: Floats

    @classmethod
    def live(
        cls,
        process: Process,
        noise: Floats,
        habits: DailyHabits,
        triggers: tuple[Trigger, ...],
        *,
        feedback: bool,
    ) -> World:
        """Return the life with these triggers; with ``feedback`` pain keeps the runner from running."""
        days = len(noise)
        done, drive, felt = habits.planned.copy(), np.zeros(days), np.zeros(days)
        spread = np.zeros((LAGS, len(EXPOSURE_NAMES)))
        for one in triggers:
            spread[:, EXPOSURE_NAMES.index(one.exposure)] = one.slope * one.kernel
        usual = float(spread.sum(axis=0) @ habits.planned.mean(axis=0))
        state = process.start(1)
        states = np.zeros((days, *state.shape[1:]))
        for day in range(days):
            if feedback and day:
                done[day] = habits.done(day, float(felt[day - 1]))
            window = done[max(day - LAGS + 1, 0) : day + 1][::-1]
            drive[day] = float((window * spread[: len(window)]).sum()) - usual
            state, _, pain = process.advance(state, drive[day : day + 1], noise[day : day + 1])
            states[day], felt[day] = state[0], pain[0]
        return cls(process, noise, triggers, done, drive, states, felt)


@dataclass(frozen=True, slots=True)
class DiaryTruth:
    """The truth of one diary: ``daily_effect`` by exposure, points of pain for one unit, shape (days,)."""

    world: World
    triggers: tuple[Trigger, ...]
    daily_effect: dict[str, Floats]

    def effect(self, exposure: str, days: int | None = None) -> float:
        """Return the average effect of one unit over the first ``days`` days; 0 for what is no trigger."""
        known = self.daily_effect.get(exposure)
        return 0.0 if known is None else float(known[:days].mean())


def daily_effects(world: World, exposure: str, lag: int | None = None) -> Floats:
    """Return the true effect of an exposure on the pain of each day of the diary, per unit, shape (days,).

    The estimand: how much the pain of day t would have been higher, had the exposure been one unit higher on
    each of the days t-3 to t (with ``lag``: only on day t-lag), all noise, all other exposures and the state
    of day t-4 being the same. A central difference of a quarter of a standard deviation for continuous
    exposures; all on against all off for on-off ones.
    """
    at = EXPOSURE_NAMES.index(exposure)
    trigger = next(one for one in world.triggers if one.exposure == exposure)
    ends = np.arange(BEFORE, len(world.felt))
    days = ends[:, None] + np.arange(1 - LAGS, 1)
    touched = np.ones(LAGS, bool) if lag is None else np.arange(LAGS) == LAGS - 1 - lag
    if CONTINUOUS[at]:
        step = STEP_SD * float(world.done[BEFORE:, at].std())
        up, down, units = np.where(touched, step, 0.0), np.where(touched, -step, 0.0), 2 * step
        shifts = [np.broadcast_to(shift, days.shape) for shift in (up, down)]
    else:
        was, units = world.done[days, at], 1.0
        shifts = [np.where(touched, 1.0 - was, 0.0), np.where(touched, -was, 0.0)]
    higher, lower = (_pain_after(world, trigger, days, shift) for shift in shifts)
    return np.asarray((higher - lower) / units)


def _pain_after(
    world: World, trigger: Trigger, days: np.ndarray[tuple[int, ...], np.dtype[np.int64]], shift: Floats
) -> Floats:
    """Return expected pain at the end of each window of four days with the exposure shifted by ``shift``."""
    state = world.states[days[:, 0] - 1]
    pain = np.zeros(len(days))
    for at in range(LAGS):
        push = trigger.slope * (shift[:, at::-1] @ trigger.kernel[: at + 1])
        now = days[:, at]
        state, pain, _ = world.process.advance(state, world.drive[now] + push, world.noise[now])
    return pain


def noise_autocovariance(world: World, seed: int, paths: int = 64) -> Floats:
    """Return the autocovariance of felt pain about its mean, exposures given, at lags 0, 1, ... days.

    Found by running the same exposures with other noise ``paths`` times; averaged over the days.
    """
    days = len(world.felt)
    noise = world.process.noise(np.random.default_rng([seed, 6]), paths, days)
    state = world.process.start(paths)
    felt = np.zeros((paths, days))
    for day in range(days):
        drive = np.full(paths, world.drive[day])
        state, _, felt[:, day] = world.process.advance(state, drive, noise[:, day])
    rest = felt[:, BEFORE:] - felt[:, BEFORE:].mean(axis=0)
    rest *= np.sqrt(paths / (paths - 1))
    length = rest.shape[1]
    spectrum = np.abs(np.fft.rfft(rest, 2 * length, axis=1)) ** 2
    return np.asarray(np.fft.irfft(spectrum.mean(axis=0))[:length] / length)
