from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress_diaries import diary, on, simulated

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.progress import Course, course, episodes, episodes_within, flare_ups, pain_trend
from runback.progress.course import typical_share_left

pains = st.lists(st.none() | st.sampled_from([0.0, 0.0, 1.0, 3.0, 6.0]), min_size=1, max_size=60)


def test_a_week_at_zero_ends_an_episode() -> None:
    told = diary([0, 0, 4, 5, 3, 1, *[0] * 7, 6, 5])
    first, second = episodes(told, on(14))
    assert (first.first, first.last, first.peak) == (on(2), on(5), 5)
    assert (first.begin_seen, first.recovered, first.open) == (True, True, False)
    assert (second.first, second.begin_seen, second.recovered, second.open) == (on(13), True, False, True)


def test_six_days_at_zero_do_not_end_it() -> None:
    (only,) = episodes(diary([0, 4, 5, *[0] * 6, 6]), on(9))
    assert (only.first, only.last, only.open) == (on(1), on(9), True)


def test_a_single_sore_day_and_faint_pain_are_no_episode() -> None:
    assert episodes(diary([0, 7, *[0] * 10]), on(11)) == ()
    assert episodes(diary([1] * 20), on(19)) == ()


def test_pain_on_the_first_day_means_that_the_beginning_was_not_seen() -> None:
    (only,) = episodes(diary([5, 5, 4]), on(2))
    assert not only.begin_seen
    (rising,) = episodes(diary([1, 5, 4]), on(2))
    assert rising.begin_seen


def test_four_weeks_of_silence_lose_it_from_sight() -> None:
    told = (*diary([0, 5, 4]), *diary([5, 5], 40))
    lost, again = episodes(told, on(41))
    assert (lost.recovered, lost.open) == (False, False)
    assert (again.open, again.begin_seen) == (True, False)
    (silent,) = episodes(diary([0, 5, 4]), on(40))
    assert not silent.open


def test_only_the_last_year_counts() -> None:
    spell = [0.0, 0, 4, 4, *[0] * 8]
    told = diary(spell * 45)
    found = episodes(told, on(539))
    assert len(found) == 45
    assert len(episodes_within(found, on(539))) == sum(day.first > on(539 - 365) for day in found)


@settings(max_examples=40, deadline=None)
@given(pains, st.randoms(use_true_random=False))
def test_episodes_are_in_order_apart_and_free_of_the_order_of_days(
    told: list[float | None], shuffle: random.Random
) -> None:
    days = list(diary(told))
    today = on(len(told) - 1)
    found = episodes(days, today)
    rises = flare_ups(days, today)
    shuffle.shuffle(days)
    assert (found, rises) == (episodes(days, today), flare_ups(days, today))
    for one, next_one in itertools.pairwise(found):
        assert one.first <= one.last < next_one.first
        assert not one.open
    for one, next_one in itertools.pairwise(rises):
        assert one.last < next_one.first
    for rise in rises:
        assert rise.peak >= rise.usual + 2


def test_a_planted_flare_up_is_found_with_its_days() -> None:
    told = diary([3.0] * 14 + [6, 7, 6] + [3.0] * 7)
    (rise,) = flare_ups(told, on(23))
    assert (rise.first, rise.last, rise.peak, rise.usual, rise.ended) == (on(14), on(16), 7, 3, True)
    (going,) = flare_ups(told, on(16))
    assert not going.ended


def test_one_bad_day_a_new_level_and_an_early_rise_are_no_flare_ups() -> None:
    assert flare_ups(diary([3.0] * 14 + [7] + [3.0] * 7), on(21)) == ()
    assert flare_ups(diary([2.0] * 14 + [6.0] * 40), on(53)) == ()
    assert flare_ups(diary([3, 3, 3, 7, 7]), on(4)) == ()


def test_simulated_steady_pain_rarely_shows_a_flare_up() -> None:
    found = sum(
        len(flare_ups(simulated(np.full(84, 4.0), seed=seed, scatter=1.0), on(83))) for seed in range(20)
    )
    # 20 runners of 12 weeks; two bad days in a row come by chance now and then.
    assert found <= 20


def last_course(told: tuple[CheckIn, ...], today: int, onset: int | None = None) -> Course:
    return course(
        episodes(told, on(today))[-1],
        pain_trend(told, on(today)),
        on(today),
        onset=None if onset is None else on(onset),
    )


def test_the_published_course_is_read_in_its_points() -> None:
    assert typical_share_left(0) == 1.0
    assert typical_share_left(42) == pytest.approx(23 / 52)
    assert typical_share_left(21) == pytest.approx((1 + 23 / 52) / 2)
    assert typical_share_left(900) == typical_share_left(364) == pytest.approx(6 / 52)


@given(st.floats(0, 400), st.floats(0, 400))
def test_the_published_course_only_falls(day: float, other: float) -> None:
    assert typical_share_left(max(day, other)) <= typical_share_left(min(day, other))


def test_pain_that_stays_reads_above_the_published_mean() -> None:
    told = diary([0.0] * 5 + [6.0] * 7 + [5.5] * 42)
    stays = last_course(told, 53)
    assert stays.begin_known
    assert stays.days == 48
    assert stays.left == pytest.approx(5.5 / 6, abs=0.05)
    assert stays.left_interval is not None and stays.typical_left is not None
    assert stays.left_interval[0] > stays.typical_left
    assert "above where the mean of published cohorts stood" in stays.sentence
    assert "differ widely" in stays.sentence


def test_pain_that_leaves_fast_reads_below_it() -> None:
    told = diary([0.0] * 5 + [6.0] * 7 + [1.0] * 14)
    assert "below where the mean" in last_course(told, 25).sentence


def test_an_unseen_beginning_is_said_and_nothing_is_compared() -> None:
    unseen = last_course(diary([5.0] * 20), 19)
    assert not unseen.begin_known
    assert unseen.left is None
    assert "at least 19 days" in unseen.sentence
    told = last_course(diary([5.0] * 20), 19, onset=-30)
    assert (told.days, told.begin_known, told.left) == (49, True, None)


def test_recovery_is_timed_and_set_beside_the_cohort() -> None:
    done = last_course(diary([0.0] + [5.0] * 10 + [0.0] * 8), 18)
    assert done.recovered_in == 10
    assert "58 days (interval 52 to 63)" in done.sentence


def test_beyond_twelve_weeks_no_acute_course_is_shown() -> None:
    old = last_course(diary([0.0] + [5.0] * 100), 100)
    assert old.typical_left is None
    assert "12 weeks" in old.sentence or "not below" in old.sentence


def test_an_onset_after_the_first_pain_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"onset: .*2026-01-15"):
        last_course(diary([0.0] + [5.0] * 20), 20, onset=10)
