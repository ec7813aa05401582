"""Best efforts against a slow search that shares no code with them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.efforts import (
    best_efforts,
    best_speed,
    best_time,
    fastest_plausible,
    seconds_at_speed,
)
from runback.activities.runs import SPEED_BINS

Polyline = tuple[list[float], list[float]]


@st.composite
def polylines(draw: st.DrawFn) -> Polyline:
    """Draw times and distances on a grid of quarters, with standstills and uneven gaps."""
    gaps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=25))
    metres = draw(st.lists(st.integers(0, 60), min_size=len(gaps), max_size=len(gaps)))
    t = np.concatenate(([0.0], np.cumsum(gaps) / 4.0))
    d = np.concatenate(([0.0], np.cumsum(metres) / 4.0))
    return t.tolist(), d.tolist()


def distance_at(line: Polyline, when: float) -> float:
    t, d = line
    for i in range(len(t) - 1):
        if t[i] <= when <= t[i + 1]:
            return d[i] + (d[i + 1] - d[i]) * (when - t[i]) / (t[i + 1] - t[i])
    raise AssertionError(when)


def last_time_at(line: Polyline, metres: float) -> float:
    t, d = line
    for i in reversed(range(len(t) - 1)):
        if d[i] <= metres < d[i + 1]:
            return t[i] + (t[i + 1] - t[i]) * (metres - d[i]) / (d[i + 1] - d[i])
    raise AssertionError(metres)


def first_time_at(line: Polyline, metres: float) -> float:
    t, d = line
    for i in range(len(t) - 1):
        if d[i] <= metres <= d[i + 1]:
            if d[i] == metres:
                return t[i]
            return t[i] + (t[i + 1] - t[i]) * (metres - d[i]) / (d[i + 1] - d[i])
    raise AssertionError(metres)


@given(polylines(), st.integers(1, 60))
def test_best_speed_is_that_of_a_fine_search(line: Polyline, quarters: int) -> None:
    t, d = line
    seconds = quarters / 4.0
    best = best_speed(np.array(t), np.array(d), seconds)
    if t[-1] < seconds:
        assert best is None
        return
    # All corners lie on quarters of a second, so the best start does too.
    starts = np.arange(0.0, t[-1] - seconds + 0.125, 0.25)
    searched = max(distance_at(line, s + seconds) - distance_at(line, s) for s in starts)
    assert (best or 0.0) * seconds == pytest.approx(searched, abs=1e-9)


@given(polylines(), st.integers(1, 400))
def test_best_time_is_that_of_a_fine_search(line: Polyline, quarters: int) -> None:
    t, d = line
    metres = quarters / 4.0
    best = best_time(np.array(t), np.array(d), metres)
    if d[-1] < metres:
        assert best is None
        return
    starts = np.arange(0.0, t[-1] + 0.125, 0.25)
    at = [(s, distance_at(line, s)) for s in starts]
    searched = [first_time_at(line, m + metres) - s for s, m in at if m + metres <= d[-1]]
    # A start between the quarters can be better only where the end is a corner: search from those ends too.
    for end, reached in zip(t, d, strict=True):
        if reached >= metres:
            searched.append(end - last_time_at(line, reached - metres))
    assert best == pytest.approx(min(searched), abs=1e-9)


def test_a_stop_costs_time_but_its_edges_do_not() -> None:
    t = np.array([0.0, 300.0, 400.0, 700.0])
    d = np.array([0.0, 1000.0, 1000.0, 2000.0])
    assert best_time(t, d, 1000.0) == pytest.approx(300.0)
    assert best_time(t, d, 1500.0) == pytest.approx(550.0)
    assert best_speed(t, d, 500.0) == pytest.approx(400.0 / 0.3 / 500.0)


def test_irregular_samples_give_what_one_a_second_gives() -> None:
    rng = np.random.default_rng(9)
    t = np.arange(0.0, 4001.0)
    speed = 3.0 + np.repeat(rng.uniform(-1, 1, 400), 10)
    d = np.concatenate(([0.0], np.cumsum(speed)))
    corners = np.arange(0, 4001, 10)
    assert best_efforts(t[corners], np.diff(d[corners])) == pytest.approx(best_efforts(t, speed))


def test_keys_appear_only_where_the_run_is_long_enough() -> None:
    t = np.arange(0.0, 1261.0)
    efforts = best_efforts(t, np.full(1260, 3.2))
    assert set(efforts) == {"best_60s_m_s", "best_300s_m_s", "best_1200s_m_s", "best_1000m_s"}
    assert efforts["best_1200s_m_s"] == pytest.approx(3.2)
    assert efforts["best_1000m_s"] == pytest.approx(312.5)
    assert best_efforts(np.array([0.0]), np.empty(0)) == {}


def test_what_beats_the_world_records_is_left_out() -> None:
    t = np.arange(0.0, 1801.0)
    assert best_efforts(t, np.full(1800, 9.5)) == {}
    assert fastest_plausible(1.0) == pytest.approx(11.5)
    assert fastest_plausible(60.0) == pytest.approx(9.0)
    assert fastest_plausible(1e6) == pytest.approx(6.3)


def test_every_moving_second_is_in_one_bin() -> None:
    speed = np.array([0.0, 0.05, 2.95, 3.0, 3.0999, 7.95, 8.0, 12.0])
    seconds = np.arange(1.0, 9.0)
    spread = seconds_at_speed(speed, seconds)
    assert len(spread) == SPEED_BINS
    assert sum(spread) == pytest.approx(36.0)
    assert (spread[0], spread[29], spread[30], spread[79]) == (3.0, 3.0, 9.0, 21.0)
