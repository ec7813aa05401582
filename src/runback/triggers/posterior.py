"""How probable it is that an exposure is among the triggers: averaged over sets of up to three.

Every set of exposures, each with one lag, is a linear model of the whitened days. Effects are normal with a
spread in proportion to the noise, the noise's size has an inverse gamma prior, so the likelihood of a set is
known in closed form (Zellner 1971; Raftery, Madigan and Hoeting 1997). Sets are grown from the best ones (a
beam), which leaves out only sets that hardly matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from runback.triggers.lags import KERNELS
from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, LEVEL, Scores

Array = NDArray[np.float64]

SIZE_PRIOR = (0.34, 0.3, 0.16, 0.2)
"""Judged: how many of a runner's exposures are triggers, 0 to 3."""

EFFECT_SPREAD = 0.7
"""Judged: spread of effects (for one standard deviation of the exposure) over that of the noise."""

TOO_TIMID = 0.35
"""Added to the log odds: what the probabilities lacked in 420 simulated diaries with 0, 1 or 3 triggers."""

BEAM = 40
_NOISE_PRIOR_DAYS = 4.0
_NOISE_PRIOR_VARIANCE = 1.0
_KINDS_KEPT = 4


@dataclass(frozen=True, slots=True)
class Normal:
    """Cross-products of exposure columns and pain beside level and weekdays, for one kind of noise."""

    gram: Array
    pain: Array
    pain_square: float
    days: int

    @classmethod
    def of(cls, whitened: Whitened, rows: int, kind: int, precision: float) -> Normal:
        """Return the cross-products of the first ``rows`` told days."""
        columns = whitened.columns[:rows, kind]
        nuisance, rest = columns[:, LEVEL:EXPOSURES], columns[:, [0, *range(EXPOSURES, columns.shape[1])]]
        prior = np.diag([1e-9, *[precision] * (EXPOSURES - LEVEL - 1)])
        shared = nuisance.T @ rest
        left: Array = rest.T @ rest - shared.T @ np.linalg.solve(nuisance.T @ nuisance + prior, shared)
        return cls(left[1:, 1:], left[1:, 0], float(left[0, 0]), rows)


def inclusion(whitened: Whitened, rows: int, scores: Scores, variance: Array) -> tuple[Array, Array]:
    """Return the probability of each exposure, and of each of its lags given that it is one.

    ``variance`` (exposure columns) is that of the unwhitened columns, the yardstick of effects.
    """
    per_column = np.zeros(len(variance))
    total = 0.0
    kinds = zip(scores.kinds, scores.precisions, scores.weights, strict=True)
    for kind, precision, weight in list(kinds)[:_KINDS_KEPT]:
        normal = Normal.of(whitened, rows, int(kind), float(precision))
        included, evidence = _beam(normal, np.maximum(variance, 1e-12), scores.usable)
        per_column += weight * evidence * included
        total += weight * evidence
    by_exposure = (per_column / total).reshape(-1, len(KERNELS))
    probability = np.clip(by_exposure.sum(axis=1), 0.0, 1.0)
    probability = probability / (probability + (1.0 - probability) * np.exp(-TOO_TIMID))
    lags = (by_exposure + 1e-12) / (by_exposure + 1e-12).sum(axis=1, keepdims=True)
    return probability, lags


def _beam(normal: Normal, variance: Array, usable: NDArray[np.bool_]) -> tuple[Array, float]:
    """Return, for one kind of noise, inclusion of each column and the evidence over no trigger at all."""
    width = len(KERNELS)
    exposures = len(variance) // width
    prior_precision = variance / EFFECT_SPREAD**2
    columns = np.arange(len(variance))
    doubt = _NOISE_PRIOR_DAYS * _NOISE_PRIOR_VARIANCE
    power = 0.5 * (normal.days - 1 + _NOISE_PRIOR_DAYS)
    sets = np.zeros((1, 0), np.int64)
    gain, shrink = np.zeros(1), np.zeros(1)
    shared = normal.pain[None, :]
    left = (np.diag(normal.gram) + prior_precision)[None, :]
    directions = np.zeros((1, 0, len(variance)))
    included, total = np.zeros(len(variance)), 1.0
    for size in range(1, min(len(SIZE_PRIOR), exposures + 1)):
        new_gain = gain[:, None] + shared**2 / left
        new_shrink = shrink[:, None] + np.log(left / prior_precision)
        log_fit = -power * np.log1p(-new_gain / (doubt + normal.pain_square)) - 0.5 * new_shrink
        taken = np.zeros((len(sets), exposures), bool)
        np.put_along_axis(taken, sets // width, True, axis=1)
        log_fit[np.repeat(taken, width, axis=1) | ~usable[None, :]] = -np.inf
        prior = SIZE_PRIOR[size] / SIZE_PRIOR[0] / (comb(exposures, size) * width**size)
        found = _distinct(sets, columns, log_fit)
        weight = prior * np.exp(np.clip(found.log_fit, -700.0, 600.0))
        total += float(weight.sum())
        for member in found.sets.T:
            np.add.at(included, member, weight)
        best = np.argsort(found.log_fit)[::-1][:BEAM]
        parents, grown = found.parents[best], found.sets[best, -1]
        rows = np.arange(len(best))
        correlation = normal.gram[grown] - np.einsum(
            "sk,skc->sc", directions[parents][rows, :, grown], directions[parents]
        )
        correlation /= np.sqrt(left[parents, grown])[:, None]
        amount = shared[parents, grown] / np.sqrt(left[parents, grown])
        gain, shrink = new_gain[parents, grown], new_shrink[parents, grown]
        shared = shared[parents] - correlation * amount[:, None]
        left = np.maximum(left[parents] - correlation**2, prior_precision)
        directions = np.concatenate([directions[parents], correlation[:, None, :]], axis=1)
        sets = found.sets[best]
    return included / total, total


@dataclass(frozen=True, slots=True)
class _Found:
    sets: NDArray[np.int64]
    parents: NDArray[np.int64]
    log_fit: Array


def _distinct(sets: NDArray[np.int64], columns: NDArray[np.int64], log_fit: Array) -> _Found:
    """Return every set grown by one column, each once."""
    parents, grown = np.nonzero(np.isfinite(log_fit))
    candidates = np.column_stack([sets[parents], columns[grown]])
    key = np.sort(candidates, axis=1) @ (len(columns) ** np.arange(candidates.shape[1]))
    _, first = np.unique(key, return_index=True)
    return _Found(candidates[first], parents[first], log_fit[parents, grown][first])
