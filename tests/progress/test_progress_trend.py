from __future__ import annotations

import random
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress_diaries import diary, on, simulated

from runback.errors import BadInputError
from runback.model import CheckIn, Score
from runback.progress import Verdict, change_since, pain_trend, score_changes
from runback.progress.smoothing import DAMPING, Sizes, smooth

pains = st.lists(st.none() | st.integers(0, 10).map(float), min_size=1, max_size=40)


def sizes(scatter: float, step: float, turn: float) -> Sizes:
    return Sizes(np.array([scatter]), np.array([step]), np.array([turn]))


def direct(values: np.ndarray, scatter: float, step: float, turn: float) -> tuple[np.ndarray, np.ndarray]:
    """The same smoothing as one system of linear equations: mean and covariance of all levels."""
    days = len(values)
    rows: list[np.ndarray] = []
    right: list[float] = []

    def equation(parts: dict[int, float], value: float, sd: float) -> None:
        row = np.zeros(2 * days)
        for place, factor in parts.items():
            row[place] = factor / sd
        rows.append(row)
        right.append(value / sd)

    equation({0: 1.0}, 5.0, 5.0)
    equation({days: 1.0}, 0.0, turn / np.sqrt(1 - DAMPING**2))
    for day in range(days - 1):
        equation({day + 1: 1.0, day: -1.0, days + day: -1.0}, 0.0, step)
        equation({days + day + 1: 1.0, days + day: -DAMPING}, 0.0, turn)
    for day, value in enumerate(values):
        if not np.isnan(value):
            equation({day: 1.0}, value, scatter)
    design = np.array(rows)
    covariance = np.linalg.inv(design.T @ design)
    return (covariance @ design.T @ np.array(right))[:days], covariance[:days, :days]


@settings(max_examples=25, deadline=None)
@given(pains, st.floats(0.3, 2.5), st.floats(0.05, 1.5), st.floats(0.02, 0.3))
def test_the_smoother_solves_the_model_exactly(
    told: list[float | None], scatter: float, step: float, turn: float
) -> None:
    values = np.array([np.nan if pain is None else pain for pain in told])
    one = smooth(values, sizes(scatter, step, turn), centre=5.0, spread=5.0)
    mean, covariance = direct(values, scatter, step, turn)
    level, sd = one.level()
    np.testing.assert_allclose(level, mean, atol=1e-6)
    np.testing.assert_allclose(sd**2, np.diag(covariance), atol=1e-6)
    change, change_sd = one.difference(0, len(values) - 1)
    expected = covariance[0, 0] + covariance[-1, -1] - 2 * covariance[0, -1]
    assert change == pytest.approx(mean[-1] - mean[0], abs=1e-6)
    assert change_sd**2 == pytest.approx(max(expected, 0.0), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 10).map(float), min_size=3, max_size=30), st.data())
def test_a_missing_day_never_narrows_the_band(told: list[float], data: st.DataObject) -> None:
    values = np.array(told)
    fewer = values.copy()
    fewer[data.draw(st.integers(0, len(told) - 1))] = np.nan
    for size in (sizes(0.5, 0.1, 0.03), sizes(1.5, 0.6, 0.001)):
        _, with_all = smooth(values, size, centre=5.0, spread=5.0).level()
        _, with_fewer = smooth(fewer, size, centre=5.0, spread=5.0).level()
        assert (with_fewer >= with_all - 1e-9).all()


def test_the_band_widens_in_a_silence_and_past_the_last_day() -> None:
    told = simulated(np.full(60, 4.0), seed=5, scatter=1.0)
    gap = tuple(checkin for checkin in told if not on(25) <= checkin.day < on(40))
    trend = pain_trend(gap, on(75))
    assert trend is not None
    frame = trend.frame().with_columns(width=pl.col("high") - pl.col("low"))
    width = dict(frame.select("day", "width").iter_rows())
    assert width[on(32)] > width[on(24)]
    assert width[on(75)] > width[on(66)] > width[on(59)]


def test_more_scatter_widens_the_band() -> None:
    def width(scatter: float) -> float:
        widths = []
        for seed in range(6):
            trend = pain_trend(simulated(np.full(45, 5.0), seed=seed, scatter=scatter), on(44))
            assert trend is not None
            frame = trend.frame()
            widths.append(float((frame["high"] - frame["low"]).to_numpy().mean()))
        return float(np.mean(widths))

    assert width(0.3) < width(1.0) < width(2.0)


@settings(max_examples=20, deadline=None)
@given(pains, st.randoms(use_true_random=False))
def test_the_order_of_the_days_does_not_matter(told: list[float | None], shuffle: random.Random) -> None:
    days = list(diary(told))
    today = on(len(told))
    trend = pain_trend(days, today)
    shuffle.shuffle(days)
    again = pain_trend(days, today)
    if trend is None or again is None:
        assert trend is again is None
        return
    assert trend.frame().equals(again.frame())
    assert change_since(trend, on(0)) == change_since(again, on(0))


@settings(max_examples=25, deadline=None)
@given(pains)
def test_mean_and_band_lie_within_the_scale(told: list[float | None]) -> None:
    trend = pain_trend(diary(told), on(len(told) + 5))
    if trend is not None:
        frame = trend.frame()
        assert frame.select(
            (
                (pl.col("low") >= 0) & (pl.col("low") <= pl.col("mean")) & (pl.col("mean") <= pl.col("high"))
            ).all(),
            (pl.col("high") <= 10).all().alias("high"),
        ).row(0) == (True, True)
        assert frame["day"].to_list() == [trend.first + timedelta(days=i) for i in range(frame.height)]


@settings(max_examples=22, deadline=None)
@given(st.integers(0, 10), st.integers(21, 50))
def test_a_constant_series_gives_no_change(pain: int, days: int) -> None:
    trend = pain_trend(diary([float(pain)] * days), on(days - 1))
    assert trend is not None
    change = change_since(trend, on(0))
    assert change.verdict is Verdict.NO_CHANGE_TOLD
    assert change.interval is not None
    assert change.interval[0] <= 0 <= change.interval[1]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 10).map(float), min_size=20, max_size=35),
    st.integers(0, 10).map(float),
    st.integers(1, 5),
)
def test_a_worse_later_day_never_turns_worse_into_better(
    told: list[float | None], later: float, after: int
) -> None:
    known = [pain for pain in told if pain is not None]
    trend = pain_trend(diary(told), on(len(told) - 1))
    if trend is None or not known:
        return
    before = change_since(trend, on(0))
    worst = max(later, *known)
    longer = pain_trend((*diary(told), *diary([worst], len(told) - 1 + after)), on(len(told) - 1 + after))
    assert longer is not None
    if before.verdict is Verdict.WORSE:
        assert change_since(longer, on(0)).verdict is not Verdict.BETTER


@pytest.mark.parametrize(("begin", "end", "verdict"), [(7.0, 2.0, Verdict.BETTER), (2.0, 7.0, Verdict.WORSE)])
def test_a_planted_change_is_found_in_nearly_all_simulated_diaries(
    begin: float, end: float, verdict: Verdict
) -> None:
    found = 0
    for seed in range(30):
        trend = pain_trend(simulated(np.linspace(begin, end, 42), seed=seed, scatter=1.0, told=0.8), on(41))
        assert trend is not None
        found += change_since(trend, on(0)).verdict is verdict
    assert found >= 27


def test_no_change_is_hardly_ever_called_a_change_in_simulated_diaries() -> None:
    called = 0
    for seed in range(60):
        trend = pain_trend(simulated(np.full(42, 4.5), seed=seed, scatter=1.3, told=0.8), on(41))
        assert trend is not None
        called += change_since(trend, on(0)).verdict in {Verdict.BETTER, Verdict.WORSE}
    assert called <= 3


@pytest.mark.parametrize("course", ["flat", "falling", "wandering"])
def test_the_band_holds_the_simulated_level_on_nine_days_of_ten(course: str) -> None:
    inside: list[float] = []
    for seed in range(30):
        steps = np.random.default_rng(1000 + seed).normal(0.0, 0.25, 56)
        level = {
            "flat": np.full(56, 5.0),
            "falling": np.linspace(8.0, 3.0, 56),
            # Held to the middle of the scale: near its ends told pain is cut off and scatters to one side.
            "wandering": 5.0 + 2.0 * np.tanh(np.cumsum(steps) / 2.0),
        }[course]
        trend = pain_trend(simulated(level, seed=seed, scatter=1.0, told=0.8), on(55))
        assert trend is not None
        frame = trend.frame()
        offset = (trend.first - on(0)).days
        held = (frame["low"].to_numpy() <= level[offset:]) & (level[offset:] <= frame["high"].to_numpy())
        inside.append(float(held.mean()))
    assert 0.85 <= float(np.mean(inside)) <= 1.0


def test_the_interval_of_a_change_holds_the_simulated_one() -> None:
    held = []
    for seed in range(40):
        level = np.linspace(8.0, 3.0, 56)
        trend = pain_trend(simulated(level, seed=seed, scatter=1.0, told=0.8), on(55))
        assert trend is not None
        change = change_since(trend, on(0))
        assert change.interval is not None
        true = level[-1] - level[(change.first - on(0)).days]
        held.append(change.interval[0] <= true <= change.interval[1])
    assert np.mean(held) >= 0.8


def test_two_days_are_not_enough() -> None:
    trend = pain_trend(diary([8.0, *[None] * 30, 1.0]), on(31))
    assert trend is not None
    change = change_since(trend, on(0))
    assert change.verdict is Verdict.NOT_ENOUGH
    assert change.change is None
    assert "not enough days to tell" in change.sentence


def test_days_after_today_and_untold_days_are_left_out() -> None:
    told = (*diary([3.0] * 10), CheckIn(on(10), stress=4.0), *diary([9.0], 11))
    trend = pain_trend(told, on(10))
    assert trend is not None
    assert max(trend.told) == on(9)
    assert pain_trend(told[10:11], on(10)) is None


def test_pain_off_the_scale_is_refused_with_its_day() -> None:
    with pytest.raises(BadInputError, match=r"2026-01-05: .*0 to 10"):
        pain_trend(diary([11.0]), on(0))


def test_a_whole_year_of_doubtful_numbers_stays_finite() -> None:
    smoothed = smooth(np.tile([0.0, 10.0, np.nan], 120), Sizes.grid(), centre=5.0, spread=5.0)
    mean, sd = smoothed.level()
    assert np.isfinite(mean).all()
    assert np.isfinite(sd).all()


def scores(measure: str, *values: float) -> list[Score]:
    return [Score(measure, on(14 * i), value) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("measure", "values", "verdict"),
    [
        ("rmdq-24", (12, 7), Verdict.BETTER),
        ("rmdq-24", (12, 8), Verdict.NO_CHANGE_TOLD),
        ("rmdq-24", (24, 18), Verdict.NO_CHANGE_TOLD),  # 30 % of 24 is more than 5 points.
        ("rmdq-24", (7, 12), Verdict.WORSE),
        ("uwri", (10, 18), Verdict.BETTER),
        ("uwri", (18, 10), Verdict.WORSE),
        ("own-activity-0-10", (3, 6), Verdict.BETTER),
        ("odi", (40,), Verdict.NOT_ENOUGH),
        ("start-back", (8, 1), Verdict.NO_CHANGE_TOLD),
    ],
)
def test_scores_are_held_against_their_published_thresholds(
    measure: str, values: tuple[float, ...], verdict: Verdict
) -> None:
    (change,) = score_changes(scores(measure, *values), on(60))
    assert change.verdict is verdict
    assert str(verdict) in change.sentence or change.important is None or verdict is Verdict.NOT_ENOUGH


def test_the_interval_of_a_score_says_where_it_comes_from() -> None:
    (uwri,) = score_changes(scores("uwri", 10, 18), on(60))
    assert uwri.error_basis == "published measurement error"
    assert uwri.interval == pytest.approx((8 - 4.1 * 1.6449 / 1.96, 8 + 4.1 * 1.6449 / 1.96))
    (rmdq,) = score_changes(scores("rmdq-24", 12, 7), on(60))
    assert "judged" in rmdq.error_basis
    assert "judged" in rmdq.sentence


@given(st.integers(0, 24), st.integers(0, 24), st.integers(0, 24))
def test_a_lower_roland_morris_never_reads_worse(before: int, now: int, lower: int) -> None:
    order = [Verdict.BETTER, Verdict.NO_CHANGE_TOLD, Verdict.WORSE]
    (high,) = score_changes(scores("rmdq-24", before, max(now, lower)), on(60))
    (low,) = score_changes(scores("rmdq-24", before, min(now, lower)), on(60))
    assert order.index(low.verdict) <= order.index(high.verdict)


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(BadInputError, match="no questionnaire is called"):
        score_changes(scores("rmdq", 1), on(3))
