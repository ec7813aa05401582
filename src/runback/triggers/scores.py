"""How strongly each exposure, at each lag, goes with the pain up to a day, beyond noise and what is known.

Generalised least squares on the whitened columns: the mean level is free, the seven weekdays are a random
effect (shrunk, because they cost days), and triggers already known are regressors. The size of the noise is
estimated; its kind is averaged over the grid with the likelihood without further triggers.

The scatter of a pain diary is not the same every day: pain that is high scatters more. Where such days meet
days on which an exposure stands out, its score varies more by chance alone than it should, and is made
smaller by as much (White 1980).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from runback.triggers.noise import Whitened

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Floating = TypeVar("Floating", NDArray[np.float32], NDArray[np.float64])

PAIN, LEVEL, EXPOSURES = 0, 1, 9
"""Columns of the design: pain, level, seven weekdays, then the exposures at their lags."""

RHYTHM_PRECISION = (4.0, 20.0, 100.0)
"""A weekly rhythm of a half, a fifth or a tenth of the noise's standard deviation; the data weigh them."""

LEAST_LEFT = 0.01
"""Share of an exposure's own variation that must be left beside level, weekdays and known triggers."""

_NOISE_PRIOR_DAYS = 4.0
_NOISE_PRIOR_VARIANCE = 1.0
_LEAST_WEIGHT = 0.01
"""Kinds of noise with less than this part of the likeliest one's weight are left out of the average."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores at one look.

    ``z`` (exposure columns) are standardised scores, about normal without a trigger: the root of the days
    times the partial correlation. ``days_used`` is the number of days with pain. ``kinds`` of noise with
    ``precisions`` of the weekly rhythm and their ``weights`` are those averaged over, the likeliest first.
    Under the likeliest, ``projection`` (nuisance, columns) is that of the exposures on level, weekdays and
    known columns, ``length`` the root of what is left of each column, ``usable`` which columns have enough
    left, and ``noise`` the standard deviation of the pain.
    """

    z: Array
    days_used: int
    kinds: Indices
    precisions: Array
    weights: Array
    projection: Array
    length: Array
    usable: NDArray[np.bool_]
    noise: float


class Sums:
    """Cross-products of the whitened columns up to a day, kept up as the days go on."""

    def __init__(self, whitened: Whitened) -> None:
        _, kinds, columns = whitened.columns.shape
        self.whitened = whitened
        self.rows = 0
        self.cross = np.zeros((kinds, EXPOSURES, columns))
        self.squares = np.zeros((kinds, columns))
        self.log_variance = np.zeros(kinds)

    def advance(self, rows: int) -> None:
        """Take in the told days up to number ``rows``."""
        new = self.whitened.columns[self.rows : rows].transpose(1, 0, 2)
        self.cross += new[:, :, :EXPOSURES].transpose(0, 2, 1) @ new
        self.squares += (new**2).sum(axis=1)
        self.log_variance += self.whitened.log_variance[self.rows : rows].sum(axis=0)
        self.rows = rows

    def beside(self, known: list[int], kinds: Indices) -> Array:
        """Return, for ``kinds`` of noise, cross-products of pain, nuisance and ``known`` columns with all."""
        cross = self.cross[kinds]
        if not known:
            return cross
        columns = self.whitened.columns[: self.rows, kinds].transpose(1, 0, 2)
        return np.concatenate([cross, columns[:, :, known].transpose(0, 2, 1) @ columns], axis=1)


def score(sums: Sums, known: list[int], kinds: Indices | None = None) -> Scores:
    """Return the scores of all exposure columns beside the ``known`` columns (indices into the design).

    ``kinds`` are the kinds of noise to choose among, by default all.
    """
    kinds = np.arange(len(sums.log_variance)) if kinds is None else np.unique(kinds)
    cross = sums.beside(known, kinds)
    nuisance = [*range(LEVEL, EXPOSURES), *known]
    prior = np.zeros((len(RHYTHM_PRECISION), len(nuisance)))
    prior[:, 1 : EXPOSURES - LEVEL] = np.array(RHYTHM_PRECISION)[:, None]
    prior += 1e-9
    gram = cross[:, 1:, nuisance][:, None] + prior[None, :, :, None] * np.eye(len(nuisance))
    to_pain = np.broadcast_to(cross[:, None, 1:, PAIN], gram.shape[:3])
    left_pain = cross[:, None, PAIN, PAIN] - (
        to_pain * np.linalg.solve(gram, to_pain[..., None])[..., 0]
    ).sum(axis=-1)
    left_pain = np.maximum(left_pain, 1e-9)
    evidence = -0.5 * (
        sums.log_variance[kinds][:, None]
        + np.linalg.slogdet(gram)[1]
        - 7.0 * np.log(RHYTHM_PRECISION)
        + (sums.rows - 1 + _NOISE_PRIOR_DAYS) * np.log(_NOISE_PRIOR_DAYS * _NOISE_PRIOR_VARIANCE + left_pain)
    )
    order = np.argsort(evidence, axis=None)[::-1]
    order = order[evidence.flat[order] > evidence.max() + np.log(_LEAST_WEIGHT)]
    at, rhythm = np.unravel_index(order, evidence.shape)
    weights = np.exp(evidence[at, rhythm] - evidence.max())
    weights /= weights.sum()
    targets = cross[at][:, 1:, EXPOSURES:]
    solved = np.linalg.solve(gram[at, rhythm], targets)
    raw = sums.squares[kinds[at], EXPOSURES:]
    left = raw - (targets * solved).sum(axis=1)
    usable = left > LEAST_LEFT * raw + 1e-12
    left = np.where(usable, left, 1.0)
    shared = cross[at, PAIN, EXPOSURES:] - (to_pain[at, rhythm][:, None, :] @ solved)[:, 0]
    freedom = np.maximum(sums.rows - _spent(gram[at, rhythm], prior[rhythm]), 1.0)
    pain = left_pain[at, rhythm]
    z = shared / np.sqrt(left * (pain / freedom)[:, None])
    columns = sums.whitened.columns[: sums.rows, kinds[at[0]]]
    unequal = unequal_scatter(*_left(columns, nuisance, gram[at[0], rhythm[0]], solved[0], usable[0]))[0]
    return Scores(
        z=weights @ np.where(usable, z, 0.0) / np.sqrt(unequal),
        days_used=sums.rows,
        kinds=kinds[at],
        precisions=np.array(RHYTHM_PRECISION)[rhythm],
        weights=weights,
        projection=solved[0],
        length=np.sqrt(left[0]),
        usable=usable[0],
        noise=float(np.sqrt(pain[0] / freedom[0])),
    )


def _left(
    columns: Array, nuisance: list[int], gram: Array, solved: Array, usable: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return what is left of pain, shape (1, days), and of the exposures beside the ``nuisance`` columns.

    ``columns`` (told days, columns) are whitened by the likeliest kind of noise; ``solved`` (nuisance,
    exposure columns) projects the exposures on the ``nuisance`` columns, whose ``gram`` has its prior in it.
    """
    known = columns[:, nuisance]
    pain = columns[:, PAIN] - known @ np.linalg.solve(gram, known.T @ columns[:, PAIN])
    return pain[None], np.where(usable, columns[:, EXPOSURES:] - known @ solved, 0.0)


def unequal_scatter(pain: Floating, exposures: Floating) -> Floating:
    """Return how many times its usual variance each score has, shape (diaries, columns); at least 1.

    ``pain`` (diaries, days) and ``exposures`` (days, columns) are whitened; what is known is taken out.
    """
    pain = pain / np.sqrt(np.maximum((pain**2).mean(axis=1, keepdims=True), 1e-12))
    exposures = exposures / np.sqrt(np.maximum((exposures**2).mean(axis=0), 1e-12))
    squares = exposures**2
    slope = pain @ exposures / len(exposures)
    # What an exposure itself explains is no scatter: it is taken out before the days are compared.
    unequal = pain**2 @ squares - 2.0 * slope * (pain @ (squares * exposures))
    unequal += slope**2 * (squares**2).sum(axis=0)
    unequal /= len(exposures) * np.maximum(1.0 - slope**2, 0.05)
    more: Floating = np.maximum(unequal, 1.0)
    return more


def _spent(gram: Array, prior: Array) -> Array:
    """Return the degrees of freedom that nuisance columns take, shrunk by their ``prior`` precision."""
    inverse = np.diagonal(np.linalg.inv(gram), axis1=1, axis2=2)
    return np.asarray((1.0 - inverse * prior).sum(axis=1))
