"""Moving time against runs whose stops are known."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.distance import interval_metres
from runback.activities.elevation import smooth_altitude
from runback.activities.moving import active_seconds, find_movement, sample_seconds
from runback.activities.samples import Samples

Pauses = tuple[tuple[float, float], ...]


def samples_of(t_s: np.ndarray, speed_m_s: np.ndarray, **columns: np.ndarray) -> Samples:
    steps = np.diff(t_s) * speed_m_s[1:]
    distance = np.concatenate(([0.0], np.cumsum(steps)))
    return Samples(pl.DataFrame({"t_s": t_s, "distance_m": distance, **columns}))


def moving_seconds(samples: Samples, pauses: Pauses = ()) -> float:
    active = active_seconds(samples, pauses)
    profile = smooth_altitude(samples, active)
    vertical = profile.vertical_m_s(active) if profile is not None else None
    return float(find_movement(samples, interval_metres(samples), active, vertical).moving_s.sum())


def run_with_stops(every_s: float = 1.0) -> tuple[Samples, float]:
    t = np.arange(0.0, 3601.0)
    speed = np.full(t.size, 3.0)
    for start, length in ((300, 60), (1000, 15), (2000, 240)):
        speed[start : start + length] = 0.0
    full = samples_of(t, speed)
    distance = full.column("distance_m")
    assert distance is not None
    kept = slice(None, None, int(every_s))
    return Samples(pl.DataFrame({"t_s": t[kept], "distance_m": distance[kept]})), 3600.0 - 315.0


@pytest.mark.parametrize("every_s", [1, 2, 5])
def test_stops_are_found_to_three_seconds_and_a_sample_each(every_s: int) -> None:
    samples, truth = run_with_stops(every_s)
    assert moving_seconds(samples) == pytest.approx(truth, abs=3 * (3 + every_s))


def test_walking_counts_and_shuffling_at_a_crossing_does_not() -> None:
    t = np.arange(0.0, 601.0)
    assert moving_seconds(samples_of(t, np.full(t.size, 1.2))) == 600.0
    rng = np.random.default_rng(4)
    assert moving_seconds(samples_of(t, rng.uniform(0.0, 0.5, t.size))) == 0.0


def test_speed_between_the_thresholds_keeps_the_state() -> None:
    t = np.arange(0.0, 301.0)
    speed = np.full(t.size, 3.0)
    speed[100:200] = 0.6
    assert moving_seconds(samples_of(t, speed)) == 300.0
    speed[:100] = 0.0
    assert moving_seconds(samples_of(t, speed)) == pytest.approx(100.0, abs=3.0)


def test_timer_pauses_are_left_out_to_the_fraction_of_a_second() -> None:
    t = np.arange(0.0, 1001.0)
    samples = samples_of(t, np.full(t.size, 3.0))
    assert moving_seconds(samples, ((100.25, 200.75),)) == pytest.approx(899.5)
    assert moving_seconds(samples, ((100.0, 200.0), (150.0, 250.0))) == pytest.approx(850.0)
    assert moving_seconds(samples, ((900.0, 5000.0), (-50.0, 10.0))) == pytest.approx(890.0)


def test_a_gap_without_samples_counts_only_when_metres_were_covered_in_it() -> None:
    t = np.concatenate((np.arange(0.0, 100.0), np.arange(400.0, 500.0)))
    ran = Samples(pl.DataFrame({"t_s": t, "distance_m": 3.0 * t}))
    stood = Samples(pl.DataFrame({"t_s": t, "distance_m": np.where(t < 200, 3.0 * t, 3.0 * (t - 300.0))}))
    assert moving_seconds(ran) == pytest.approx(499.0)
    assert moving_seconds(stood) == pytest.approx(199.0, abs=3.0)


def test_a_steep_climb_that_is_slow_on_the_map_is_no_rest() -> None:
    t = np.arange(0.0, 1201.0)
    slow = np.full(t.size, 0.35)
    assert moving_seconds(samples_of(t, slow)) == 0.0
    assert moving_seconds(samples_of(t, slow, altitude_m=500.0 + 0.3 * t)) == pytest.approx(1200.0)


def wandering(rng: np.random.Generator, n: int) -> np.ndarray:
    """Draw how a position wanders: 2 m standard deviation, 30 s correlation."""
    keep, value, values = float(np.exp(-1 / 30)), 0.0, []
    for push in 2.0 * np.sqrt(1 - keep * keep) * rng.normal(size=n):
        value = keep * value + float(push)
        values.append(value)
    return np.array(values)


@pytest.mark.parametrize("seed", range(4))
def test_a_wandering_position_at_rest_neither_moves_nor_adds_way(seed: int) -> None:
    rng = np.random.default_rng(seed)
    t = np.arange(0.0, 1801.0)
    speed = np.where((t >= 600) & (t < 900), 0.0, 3.0)
    north = np.concatenate(([0.0], np.cumsum(speed[1:]))) + wandering(rng, t.size)
    east = wandering(rng, t.size)
    scale = 111_195.0
    samples = Samples(
        pl.DataFrame({"t_s": t, "latitude_deg": 0.1 + north / scale, "longitude_deg": 7.0 + east / scale})
    )
    metres = interval_metres(samples)
    assert metres is not None
    movement = find_movement(samples, metres, samples.dt_s)
    assert movement.moving_s.sum() == pytest.approx(1500.0, abs=75.0)
    assert metres.total_m(movement.moving_s > 0) == pytest.approx(4500.0, rel=0.025)
    assert metres.recorded.sum() > 1.03 * 4500.0


def test_turning_round_is_no_rest() -> None:
    t = np.arange(0.0, 601.0)
    north = 30.0 - np.abs((3.0 * t) % 60.0 - 30.0)
    samples = Samples(
        pl.DataFrame(
            {"t_s": t, "latitude_deg": 0.1 + north / 111_195.0, "longitude_deg": np.full(t.size, 7.0)}
        )
    )
    movement = find_movement(samples, interval_metres(samples), samples.dt_s)
    assert movement.moving_s.sum() > 575.0


def test_without_distance_time_counts_outside_pauses_and_where_there_is_cadence() -> None:
    t = np.arange(0.0, 601.0)
    beats = Samples(pl.DataFrame({"t_s": t, "heart_rate_bpm": np.full(t.size, 140.0)}))
    assert moving_seconds(beats, ((100.0, 150.0),)) == pytest.approx(550.0)
    cadence = np.where(t > 300, 0.0, 170.0)
    stepping = Samples(pl.DataFrame({"t_s": t, "cadence_spm": cadence}))
    assert moving_seconds(stepping) == pytest.approx(300.0)


def test_samples_stand_for_half_of_either_interval_but_not_for_gaps() -> None:
    samples = Samples(pl.DataFrame({"t_s": [0.0, 2.0, 6.0, 100.0, 101.0]}))
    assert sample_seconds(samples.dt_s, samples).tolist() == [1.0, 3.0, 2.0, 0.5, 0.5]


times = st.lists(st.floats(0.001, 200.0), min_size=1, max_size=60).map(np.cumsum)


@given(
    t=times,
    data=st.data(),
    pauses=st.lists(st.tuples(st.floats(-100, 3000), st.floats(-100, 3000)), max_size=5).map(tuple),
)
def test_moving_never_exceeds_active_nor_active_the_clock(
    t: np.ndarray, data: st.DataObject, pauses: Pauses
) -> None:
    speed = np.array(data.draw(st.lists(st.floats(0.0, 20.0), min_size=t.size, max_size=t.size)))
    samples = samples_of(t, speed)
    active = active_seconds(samples, pauses)
    movement = find_movement(samples, interval_metres(samples), active)
    assert (active >= 0).all() and (active <= samples.dt_s + 1e-9).all()
    assert ((movement.moving_s == active) | (movement.moving_s == 0)).all()
    inside = sum(
        min(end, t[-1]) - max(begin, t[0]) for begin, end in pauses if min(end, t[-1]) > max(begin, t[0])
    )
    assert active.sum() >= t[-1] - t[0] - inside - 1e-6
