"""What a planted training error does to a virtual runner's training: it changes training, never measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from runback.simulate.planted_error import PlantedError, TrainingError
from runback.simulate.training import Flags, Kind, Training, usual_training
from runback.simulate.virtual_runner import VirtualRunner


def simulate_training(runner: VirtualRunner) -> Training:
    """Return the runner's training, with its error if one is planted (see ``PlantedError`` for the sizes)."""
    training = usual_training(runner)
    error = runner.error
    if error is None:
        return training
    since = training.day >= (error.first - runner.first).days
    if not since.any():
        return training
    return _COMMIT[error.cause](training, since, error, runner, np.random.default_rng([runner.seed, 3]))


def _too_hard_too_long(
    training: Training, since: Flags, error: PlantedError, runner: VirtualRunner, rng: np.random.Generator
) -> Training:
    hit = since & (training.kind <= Kind.LONG) & (rng.uniform(size=len(training)) < error.between(0.4, 0.9))
    longer = error.between(1.05, 1.3)
    return replace(
        training,
        kind=np.where(hit, Kind.TEMPO, training.kind),
        distance_m=training.distance_m * np.where(hit, longer, 1),
    )


def _mileage_increase(
    training: Training, since: Flags, error: PlantedError, runner: VirtualRunner, rng: np.random.Generator
) -> Training:
    distance_m = training.distance_m.copy()
    manner = rng.integers(0, 3)
    first = (error.first - runner.first).days
    if manner != 0:
        distance_m[since] *= error.between(1.3, 1.9)
    if manner != 1:
        month = distance_m[(training.day >= first - 30) & (training.day < first)]
        longest = month.max() if len(month) else distance_m[since].max()
        candidates = np.flatnonzero(since & (training.kind != Kind.RACE))
        chosen = rng.choice(candidates, size=min(int(rng.integers(1, 3)), len(candidates)), replace=False)
        distance_m[chosen] = np.maximum(distance_m[chosen], longest * error.between(1.25, 2.2))
    return replace(training, distance_m=np.minimum(distance_m, 60_000.0))


def _speed_increase(
    training: Training, since: Flags, error: PlantedError, runner: VirtualRunner, rng: np.random.Generator
) -> Training:
    turned = (
        since & (training.kind == Kind.EASY) & (rng.uniform(size=len(training)) < error.between(0.25, 0.5))
    )
    return replace(
        training,
        kind=np.where(turned, Kind.INTERVALS, training.kind),
        form=training.form * np.where(since, error.between(1.03, 1.10), 1),
        hard_form=training.hard_form * np.where(since, error.between(1.04, 1.12), 1),
    )


def _hills(*, upwards: bool) -> Callable[..., Training]:
    def commit(
        training: Training, since: Flags, error: PlantedError, runner: VirtualRunner, rng: np.random.Generator
    ) -> Training:
        hit = since & (rng.uniform(size=len(training)) < error.between(0.5, 0.9))
        more = np.where(hit, error.between(20, 60) * rng.uniform(0.7, 1.3, len(training)), 0)
        back = more * rng.uniform(0, 0.5, len(training))
        up, down = (more, back) if upwards else (back, more)
        return replace(training, up_m_km=training.up_m_km + up, down_m_km=training.down_m_km + down)

    return commit


def _lack_of_rest(
    training: Training, since: Flags, error: PlantedError, runner: VirtualRunner, rng: np.random.Generator
) -> Training:
    first = (error.first - runner.first).days
    free = np.setdiff1d(np.arange(max(first, 0), runner.days), training.day)
    filled = free[rng.uniform(size=len(free)) < error.between(0.7, 1.0)]
    usual = np.flatnonzero(since & (training.kind != Kind.RACE) & (training.kind != Kind.LONG))
    if not len(usual):
        usual = np.flatnonzero(since)
    pattern = training.where(rng.choice(usual, size=len(filled)))
    added = replace(
        pattern,
        day=filled,
        kind=np.full(len(filled), Kind.EASY),
        distance_m=pattern.distance_m * rng.uniform(0.6, 0.9, len(filled)),
    )
    turned = since & (training.kind == Kind.EASY) & (rng.uniform(size=len(training)) < error.between(0, 0.4))
    both = replace(training, kind=np.where(turned, Kind.TEMPO, training.kind)).joined(added)
    # The short runs give up what the new ones take, but for a tenth: rest is lacking, not mileage growing.
    short = (both.day >= first) & (both.kind != Kind.LONG) & (both.kind != Kind.RACE)
    before = training.distance_m[since].sum() * rng.uniform(1.0, 1.1)
    kept = before - both.distance_m[(both.day >= first) & ~short].sum()
    share = np.clip(kept / max(both.distance_m[short].sum(), 1.0), 0.5, 1.0)
    return replace(both, distance_m=both.distance_m * np.where(short, share, 1))


_COMMIT: dict[TrainingError, Callable[..., Training]] = {
    TrainingError.TOO_HARD_TOO_LONG: _too_hard_too_long,
    TrainingError.MILEAGE_INCREASE: _mileage_increase,
    TrainingError.SPEED_INCREASE: _speed_increase,
    TrainingError.HILLS_UP: _hills(upwards=True),
    TrainingError.HILLS_DOWN: _hills(upwards=False),
    TrainingError.LACK_OF_REST: _lack_of_rest,
}
