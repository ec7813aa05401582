"""One row a run: never a crash, every column accounted for, real recordings near their devices."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.fit import read_fit
from runback.activities.gpx import read_gpx
from runback.activities.measuring import MEASURE_VERSIONS, MeasureVersion, measure_run
from runback.activities.recording import STREAM_COLUMNS, DeviceTotals, Recording
from runback.activities.runs import RUN_COLUMNS, SPEED_BINS, runs_frame
from runback.activities.tcx import read_tcx
from runback.knowledge import fact
from runback.model import Runner

START = datetime(2024, 5, 1, 6, 0, tzinfo=UTC)
KNOWN = Runner(sex="female", max_heart_rate_bpm=185, rest_heart_rate_bpm=55, zone="Europe/Berlin")
Row = dict[str, object]


def measured(recording: Recording, runner: Runner = KNOWN) -> Row:
    row = measure_run(recording, run_id="0123456789abcdef-0", source="run.fit", runner=runner)
    assert set(row) <= set(RUN_COLUMNS)
    frame = runs_frame([row])
    for name in row:
        assert frame[name].null_count() == 0, name
    return row


def number(row: Row, name: str) -> float:
    value = row[name]
    assert isinstance(value, int | float), name
    return float(value)


def hour_of_running(**replaced: object) -> pl.DataFrame:
    rng = np.random.default_rng(11)
    t = np.arange(0.0, 3601.0)
    columns: dict[str, object] = {
        "t_s": t,
        "distance_m": 3.0 * t,
        "altitude_m": 100.0 + 15.0 * (1.0 - np.cos(2 * np.pi * 3.0 * t / 1000.0)),
        "heart_rate_bpm": np.full(t.size, 146.0),
        "cadence_spm": np.full(t.size, 168.0),
        "stance_time_ms": 250.0 + rng.normal(0, 4, t.size),
        "vertical_oscillation_mm": 90.0 + rng.normal(0, 3, t.size),
        "step_length_mm": np.full(t.size, 1071.0),
        "stance_balance_pct": np.full(t.size, 49.6),
        "latitude_deg": 52.5 + 3.0 * t / 111_250,
        "longitude_deg": np.full(t.size, 13.4),
    }
    return pl.DataFrame(columns | replaced)


def running(stream: pl.DataFrame, **more: object) -> Recording:
    return Recording(sport="running", start_utc=START, stream=stream, **more)  # type: ignore[arg-type]  # by name


def test_an_even_hour() -> None:
    row = measured(running(hour_of_running(), rpe=4.0, shoe="Blue"))
    for name, value in {
        "distance_m": 10_800,
        "moving_s": 3600,
        "elapsed_s": 3600,
        "mean_speed_m_s": 3.0,
        "mean_heart_rate_bpm": 146,
        "max_heart_rate_bpm": 146,
        "mean_cadence_spm": 168,
        "steps": 60 * 168,
        "step_length_mm": 1071,
        "stance_balance_pct": 49.6,
        "session_rpe_load": 240,
        "best_300s_m_s": 3.0,
        "best_10000m_s": 10_000 / 3,
    }.items():
        assert number(row, name) == pytest.approx(value), name
    assert number(row, "ascent_m") == pytest.approx(324.0, rel=0.03)
    assert number(row, "stance_time_ms") == pytest.approx(250.0, abs=1.0)
    reserve = (146 - 55) / (185 - 55)
    weights = fact("banister-trimp").numbers
    assert number(row, "trimp") == pytest.approx(
        60 * reserve * weights["female_a"] * np.exp(weights["female_b"] * reserve)
    )
    assert row["heart_rate_zone_s"] == [0.0, 0.0, 3600.0, 0.0, 0.0]
    assert number(row, "flat_equivalent_m") > 10_800
    spread = row["speed_seconds"]
    assert isinstance(spread, list)
    assert len(spread) == SPEED_BINS
    assert sum(spread) == pytest.approx(3600)
    assert (row["zone"], row["zone_source"], row["shoe"]) == ("Europe/Berlin", "position", "Blue")


def test_without_heart_limits_there_are_neither_zones_nor_trimp() -> None:
    row = measured(running(hour_of_running()), Runner())
    assert "trimp" not in row
    assert "heart_rate_zone_s" not in row
    assert "session_rpe_load" not in row


def test_effort_ratings_outside_the_scale_are_not_taken() -> None:
    for rating in (-1.0, 11.0, float("nan")):
        row = measured(running(hour_of_running(), rpe=rating))
        assert "rpe" not in row
        assert "session_rpe_load" not in row


def test_pauses_shorten_effort_and_moving_time_but_not_the_clock() -> None:
    row = measured(running(hour_of_running(), pauses_s=((600.0, 1200.0),), rpe=5.0))
    assert number(row, "elapsed_s") == 3600
    assert number(row, "moving_s") == pytest.approx(3000)
    assert number(row, "session_rpe_load") == pytest.approx(250)


def test_on_a_treadmill_air_pressure_tells_no_climb() -> None:
    stream = hour_of_running().drop("latitude_deg", "longitude_deg")
    totals = DeviceTotals(distance_m=10_900.0, ascent_m=12.0)
    row = measured(running(stream, sub_sport="treadmill", totals=totals))
    assert number(row, "distance_m") == pytest.approx(10_800)
    assert row["device_distance_m"] == 10_900.0
    assert row["device_ascent_m"] == 12.0
    for name in ("ascent_m", "uphill_m", "energy_cost_j_kg", "flat_equivalent_m"):
        assert name not in row
    assert number(row, "lumbar_load_index") == pytest.approx(100.0, rel=0.02)
    assert row["zone_source"] == "runner"


def test_without_cadence_steps_are_the_devices_or_none_and_the_index_falls_back() -> None:
    stream = hour_of_running().drop("cadence_spm", "altitude_m")
    row = measured(running(stream))
    assert "steps" not in row
    assert number(row, "lumbar_load_index") == pytest.approx(100.0, rel=0.001)
    assert measured(running(stream, totals=DeviceTotals(steps=9_999.0)))["steps"] == 9_999.0


def test_cadence_dropouts_are_bridged_and_mostly_missing_cadence_is_not() -> None:
    t = np.arange(3601)
    some = measured(running(hour_of_running(cadence_spm=np.where(t % 10 < 4, 0.0, 168.0))))
    assert number(some, "steps") == pytest.approx(60 * 168)
    few = measured(running(hour_of_running(cadence_spm=np.where(t < 3000, np.nan, 168.0))))
    assert "steps" not in few


def test_a_manual_entry_keeps_the_totals_it_states() -> None:
    totals = DeviceTotals(distance_m=8000.0, elapsed_s=2700.0, timer_s=2600.0, mean_heart_rate_bpm=0.0)
    row = measured(running(pl.DataFrame({"t_s": []}, schema={"t_s": pl.Float64}), totals=totals, rpe=6.0))
    assert (row["distance_m"], row["moving_s"], row["elapsed_s"]) == (8000.0, 2600.0, 2700.0)
    assert number(row, "session_rpe_load") == pytest.approx(260.0)
    assert "mean_heart_rate_bpm" not in row
    assert "lumbar_load_index" not in row


def test_time_without_distance() -> None:
    t = np.arange(0.0, 1801.0)
    row = measured(running(pl.DataFrame({"t_s": t, "heart_rate_bpm": np.full(t.size, 150.0)})))
    assert number(row, "moving_s") == 1800
    for name in ("distance_m", "mean_speed_m_s", "speed_seconds", "best_60s_m_s", "lumbar_load_index"):
        assert name not in row


def test_a_spike_of_heart_rate_is_no_maximum() -> None:
    beats = np.full(3601, 146.0)
    beats[[500, 900]] = (231.0, 30.0)
    assert measured(running(hour_of_running(heart_rate_bpm=beats)))["max_heart_rate_bpm"] == 146.0


def test_times_that_repeat_or_run_back_are_left_out() -> None:
    stream = hour_of_running()
    t = stream["t_s"].to_numpy().copy()
    t[1000], t[2000] = 0.0, 1998.0
    row = measured(running(stream.with_columns(t_s=t)))
    assert number(row, "distance_m") == pytest.approx(10_800)
    assert number(row, "moving_s") == pytest.approx(3600)


def test_every_measured_column_has_a_method() -> None:
    stated = {
        "run_id", "source", "sport", "sub_sport", "title", "device", "start_utc", "rpe", "shoe", "surface",
        *(name for name in RUN_COLUMNS if name.startswith("device_")),
    }  # fmt: skip
    assert set(MEASURE_VERSIONS) == set(RUN_COLUMNS) - stated
    assert all(len(made.method) > 20 for made in MEASURE_VERSIONS.values())


def test_a_raised_version_must_say_what_changed() -> None:
    assert MeasureVersion(2, "how", ("spikes are left out",)).changes
    with pytest.raises(ValueError, match="version 2"):
        MeasureVersion(2, "how")


values = st.one_of(
    st.none(), st.floats(), st.floats(0, 300), st.sampled_from([0.0, 1.0, 3.0, 100.0, -1.0, 1e9, 1e-9])
)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Draw recordings no device should write: few points, nulls, infinities, leaps in time and place."""
    n = draw(st.integers(0, 12))
    gaps = st.one_of(st.just(1.0), st.floats(1e-3, 1e5), st.sampled_from([0.0, -5.0, 1e9]))
    t = np.cumsum(draw(st.lists(gaps, min_size=n, max_size=n))).tolist() if n else []
    names = draw(st.lists(st.sampled_from(list(STREAM_COLUMNS)[1:]), unique=True))
    columns = {"t_s": t} | {name: draw(st.lists(values, min_size=n, max_size=n)) for name in names}
    pauses = draw(st.lists(st.tuples(st.floats(-10, 1e5), st.floats(-10, 1e5)), max_size=3))
    return Recording(
        sport="running",
        start_utc=START,
        stream=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64)),
        sub_sport=draw(st.sampled_from([None, "trail", "treadmill"])),
        pauses_s=tuple(pauses),
        utc_offset_s=draw(st.one_of(st.none(), st.integers(-(2**31), 2**32))),
        rpe=draw(st.one_of(st.none(), st.floats())),
    )


@settings(max_examples=300)
@given(
    recordings(), st.sampled_from([KNOWN, Runner(), Runner(max_heart_rate_bpm=50, rest_heart_rate_bpm=60)])
)
def test_nothing_in_a_recording_crashes_it_or_makes_nonsense(recording: Recording, runner: Runner) -> None:
    row = measured(recording, runner)
    for name, value in row.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, float):
                assert np.isfinite(item), name
                assert item >= 0 or name.endswith("decay_pct"), name


def test_an_empty_stream_without_columns() -> None:
    assert "distance_m" not in measured(running(pl.DataFrame()))


NEAR_THE_TIMER = [
    # file, session, seconds the watch let pass at rest that Runback does not count as moving
    ("activity-small-fenix2-run.fit", 0, 30.0),
    ("mornindew-broken.fit", 0, 10.0),
    ("developer-types-sample.fit", 0, 10.0),
    ("triathlon_summary_first.fit", 4, 10.0),
    ("activity-large-fenxi2-multisport.fit", 2, 10.0),
    ("activity-large-fenxi2-multisport.fit", 4, 60.0),
]


@pytest.mark.parametrize(("name", "session", "at_rest_s"), NEAR_THE_TIMER)
def test_moving_time_lies_near_the_watchs_timer(
    shared_data: Path, name: str, session: int, at_rest_s: float
) -> None:
    row = measured(read_fit((shared_data / "activities" / name).read_bytes()).recordings[session])
    assert number(row, "device_timer_s") - at_rest_s <= number(row, "moving_s")
    assert number(row, "moving_s") <= number(row, "device_timer_s") + 2.0


@pytest.mark.parametrize(
    "name",
    [
        "2013-02-06-12-11-14.fit",
        "activity-large-fenxi2-multisport.fit",
        "activity-small-fenix2-run.fit",
        "compressed-speed-distance.fit",
        "developer-types-sample.fit",
        "mornindew-broken.fit",
        "triathlon_summary_first.fit",
    ],
)
def test_distance_and_climb_lie_near_the_watchs(shared_data: Path, name: str) -> None:
    compared = 0
    for recording in read_fit((shared_data / "activities" / name).read_bytes()).recordings:
        row = measured(recording)
        if number(row, "device_timer_s") < 600:
            continue
        compared += 1
        assert number(row, "distance_m") == pytest.approx(number(row, "device_distance_m"), rel=0.01)
        for height in ("ascent_m", "descent_m"):
            if row.get(f"device_{height}"):
                allowed = 0.15 * number(row, f"device_{height}") + 10.0
                assert number(row, height) == pytest.approx(number(row, f"device_{height}"), abs=allowed)
    assert compared


def test_one_activity_as_tcx_and_as_gpx_measures_alike(shared_data: Path) -> None:
    """The TCX carries the watch's distance, the GPX only positions."""
    folder = shared_data / "activities"
    tcx = measured(read_tcx((folder / "activity_4801048867.tcx").read_bytes()).recordings[0])
    for name in ("activity_4801048867.gpx", "4801048867_strava.gpx"):
        gpx = measured(read_gpx((folder / name).read_bytes()).recordings[0])
        assert number(gpx, "distance_m") == pytest.approx(number(tcx, "distance_m"), rel=0.01)
        assert number(gpx, "moving_s") == pytest.approx(number(tcx, "moving_s"), abs=30)
        assert number(gpx, "ascent_m") == pytest.approx(number(tcx, "ascent_m"), rel=0.05)
        assert number(gpx, "mean_heart_rate_bpm") == pytest.approx(
            number(tcx, "mean_heart_rate_bpm"), abs=0.5
        )
        assert gpx["local_date"] == tcx["local_date"]


def test_steps_lie_near_the_watchs_own_count(shared_data: Path) -> None:
    for name, session in (("mornindew-broken.fit", 0), ("triathlon_summary_first.fit", 4)):
        recording = read_fit((shared_data / "activities" / name).read_bytes()).recordings[session]
        assert recording.totals.steps is not None
        assert number(measured(recording), "steps") == pytest.approx(recording.totals.steps, rel=0.015)
