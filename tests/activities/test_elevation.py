"""Climb and slope on simulated routes of known climb, with the noise of barometers and satellites."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.distance import interval_metres
from runback.activities.elevation import BAROMETER, ROUGHEST, Hills, climb, measure_hills, smooth_altitude
from runback.activities.moving import active_seconds, find_movement
from runback.activities.samples import Samples

SPEED_M_S = 3.0
T = np.arange(0.0, 3600.0)
D = SPEED_M_S * T
Noise = Callable[[np.random.Generator], np.ndarray]


def hills_of(altitude: np.ndarray, pauses: tuple[tuple[float, float], ...] = (), t: np.ndarray = T) -> Hills:
    stored = np.round(altitude * 5.0) / 5.0
    samples = Samples(pl.DataFrame({"t_s": t, "distance_m": SPEED_M_S * t, "altitude_m": stored}))
    active = active_seconds(samples, pauses)
    profile, metres = smooth_altitude(samples, active), interval_metres(samples)
    assert profile is not None
    return measure_hills(profile, find_movement(samples, metres, active), metres)


def wandering(rng: np.random.Generator, sd: float, memory_s: float) -> np.ndarray:
    """Draw an autoregressive noise with that standard deviation and correlation time."""
    keep = float(np.exp(-1.0 / memory_s))
    value, values = sd * float(rng.normal()), []
    for push in sd * np.sqrt(1.0 - keep * keep) * rng.normal(size=T.size):
        value = keep * value + float(push)
        values.append(value)
    return np.array(values)


def barometer(rng: np.random.Generator) -> np.ndarray:
    weather = np.linspace(0.0, float(rng.normal(0, 5)), T.size) + wandering(rng, 1.0, 900.0)
    return weather + wandering(rng, 0.25, 3.0) + rng.normal(0, 0.15, T.size)


def satellite(rng: np.random.Generator) -> np.ndarray:
    return wandering(rng, 3.0, 60.0) + rng.normal(0, 0.5, T.size)


def still(_rng: np.random.Generator) -> np.ndarray:
    return np.zeros(T.size)


HILLS = 15.0 * (1.0 - np.cos(2 * np.pi * D / 1000.0))
ROLLING = 5.0 * (1.0 - np.cos(2 * np.pi * D / 400.0))
WAVES = 2.0 * (1.0 - np.cos(2 * np.pi * D / 200.0))
MOUNTAIN = 600.0 * np.minimum(2 * D / D[-1], 2 - 2 * D / D[-1])
FLAT = np.zeros(T.size)


def true_ascent(route: np.ndarray) -> float:
    return float(np.maximum(np.diff(route), 0.0).sum())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("noise", "route", "most_off_m"),
    [
        (still, FLAT, 0.5),
        (still, HILLS, 5.0),
        (still, MOUNTAIN, 5.0),
        (barometer, FLAT, 15.0),
        (barometer, HILLS, 0.05 * true_ascent(HILLS)),
        (barometer, ROLLING, 0.05 * true_ascent(ROLLING)),
        (barometer, WAVES, 0.10 * true_ascent(WAVES)),
        (barometer, MOUNTAIN, 0.02 * true_ascent(MOUNTAIN)),
        (satellite, FLAT, 110.0),
        (satellite, HILLS, 0.10 * true_ascent(HILLS)),
        (satellite, MOUNTAIN, 0.03 * true_ascent(MOUNTAIN)),
    ],
)
def test_simulated_routes_of_known_climb(
    noise: Noise, route: np.ndarray, most_off_m: float, seed: int
) -> None:
    hills = hills_of(100.0 + route + noise(np.random.default_rng(seed)))
    assert hills.ascent_m == pytest.approx(true_ascent(route), abs=most_off_m)


def test_raw_sums_would_be_far_off() -> None:
    """What the smoothing is for: the plain sum of rises on the flat."""
    raw = np.round((100.0 + barometer(np.random.default_rng(1))) * 5.0) / 5.0
    assert np.maximum(np.diff(raw), 0.0).sum() > 200.0
    assert hills_of(raw).ascent_m < 15.0


def test_slope_and_metres_on_hills() -> None:
    """Five per cent up for 1800 m, level for 5400 m, five per cent down for the last 3600 m."""
    grade = np.where(D < 1800, 0.05, np.where(D < 7200, 0.0, -0.05))
    route = np.concatenate(([0.0], np.cumsum(grade[:-1] * SPEED_M_S)))
    hills = hills_of(400.0 + route + barometer(np.random.default_rng(3)))
    assert hills.uphill_m == pytest.approx(1800.0, rel=0.05)
    assert hills.downhill_m == pytest.approx(3600.0, rel=0.05)
    assert hills.grade is not None
    assert float(np.sqrt(np.mean((hills.grade - grade[:-1]) ** 2))) < 0.008


def test_height_gained_during_a_pause_does_not_count() -> None:
    """A lift up 80 m while the timer stood."""
    lift = np.where(T < 1000, 0.0, np.where(T < 1100, 0.8 * (T - 1000), 80.0))
    assert hills_of(lift).ascent_m == pytest.approx(80.0, abs=2.0)
    assert hills_of(lift, pauses=((990.0, 1110.0),)).ascent_m == pytest.approx(0.0, abs=1.0)


def test_a_sensor_that_finds_its_height_climbs_nothing() -> None:
    found = np.where(T < 60, 0.0, 431.0)
    assert hills_of(found).ascent_m == 0.0
    assert hills_of(found).uphill_m == 0.0


def test_sparse_samples_measure_the_same_hills() -> None:
    rng = np.random.default_rng(2)
    altitude = 100.0 + HILLS + barometer(rng)
    kept = np.sort(rng.choice(T.size, T.size // 5, replace=False))
    assert hills_of(altitude[kept], t=T[kept]).ascent_m == pytest.approx(true_ascent(HILLS), rel=0.06)


def test_without_distance_there_is_climb_but_no_slope() -> None:
    samples = Samples(pl.DataFrame({"t_s": T, "altitude_m": 100.0 + HILLS}))
    active = active_seconds(samples, ())
    profile = smooth_altitude(samples, active)
    assert profile is not None
    hills = measure_hills(profile, find_movement(samples, None, active), None)
    assert hills.ascent_m == pytest.approx(true_ascent(HILLS), rel=0.02)
    assert hills.grade is None
    assert hills.uphill_m is None


def test_rough_altitudes_are_smoothed_harder_within_limits() -> None:
    for noise, low, high in ((still, 10.0, 10.0), (barometer, 10.0, 10.0), (satellite, 12.0, 30.0)):
        samples = Samples(pl.DataFrame({"t_s": T, "altitude_m": HILLS + noise(np.random.default_rng(5))}))
        profile = smooth_altitude(samples, samples.dt_s)
        assert profile is not None
        assert low <= profile.smoothing.seconds <= high
    wild = Samples(pl.DataFrame({"t_s": T, "altitude_m": np.random.default_rng(5).normal(0, 2.9, T.size)}))
    profile = smooth_altitude(wild, wild.dt_s)
    assert profile is not None
    assert profile.smoothing == ROUGHEST
    assert BAROMETER.seconds < ROUGHEST.seconds


@pytest.mark.parametrize(
    ("heights", "up", "down"),
    [
        ([], 0.0, 0.0),
        ([5.0], 0.0, 0.0),
        ([0.0, 1.9, 0.0, 1.9], 0.0, 0.0),
        ([0.0, 2.0], 2.0, 0.0),
        ([0.0, 5.0, 4.0, 9.0], 9.0, 0.0),
        ([0.0, 5.0, 2.0, 9.0], 12.0, 3.0),
        ([9.0, 9.0, 4.0, 4.0, 5.0, 1.0, 8.0, 8.0], 7.0, 8.0),
        ([0.0, -1.0, 3.0, 2.5, 3.5, -4.0], 4.5, 7.5),
    ],
)
def test_climbs_between_turning_points(heights: list[float], up: float, down: float) -> None:
    assert climb(np.array(heights), 2.0) == pytest.approx((up, down))


@given(st.lists(st.floats(-500, 9000), min_size=1, max_size=50), st.floats(0.1, 50))
def test_climb_less_descent_is_the_difference_in_height_but_for_the_threshold(
    heights: list[float], threshold: float
) -> None:
    up, down = climb(np.array(heights), threshold)
    assert up >= 0 and down >= 0
    assert abs((up - down) - (heights[-1] - heights[0])) <= 2 * threshold + 1e-6
    assert climb(-np.array(heights), threshold) == pytest.approx((down, up))
