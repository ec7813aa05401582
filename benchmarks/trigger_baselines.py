"""What else could be told from the same diary: what diary apps do, and two sounder tests. All at one look."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.linalg import cholesky, solve_triangular, toeplitz

from runback.simulate import SimulatedDiary
from runback.simulate.daily_exposures import CONTINUOUS
from runback.simulate.diary_truth import LAGS

Floats = npt.NDArray[np.float64]
Found = npt.NDArray[np.bool_]
Test = Callable[[Floats, Floats, bool], float]

LEVEL = 0.05
PERMUTATIONS = 400
CORRELATIONS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.95)


def found_by(diary: SimulatedDiary, days: int) -> dict[str, Found]:
    """Return which of the twenty exposures each method finds in the first ``days`` days, by method."""
    pain, exposures = diary.pain[:days], diary.exposures[:days]
    welch, pearson = _by_app(pain, exposures, _welch), _by_app(pain, exposures, _pearson)
    rest, lagged = _whitened(pain, exposures, diary.weekday[:days])
    return {
        "Welch t-test": welch < LEVEL,
        "Welch t-test, Holm": _holm(welch),
        "Pearson correlation": pearson < LEVEL,
        "Pearson correlation, Holm": _holm(pearson),
        "GLS with AR(1), Holm over lags 0-3": _any_lag(_holm(_least_squares(rest, lagged))),
        "permuted innovations, largest": _any_lag(_largest(rest, lagged, diary.seed)),
    }


def _by_app(pain: Floats, exposures: Floats, test: Test) -> Floats:
    """Return a p-value for each exposure of the same day, days as if independent."""
    values = np.ones(exposures.shape[1])
    for at in range(exposures.shape[1]):
        both = ~np.isnan(pain) & ~np.isnan(exposures[:, at])
        column, told = exposures[both, at], pain[both]
        if np.ptp(column) > 0 and np.ptp(told) > 0:
            values[at] = test(told, column, bool(CONTINUOUS[at]))
    return np.nan_to_num(values, nan=1.0)


def _welch(pain: Floats, column: Floats, continuous: bool) -> float:
    high = column > (np.median(column) if continuous else 0.5)
    if min(high.sum(), (~high).sum()) < 3:
        return 1.0
    means, errors, counts = zip(
        *((part.mean(), part.var(ddof=1) / len(part), len(part)) for part in (pain[high], pain[~high])),
        strict=True,
    )
    total = sum(errors)
    if total == 0:
        return 1.0
    free = total**2 / sum(error**2 / (count - 1) for error, count in zip(errors, counts, strict=True))
    return float(2 * stats.t.sf(abs(means[0] - means[1]) / np.sqrt(total), free))


def _pearson(pain: Floats, column: Floats, continuous: bool) -> float:
    return float(stats.pearsonr(pain, column).pvalue)


def _holm(values: Floats) -> Found:
    order = np.argsort(values)
    passed = np.cumprod(values[order] < LEVEL / np.arange(len(values), 0, -1)).astype(bool)
    found = np.zeros(len(values), bool)
    found[order] = passed
    return found


def _any_lag(found: Found) -> Found:
    return np.asarray(found.reshape(-1, LAGS).any(axis=1))


def _whitened(pain: Floats, exposures: Floats, weekday: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return pain and all exposures at lags 0 to 3 free of weekday, trend and first-order autocorrelation.

    The correlation is the likeliest of a grid; gaps between days are respected.
    """
    told, days = ~np.isnan(pain), len(pain)
    filled = np.where(np.isnan(exposures), np.nanmean(exposures, axis=0), exposures)
    shifted = [np.vstack([np.tile(filled[:1], (lag, 1)), filled[: days - lag]]) for lag in range(LAGS)]
    lagged = np.stack(shifted, axis=-1).reshape(days, -1)
    beside = np.column_stack([np.eye(7)[weekday], np.linspace(-1, 1, days)])
    columns = np.column_stack([pain, lagged, beside])[told]
    best, kept = -np.inf, columns
    for correlation in CORRELATIONS:
        root = cholesky(toeplitz(correlation ** np.arange(days))[np.ix_(told, told)], lower=True)
        white = solve_triangular(root, columns, lower=True)
        basis = np.linalg.qr(white[:, -beside.shape[1] :])[0]
        free = white[:, : -beside.shape[1]] - basis @ (basis.T @ white[:, : -beside.shape[1]])
        count = len(free)
        likelihood = -0.5 * count * np.log(free[:, 0] @ free[:, 0]) - np.log(np.diag(root)).sum()
        if likelihood > best:
            best, kept = likelihood, free
    return kept[:, 0], kept[:, 1:]


def _correlations(rest: Floats, lagged: Floats) -> Floats:
    length = np.linalg.norm(lagged, axis=0)
    usable = length > 1e-9
    return np.asarray(
        np.where(usable, lagged.T @ rest / np.where(usable, length, 1), 0.0) / np.linalg.norm(rest)
    )


def _least_squares(rest: Floats, lagged: Floats) -> Floats:
    correlation, free = _correlations(rest, lagged), len(rest) - 9
    t = correlation * np.sqrt(free / np.maximum(1 - correlation**2, 1e-12))
    return np.asarray(2 * stats.t.sf(np.abs(t), free))


def _largest(rest: Floats, lagged: Floats, seed: int) -> Found:
    """Return what is beyond the largest correlation of all columns in 95 % of shuffles of the innovations."""
    rng = np.random.default_rng([seed, 7])
    shuffled = np.array([rng.permutation(rest) for _ in range(PERMUTATIONS)]).T
    length = np.linalg.norm(lagged, axis=0)
    scaled = lagged / np.where(length > 1e-9, length, np.inf)
    highest = np.abs(scaled.T @ shuffled).max(axis=0)
    return np.asarray(np.abs(scaled.T @ rest) > np.quantile(highest, 1 - LEVEL))
