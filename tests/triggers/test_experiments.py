"""Self-experiments: drawn by lot in balance, as long as the scatter asks, judged by the lots and no more."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.errors import BadInputError
from runback.knowledge import exposures
from runback.screening import screen
from runback.triggers.experiment_result import (
    experiment_result,
    inverted_interval,
    pair_differences,
    randomisation_p,
)
from runback.triggers.experiments import (
    LONGEST_DAYS,
    Experiment,
    experiment_length,
    plan_experiment,
    safe_exposures,
)
from runback.triggers.scatter import scatter_of

TODAY = date(2026, 6, 1)
BY_ID = {one.id: one for one in exposures()}
PACK, SITTING = BY_ID["pack"], BY_ID["sitting"]


def frame(days=120, *, sd=1.0, level=4.0, correlation=0.0, missing=0.0, seed=1, first=None, **columns):
    """A made-up frame of days: autocorrelated pain, packs every third day, sitting from 2 to 10 hours."""
    rng = np.random.default_rng(seed)
    pain = rng.normal(0, sd, days)
    for at in range(1, days):
        pain[at] = correlation * pain[at - 1] + np.sqrt(1 - correlation**2) * pain[at]
    pain = level + pain
    pain[rng.uniform(size=days) < missing] = np.nan
    first = first or TODAY - timedelta(days=days)
    made = {
        "day": [first + timedelta(days=at) for at in range(days)],
        "pain": pain,
        "pack": (np.arange(days) % 3 == 0).astype(float),
        "sitting": 2 + 8 * rng.uniform(size=days),
        "rest-day": np.zeros(days),
    } | columns
    return pl.DataFrame(made).with_columns(pl.all().exclude("day").fill_nan(None))


def planned(seed=5, exposure=PACK, days=None, **options):
    return plan_experiment(
        frame() if days is None else days,
        exposure,
        first=TODAY,
        today=TODAY,
        seed=seed,
        screening=None,
        **options,
    )


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), period=st.integers(2, 10), data=st.data())
def test_every_pair_holds_one_period_with_and_one_without_and_every_day_is_assigned(seed, period, data):
    wash_out = data.draw(st.integers(0, min(3, period - 1)))
    plan = planned(seed, period_days=period, wash_out_days=wash_out, effect=2.0)
    assert len(plan.arms) % 2 == 0
    assert all(one != other for one, other in zip(plan.arms[::2], plan.arms[1::2], strict=True))
    assert plan.days.days == period * len(plan.arms) <= LONGEST_DAYS
    assert [one.days.days for one in plan.periods] == [period] * len(plan.arms)
    assert all(one.counted.days == period - wash_out for one in plan.periods)
    assigned = [plan.assigned(plan.first + timedelta(days=at)) for at in range(-1, plan.days.days + 1)]
    assert assigned == [None, *np.repeat(plan.arms, period).tolist(), None]
    assert Experiment.from_json(plan.to_json()) == plan


def test_the_same_seed_draws_the_same_order_and_the_lots_are_fair():
    assert planned(7) == planned(7)
    days = frame()
    first_arms = [planned(seed, days=days).arms[0] for seed in range(150)]
    assert 50 <= sum(first_arms) <= 100
    assert len({planned(seed, days=days).arms for seed in range(30)}) > 20


@settings(max_examples=30)
@given(st.integers(5, 9), st.integers(0, 10**6))
def test_p_values_over_all_orders_are_no_smaller_than_they_say(pairs, seed):
    """Exact, by enumeration: with fixed days, the share of orders with p up to a level is at most that."""
    differences = np.random.default_rng(seed).normal(0, 1, pairs)
    p = np.array([randomisation_p(np.array(s) * differences, 1) for s in product((1, -1), repeat=pairs)])
    for level in (0.05, 0.1, 0.3, 0.5):
        assert (p <= level).mean() <= level + 1e-12
        assert (p <= level).mean() >= level - 2.0 ** (1 - pairs) - 1e-12, "and not wastefully larger"


def test_p_values_without_an_effect_are_uniform_where_orders_are_drawn():
    rng = np.random.default_rng(3)
    p = np.array([randomisation_p(rng.normal(0, 1, 15), at) for at in range(250)])
    for level in (0.05, 0.2, 0.5, 0.8):
        assert (p <= level).mean() == pytest.approx(level, abs=0.08)


def test_equal_differences_are_counted_as_reached_whatever_the_rounding():
    assert randomisation_p(np.full(6, 0.1), 1) == pytest.approx(2 / 64)
    assert randomisation_p(np.zeros(6), 1) == 1.0


@settings(max_examples=60)
@given(
    st.lists(st.floats(-6, 6).map(lambda value: round(value, 2)), min_size=5, max_size=12),
    st.floats(-3, 3),
)
def test_the_interval_holds_the_estimate_and_moves_with_the_days(values, shift):
    differences = np.array(values)
    low, high = inverted_interval(differences, 1)
    assert low - 1e-9 <= differences.mean() <= high + 1e-9
    moved = inverted_interval(differences + shift, 1)
    assert moved == pytest.approx((low + shift, high + shift), abs=1e-9)
    turned = inverted_interval(-differences, 1)
    assert turned == pytest.approx((-high, -low), abs=1e-9)


def test_the_interval_is_what_the_test_does_not_reject():
    differences = np.random.default_rng(8).normal(0.7, 1, 8)
    low, high = inverted_interval(differences, 1)
    inside, outside = np.linspace(low + 1e-6, high - 1e-6, 9), (low - 1e-6, high + 1e-6, low - 1, high + 1)
    assert all(randomisation_p(differences - effect, 1) > 0.1 for effect in inside[1:-1])
    assert all(randomisation_p(differences - effect, 1) <= 0.1 for effect in outside)


def test_the_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(4)
    for pairs in (6, 11, 15):
        hits = 0
        for _ in range(250):
            low, high = inverted_interval(rng.standard_t(4, pairs) + 0.5, 2)
            hits += low <= 0.5 <= high
        assert hits / 250 == pytest.approx(0.9, abs=0.05)


def test_fewer_than_five_pairs_have_no_interval():
    with pytest.raises(ValueError, match="five pairs"):
        inverted_interval(np.ones(4), 1)


def lived(plan, *, effect=0.0, keep=1.0, seed=2, sd=1.0, missing=0.0):
    """The days of an experiment as they went: ``effect`` on pain of days done, ``keep`` the share done so."""
    rng = np.random.default_rng(seed)
    days = plan.days.days
    arm = np.array([plan.assigned(plan.first + timedelta(days=at)) for at in range(days)])
    done = np.where(rng.uniform(size=days) < keep, arm, ~arm)
    made = frame(days, sd=sd, seed=seed, first=plan.first, missing=missing, pack=done.astype(float))
    return made.with_columns(pl.col("pain") + pl.Series(effect * done))


def test_a_clear_effect_is_told_with_its_interval():
    plan = planned()
    result = experiment_result(plan, lived(plan, effect=2.0), PACK, today=plan.days.last + timedelta(days=1))
    assert (result.state, result.verdict) == ("finished", "worse-with")
    assert result.test.effect == pytest.approx(2.0, abs=0.8)
    assert 0 < result.test.interval[0] < result.test.effect < result.test.interval[1]
    assert result.test.p_value <= 0.05
    assert result.with_exposure.share == result.without.share == 1.0
    assert "points higher" in result.sentence
    eased = experiment_result(plan, lived(plan, effect=-2.0), PACK, today=plan.days.last + timedelta(days=1))
    assert eased.verdict == "better-with"


def test_without_an_effect_at_most_one_in_twenty_shows_one_and_power_is_as_planned():
    days = frame(150, correlation=0.5, seed=9)
    plan = planned(days=days, effect=1.0)
    end = plan.days.last + timedelta(days=1)
    found = {}
    for effect in (0.0, 1.0):
        hits = 0
        for seed in range(100):
            drawn = planned(seed, days=days, effect=1.0)
            rng_days = lived(drawn, effect=effect, seed=10_000 + seed)
            hits += experiment_result(drawn, rng_days, PACK, today=end).verdict == "worse-with"
        found[effect] = hits / 100
    assert found[0.0] <= 0.06, "one-sided share of a two-sided 5 %"
    assert found[1.0] >= 0.7


def test_nothing_is_told_before_the_end():
    plan = planned()
    midway = experiment_result(plan, lived(plan, effect=5.0), PACK, today=plan.days.last)
    assert (midway.state, midway.verdict) == ("running", "not-yet")
    assert midway.test is None
    assert midway.to_json()["effect"] is None
    with pytest.raises(BadInputError, match="begins on"):
        experiment_result(plan, frame(), PACK, today=plan.first - timedelta(days=1))


def test_a_stopped_experiment_counts_only_the_pairs_that_were_over():
    plan = planned(effect=0.7)
    assert len(plan.arms) >= 12
    stop = plan.first + timedelta(days=10 * plan.period_days + 2)
    result = experiment_result(plan, lived(plan), PACK, today=stop + timedelta(days=90), stopped=stop)
    assert result.state == "stopped" and result.pairs == 5
    early = experiment_result(plan, lived(plan), PACK, today=stop, stopped=plan.first + timedelta(days=20))
    assert early.verdict == "too-few-pairs" and early.test is None
    assert early.sentence.startswith("Not enough days to tell")
    unbegun = plan.first - timedelta(days=1)
    never = experiment_result(plan, frame(), PACK, today=unbegun, stopped=unbegun)
    assert (never.state, never.pairs, never.with_exposure.days) == ("stopped", 0, 0)


def test_days_in_the_wash_out_and_days_unwritten_do_not_count():
    plan = planned()
    days = lived(plan)
    in_wash_out = [
        period.days.first + timedelta(days=at) for period in plan.periods for at in range(plan.wash_out_days)
    ]
    spoiled = days.with_columns(
        pain=pl.when(pl.col("day").is_in(in_wash_out)).then(10.0).otherwise(pl.col("pain"))
    )
    same = pair_differences(plan, days, plan.days.last)
    assert np.array_equal(pair_differences(plan, spoiled, plan.days.last), same)
    silent = plan.periods[0].counted
    gap = days.with_columns(
        pain=pl.when(pl.col("day").is_between(silent.first, silent.last)).then(None).otherwise(pl.col("pain"))
    )
    assert len(pair_differences(plan, gap, plan.days.last)) == len(same) - 1


def test_the_arm_assigned_counts_not_the_one_done_and_half_kept_plans_say_so():
    plan = planned()
    days = lived(plan, effect=2.0, keep=0.5)
    result = experiment_result(plan, days, PACK, today=plan.days.last + timedelta(days=1))
    assert abs(result.test.effect) < 1.2, "half done is half an effect, or less"
    assert result.without.share < 0.7
    assert "as planned" in result.sentence


def test_what_is_on_or_off_is_asked_for_as_often_as_usual_and_kept_by_the_period():
    plan = planned()
    assert plan.on_days == 2, "every third day is two or three days a week"
    arms = np.repeat(plan.arms, 7)
    twice = np.where(arms & (np.arange(len(arms)) % 7 < 2), 1.0, 0.0)
    days = frame(len(arms), first=plan.first, pack=twice)
    end = plan.days.last + timedelta(days=1)
    kept = experiment_result(plan, days, PACK, today=end)
    assert kept.with_exposure.share == kept.without.share == 1.0
    assert kept.with_exposure.days == 2 * len(plan.arms) // 2
    never = experiment_result(plan, days.with_columns(pack=pl.lit(0.0)), PACK, today=end)
    assert never.with_exposure.share == 0.0 and never.without.share == 1.0
    unknown = experiment_result(plan, days.with_columns(pack=pl.lit(None, pl.Float64)), PACK, today=end)
    assert unknown.with_exposure.share is None


def test_an_amount_is_varied_between_the_thirds_of_the_runners_own_days():
    days = frame()
    plan = planned(exposure=SITTING, days=days)
    assert plan.on_days is None and plan.at_most < plan.at_least
    values = days["sitting"]
    assert (values >= plan.at_least).mean() == pytest.approx(1 / 3, abs=0.02)
    assert (values <= plan.at_most).mean() == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.parametrize("correlation", [0.0, 0.6])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_the_scatter_of_a_pair_is_what_such_pairs_show(correlation, missing):
    period, wash_out = 7, 3
    known = []
    for seed in range(40):
        known.append(
            scatter_of(frame(180, correlation=correlation, missing=missing, seed=seed), 7, 3).pair_sd
        )
    long = frame(20_000, correlation=correlation, missing=missing, seed=99, first=date(1990, 1, 1))[
        "pain"
    ].to_numpy()
    blocks = long[: len(long) // 14 * 14].reshape(-1, 2, period)[:, :, wash_out:]
    with np.errstate(all="ignore"):
        told = ~np.isnan(blocks)
        means = np.nansum(blocks, axis=2) / told.sum(axis=2)
    seen = np.nanstd(means[:, 0] - means[:, 1])
    assert np.sqrt(np.mean(np.square(known))) == pytest.approx(seen, rel=0.12)


def test_more_scatter_and_smaller_effects_take_longer_until_it_would_take_too_long():
    calm, wild = frame(sd=0.8), frame(sd=2.5)
    days = [experiment_length(calm, effect=effect).days for effect in (2.0, 1.0, 0.6)]
    assert days == sorted(days) and days[0] == 84
    assert experiment_length(wild, effect=2.0).days > days[0]
    too_long = experiment_length(wild, effect=0.5)
    assert too_long.days is None and too_long.pairs is None
    assert too_long.smallest_effect > 0.5
    assert f"More than {LONGEST_DAYS} days" in too_long.sentence
    with pytest.raises(BadInputError, match="too long"):
        planned(days=wild, effect=0.5)


@pytest.mark.parametrize(
    ("options", "named"),
    [({"effect": 0.1}, "effect"), ({"period_days": 1}, "period"), ({"wash_out_days": 7}, "wash-out")],
)
def test_a_design_outside_its_range_is_refused_with_the_range(options, named):
    with pytest.raises(BadInputError) as refused:
        planned(**options)
    assert refused.value.where == named and "Give" in refused.value.remedy


def test_what_is_not_safe_to_vary_or_never_varied_or_too_little_known_is_refused():
    assert {one.id for one in safe_exposures()}.isdisjoint(
        {"distance", "descent", "sleep", "lifting", "rest-day"}
    )
    with pytest.raises(BadInputError, match="not something that an experiment may set"):
        planned(exposure=BY_ID["distance"])
    with pytest.raises(BadInputError, match="both with and without"):
        planned(days=frame(pack=np.zeros(120)))
    with pytest.raises(BadInputError, match="both with and without"):
        planned(exposure=SITTING, days=frame(sitting=np.full(120, 6.0)))
    with pytest.raises(BadInputError, match="not enough days"):
        planned(days=frame(20))
    with pytest.raises(BadInputError, match="lies behind"):
        plan_experiment(frame(), PACK, first=TODAY - timedelta(days=1), today=TODAY, seed=1, screening=None)


def test_no_experiment_while_a_red_flag_counts():
    flagged = screen({"saddle-numbness": "yes"}, TODAY)
    assert any(flag.counts for flag in flagged.red_flags)
    with pytest.raises(BadInputError, match="asks for a clinician"):
        plan_experiment(frame(), PACK, first=TODAY, today=TODAY, seed=1, screening=flagged)
