"""A Kalman smoother for one value a day that wanders slowly and is told with scatter, some days not at all.

Local level model (Durbin and Koopman, Time Series Analysis by State Space Methods, chapter 2)::

    told value = level + scatter,  level tomorrow = level today + step

Scatter and step are normal. Their sizes are not fixed: every pair of a grid is smoothed, and the results are
averaged with the pair's likelihood as weight, so that not knowing them widens the band.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ROUNDING_SD = float(np.sqrt(1.0 / 12.0))
"""Standard deviation of rounding to whole points: no told number is more exact than that."""

_SCATTER_SD = np.array([ROUNDING_SD, 0.45, 0.7, 1.0, 1.4, 2.0, 2.8])
_STEP_SD = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6])


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Level of every day for every pair of the grid: arrays of (pairs, days), and the weight of each pair."""

    means: Array
    variances: Array
    gains: Array
    weights: Array

    def level(self) -> tuple[Array, Array]:
        """Return mean and standard deviation of the level of every day, averaged over the grid."""
        return _mixed(self.weights, self.means, self.variances)

    def difference(self, first: int, last: int) -> tuple[float, float]:
        """Return mean and standard deviation of the level of day ``last`` minus that of day ``first``."""
        early, late = sorted((first, last))
        covariance = np.prod(self.gains[:, early:late], axis=1) * self.variances[:, late]
        variance = self.variances[:, first] + self.variances[:, last] - 2.0 * covariance
        mean = self.means[:, last] - self.means[:, first]
        mixed, sd = _mixed(self.weights, mean[:, None], np.maximum(variance, 0.0)[:, None])
        return float(mixed[0]), float(sd[0])


def smooth(values: Array, *, centre: float, spread: float) -> Smoothed:
    """Smooth one value a day (nan where not told) over the whole grid of scatter and step.

    ``centre`` and ``spread`` are mean and standard deviation of what is held possible before the first day.
    """
    scatter, step = (grid.ravel() for grid in np.meshgrid(_SCATTER_SD, _STEP_SD, indexing="ij"))
    return smooth_with(values, scatter_sd=scatter, step_sd=step, centre=centre, spread=spread)


def smooth_with(
    values: Array, *, scatter_sd: Array, step_sd: Array, centre: float, spread: float
) -> Smoothed:
    """Smooth with the pairs of ``scatter_sd`` and ``step_sd`` given, both of one length, all above 0."""
    pairs, days = len(scatter_sd), len(values)
    mean, variance = np.full(pairs, centre), np.full(pairs, spread**2)
    means, variances = np.empty((pairs, days)), np.empty((pairs, days))
    log_likelihood = np.zeros(pairs)
    for day, value in enumerate(values):
        if not np.isnan(value):
            total = variance + scatter_sd**2
            error = value - mean
            log_likelihood -= 0.5 * (np.log(total) + error**2 / total)
            gain = variance / total
            mean = mean + gain * error
            variance = variance * (1.0 - gain)
        means[:, day], variances[:, day] = mean, variance
        variance = variance + step_sd**2
    gains = variances[:, :-1] / (variances[:, :-1] + step_sd[:, None] ** 2)
    for day in range(days - 2, -1, -1):
        gain = gains[:, day]
        ahead = variances[:, day] + step_sd**2
        means[:, day] += gain * (means[:, day + 1] - means[:, day])
        variances[:, day] += gain**2 * (variances[:, day + 1] - ahead)
    weights = np.exp(log_likelihood - log_likelihood.max())
    return Smoothed(means, variances, gains, weights / weights.sum())


def _mixed(weights: Array, means: Array, variances: Array) -> tuple[Array, Array]:
    mean = weights @ means
    variance = weights @ (variances + (means - mean) ** 2)
    return mean, np.sqrt(variance)
