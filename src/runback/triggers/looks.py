"""On which days the answer may change, how much of the promise each of them spends, and the boundary it sets.

The promise: without any true trigger at most one runner in twenty ever gets one named, though they look every
day. The answer changes on scheduled days only, and each spends a part of the 5 % (Lan and DeMets 1983). The
boundary of a look is the height that the largest score of all exposures and lags passes with just that
chance and had not passed at a look before. It is found by drawing the pain's innovations anew, many times and
always the same ones, while the runner's own exposures stay: so it knows how far the exposures, the lags and
the looks overlap, and pays only for what is really tried (Westfall and Young 1993).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, LEVEL, Scores

Array = NDArray[np.float64]

FIRST_LOOK = 42
LEAST_PAIN_DAYS = 21
"""Days of diary before the first look, and days among them with pain told."""

DRAWS = 2000
_SEED = 20261124

NAMED_SHARE = 0.045
WATCHED_SHARE = 0.13
"""What is spent in the first year on naming, and on the softer tier; the rest is kept for later years."""

_SPENT_DAYS = (42.0, 60.0, 120.0, 365.0, 3650.0)
_SPENT_SHARE = (0.15, 0.7, 0.88, 1.0, 1.1)


def look_days(days: int) -> list[int]:
    """Return the scheduled days up to ``days``: a fifth apart, so that 60, 120 and 240 are among them."""
    steps = range(-2, 60)
    looks = sorted({round(60 * 2 ** (step / 4)) for step in steps} | {365})
    return [look for look in looks if FIRST_LOOK <= look <= days]


def next_look(days: int) -> int:
    """Return the first scheduled day after day ``days``."""
    return next(look for look in look_days(max(4 * days, 4 * FIRST_LOOK)) if look > days)


def spent(look: int, total: float) -> float:
    """Return the share of runners that may have been misled up to day ``look``."""
    return total * float(np.interp(np.log(look), np.log(_SPENT_DAYS), _SPENT_SHARE))


@lru_cache(maxsize=2)
def _draws(days: int) -> NDArray[np.float32]:
    generator = np.random.default_rng(_SEED)
    return generator.standard_normal((days, DRAWS)).astype(np.float32)


def lean(z: Array, direction: Array) -> Array:
    """Return the strength of scores; those against the suspected direction (+1, -1; 0: none) count less."""
    return np.where(z * direction < 0, np.abs(z) - AGAINST_SUSPICION, np.abs(z))


AGAINST_SUSPICION = 0.5
"""Judged: what a score loses where less of a suspect, not more, goes with pain (or the other way round)."""


class Boundary:
    """The boundaries of successive looks at one runner's days, for naming and for the softer tier."""

    def __init__(self, whitened: Whitened, direction: Array) -> None:
        self._whitened = whitened
        self._direction = direction[:, None].astype(np.float32)
        columns = whitened.columns.shape[2]
        self._rows = 0
        self._sums = np.zeros((columns - LEVEL, DRAWS), np.float32)
        self._squares = np.zeros(DRAWS, np.float32)
        self._unspent = {total: np.ones(DRAWS, bool) for total in (NAMED_SHARE, WATCHED_SHARE)}

    def at(self, look: int, scores: Scores) -> dict[float, float]:
        """Return the boundary at ``look`` for each total share; infinite where nothing is left to spend."""
        rows = scores.days_used
        new = self._whitened.columns[self._rows : rows, scores.kind, LEVEL:].astype(np.float32)
        drawn = _draws(_room(rows))[self._rows : rows]
        self._sums += new.T @ drawn
        self._squares += (drawn**2).sum(axis=0)
        self._rows = rows
        nuisance = EXPOSURES - LEVEL
        projection = scores.projection[:nuisance].T.astype(np.float32)
        z = self._sums[nuisance:] - projection @ self._sums[:nuisance]
        z /= scores.length[:, None].astype(np.float32)
        z[~scores.usable] = 0.0
        strength = np.abs(z)
        strength -= np.float32(AGAINST_SUSPICION) * (z * self._direction < 0)
        highest = strength.max(axis=0) / np.sqrt(self._squares / rows)
        return {total: self._cross(highest, look, total) for total in self._unspent}

    def _cross(self, highest: NDArray[np.float32], look: int, total: float) -> float:
        """Return the boundary that spends what is due at ``look``, and strike out the draws that pass it."""
        unspent = self._unspent[total]
        due = round(spent(look, total) * DRAWS) - int((~unspent).sum())
        if due <= 0:
            return float("inf")
        boundary = float(np.sort(highest[unspent])[-due])
        unspent &= highest < boundary
        return boundary


def _room(rows: int) -> int:
    """Days drawn at once: whole years, so that few tables are kept."""
    return 366 * (1 + rows // 366)
