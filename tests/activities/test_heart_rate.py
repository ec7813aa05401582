"""Heart rate: spikes, zones, TRIMP against its two worked examples."""

import numpy as np
import pytest

from runback.activities.heart_rate import trimp, without_spikes, zone_seconds
from runback.knowledge import fact
from runback.model import Runner

HOUR = np.full(3600, 1.0)


@pytest.mark.parametrize("sex", ["male", "female"])
def test_trimp_of_an_hour_at_seven_tenths_of_the_reserve(sex: str) -> None:
    runner = Runner(sex=sex, rest_heart_rate_bpm=50, max_heart_rate_bpm=190)  # type: ignore[arg-type]  # parametrized
    expected = fact("banister-trimp").numbers[f"derived_example_{sex}_60min_hrr070"]
    assert trimp(np.full(3600, 148.0), HOUR, runner) == pytest.approx(expected, abs=0.01)


def test_an_interval_session_weighs_more_than_its_mean() -> None:
    runner = Runner(sex="male", rest_heart_rate_bpm=50, max_heart_rate_bpm=190)
    steady = trimp(np.full(3600, 150.0), HOUR, runner)
    intervals = trimp(np.tile([120.0, 180.0], 1800), HOUR, runner)
    assert steady is not None
    assert intervals is not None
    assert intervals > 1.05 * steady


def test_trimp_needs_sex_rest_and_maximum_and_most_of_the_beats() -> None:
    beats = np.full(3600, 150.0)
    full = {"sex": "female", "rest_heart_rate_bpm": 50.0, "max_heart_rate_bpm": 190.0}
    for missing in full:
        known = {key: value for key, value in full.items() if key != missing}
        assert trimp(beats, HOUR, Runner(**known)) is None  # type: ignore[arg-type]  # one key left out
    runner = Runner(sex="female", rest_heart_rate_bpm=50, max_heart_rate_bpm=190)
    assert trimp(beats, HOUR, Runner(sex="female", rest_heart_rate_bpm=190, max_heart_rate_bpm=50)) is None
    assert trimp(np.where(np.arange(3600) < 2800, np.nan, beats), HOUR, runner) is None
    assert trimp(np.where(np.arange(3600) < 600, np.nan, beats), HOUR, runner) is not None


def test_beats_beyond_the_known_limits_count_as_the_limits() -> None:
    runner = Runner(sex="male", rest_heart_rate_bpm=60, max_heart_rate_bpm=180)
    assert trimp(np.full(3600, 220.0), HOUR, runner) == trimp(np.full(3600, 180.0), HOUR, runner)
    assert trimp(np.full(3600, 40.0), HOUR, runner) == 0.0


def test_single_spikes_go_and_real_changes_stay() -> None:
    beats = np.array([140.0, 141, 220, 142, 60, 143, 150, 160, 170, 180, 180])
    cleaned = without_spikes(beats)
    assert np.isnan(cleaned[[2, 4]]).all()
    assert np.array_equal(np.delete(cleaned, [2, 4]), np.delete(beats, [2, 4]))
    assert without_spikes(np.array([140.0, 220.0])).tolist() == [140.0, 220.0]


def test_zones_by_part_of_the_maximum() -> None:
    beats = np.array([90.0, 100, 119, 120, 150, 160, 179, 180, 210, np.nan])
    seconds = zone_seconds(beats, np.ones(10), 200.0)
    assert seconds == [2.0, 1.0, 1.0, 2.0, 2.0]
