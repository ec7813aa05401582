"""Where a result stands among other people: against worked examples, and laws for any value."""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from self_test_strategies import TODAY, results, runners

from runback.body import SelfTestResult, norm_words, read
from runback.body.norms import norm_for
from runback.knowledge import self_test, self_tests
from runback.model import Runner, Side


def standing_of(result: SelfTestResult, runner: Runner) -> tuple[float, tuple[float, float] | None]:
    found = read((result,), runner).standings[0]
    assert found.did_less_well is not None
    return found.did_less_well, found.interval


def test_a_reading_stands_by_the_normal_law() -> None:
    # Knee to wall 12 +- 2.8 cm: one standard deviation below, 15.9 of 100 reach less far.
    share, interval = standing_of(
        SelfTestResult("knee-to-wall", TODAY, left=9.2, right=12.0), Runner("male", 1990)
    )
    assert share == pytest.approx(NormalDist().cdf(-1), abs=1e-9)
    # By hand: error 1.9 / 2.77 = 0.685 cm; of the mean of 35, sqrt(2.8^2 / 35 x 1.5) = 0.580; both 0.898 cm.
    half = 1.6448536 * sqrt((1.9 / (1.96 * sqrt(2))) ** 2 + 2.8**2 / 35 * 1.5) / 2.8
    assert interval == pytest.approx((NormalDist().cdf(-1 - half), NormalDist().cdf(-1 + half)), abs=1e-6)


def test_less_is_better_where_the_test_says_so() -> None:
    # The thigh 9.61 degrees (one standard deviation) higher than the mean of -10.6 is worse than 84 of 100.
    share, interval = standing_of(
        SelfTestResult("modified-thomas", TODAY, left=-0.99, right=-10.6), Runner("female", 1990)
    )
    assert share == pytest.approx(NormalDist().cdf(-1), abs=1e-9)
    assert interval is None, "the error of this test was not studied"


def test_a_norm_told_by_quartiles_goes_through_them() -> None:
    for value, share in ((69.8, 0.25), (148.0, 0.75), (sqrt(69.8 * 148.0), 0.5)):
        found, _ = standing_of(SelfTestResult("sorensen", TODAY, value=value), Runner("female", 1990))
        assert found == pytest.approx(share, abs=1e-6)


def test_a_hold_with_mean_and_deviation_stands_by_the_log_normal_law_of_those_moments() -> None:
    mean, sd = 68.0, 23.0  # young women, right side
    variance = log(1 + (sd / mean) ** 2)
    middle = exp(log(mean) - variance / 2)
    found = read(
        (SelfTestResult("side-plank-hold", TODAY, right=middle, form="straight"),), Runner("female", 2000)
    ).standings
    assert found[0].did_less_well == pytest.approx(0.5)
    assert found[0].norm.source == "chen-2003"


@given(st.sampled_from([test.id for test in self_tests()]).flatmap(results), runners)
def test_a_share_is_a_share_inside_its_interval_from_a_row_that_was_seen(
    one: SelfTestResult, runner: Runner
) -> None:
    reading = read((one,), runner)
    age = None if runner.birth_year is None else one.day.year - runner.birth_year
    assert bool(reading.standings) != bool(reading.no_norm)
    for place in reading.standings:
        assert place.norm.checked != "unverified"
        assert place.norm.sex in {"any", runner.sex}
        assert age is None or place.norm.age_low <= age <= place.norm.age_high
        assert "pain" not in place.norm.group and "chronic" not in place.norm.group
        assert place.norm.side != ("right" if place.side is Side.LEFT else "left")
        if place.did_less_well is not None:
            assert 0 <= place.did_less_well <= 1
        if place.interval is not None and place.did_less_well is not None:
            low, high = place.interval
            assert 0 <= low <= place.did_less_well <= high <= 1


@given(st.data(), runners)
def test_a_better_value_stands_no_lower(data: st.DataObject, runner: Runner) -> None:
    one = data.draw(results())
    test = self_test(one.test)
    other = data.draw(results(one.test))
    side = next(iter(one.measured))
    if other.side(side) is None:
        return
    pair = sorted([one.measured[side], other.measured[side]], reverse=test.better == "lower")
    shares = [
        [
            place.did_less_well
            for place in read((one.with_side(side, value),), runner).standings
            if place.side is side
        ]
        for value in pair
    ]
    for worse, better in zip(*shares, strict=True):
        assert worse is None or better is None or worse <= better


def test_a_row_of_the_same_sex_and_the_best_checked_comes_first() -> None:
    side_plank = self_test("side-plank-hold")
    woman = norm_for(side_plank, "straight", Side.LEFT, Runner("female", 2000), 26)
    assert woman is not None and (woman.source, woman.mean) == ("chen-2003", 70)
    man = norm_for(side_plank, "straight", Side.LEFT, Runner("male", 2000), 26)
    assert man is not None and man.checked == "secondary"
    assert norm_for(side_plank, "knees", Side.LEFT, Runner("female", 2000), 26) is None
    sorensen = norm_for(self_test("sorensen"), "", None, Runner("male", 1990), 36)
    assert sorensen is not None and sorensen.n == 623


@given(st.sampled_from(self_tests()), runners)
def test_norms_in_words_never_show_a_number_from_memory(test: object, runner: Runner) -> None:
    entry = self_test(getattr(test, "id"))  # noqa: B009 - keeps the strategy's type plain
    for words in norm_words(entry, runner, TODAY):
        assert "mcgill-1999" not in words and "ito-1996" not in words


def test_a_norm_without_a_spread_gives_the_distance_from_its_mean_with_the_error_of_the_test() -> None:
    plank = SelfTestResult("side-plank-hold", TODAY, left=41, form="straight")
    (place,) = read((plank,), Runner("male", 1990)).standings
    assert (place.difference, place.did_less_well, place.interval) == (-14, None, None)
    # By hand: half of the 90 % interval is 1.645 x 16 / 2.77.
    assert place.give_or_take == pytest.approx(9.49, abs=0.01)
    assert "14 s below the mean of 55 s (give or take 9.5 s" in place.sentence
    assert "not established" in place.sentence and not place.established
