"""Simulated diaries: the same for the same seed, and the truth that they tell is true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.simulate import DiarySettings, PainProcess, simulate_diary
from runback.simulate.daily_exposures import CONTINUOUS, EXPOSURE_NAMES, FROM_WATCH
from runback.simulate.diaries import ON_OFF_EFFECT
from runback.simulate.diary_truth import BEFORE, daily_effects, noise_autocovariance

ALL = list(PainProcess)


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    process=st.sampled_from(ALL),
    phi=st.sampled_from([0.0, 0.4, 0.8]),
    days=st.integers(30, 150),
    triggers=st.sampled_from([0, 1, 3]),
    kind=st.sampled_from(["continuous", "on-off"]),
    feedback=st.booleans(),
)
def test_a_diary_keeps_to_its_scale_and_tells_its_gaps(seed, process, phi, days, triggers, kind, feedback):
    asked = DiarySettings(process, days, phi, triggers, kind, feedback=feedback)
    diary = simulate_diary(seed, asked)
    told = diary.pain[~np.isnan(diary.pain)]
    assert told.min() >= 0 and told.max() <= 10
    assert np.array_equal(told * 2, np.round(told * 2)), "whole or half points"
    assert diary.exposures.shape == (days, 20)
    assert not np.isnan(diary.exposures[:, FROM_WATCH]).any(), "the watch knows every day"
    gaps = np.isnan(diary.exposures[:, ~FROM_WATCH]).all(axis=1)
    assert np.array_equal(gaps, np.isnan(diary.pain)), "no check-in: neither pain nor what is told with it"
    seen = diary.exposures[~gaps]
    assert set(np.unique(seen[:, ~CONTINUOUS])) <= {0.0, 1.0}
    assert diary.days.height == days and diary.days["day"][-1] == asked.last
    assert diary.weekday[-1] == asked.last.weekday()
    assert len(diary.truth.triggers) == triggers


def test_the_same_seed_gives_the_same_diary_and_another_one_another():
    asked = DiarySettings(PainProcess.TISSUE, 90, triggers=1, feedback=True)
    one, same, other = (simulate_diary(seed, asked) for seed in (7, 7, 8))
    assert one.days.equals(same.days)
    assert not one.days.equals(other.days)


@pytest.mark.parametrize("process", ALL)
@pytest.mark.parametrize("kind", ["continuous", "on-off"])
def test_the_true_effect_on_reported_pain_is_the_one_asked_for(process, kind):
    for seed in range(6):
        diary = simulate_diary(seed, DiarySettings(process, triggers=1, kind=kind))
        (trigger,) = diary.truth.triggers
        planned = diary.truth.world.done[BEFORE:, EXPOSURE_NAMES.index(trigger.exposure)]
        unit = planned.std() if kind == "continuous" else 1.0
        wanted = 1.0 if kind == "continuous" else ON_OFF_EFFECT
        assert abs(diary.truth.effect(trigger.exposure)) * unit == pytest.approx(wanted, rel=0.05)


def test_the_stated_effect_is_that_of_living_the_same_days_with_more_of_the_exposure():
    """Brute force: the whole life again, with the exposure shifted on four days, and nothing else changed."""
    diary = simulate_diary(3, DiarySettings(PainProcess.LINEAR, 60, 0.4, triggers=1))
    (trigger,) = diary.truth.triggers
    world, at = diary.truth.world, EXPOSURE_NAMES.index(trigger.exposure)
    stated = daily_effects(world, trigger.exposure)
    step = 0.25 * world.done[BEFORE:, at].std()
    for day in (0, 17, 59):
        pains = []
        for sign in (1, -1):
            done = world.done[:, at].copy()
            done[BEFORE + day - 3 : BEFORE + day + 1] += sign * step
            push = sum(
                trigger.slope * weight * (done - world.done[:, at])[BEFORE + day - lag]
                for lag, weight in enumerate(trigger.kernel)
            )
            drive, noise = world.drive[BEFORE + day] + push, world.noise[BEFORE + day]
            pains.append(world.process.advance(np.zeros(1), np.array([drive]), noise[None])[1][0])
        assert stated[day] == pytest.approx((pains[0] - pains[1]) / (2 * step), abs=1e-9)


@pytest.mark.parametrize("process", ALL)
def test_effects_of_single_days_add_up_to_the_effect_of_all_four_where_nothing_is_cut_off(process):
    diary = simulate_diary(5, DiarySettings(process, 200, 0.4, triggers=1))
    name = diary.truth.triggers[0].exposure
    whole = daily_effects(diary.truth.world, name).mean()
    by_lag = sum(daily_effects(diary.truth.world, name, lag).mean() for lag in range(4))
    assert by_lag == pytest.approx(whole, rel=0.1)


def test_a_diary_without_triggers_is_the_same_whatever_the_exposures_do():
    diary = simulate_diary(11, DiarySettings(PainProcess.FLARES, 80))
    assert not diary.truth.world.drive.any()
    assert diary.truth.effect("distance_km") == 0.0


def test_pain_keeps_the_runner_from_running_only_with_feedback():
    plain, held = (
        simulate_diary(2, DiarySettings(PainProcess.LINEAR, 365, 0.8, feedback=feedback))
        for feedback in (False, True)
    )
    for diary, low, high in ((plain, -0.1, 0.1), (held, -1.0, -0.15)):
        world = diary.truth.world
        felt, km = world.felt[BEFORE - 1 : -1], world.done[BEFORE:, EXPOSURE_NAMES.index("distance_km")]
        assert low < np.corrcoef(felt, km)[0, 1] < high
    told = ~FROM_WATCH
    assert np.array_equal(plain.truth.world.done[:, told], held.truth.world.done[:, told])


def test_good_days_go_unwritten_more_often_where_days_are_not_missing_at_random():
    asked = DiarySettings(PainProcess.FLARES, 365, missing_share=0.3)
    shares = {}
    for skips in (False, True):
        good, bad = [], []
        for seed in range(12):
            diary = simulate_diary(seed, replace(asked, skips_good_days=skips))
            gap, felt = np.isnan(diary.pain), diary.truth.world.felt[BEFORE:]
            good.append(gap[felt < 1].mean())
            bad.append(gap[felt >= 1].mean())
            assert gap.mean() == pytest.approx(0.3, abs=0.1)
        shares[skips] = float(np.mean(good) - np.mean(bad))
    assert abs(shares[False]) < 0.06
    assert shares[True] > 0.25


def test_measures_of_a_run_go_together_and_what_is_told_mostly_does_not():
    exposures = np.concatenate([simulate_diary(seed, DiarySettings()).truth.world.done for seed in range(10)])
    together = np.abs(np.corrcoef(exposures.T))
    runs = together[:5, :5][np.triu_indices(5, 1)]
    assert runs.min() > 0.5 and runs.max() < 0.85
    assert together[10, 11] > 0.5, "sitting and driving"
    assert together[15:, 15:][np.triu_indices(5, 1)].max() < 0.15


@pytest.mark.parametrize("process", ALL)
def test_the_scatter_is_more_autocorrelated_where_asked_for(process):
    first = []
    for phi in (0.0, 0.4, 0.8):
        world = simulate_diary(1, DiarySettings(process, autocorrelation=phi)).truth.world
        covariance = noise_autocovariance(world, 1)
        assert 0.8 < np.sqrt(covariance[0]) < 2.6
        first.append(covariance[1] / covariance[0])
    assert first == sorted(first)
    assert first[2] - first[0] > 0.1
