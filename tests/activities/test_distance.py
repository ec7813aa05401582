"""Metres between samples: known ways, glitches, and sensors that catch up."""

import numpy as np
import polars as pl
import pytest

from runback.activities.distance import Metres, interval_metres
from runback.activities.samples import Samples


def metres_of(**columns: object) -> Metres:
    metres = interval_metres(Samples(pl.DataFrame(columns)))
    assert metres is not None
    return metres


def test_a_degree_on_the_ellipsoid() -> None:
    """WGS84: 110.574 km north from the equator, 111.320 km east along it, 55.800 km east at 60 degrees."""
    small = 0.001
    t = [0.0, 60.0]
    north = metres_of(t_s=t, latitude_deg=[0.0, small], longitude_deg=[7.0, 7.0])
    east = metres_of(t_s=t, latitude_deg=[0.0, 0.0], longitude_deg=[7.0, 7.0 + small])
    high = metres_of(t_s=t, latitude_deg=[60.0, 60.0], longitude_deg=[7.0, 7.0 + small])
    assert north.recorded[0] == pytest.approx(110.574, abs=0.002)
    assert east.recorded[0] == pytest.approx(111.320, abs=0.002)
    assert high.recorded[0] == pytest.approx(55.800, abs=0.002)


def test_the_date_line_is_no_way_around_the_world() -> None:
    over = metres_of(t_s=[0.0, 5.0], latitude_deg=[0.0, 0.0], longitude_deg=[179.9999, -179.9999])
    assert over.recorded[0] == pytest.approx(22.264, abs=0.01)


def test_the_devices_distance_is_preferred_to_positions_and_both_to_speed() -> None:
    t = np.arange(10.0)
    columns = {
        "t_s": t,
        "speed_m_s": np.full(10, 3.0),
        "latitude_deg": 50 + t * 1e-5,
        "longitude_deg": np.full(10, 8.0),
        "distance_m": 2.0 * t,
    }
    assert metres_of(**columns).source == "device"
    del columns["distance_m"]
    assert metres_of(**columns).source == "position"
    del columns["latitude_deg"]
    speed = metres_of(**columns)
    assert speed.source == "speed"
    assert speed.recorded.sum() == pytest.approx(27.0)


def test_missing_distances_are_bridged() -> None:
    metres = metres_of(t_s=[0.0, 1.0, 2.0, 3.0], distance_m=[0.0, None, None, 9.0])
    assert metres.recorded.tolist() == pytest.approx([3.0, 3.0, 3.0])


def test_one_wild_value_counts_neither_up_nor_down() -> None:
    distance = 3.0 * np.arange(100.0)
    for wild in (0.0, 9000.0):
        spoilt = distance.copy()
        spoilt[50] = wild
        assert metres_of(t_s=np.arange(100.0), distance_m=spoilt).recorded.sum() == pytest.approx(
            297.0, abs=3.1
        )


def test_a_position_far_off_and_back_adds_no_way() -> None:
    t = np.arange(200.0)
    latitude = 48.0 + 3.0 * t / 111_195
    latitude[100] += 0.01
    metres = metres_of(t_s=t, latitude_deg=latitude, longitude_deg=np.full(200, 2.0))
    assert metres.credible.sum() == pytest.approx(597.0, rel=0.01)
    assert metres.credible.max() < 4.0


def test_a_sensor_that_catches_up_after_a_standstill_is_spread_over_it() -> None:
    """A tunnel: no metres for 120 s, then all 360 of them in one second."""
    t = np.arange(600.0)
    distance = 3.0 * t
    distance[200:320] = distance[199]
    metres = metres_of(t_s=t, distance_m=distance)
    assert metres.recorded.max() > 300
    assert metres.credible.sum() == pytest.approx(distance[-1])
    assert metres.credible == pytest.approx(np.full(599, 3.0), abs=0.05)


def test_a_jump_that_no_standstill_explains_is_a_glitch() -> None:
    t = np.arange(600.0)
    distance = 3.0 * t
    distance[300:] += 500.0
    metres = metres_of(t_s=t, distance_m=distance)
    assert metres.recorded.sum() == pytest.approx(2297.0)
    assert metres.credible.sum() == pytest.approx(1797.0)


def test_a_second_session_does_not_inherit_the_firsts_distance() -> None:
    t = np.arange(100.0)
    under_way = np.ones(99, dtype=bool)
    assert metres_of(t_s=t, distance_m=5.0 + 3.0 * t).total_m(under_way) == pytest.approx(302.0)
    assert metres_of(t_s=t, distance_m=40_000.0 + 3.0 * t).total_m(under_way) == pytest.approx(297.0)


def test_nothing_to_tell_metres_from() -> None:
    assert interval_metres(Samples(pl.DataFrame({"t_s": [0.0, 1.0, 2.0]}))) is None
    assert interval_metres(Samples(pl.DataFrame({"t_s": [0.0], "distance_m": [5.0]}))) is None
    still = pl.DataFrame({"t_s": [0.0, 1.0], "distance_m": [0.0, 0.0], "speed_m_s": [None, None]})
    assert interval_metres(Samples(still)) is None
    assert interval_metres(Samples(pl.DataFrame())) is None
