"""On which days the answer may change, how much of the promise each of them spends, and the boundary it sets.

The promise: without any true trigger at most one runner in twenty ever gets one named, though they look every
day. The answer changes on scheduled days only, and each spends a part of the 5 % (Lan and DeMets 1983). The
boundary of a look is the height that the largest score of all exposures and lags passes with just that
chance and had not passed at a look before. It is found by drawing the pain's innovations anew, many times and
always the same ones, while the runner's own exposures stay: so it knows how far the exposures, the lags and
the looks overlap, and pays only for what is really tried (Westfall and Young 1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from runback.triggers.lags import KERNELS
from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, LEAST_LEFT, LEVEL, Floating, Scores, unequal_scatter

Array = NDArray[np.float64]

FIRST_LOOKS = (42, 60, 85, 120, 170, 240, 365)
"""Diary days of the first looks: half as many days again and again, so that few looks share the 5 %."""

LEAST_PAIN_DAYS = 21
"""Days with pain told without which no look is taken."""

DRAWS = 2000
_WITHIN_REACH = 0.3
_SEED = 20261124


@dataclass(frozen=True, slots=True)
class Spending:
    """How the errors are spent: in the first year on naming, and on the softer tier, and by which day.

    Less than the promised 5 %: the rest is kept for later years. ``shares`` of it are spent by ``days`` of
    diary.
    """

    named: float = 0.045
    watched: float = 0.12
    days: tuple[float, ...] = (42.0, 60.0, 120.0, 365.0, 3650.0)
    shares: tuple[float, ...] = (0.04, 0.5, 0.85, 1.0, 1.1)

    def by(self, look: int) -> float:
        """Return the share of all errors that may have been made up to day ``look``."""
        return float(np.interp(np.log(look), np.log(self.days), self.shares))


STANDARD_SPENDING = Spending()
"""Judged: most of it by day 120, because what is found later is found at nearly any boundary."""


class Heights(NamedTuple):
    """The boundaries of one look, for naming and for the softer tier; infinite with nothing left to spend."""

    named: float
    watched: float


def look_days(days: int) -> list[int]:
    """Return the scheduled days up to ``days``; after the first year each is 1.4 times the one before."""
    looks = list(FIRST_LOOKS)
    while looks[-1] < days:
        looks.append(round(looks[-1] * 2**0.5))
    return [look for look in looks if look <= days]


def next_look(days: int) -> int:
    """Return the first scheduled day after day ``days``."""
    return next(look for look in look_days(2 * max(days, FIRST_LOOKS[0])) if look > days)


@lru_cache(maxsize=2)
def _draws(days: int) -> NDArray[np.float32]:
    generator = np.random.default_rng(_SEED)
    return np.ascontiguousarray(generator.standard_normal((days, DRAWS)).T, dtype=np.float32)


def lean(z: Floating, direction: Floating) -> Floating:
    """Return the strength of scores; those against the suspected direction (+1, -1; 0: none) count less."""
    strength: Floating = np.abs(z)
    strength -= AGAINST_SUSPICION * (z * direction < 0)
    return strength


AGAINST_SUSPICION = 0.4
"""Judged: what a score loses where less of a suspect, not more, goes with pain (or the other way round)."""


class Boundary:
    """The boundaries of successive looks at one runner's days, for naming and for the softer tier."""

    def __init__(self, whitened: Whitened, direction: Array, spending: Spending) -> None:
        self._whitened = whitened
        self._spending = spending
        self._direction = direction.astype(np.float32)
        self._unspent = np.ones((2, DRAWS), bool)

    def at(self, look: int, scores: Scores) -> Heights:
        """Return the boundaries at ``look``, given its scores with nothing known."""
        rows, nuisance = scores.days_used, EXPOSURES - LEVEL
        # All days anew under today's likeliest kind of noise: it may be another than at the look before.
        columns = self._whitened.columns[:rows, scores.kinds[0]]
        free = columns[:, EXPOSURES:] - columns[:, LEVEL:EXPOSURES] @ scores.projection[:nuisance]
        free = (free * np.where(scores.usable, 1.0 / scores.length, 0.0)).astype(np.float32)
        drawn = _draws(_room(rows))[:, :rows]
        z = drawn @ free / np.sqrt((drawn**2).mean(axis=1, keepdims=True))
        # The others stay far below any boundary, however much the first ones found take of the scatter.
        strength = lean(z, self._direction).max(axis=1)
        within_reach = np.flatnonzero(strength >= np.quantile(strength, 1.0 - _WITHIN_REACH))
        z[within_reach] /= np.sqrt(unequal_scatter(drawn[within_reach], free))
        alone, together = self._highest(z, within_reach, free.T @ free, rows)
        share = self._spending.by(look)
        return Heights(
            _cross(together, self._unspent[0], share * self._spending.named),
            _cross(alone, self._unspent[1], share * self._spending.watched),
        )

    def _highest(
        self,
        z: NDArray[np.float32],
        within_reach: NDArray[np.int64],
        correlation: NDArray[np.float32],
        rows: int,
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the highest strength of every draw: alone, and of the one to three found going forward.

        Naming goes forward the same way (see ``naming``), so what it can find by chance is found here too;
        only draws ``within_reach`` of the boundary are searched for it.
        """
        strength = lean(z, self._direction)
        alone = strength.max(axis=1)
        highest = alone.copy()
        highest[within_reach] = self._forward(z[within_reach], strength[within_reach], correlation, rows)
        return alone, highest

    def _forward(
        self,
        z: NDArray[np.float32],
        strength: NDArray[np.float32],
        correlation: NDArray[np.float32],
        rows: int,
    ) -> NDArray[np.float32]:
        """Return what the draws come to alone or, going forward, two or three beside each other."""
        draws = np.arange(len(z))
        width = len(KERNELS)
        highest: NDArray[np.float32] = strength.max(axis=1)
        left = np.ones_like(z)
        taken: list[NDArray[np.int64]] = []
        directions: list[NDArray[np.float32]] = []
        scatter_left = np.ones(len(z), np.float32)
        rest = z.copy()
        for size in range(2, MOST_AT_ONCE + 1):
            column = strength.argmax(axis=1)
            root = np.sqrt(left[draws, column])
            direction = correlation[column].copy()
            for earlier in directions:
                direction -= earlier * earlier[draws, column][:, None]
            direction /= root[:, None]
            amount = rest[draws, column] / root
            rest -= direction * amount[:, None]
            left -= direction**2
            scatter_left -= amount**2 / rows
            taken.append(column)
            directions.append(direction)
            beside = np.where(left > LEAST_LEFT, rest / np.sqrt(np.maximum(left, LEAST_LEFT)), 0.0)
            beside /= np.sqrt(np.maximum(scatter_left, 0.1))[:, None]
            for past in taken:
                first = past // width * width
                for offset in range(width):
                    beside[draws, first + offset] = 0.0
            strength = lean(beside, self._direction)
            # Only where the last one alone would do can the weakest of all exceed what is found already.
            some = np.flatnonzero(strength.max(axis=1) + together_bonus(size) > highest)
            together = np.stack([*taken, strength.argmax(axis=1)], axis=1)[some]
            weakest = self._weakest(z[some], correlation, together, rows)
            highest[some] = np.maximum(highest[some], weakest + together_bonus(size))
        return highest

    def _weakest(
        self,
        z: NDArray[np.float32],
        correlation: NDArray[np.float32],
        together: NDArray[np.int64],
        rows: int,
    ) -> NDArray[np.float32]:
        """Return the least strength in each draw of ``together`` (draws, size), each beside the others."""
        own = np.take_along_axis(z, together, axis=1)
        gram = correlation[together[:, :, None], together[:, None, :]] + 1e-4 * np.eye(
            together.shape[1], dtype=np.float32
        )
        inverse = np.linalg.inv(gram)
        solved = (inverse @ own[:, :, None])[:, :, 0]
        amount = solved / np.sqrt(np.diagonal(inverse, axis1=1, axis2=2))
        others = (own * solved).sum(axis=1, keepdims=True) - amount**2
        amount /= np.sqrt(np.maximum(1.0 - others / rows, 0.1))
        return np.asarray(lean(amount, self._direction[together]).min(axis=1))


def _cross(highest: NDArray[np.float32], unspent: NDArray[np.bool_], share: float) -> float:
    """Return the boundary that spends what is due up to ``share``, and strike out the draws that pass it."""
    due = round(share * DRAWS) - int((~unspent).sum())
    if due <= 0:
        return float("inf")
    boundary = float(np.sort(highest[unspent])[-due])
    unspent &= highest < boundary
    return boundary


MOST_AT_ONCE = 3
"""How many exposures may be named in one step, each beside the others."""


def together_bonus(number: int) -> float:
    """Return how much lower each of ``number`` named exposures may score than one alone.

    Benjamini and Hochberg 1995: of k that are named together each may be k times as probable by chance.
    """
    return float(np.log(min(number, MOST_AT_ONCE))) / _USUAL_HEIGHT


_USUAL_HEIGHT = 3.5


def _room(rows: int) -> int:
    """Days drawn at once: whole years, so that few tables are kept."""
    return 366 * (1 + rows // 366)
