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
from functools import lru_cache
from math import exp, lgamma, log, pi
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from runback.triggers.lags import KERNELS, LONGEST_LAG
from runback.triggers.noise import Whitened
from runback.triggers.scores import EXPOSURES, LEVEL, Scores

Array = NDArray[np.float64]

COVERAGE = 0.9

OTHERS_SPREAD = 0.08
"""Judged: how much another exposure may matter at one lag, per standard deviation, over the noise."""

BEND = 0.1
"""Judged: how far (SD, as a share of the effect) the best straight line may miss the average effect.

Pain stops at 0 and a tissue may answer only beyond a threshold, so the answer bends.
"""

_FREE = 1e-4


@dataclass(frozen=True, slots=True)
class Effects:
    """Effect per unit of each exposure with its 90 % interval; nan where the days cannot tell."""

    effect: Array
    low: Array
    high: Array


def effects(whitened: Whitened, tails: Array, scores: Scores, probable: list[int]) -> Effects:
    """Return the effect of every exposure from all told days.

    Every exposure is fitted with the four lags of all others beside it. The ``probable`` triggers among them
    are free; of the others it is assumed that they may matter a little (a normal prior), which widens the
    interval of what moves together with them. ``tails`` (told days, exposures) are the whitened exposures of
    still earlier days: an effect that lasts longer would otherwise be put down to the last lags.
    """
    columns = whitened.columns[:, scores.kinds[0]]
    count = (columns.shape[1] - EXPOSURES) // len(KERNELS)
    lags = np.arange(LONGEST_LAG + 1) + EXPOSURES + len(KERNELS) * np.arange(count)[:, None]
    design = np.column_stack([columns[:, LEVEL:EXPOSURES], columns[:, lags.ravel()], tails])
    gram, shared = design.T @ design, design.T @ columns[:, 0]
    size = np.maximum((design[:, EXPOSURES - LEVEL :] ** 2).mean(axis=0), 1e-12)
    prior = np.concatenate(
        [[0.0], np.full(EXPOSURES - LEVEL - 1, scores.precisions[0]), size / OTHERS_SPREAD**2]
    )
    own = np.arange(LONGEST_LAG + 1) + EXPOSURES - LEVEL
    tail = EXPOSURES - LEVEL + lags.size
    for exposure in probable:
        prior[[*(own + exposure * len(own)), tail + exposure]] *= _FREE
    found = np.full((3, count), np.nan)
    for exposure in range(count):
        first = exposure * len(KERNELS)
        if not scores.usable[first : first + LONGEST_LAG + 1].any():
            continue
        precision = prior.copy()
        at = own + exposure * len(own)
        precision[[*at, tail + exposure]] *= _FREE if exposure not in probable else 1.0
        inverse = np.linalg.inv(gram + np.diag(precision))
        found[:, exposure] = _sum_of_lags(columns[:, 0], design, inverse, inverse @ shared, at)
    return Effects(*found)


def _sum_of_lags(
    pain: Array, design: Array, inverse: Array, slopes: Array, at: NDArray[np.int64]
) -> tuple[float, float, float]:
    """Return the sum of the slopes ``at`` the lags of one exposure, with its interval."""
    residual = pain - design @ slopes
    leverage = np.minimum(((design @ inverse) * design).sum(axis=1), 0.9)
    freedom = max(len(pain) - float(leverage.sum()), 1.0)
    direction = inverse[:, at].sum(axis=1)
    scatter = float((residual**2).sum()) / freedom
    pull = design @ direction
    robust = float((pull**2 * residual**2 / (1.0 - leverage)).sum())
    plain = float((pull**2).sum()) * scatter
    middle = float(slopes[at].sum())
    variance = scatter * float(direction[at].sum()) * max(robust / max(plain, 1e-30), 1.0)
    variance += (BEND * middle) ** 2
    half = t_quantile(0.5 + COVERAGE / 2, freedom) * float(np.sqrt(variance))
    return middle, middle - half, middle + half


def t_quantile(probability: float, freedom: float) -> float:
    """Return the quantile (``probability`` 0.5 to 0.99) of Student's t with ``freedom`` of at least 1.

    Newton's method from the normal quantile on the density, integrated by Gauss and Legendre; right to 1e-8.
    The library that has it takes longer to load than all else that a diary needs.
    """
    nodes, weights = _legendre()
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / (pi * freedom) ** 0.5
    quantile = NormalDist().inv_cdf(probability)
    for _ in range(_MOST_STEPS):
        at = 0.5 * quantile * (nodes + 1.0)
        below = 0.5 + 0.5 * quantile * scale * float(weights @ _t_shape(at, freedom))
        step = (probability - below) / (scale * exp(-(freedom + 1) / 2 * log(1.0 + quantile**2 / freedom)))
        quantile += step
        if abs(step) < 1e-11:
            break
    return quantile


_MOST_STEPS = 60


def _t_shape(at: Array, freedom: float) -> Array:
    return np.asarray(np.exp(-(freedom + 1) / 2 * np.log1p(at**2 / freedom)))


@lru_cache(maxsize=1)
def _legendre() -> tuple[Array, Array]:
    nodes, weights = np.polynomial.legendre.leggauss(60)  # type: ignore[no-untyped-call]
    return nodes, weights
