"""How an exposure may reach the pain of later days: lag kernels, and the columns they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LONGEST_LAG = 3
"""Days back that a kernel reaches."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """Weights of the exposure of the same day and the three days before; they sum to 1."""

    weights: tuple[float, float, float, float]
    days: tuple[int, ...]
    words: str


KERNELS = (
    Kernel((1.0, 0.0, 0.0, 0.0), (0,), "the same day"),
    Kernel((0.0, 1.0, 0.0, 0.0), (1,), "the day after"),
    Kernel((0.0, 0.0, 1.0, 0.0), (2,), "two days later"),
    Kernel((0.0, 0.0, 0.0, 1.0), (3,), "three days later"),
    Kernel((0.5, 0.5, 0.0, 0.0), (0, 1), "the same day and the day after"),
    Kernel((8 / 15, 4 / 15, 2 / 15, 1 / 15), (0, 1, 2, 3), "the same day and, fading, the three days after"),
    Kernel((0.0, 4 / 7, 2 / 7, 1 / 7), (1, 2, 3), "the day after and, fading, the two days after that"),
    Kernel((0.0, 0.0, 2 / 3, 1 / 3), (2, 3), "two days later and, fainter, three days later"),
    Kernel((0.3, 0.4, 0.2, 0.1), (0, 1, 2, 3), "most of all the day after, within four days"),
)
"""The lags that are tried; the last three are of a tissue that sums up what comes to it.

An effect that is told per unit means one unit more on each of its days.
"""


_SETTLED = 42


def filled(exposures: Array) -> Array:
    """Return the exposures about zero, each missing value replaced by the mean of those told before it.

    Only the past is used, so that an answer given for an earlier day never changes; before its first value
    an exposure is taken to have stood at it, and then says nothing. Zero is the mean of the first six weeks.
    """
    told = ~np.isnan(exposures)
    values = np.where(told, exposures, 0.0)
    count = told.cumsum(axis=0)
    mean = values.cumsum(axis=0) / np.maximum(count, 1)
    first = np.take_along_axis(values, told.argmax(axis=0)[None, :], axis=0)
    values = np.where(told, exposures, np.where(count > 0, mean, first))
    return np.asarray(values - values[:_SETTLED].mean(axis=0))


def tails(exposures: Array) -> Array:
    """Return what each exposure was in the days beyond the longest lag, fading, shape (days, exposures)."""
    values = filled(exposures)
    days = len(values)
    total = np.zeros_like(values)
    for past, weight in enumerate(_TAIL, start=LONGEST_LAG + 1):
        total += weight * np.vstack(
            [np.repeat(values[:1], min(past, days), axis=0), values[: max(days - past, 0)]]
        )
    return total


_TAIL = (0.6, 0.3, 0.1)


def lagged(exposures: Array) -> Array:
    """Return one column for every exposure and kernel, shape (days, exposures * kernels), exposure first.

    ``exposures`` has the shape (days, exposures), nan where not told. Before the first day the first value
    is taken to have held.
    """
    values = filled(exposures)
    days, count = values.shape
    columns = np.zeros((days, count, len(KERNELS)))
    weights = np.array([kernel.weights for kernel in KERNELS])
    for lag in range(LONGEST_LAG + 1):
        shifted = np.vstack([np.repeat(values[:1], min(lag, days), axis=0), values[: max(days - lag, 0)]])
        columns += shifted[:, :, None] * weights[:, lag]
    return columns.reshape(days, count * len(KERNELS))
