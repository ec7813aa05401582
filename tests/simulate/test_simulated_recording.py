"""Simulated recordings are physically plausible, and measured like any file agree with the runs frame."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from runback.activities.measuring import measure_run
from runback.activities.recording import STREAM_COLUMNS, Recording
from runback.simulate import VirtualRunner, simulate_runs, virtual_runner
from runback.simulate.course import Course, simulate_course
from runback.simulate.misstep import simulate_training
from runback.simulate.simulated_recording import Watch, simulate_recording
from runback.simulate.simulated_runs import start_times

RUNNER = virtual_runner(3, days=60, last=date(2026, 6, 30))


def recordings(watch: Watch) -> list[Recording]:
    course, starts = course_of(RUNNER)
    return [simulate_recording(RUNNER, course, number, start, watch) for number, start in enumerate(starts)]


def course_of(runner: VirtualRunner) -> tuple[Course, list[object]]:
    training = simulate_training(runner)
    return simulate_course(runner, training), start_times(runner, training).to_list()


@pytest.mark.parametrize("watch", [Watch(), Watch(smart=True, auto_pause=False, dynamics=False)])
def test_measured_from_its_recording_a_run_is_what_the_runs_frame_says(watch: Watch) -> None:
    frame = simulate_runs(RUNNER).to_dicts()
    ratios: dict[str, list[float]] = {}
    for told, recording in zip(frame, recordings(watch), strict=True):
        found = measure_run(recording, run_id="a", source="b", runner=RUNNER.runner)
        for name in (
            *(
                "distance_m",
                "moving_s",
                "mean_heart_rate_bpm",
                "trimp",
                "mean_cadence_spm",
                "lumbar_load_index",
            ),
            *("energy_cost_j_kg", "best_300s_m_s", "best_1200s_m_s", "best_1000m_s", "ascent_m", "descent_m"),
        ):
            value, expected = found.get(name), told[name]
            if isinstance(value, float) and isinstance(expected, float):
                ratios.setdefault(name, []).append(value / expected)
    for name, tolerance in (("ascent_m", 0.10), ("descent_m", 0.10)):
        assert np.median(ratios.pop(name)) == pytest.approx(1, abs=tolerance), name
    assert len(ratios) >= 9
    for name, values in ratios.items():
        assert np.median(values) == pytest.approx(1, abs=0.03), name


def test_streams_hold_what_a_watch_could_have_seen() -> None:
    for recording in recordings(Watch()):
        stream = recording.stream
        assert set(stream.columns) <= set(STREAM_COLUMNS)
        t_s = stream["t_s"].to_numpy()
        assert t_s[0] == 0 and (np.diff(t_s) >= 1).all()
        way = stream["distance_m"].to_numpy()
        assert (np.diff(way) >= 0).all()
        assert stream["speed_m_s"].max() < 7
        assert stream["heart_rate_bpm"].is_between(40, 230).all()
        beats = np.diff(stream["heart_rate_bpm"].to_numpy())[np.diff(t_s) == 1]
        assert np.abs(beats).max() <= 8
        moving = stream.filter(pl.col("cadence_spm") > 0)
        assert moving["cadence_spm"].is_between(120, 230).all()
        assert moving["stance_time_ms"].drop_nulls().is_between(120, 420).all()
        flight = moving["stance_time_ms"].to_numpy() < 60_000 / moving["cadence_spm"].to_numpy()
        assert (
            flight.mean() > 0.99
        )  # running, not walking: each foot leaves the ground before the other lands
        stride = moving["speed_m_s"] / moving["cadence_spm"] * 60_000
        assert np.allclose(stride.to_numpy(), moving["step_length_mm"].to_numpy(), equal_nan=True)


def test_positions_advance_as_far_as_the_distance_says() -> None:
    for recording in recordings(Watch()):
        stream = recording.stream
        north = np.diff(stream["latitude_deg"].to_numpy()) * 111_195
        east = np.diff(stream["longitude_deg"].to_numpy()) * 111_195 * np.cos(np.radians(51.3))
        walked = np.hypot(north, east).sum()
        assert walked == pytest.approx(recording.totals.distance_m, rel=0.06)


def test_pauses_hold_no_samples_and_the_totals_know_them() -> None:
    paused = [one for one in recordings(Watch()) if one.pauses_s]
    assert paused
    for recording in paused:
        t_s = recording.stream["t_s"]
        for begin, end in recording.pauses_s:
            assert t_s.is_between(begin, end, closed="none").sum() == 0
        stopped = sum(end - begin for begin, end in recording.pauses_s)
        assert recording.totals.elapsed_s == pytest.approx((recording.totals.timer_s or 0) + stopped)
        assert recording.laps["timer_s"].sum() == pytest.approx(recording.totals.timer_s)
        assert recording.laps["distance_m"].sum() == pytest.approx(recording.totals.distance_m)


def test_smart_recording_keeps_fewer_samples_of_the_same_run() -> None:
    for every, smart in zip(recordings(Watch()), recordings(Watch(smart=True)), strict=True):
        assert smart.stream.height < every.stream.height / 2
        assert smart.stream["distance_m"][-1] == every.stream["distance_m"][-1]
        assert smart.stream["t_s"].diff().max() <= max(7, *(end - begin for begin, end in every.pauses_s), 7)
