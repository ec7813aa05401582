"""What a diary does without any trigger: a pain that lingers, scatters and drifts; and how to whiten it.

Pain of a day = level that wanders (random walk) + part that lingers (AR(1)) + scatter of the day alone. The
three sizes are not known; they stand on a grid, and every column is filtered for every point of it by one
Kalman filter (Durbin and Koopman, Time Series Analysis by State Space Methods, chapter 4; de Jong 1991 for
the columns of regressors beside the response). Days without pain are left out of the update and cost nothing.

The filter looks only backwards. So what is left of an exposure on a day (its innovation) depends on the past
alone, also where the pain of yesterday drove the exposure of today, and its product with the innovation of
the pain has mean 0 as long as the exposure is no trigger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LINGERING = (0.2, 0.4, 0.6, 0.75, 0.88)
_SCATTER_SHARE = (0.0, 0.4)
_WANDERING = (0.0, 0.05, 0.12)


@dataclass(frozen=True, slots=True)
class NoiseGrid:
    """Kinds of noise, one array each: AR(1) coefficient, share of scatter, wander a day; total variance 1."""

    lingering: Array
    scatter: Array
    wandering: Array

    @classmethod
    def standard(cls) -> NoiseGrid:
        """Return every combination held possible for a pain diary."""
        kinds = [
            (lingering, scatter, wandering)
            for wandering in _WANDERING
            for lingering, scatter in [(0.0, 0.0), *((a, b) for a in _LINGERING for b in _SCATTER_SHARE)]
        ]
        return cls(*np.array(kinds).T)

    def only(self, kind: int) -> NoiseGrid:
        """Return the grid of one kind alone."""
        return NoiseGrid(*(values[[kind]] for values in (self.lingering, self.scatter, self.wandering)))

    @property
    def count(self) -> int:
        """Number of kinds of noise."""
        return len(self.lingering)


@dataclass(frozen=True, slots=True)
class Whitened:
    """Standardised innovations of every column, shape (told days, kinds of noise, columns).

    ``log_variance`` (told days, kinds) is the log of the innovation's variance, ``days`` the index of each
    told day.
    """

    columns: Array
    log_variance: Array
    days: NDArray[np.int64]


def whiten(columns: Array, told: NDArray[np.bool_], grid: NoiseGrid) -> Whitened:
    """Return the innovations of ``columns`` (days, columns) on the days on which pain was ``told``."""
    scatter = grid.scatter
    lingering, wander = grid.lingering[:, None], grid.wandering**2
    renewal = (1.0 - scatter) * (1.0 - grid.lingering**2)
    own: Array = 1.0 - scatter
    cross, level = np.zeros(grid.count), np.zeros(grid.count)
    state = np.zeros((2, grid.count, columns.shape[1]))
    innovations = np.empty((np.count_nonzero(told), grid.count, columns.shape[1]))
    log_variance = np.empty((len(innovations), grid.count))
    row = 0
    for day, is_told in enumerate(told):
        if day:
            state[0] *= lingering
            own, cross, level = (
                grid.lingering**2 * own + renewal,
                grid.lingering * cross,
                level + wander,
            )
        if not is_told:
            continue
        variance = own + 2.0 * cross + level + scatter
        gain_own, gain_level = (own + cross) / variance, (cross + level) / variance
        error = columns[day] - state[0] - state[1]
        state[0] += gain_own[:, None] * error
        state[1] += gain_level[:, None] * error
        own, cross, level = (
            own - gain_own * (own + cross),
            cross - gain_own * (cross + level),
            level - gain_level * (cross + level),
        )
        innovations[row] = error / np.sqrt(variance)[:, None]
        log_variance[row] = np.log(variance)
        row += 1
    return Whitened(innovations, log_variance, np.flatnonzero(told))
