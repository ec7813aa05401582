"""A Kalman smoother for one value a day that wanders and drifts, told with scatter and some days not at all.

Local linear trend with a damped drift (Durbin and Koopman, Time Series Analysis by State Space Methods,
chapters 3 and 4)::

    told value     = level + scatter
    level tomorrow = level + drift + step
    drift tomorrow = DAMPING * drift + turn

Scatter, step and turn are normal. Their sizes are not fixed: every combination of a grid is smoothed, and the
results are averaged with its likelihood as weight, so that not knowing them widens the band.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ROUNDING_SD = float(np.sqrt(1.0 / 12.0))
"""Standard deviation of rounding to whole points: no told number is more exact than that."""

DAMPING = 0.95
"""Share of the drift that is left a day later: half after two weeks, so that a silence is not run through."""

_SCATTER_SD = (ROUNDING_SD, 0.45, 0.7, 1.0, 1.4, 2.0, 2.8)
_STEP_SD = (0.02, 0.1, 0.35, 1.0)
# The smallest turn is all but none.
_TURN_SD = (0.001, 0.03, 0.08)
_MOVE = np.array([[1.0, 1.0], [0.0, DAMPING]])


@dataclass(frozen=True, slots=True)
class Sizes:
    """Standard deviations of scatter, step and turn: one array each, of one length, all above 0."""

    scatter: Array
    step: Array
    turn: Array

    @classmethod
    def grid(cls) -> Sizes:
        """Return every combination of the sizes held possible for pain of 0 to 10."""
        scatter, step, turn = np.meshgrid(_SCATTER_SD, _STEP_SD, _TURN_SD, indexing="ij")
        return cls(scatter.ravel(), step.ravel(), turn.ravel())


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Level and drift of every day for every combination of sizes, and the weight of each combination.

    ``means`` has the shape (days, combinations, 2), ``covariances`` and ``gains`` (days, combinations, 2, 2).
    """

    means: Array
    covariances: Array
    gains: Array
    weights: Array

    def level(self) -> tuple[Array, Array]:
        """Return mean and standard deviation of the level of every day, averaged over the combinations."""
        return _mixed(self.weights, self.means[:, :, 0], self.covariances[:, :, 0, 0])

    def difference(self, first: int, last: int) -> tuple[float, float]:
        """Return mean and standard deviation of the level of day ``last`` minus that of ``first`` before."""
        shared = self.covariances[last]
        for day in range(last - 1, first - 1, -1):
            shared = self.gains[day] @ shared
        own = self.covariances[first] + self.covariances[last]
        variance = np.maximum(own[:, 0, 0] - 2.0 * shared[:, 0, 0], 0.0)
        mean, sd = _mixed(self.weights, self.means[last, :, 0] - self.means[first, :, 0], variance)
        return float(mean), float(sd)


def smooth(values: Array, sizes: Sizes, *, centre: float, spread: float) -> Smoothed:
    """Smooth one value a day (nan where not told) for every combination of ``sizes``.

    ``centre`` and ``spread`` are mean and standard deviation of the level that is held possible before the
    first day; the drift begins as it is in the long run, 0 on average.
    """
    count, days = len(sizes.scatter), len(values)
    noise = np.zeros((count, 2, 2))
    noise[:, 0, 0], noise[:, 1, 1] = sizes.step**2, sizes.turn**2
    mean, covariance = np.zeros((count, 2)), np.zeros((count, 2, 2))
    mean[:, 0], covariance[:, 0, 0] = centre, spread**2
    covariance[:, 1, 1] = sizes.turn**2 / (1.0 - DAMPING**2)
    means, covariances = np.empty((days, count, 2)), np.empty((days, count, 2, 2))
    log_likelihood = np.zeros(count)
    for day, value in enumerate(values):
        if day > 0:
            mean, covariance = mean @ _MOVE.T, _MOVE @ covariance @ _MOVE.T + noise
        if not np.isnan(value):
            total = covariance[:, 0, 0] + sizes.scatter**2
            error = value - mean[:, 0]
            log_likelihood -= 0.5 * (np.log(total) + error**2 / total)
            gain = covariance[:, :, 0] / total[:, None]
            mean = mean + gain * error[:, None]
            covariance = covariance - gain[:, :, None] * covariance[:, None, 0, :]
        means[day], covariances[day] = mean, covariance
    gains = _smooth_backwards(means, covariances, noise)
    weights = np.exp(log_likelihood - log_likelihood.max())
    return Smoothed(means, covariances, gains, weights / weights.sum())


def _smooth_backwards(means: Array, covariances: Array, noise: Array) -> Array:
    """Turn filtered means and covariances into smoothed ones in place; return the gain of every day."""
    gains = np.zeros_like(covariances)
    for day in range(len(means) - 2, -1, -1):
        ahead = _MOVE @ covariances[day] @ _MOVE.T + noise
        gain = covariances[day] @ _MOVE.T @ _inverse(ahead)
        turned = np.swapaxes(gain, 1, 2)
        means[day] += (gain @ (means[day + 1] - means[day] @ _MOVE.T)[:, :, None])[:, :, 0]
        covariances[day] += gain @ (covariances[day + 1] - ahead) @ turned
        gains[day] = gain
    return gains


def _inverse(matrices: Array) -> Array:
    """The inverses of symmetric 2 by 2 matrices."""
    a, b, c = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 1]
    swapped = np.stack([np.stack([c, -b], axis=1), np.stack([-b, a], axis=1)], axis=1)
    inverse: Array = swapped / (a * c - b * b)[:, None, None]
    return inverse


def _mixed(weights: Array, means: Array, variances: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of the weighted mixture over the last axis."""
    mean = means @ weights
    variance = (variances + (means - mean[..., None]) ** 2) @ weights
    return mean, np.sqrt(variance)
