"""How large an effect is on the reported scale, with an interval.

What is estimated: the change in reported pain on a day, averaged over the runner's days, if the exposure had
been one unit more on each of that day and the three days before it. The weights of every lag kernel sum to 1,
so this number means the same whichever lag is true, and the lags can be averaged.

The interval is that of the best straight line, not of a normal model: pain stops at 0 and is told in whole
points, so the scatter is not the same every day. Standard errors are therefore taken from the days' own
residuals (White 1980, with MacKinnon and White's HC3 correction, and Newey and West 1987 for what
autocorrelation the noise model leaves).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from runback.triggers.lags import KERNELS
from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, LEVEL, WEEKDAY_PRECISION, Scores

Array = NDArray[np.float64]

COVERAGE = 0.9
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Effects:
    """Effect per unit of each exposure with its 90 % interval; nan where the days cannot tell."""

    effect: Array
    low: Array
    high: Array


def effects(whitened: Whitened, rows: int, scores: Scores, lags: Array, beside: list[list[int]]) -> Effects:
    """Return the effect of every exposure, averaged over its ``lags`` (exposures, kernels).

    ``beside`` holds for each exposure the design columns of the other triggers that it is fitted with.
    """
    precision, kind = np.unravel_index(int(scores.weights.argmax()), scores.weights.shape)
    columns = whitened.columns[:rows, int(kind)]
    found = np.full((3, len(lags)), np.nan)
    for exposure, share_of_lags in enumerate(lags):
        first = exposure * len(KERNELS)
        if not scores.usable[first : first + len(KERNELS)].any():
            continue
        means, sds, freedom = _fits(
            columns, first + EXPOSURES, beside[exposure], WEEKDAY_PRECISION[int(precision)]
        )
        usable = scores.usable[first : first + len(KERNELS)]
        weights = np.where(usable, share_of_lags, 0.0)
        weights /= weights.sum()
        found[0, exposure] = weights @ np.where(usable, means, 0.0)
        for row, share in ((1, (1 - COVERAGE) / 2), (2, (1 + COVERAGE) / 2)):
            found[row, exposure] = _quantile(share, weights, means, sds, freedom)
    return Effects(*found)


def _fits(columns: Array, first: int, beside: list[int], precision: float) -> tuple[Array, Array, float]:
    """Return slope and robust standard error of each lag of one exposure, and the degrees of freedom."""
    nuisance = columns[:, [*range(LEVEL, EXPOSURES), *beside]]
    prior = np.zeros(nuisance.shape[1])
    prior[1 : EXPOSURES - LEVEL] = precision
    prior[0] = 1e-9
    targets = columns[:, [0, *range(first, first + len(KERNELS))]]
    gram = nuisance.T @ nuisance + np.diag(prior)
    solved = np.linalg.solve(gram, nuisance.T @ targets)
    rest = targets - nuisance @ solved
    pain, exposure = rest[:, :1], rest[:, 1:]
    length = np.maximum((exposure * targets[:, 1:]).sum(axis=0), 1e-12)
    slope = (exposure * targets[:, :1]).sum(axis=0) / length
    residual = pain - exposure * slope
    hat = np.einsum("tn,nt->t", nuisance, np.linalg.solve(gram, nuisance.T))
    leverage = np.minimum(hat[:, None] + exposure**2 / length, 0.9)
    moment = exposure * residual / (1.0 - leverage)
    variance = (moment**2).sum(axis=0)
    for lag in range(1, _NEIGHBOURS + 1):
        weight = 1.0 - lag / (_NEIGHBOURS + 1)
        variance += 2.0 * weight * (moment[lag:] * moment[:-lag]).sum(axis=0)
    plain = (residual**2).sum(axis=0) / max(len(columns) - hat.sum() - 1.0, 1.0) * length
    sds = np.sqrt(np.maximum(variance, 0.5 * plain)) / length
    return slope, sds, max(len(columns) - float(hat.sum()) - 1.0, 1.0)


def _quantile(share: float, weights: Array, means: Array, sds: Array, freedom: float) -> float:
    """Return the quantile of a mixture of shifted and scaled t distributions, by bisection."""
    used = weights > 0
    weights, means, sds = weights[used], means[used], np.maximum(sds[used], 1e-12)
    low, high = float((means - 12 * sds).min()), float((means + 12 * sds).max())
    for _ in range(50):
        middle = 0.5 * (low + high)
        if float(weights @ stdtr(freedom, (middle - means) / sds)) < share:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
