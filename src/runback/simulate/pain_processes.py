"""Three ways in which simulated pain comes about. Only the first is of the family that ``triggers`` assumes.

Each process takes one day at a time and many paths at once: ``advance`` turns the state of yesterday, the
push of the exposures (``drive``) and the noise of today into the state of today and the pain. So the same
noise can be run again with other exposures, which is how the true effect is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from runback.simulate.daily_exposures import Floats, autoregressive

HIGHEST = 10.0


class PainProcess(StrEnum):
    """How simulated pain comes about."""

    LINEAR = "linear"
    FLARES = "flares"
    TISSUE = "tissue"


class Process(Protocol):
    """One runner's pain process."""

    def noise(self, rng: np.random.Generator, paths: int, days: int) -> Floats:
        """Return what the exposures have no part in, shape (paths, days, kinds of noise)."""

    def start(self, paths: int) -> Floats:
        """Return the state before the first day, shape (paths,)."""

    def advance(self, state: Floats, drive: Floats, noise: Floats) -> tuple[Floats, Floats, Floats]:
        """Return today's state, expected pain and felt pain, each of shape (paths,).

        ``noise`` is (paths, kinds); expected pain leaves the scatter of the telling out where it has steps.
        """


def _course(rng: np.random.Generator, days: int) -> tuple[Floats, Floats]:
    """Return a recovery or worsening over weeks and the runner's own weekly rhythm."""
    trend = rng.uniform(-1.0, 1.5) * np.exp(-np.arange(days) / rng.uniform(40, 120))
    return trend, np.resize(rng.normal(0, 0.3, 7), days)


@dataclass(frozen=True, slots=True)
class LinearPain:
    """A level with autoregressive and white scatter, slow drift, weekly rhythm and trend, within 0 to 10."""

    correlation: float
    level: float
    course: Floats

    @classmethod
    def draw(cls, rng: np.random.Generator, days: int, correlation: float) -> LinearPain:
        """Return the process of one runner."""
        return cls(correlation, rng.uniform(1.0, 4.5), np.sum(_course(rng, days), axis=0))

    def noise(self, rng: np.random.Generator, paths: int, days: int) -> Floats:
        """Return all scatter as one number a day."""
        scatter = 0.9 * autoregressive(rng, days, self.correlation, paths).reshape(paths, days)
        scatter += 0.35 * autoregressive(rng, days, 0.98, paths).reshape(paths, days)
        scatter += 0.4 * rng.normal(size=(paths, days))
        return (scatter + self.course[:days])[:, :, None]

    def start(self, paths: int) -> Floats:
        """Return zeros: the process has no memory but its noise."""
        return np.zeros(paths)

    def advance(self, state: Floats, drive: Floats, noise: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the sum of level, drive and noise within 0 to 10."""
        pain = np.clip(self.level + drive + noise[..., 0], 0.0, HIGHEST)
        return state, pain, pain


@dataclass(frozen=True, slots=True)
class FlarePain:
    """Ordinal pain with many zeros: flare-ups begin by chance and fade; pain is told by cut points."""

    correlation: float
    level: float
    course: Floats
    cut_points: Floats
    fading: float
    onset: float

    @classmethod
    def draw(cls, rng: np.random.Generator, days: int, correlation: float) -> FlarePain:
        """Return the process of one runner."""
        cuts = np.cumsum(rng.uniform(0.5, 1.5, 10))
        return cls(
            correlation,
            rng.uniform(2.0, 4.0),
            np.sum(_course(rng, days), axis=0),
            cuts - cuts[0] + 0.7,
            rng.uniform(0.75, 0.92),
            rng.uniform(1 / 60, 1 / 20),
        )

    def noise(self, rng: np.random.Generator, paths: int, days: int) -> Floats:
        """Return the latent scatter with its flare-ups, a uniform and a logistic number for the telling."""
        latent = 0.7 * autoregressive(rng, days, self.correlation, paths).reshape(paths, days)
        size = rng.gamma(4.0, 0.6, (paths, days)) * (rng.uniform(size=(paths, days)) < self.onset)
        flare = np.zeros(paths)
        for at in range(days):
            flare = self.fading * flare + size[:, at]
            latent[:, at] += flare
        latent += self.course[:days]
        return np.stack([latent, rng.uniform(size=latent.shape), rng.logistic(size=latent.shape)], axis=-1)

    def start(self, paths: int) -> Floats:
        """Return zeros: what lasts lies in the noise."""
        return np.zeros(paths)

    def advance(self, state: Floats, drive: Floats, noise: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the number of cut points below the latent pain; on some good days none is felt at all."""
        latent = self.level + drive + noise[..., 0]
        none = _logistic(1.2 * (1.0 - latent))
        steps = _logistic((latent[..., None] - self.cut_points) / 0.3).sum(axis=-1)
        told = ((latent + 0.3 * noise[..., 2])[..., None] > self.cut_points).sum(axis=-1)
        return state, (1 - none) * steps, np.where(noise[..., 1] < none, 0.0, told)


@dataclass(frozen=True, slots=True)
class TissuePain:
    """Irritation of a tissue: load adds up and fades, what is beyond a capacity irritates, and that fades.

    Pain is a saturating function of irritation, convex at zero: half of 10 at ``half``. Nothing in it is
    linear, and the effect of a day lasts beyond its kernel.
    """

    correlation: float
    usual_load: float
    half: float
    course: Floats

    LOAD_LEFT = 0.3
    IRRITATION_LEFT = 0.35

    @classmethod
    def draw(cls, rng: np.random.Generator, days: int, correlation: float) -> TissuePain:
        """Return the process of one runner."""
        return cls(
            correlation, rng.uniform(0.6, 2.0), rng.uniform(3.0, 4.0), np.sum(_course(rng, days), axis=0)
        )

    def noise(self, rng: np.random.Generator, paths: int, days: int) -> Floats:
        """Return the load from elsewhere less a shifting capacity, and the scatter of the telling."""
        # The tissue adds up what comes day after day: the same scatter of pain asks for less of it.
        spread = 0.65 * ((1 - self.correlation) / (1 + self.correlation)) ** 0.25
        elsewhere = spread * autoregressive(rng, days, self.correlation, paths).reshape(paths, days)
        elsewhere += 0.3 * autoregressive(rng, days, 0.98, paths).reshape(paths, days) + self.course[:days]
        return np.stack([elsewhere, rng.normal(0, 0.15, elsewhere.shape)], axis=-1)

    def start(self, paths: int) -> Floats:
        """Return the load and the irritation of usual days, shape (paths, 2)."""
        usual = np.array([1.0, 1.0 / (1 - self.IRRITATION_LEFT)]) * self.usual_load
        return np.broadcast_to(usual, (paths, 2)).copy()

    def advance(self, state: Floats, drive: Floats, noise: Floats) -> tuple[Floats, Floats, Floats]:
        """Return load and irritation of today and the pain they come to."""
        fresh = (1 - self.LOAD_LEFT) * (self.usual_load + drive + noise[..., 0])
        load = self.LOAD_LEFT * state[..., 0] + fresh
        irritation = self.IRRITATION_LEFT * state[..., 1] + np.maximum(load, 0.0)
        squared = irritation**2
        pain = HIGHEST * squared / (squared + self.half**2) * np.exp(noise[..., 1])
        pain = np.clip(pain, 0.0, HIGHEST)
        return np.stack([load, irritation], axis=-1), pain, pain


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -40, 40))))


PROCESSES: dict[PainProcess, type[LinearPain] | type[FlarePain] | type[TissuePain]] = {
    PainProcess.LINEAR: LinearPain,
    PainProcess.FLARES: FlarePain,
    PainProcess.TISSUE: TissuePain,
}
