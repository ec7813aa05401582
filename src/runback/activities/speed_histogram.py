"""How long a run was faster than a speed, from its seconds in bins of speed."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.activities.runs import SPEED_BIN_M_S, SPEED_BINS

Floats = NDArray[np.float64]


def speed_histogram(runs: pl.DataFrame) -> Floats:
    """Return seconds in each speed bin, shape ``(runs, SPEED_BINS)``; NaN rows where a run has no speeds."""
    if runs.is_empty():
        return np.empty((0, SPEED_BINS))
    table: Floats = runs["speed_seconds"].list.to_array(SPEED_BINS).to_numpy().astype(np.float64)
    return table


def seconds_above(histogram: Floats, speed_m_s: Floats) -> Floats:
    """Return the seconds above a speed per run (``speed_m_s`` of shape ``(runs,)`` or scalar-like ``(1,)``).

    Time within the bin that holds the speed is split as if spread evenly over the bin.
    """
    upper = (np.arange(SPEED_BINS) + 1) * SPEED_BIN_M_S
    share = np.clip((upper[None, :] - speed_m_s[:, None]) / SPEED_BIN_M_S, 0.0, 1.0)
    total: Floats = (histogram * share).sum(axis=1)
    return total
