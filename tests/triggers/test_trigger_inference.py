"""The statistics of triggers: the promise, what is found, that no answer is taken back, and invariances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit
from simple_diaries import simulated

from runback.triggers.effects import t_quantile
from runback.triggers.inference import design, judge, usual_boundary
from runback.triggers.lags import KERNELS, filled, lagged
from runback.triggers.looks import (
    MOST_AT_ONCE,
    STANDARD_SPENDING,
    Boundary,
    Spending,
    look_days,
    next_look,
    together_bonus,
)
from runback.triggers.naming import moving_together
from runback.triggers.noise import NoiseGrid, whiten
from runback.triggers.scores import EXPOSURES, Sums, score


def test_a_strong_trigger_is_named_alone_with_its_lag_and_size() -> None:
    pain, exposures, weekday = simulated(1, 120, 8, push={3: 1.2}, lag=2)
    verdict = judge(pain, exposures, weekday)
    assert [members for _, members in verdict.groups] == [(3,)]
    assert 0 < verdict.named_on[3] <= 120
    assert verdict.probability[3] > 0.95
    assert KERNELS[int(verdict.lag[3])].days == (2,)
    assert verdict.low[3] < 1.2 < verdict.high[3]
    assert verdict.low[3] > 0


def test_three_triggers_are_found_beside_each_other_and_of_either_sign() -> None:
    pain, exposures, weekday = simulated(4, 240, 10, push={0: 0.9, 4: -0.9, 7: 0.9})
    verdict = judge(pain, exposures, weekday)
    assert set(np.flatnonzero(verdict.named_on)) == {0, 4, 7}
    assert verdict.high[4] < 0 < verdict.low[0]


def test_without_a_trigger_hardly_anybody_is_ever_told_of_one() -> None:
    # 5 % are promised; with 60 diaries more than 8 would come by chance less than once in 300 times.
    told = 0
    for seed in range(60):
        pain, exposures, weekday = simulated(
            1000 + seed, 120, 6, lingering=(0.0, 0.4, 0.8)[seed % 3], missing=0.1 + 0.3 * (seed % 2)
        )
        told += bool(judge(pain, exposures, weekday).named_on.any())
    assert told <= 8


def test_pain_that_keeps_the_runner_from_running_names_no_trigger() -> None:
    told = 0
    for seed in range(30):
        generator = np.random.default_rng(seed)
        pain, exposures = np.full(120, 4.0), generator.normal(size=(120, 4))
        for day in range(1, 120):
            pain[day] = 4.0 + 0.7 * (pain[day - 1] - 4.0) + 0.8 * generator.normal()
            exposures[day] -= 0.8 * (pain[day - 1] - 4.0)
        told += bool(judge(np.clip(pain, 0, 10), exposures, np.arange(120) % 7).named_on.any())
    assert told <= 5


def test_nothing_named_is_taken_back_and_every_day_gives_the_same_answer() -> None:
    pain, exposures, weekday = simulated(6, 200, 6, push={1: 0.8})
    exposures[:, 2] = 0.8 * exposures[:, 1] + 0.6 * exposures[:, 2]
    whole = judge(pain, exposures, weekday)
    assert whole.named_on.any()
    for days in (60, 85, 100, 140, 170):
        early = judge(pain[:days], exposures[:days], weekday[:days])
        expected = np.where(whole.named_on <= days, whole.named_on, 0)
        assert (early.named_on == expected).all()
        again = judge(pain[:days], exposures[:days], weekday[:days])
        assert (again.probability == early.probability).all()
        assert np.array_equal(again.low, early.low, equal_nan=True)


def test_exposures_that_cannot_be_told_apart_are_named_as_a_group() -> None:
    pain, exposures, weekday = simulated(8, 120, 6, push={1: 1.2})
    generator = np.random.default_rng(5)
    exposures[:, 2] = exposures[:, 1] + 0.1 * generator.normal(size=120)
    verdict = judge(pain, exposures, weekday)
    assert [members for _, members in verdict.groups] == [(1, 2)]
    assert verdict.probability[[1, 2]].sum() > 0.9


def test_order_unit_and_zero_of_exposures_do_not_matter() -> None:
    pain, exposures, weekday = simulated(2, 130, 6, push={2: 1.0})
    exposures[::9, 4] = np.nan
    plain = judge(pain, exposures, weekday)
    order = np.array([3, 2, 5, 0, 1, 4])
    turned = judge(pain, exposures[:, order] * 50.0 + 7.0, weekday)
    assert (turned.named_on == plain.named_on[order]).all()
    assert turned.probability == pytest.approx(plain.probability[order], abs=1e-3)
    assert turned.effect * 50.0 == pytest.approx(plain.effect[order], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("value", [0.0, 5.0])
def test_pain_that_never_changes_names_nothing(value: float) -> None:
    _, exposures, weekday = simulated(3, 90, 5)
    verdict = judge(np.full(90, value), exposures, weekday)
    assert not verdict.named_on.any()
    assert not verdict.watched_on.any()
    assert np.isfinite(verdict.probability).all()


def test_an_exposure_that_never_changes_or_is_never_told_says_nothing() -> None:
    pain, exposures, weekday = simulated(3, 90, 5, push={0: 1.2})
    exposures[:, 1], exposures[:, 2] = 3.0, np.nan
    verdict = judge(pain, exposures, weekday)
    assert np.isnan(verdict.effect[[1, 2]]).all()
    assert (verdict.named_on[[1, 2]] == 0).all()
    assert verdict.days_needed(1, 1.0) is None
    assert verdict.named_on[0] > 0


def test_intervals_cover_the_true_effect_about_as_often_as_they_say() -> None:
    # 90 %: below 80 or above 98 of 100 would come by chance less than twice in 1000 times.
    covered = 0
    for seed in range(100):
        pain, exposures, weekday = simulated(300 + seed, 100, 3, push={1: 0.7}, lag=seed % 3)
        verdict = judge(pain, exposures, weekday)
        covered += bool(verdict.low[1] <= 0.7 <= verdict.high[1])
    assert 80 <= covered <= 98


def test_the_share_spent_grows_up_to_the_promise() -> None:
    days = look_days(3650)
    shares = [STANDARD_SPENDING.named * STANDARD_SPENDING.by(look) for look in days]
    assert {60, 120, 365} <= set(days)
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] < 0.05
    assert next_look(0) == days[0]
    assert next_look(365) > 365


def test_several_named_together_may_each_score_somewhat_lower() -> None:
    lower = [together_bonus(number) for number in range(1, MOST_AT_ONCE + 3)]
    assert lower[0] == 0.0
    assert lower == sorted(lower)
    assert lower[-1] == lower[MOST_AT_ONCE - 1] < 0.4


def test_kernels_weigh_to_one_and_fillings_look_only_backwards() -> None:
    assert all(sum(kernel.weights) == pytest.approx(1.0) for kernel in KERNELS)
    values = np.array([[np.nan], [2.0], [np.nan], [4.0], [np.nan]])
    told = filled(values)[:, 0]
    assert (told - told[0]).tolist() == pytest.approx([0.0, 0.0, 0.0, 2.0, 1.0])
    two_later = lagged(np.arange(6.0)[:, None])[:, 2]
    assert (two_later - two_later[0]).tolist() == pytest.approx([0.0, 0.0, 0.0, 1.0, 2.0, 3.0])


def test_whitening_agrees_with_the_noise_s_covariance() -> None:
    generator = np.random.default_rng(0)
    columns, told = generator.normal(size=(40, 2)), generator.uniform(size=40) < 0.7
    grid = NoiseGrid(np.array([0.6]), np.array([0.3]), np.array([0.1]))
    white = whiten(columns, told, grid)
    days = np.flatnonzero(told)
    apart = np.abs(days[:, None] - days[None, :])
    covariance = 0.7 * 0.6**apart + 0.3 * (apart == 0) + 0.1**2 * np.minimum.outer(days, days)
    root = np.linalg.cholesky(covariance)
    assert white.columns[:, 0] == pytest.approx(np.linalg.solve(root, columns[told]), abs=1e-9)
    assert white.log_variance.sum() == pytest.approx(np.linalg.slogdet(covariance)[1])


def test_how_far_exposures_move_together_is_their_correlation() -> None:
    generator = np.random.default_rng(0)
    values = generator.normal(size=(50, 2))
    exposures = np.column_stack([values, -values[:, 0], np.ones(50)])
    together = moving_together(exposures)
    assert together[0, 2] == pytest.approx(1.0)
    assert together[0, 1] == pytest.approx(abs(np.corrcoef(values.T)[0, 1]))
    assert together[0, 3] == 0.0


@given(freedom=st.floats(1.0, 1e5), probability=st.floats(0.5, 0.99))
def test_the_quantile_of_the_t_distribution_is_that_of_scipy(freedom: float, probability: float) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(float(stdtrit(freedom, probability)), abs=1e-6)


def test_the_boundary_is_lower_where_fewer_exposures_are_tried() -> None:
    heights = [usual_boundary(count) for count in (1, 5, 8, 20, 40)]
    assert heights == sorted(heights)
    assert heights[3] == pytest.approx(3.8)


def test_scores_keep_their_spread_where_pain_scatters_most_on_days_that_stand_out() -> None:
    squares = []
    for seed in range(60):
        generator = np.random.default_rng(seed)
        exposures = generator.normal(size=(100, 1))
        # No effect, but twice to thrice the scatter where the exposure is far from usual.
        pain = 5.0 + 0.5 * (0.4 + np.abs(exposures[:, 0])) * generator.normal(size=100)
        columns = design(pain, exposures, np.arange(100) % 7)
        sums = Sums(whiten(columns, np.ones(100, bool), NoiseGrid.standard()))
        sums.advance(100)
        squares.append(float(score(sums, []).z[0]) ** 2)
        assert columns.shape[1] == EXPOSURES + len(KERNELS)
    # About 1 is right; without the correction it comes to 1.8.
    assert 0.6 < np.mean(squares) < 1.45


def test_a_boundary_rests_on_today_s_kind_of_noise_whatever_it_was_at_looks_before() -> None:
    nothing_before = Spending(days=(42.0, 60.0), shares=(0.0, 1.0))
    changed = 0
    for seed in range(8):
        pain, exposures, weekday = simulated(seed, 60, 6, lingering=0.8)
        whitened = whiten(design(pain, exposures, weekday), ~np.isnan(pain), NoiseGrid.standard())
        sums, direction = Sums(whitened), np.ones(whitened.columns.shape[2] - EXPOSURES)
        looked_before, fresh = (Boundary(whitened, direction, nothing_before) for _ in range(2))
        kinds = []
        for look in (42, 60):
            sums.advance(int(np.searchsorted(whitened.days, look)))
            scores = score(sums, [])
            kinds.append(scores.kinds[0])
            heights = looked_before.at(look, scores)
        changed += kinds[0] != kinds[1]
        assert heights == fresh.at(60, scores)
    assert changed
