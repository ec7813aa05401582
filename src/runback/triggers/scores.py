"""How strongly each exposure, at each lag, goes with the pain up to a day, beyond noise and what is known.

Generalised least squares on the whitened columns: the mean level is free, the seven weekdays are a random
effect (shrunk, because they cost days), and triggers already named are regressors. Size of the noise is
integrated or estimated; kind of noise is averaged over its grid with the likelihood without further triggers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from runback.triggers.noise import Whitened

Array = NDArray[np.float64]

PAIN, LEVEL, EXPOSURES = 0, 1, 9
"""Columns of the design: pain, level, seven weekdays, then the exposures at their lags."""

WEEKDAY_PRECISION = (4.0, 60.0)
"""A weekly rhythm of half the noise's standard deviation, or all but none; the data weigh the two."""

LEAST_LEFT = 1e-3
"""Share of an exposure's own variation that must be left beside level, weekdays and named triggers."""

_NOISE_PRIOR_DAYS = 4.0
_NOISE_PRIOR_VARIANCE = 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores at one look.

    ``z`` (columns of exposures) are standardised scores, about normal without a trigger: the square root of
    the days times the partial correlation. ``days_used`` is the number of days with pain, ``kind`` the
    likeliest kind of noise; under it, ``projection`` (nuisance, columns) is that of the exposures on level,
    weekdays and known columns, ``length`` the root of what is left of each column, ``usable`` which columns
    have enough left, ``noise`` the standard deviation of the pain. ``weights`` are those of the kinds of
    noise by strength of the weekly rhythm.
    """

    z: Array
    days_used: int
    kind: int
    projection: Array
    length: Array
    usable: NDArray[np.bool_]
    weights: Array
    noise: float


class Sums:
    """Cross-products of the whitened columns up to a day, kept up as the days go on."""

    def __init__(self, whitened: Whitened) -> None:
        _, kinds, columns = whitened.columns.shape
        self._whitened = whitened
        self.rows = 0
        self.cross = np.zeros((kinds, EXPOSURES, columns))
        self.squares = np.zeros((kinds, columns))
        self.log_variance = np.zeros(kinds)

    def advance(self, rows: int) -> None:
        """Take in the told days up to number ``rows``."""
        new = self._whitened.columns[self.rows : rows].transpose(1, 0, 2)
        self.cross += new[:, :, :EXPOSURES].transpose(0, 2, 1) @ new
        self.squares += (new**2).sum(axis=1)
        self.log_variance += self._whitened.log_variance[self.rows : rows].sum(axis=0)
        self.rows = rows

    def beside(self, known: list[int]) -> Array:
        """Return cross-products of the nuisance and ``known`` columns with all."""
        if not known:
            return self.cross[:, LEVEL:]
        columns = self._whitened.columns[: self.rows].transpose(1, 0, 2)
        extra = columns[:, :, known].transpose(0, 2, 1) @ columns
        return np.concatenate([self.cross[:, LEVEL:], extra], axis=1)


def score(sums: Sums, known: list[int]) -> Scores:
    """Return the scores of all exposure columns beside the ``known`` columns (indices into the design)."""
    cross = sums.beside(known)
    nuisance = [*range(LEVEL, EXPOSURES), *known]
    gram = cross[:, :, nuisance]
    targets = np.concatenate([cross[:, :, PAIN : PAIN + 1], cross[:, :, EXPOSURES:]], axis=2)
    fits = [_Fit.of(sums, gram, targets, nuisance, precision) for precision in WEEKDAY_PRECISION]
    evidence = np.array([fit.evidence for fit in fits])
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    z = sum(w @ fit.z for w, fit in zip(weights, fits, strict=True))
    precision, kind = np.unravel_index(int(evidence.argmax()), evidence.shape)
    best = fits[int(precision)]
    return Scores(
        np.asarray(z),
        sums.rows,
        int(kind),
        best.projection[kind],
        np.sqrt(best.left[kind]),
        best.usable[kind],
        weights,
        float(best.noise[kind]),
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    """The fit without further triggers for every kind of noise, at one strength of the weekly rhythm."""

    evidence: Array
    z: Array
    projection: Array
    left: Array
    usable: NDArray[np.bool_]
    noise: Array

    @classmethod
    def of(cls, sums: Sums, gram: Array, targets: Array, nuisance: list[int], precision: float) -> _Fit:
        prior = np.zeros(len(nuisance))
        prior[1 : EXPOSURES - LEVEL] = precision
        full = gram + np.diag(prior) + np.eye(len(prior)) * 1e-9
        solved = np.linalg.solve(full, targets)
        pain = sums.cross[:, PAIN]
        to_pain = pain[:, None, nuisance]
        left_pain = pain[:, PAIN] - (to_pain @ solved[:, :, :1])[:, 0, 0]
        shared = pain[:, EXPOSURES:] - (to_pain @ solved[:, :, 1:])[:, 0]
        raw = sums.squares[:, EXPOSURES:]
        left = raw - (targets[:, :, 1:] * solved[:, :, 1:]).sum(axis=1)
        usable = left > LEAST_LEFT * raw + 1e-12
        left = np.where(usable, left, 1.0)
        spent = np.trace(np.linalg.solve(full, gram), axis1=1, axis2=2)
        freedom = np.maximum(sums.rows - spent, 1.0)
        z = shared / np.sqrt(left * np.maximum(left_pain, 1e-9)[:, None]) * np.sqrt(freedom)[:, None]
        doubt = _NOISE_PRIOR_DAYS
        evidence = -0.5 * (
            sums.log_variance
            + np.linalg.slogdet(full)[1]
            - 7.0 * np.log(precision)
            + (sums.rows - 1 + doubt) * np.log(doubt * _NOISE_PRIOR_VARIANCE + left_pain)
        )
        noise = np.sqrt(np.maximum(left_pain, 1e-9) / freedom)
        return cls(evidence, np.where(usable, z, 0.0), solved[:, :, 1:], left, usable, noise)
