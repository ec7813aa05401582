"""What no method can know of a diary: how triggers work, and what the scatter is like. The bars for power."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.linalg import cholesky, solve_triangular, toeplitz
from scipy.stats import norm, t

from runback.simulate import SimulatedDiary
from runback.simulate.daily_exposures import EXPOSURE_NAMES
from runback.simulate.diary_truth import LAGS, daily_effects, noise_autocovariance
from runback.triggers.looks import FIRST_LOOKS, STANDARD_SPENDING
from runback.triggers.noise import NoiseGrid, whiten

Floats = npt.NDArray[np.float64]

CRITICAL = float(norm.ppf(1 - 0.025 / len(EXPOSURE_NAMES)))
"""Two-sided, 5 % over all twenty exposures by Bonferroni, at one look."""

PROMISE = 0.05


def lag_oracle_finds(diary: SimulatedDiary, days: int) -> list[bool]:
    """Return for each true trigger whether one finds it, at one look, who knows how its lags weigh.

    Generalised least squares with level and weekdays beside it, the kind of scatter the likeliest (REML) with
    the trigger in the model, its size estimated; t-test, two-sided, Bonferroni over all twenty exposures.
    """
    count = len(diary.truth.triggers)
    columns = np.column_stack([_pushed(diary, at)[:days] for at in range(count)])
    return [p < 0.05 / len(EXPOSURE_NAMES) for p in regression_p(diary, columns)]


def regression_p(diary: SimulatedDiary, columns: Floats) -> list[float]:
    """Return the p-value of each of the ``columns`` (days, columns), one at a time, on its days."""
    days, found = len(columns), []
    pain = diary.pain[:days]
    beside = np.eye(7)[diary.weekday[:days]]
    for column in columns.T:
        white = whiten(
            np.column_stack([np.nan_to_num(pain), column, beside]), ~np.isnan(pain), NoiseGrid.standard()
        )
        kinds = white.columns.transpose(1, 0, 2)
        free = kinds.shape[1] - kinds.shape[2] + 1
        basis, root = np.linalg.qr(kinds[:, :, [*range(2, 9), 1]])
        along = (basis.transpose(0, 2, 1) @ kinds[:, :, :1])[:, :, 0]
        left = (kinds[:, :, 0] ** 2).sum(axis=1) - (along**2).sum(axis=1)
        likelihood = -0.5 * (white.log_variance.sum(axis=0) + free * np.log(left))
        likelihood -= np.log(np.abs(np.diagonal(root, axis1=1, axis2=2))).sum(axis=1)
        kind = int(likelihood.argmax())
        # The last of the basis is what of the column no other explains: its part of the pain is the score.
        score = abs(along[kind, -1]) / np.sqrt(left[kind] / free)
        found.append(float(2 * t.sf(score, free)))
    return found


def scatter_oracle_finds(diary: SimulatedDiary, days: int, *, others_known: bool = False) -> list[bool]:
    """Return the same for one who knows the scatter besides, and may even know the other triggers."""
    return [score > CRITICAL for score in oracle_scores(diary, days, others_known=others_known)]


def crossed(scores: dict[int, list[float]], heights: dict[int, float]) -> dict[int, list[bool]]:
    """Return by look which scores have passed the height of that look or of one before it."""
    passed = np.array([np.array(scores[look]) > heights.get(look, np.inf) for look in scores])
    return {
        look: flags.tolist() for look, flags in zip(scores, np.logical_or.accumulate(passed), strict=True)
    }


@lru_cache(maxsize=1)
def looking_boundaries() -> Floats:
    """Return the height of each look for an oracle that looks as often as Runback.

    It spends the 5 % on the same days and in the same parts, over all twenty exposures by Bonferroni.
    The score times the root of the days moves like a Brownian motion without a trigger; its density over
    what has not crossed is carried from look to look (Armitage, McPherson and Rowe 1969).
    """
    time = np.array(FIRST_LOOKS) / FIRST_LOOKS[-1]
    grid = np.linspace(-8.0, 8.0, 4001)
    cell, heights, spent = grid[1] - grid[0], [], 0.0
    density = norm.pdf(grid, scale=np.sqrt(time[0]))
    for at, look in enumerate(FIRST_LOOKS):
        if at:
            step = np.sqrt(time[at] - time[at - 1])
            density = norm.pdf(grid[:, None] - grid[None, :], scale=step) @ density * cell
        due = PROMISE / len(EXPOSURE_NAMES) * STANDARD_SPENDING.by(look) - spent
        beyond = np.cumsum((density + density[::-1])[: len(grid) // 2]) * cell
        height = -grid[int(np.searchsorted(beyond, due))]
        heights.append(height / np.sqrt(time[at]))
        density = np.where(np.abs(grid) < height, density, 0.0)
        spent += due
    return np.array(heights)


def oracle_scores(diary: SimulatedDiary, days: int, *, others_known: bool = False) -> list[float]:
    """Return the size of the standard normal score of each true trigger in the first ``days`` days.

    Generalised least squares with the true autocovariance of the scatter and the true weights of the lags,
    level, weekdays and a straight trend beside it. With ``others_known`` it even knows the other triggers.
    """
    columns = [_pushed(diary, at)[:days] for at in range(len(diary.truth.triggers))]
    others = [
        [other for number, other in enumerate(columns) if number != at] if others_known else []
        for at in range(len(columns))
    ]
    return [scatter_known_score(diary, *one) for one in zip(columns, others, strict=True)]


def scatter_known_score(diary: SimulatedDiary, column: Floats, others: list[Floats]) -> float:
    """Return the size of the standard normal score of a ``column`` (days), with ``others`` beside it."""
    days = len(column)
    told = ~np.isnan(diary.pain[:days])
    root = cholesky(toeplitz(_covariance(diary)[:days])[np.ix_(told, told)], lower=True)
    course = np.linspace(-1, 1, days)[told, None]
    known = [np.eye(7)[diary.weekday[:days][told]], course, *(other[told, None] for other in others)]
    white = solve_triangular(
        root, np.column_stack([diary.pain[:days][told], column[told], *known]), lower=True
    )
    basis = np.linalg.svd(white[:, 2:], full_matrices=False)
    basis_q = basis[0][:, basis[1] > 1e-9 * basis[1][0]]
    free = white[:, :2] - basis_q @ (basis_q.T @ white[:, :2])
    length = float(np.linalg.norm(free[:, 1]))
    return abs(float(free[:, 1] @ free[:, 0])) / length if length > 1e-6 else 0.0


def _pushed(diary: SimulatedDiary, number: int) -> Floats:
    """Return the trigger's column spread over the days as it truly works."""
    name = diary.truth.triggers[number].exposure
    kernel = np.array([daily_effects(diary.truth.world, name, lag).mean() for lag in range(LAGS)])
    return spread(diary, EXPOSURE_NAMES.index(name), kernel / kernel.sum())


def spread(diary: SimulatedDiary, exposure: int, kernel: Floats) -> Floats:
    """Return an exposure spread over the days by the weights of its lags."""
    values = diary.exposures[:, exposure]
    values = np.where(np.isnan(values), np.nanmean(values), values)
    before = np.concatenate([np.full(LAGS - 1, values.mean()), values])
    return np.asarray(np.convolve(before, kernel)[LAGS - 1 : LAGS - 1 + len(values)])


@lru_cache(maxsize=4)
def _covariance(diary: SimulatedDiary) -> Floats:
    covariance = noise_autocovariance(diary.truth.world, diary.seed)
    half_points = np.any(diary.pain % 1 == 0.5)
    covariance[0] += (0.5 if half_points else 1.0) ** 2 / 12
    return covariance
