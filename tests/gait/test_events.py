"""Steps keep their beat or are dropped, a turned camera is told, moments are read between frames."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated_stride import simulated_film

from runback.gait import POINTS, film_form
from runback.gait.camera_turn import MOST_CORRECTED_DEG, camera_turn_deg, widening
from runback.gait.events import cadence_spm, on_beat
from runback.gait.steps import Clock
from runback.model import Side


@given(
    st.integers(8, 60),
    st.floats(0.28, 0.45),
    st.floats(-0.12, 0.12),
    st.integers(0, 59),
    st.sampled_from(["moved", "swapped", "doubled"]),
)
def test_one_wrong_step_is_dropped_and_the_others_stay(
    count: int, step_s: float, late: float, wrong: int, kind: str
) -> None:
    wrong %= count
    times = step_s * (np.arange(count) + late * np.sin(np.arange(count)))
    left = np.arange(count) % 2 == 0
    true_spm = cadence_spm(times, step_s)
    if kind == "moved":
        times[wrong] += 0.47 * step_s
    elif kind == "swapped":
        left[wrong] = not left[wrong]
    else:
        times, left = (np.insert(one, wrong, one[wrong]) for one in (times, left))
        times[wrong] -= 0.45 * step_s
    kept = on_beat(times, left, step_s)
    assert not kept[wrong]
    assert kept.sum() >= count - 2
    assert true_spm is not None
    assert cadence_spm(times[kept], step_s) == pytest.approx(true_spm, rel=0.05 if count < 20 else 0.02)


@given(st.integers(3, 60), st.floats(0.28, 0.45), st.lists(st.integers(0, 59), max_size=4))
def test_missed_steps_change_neither_the_others_nor_the_cadence(
    count: int, step_s: float, missed: list[int]
) -> None:
    there = np.ones(count, dtype=bool)
    there[[at for at in missed if at < count]] = False
    times, left = step_s * np.arange(count)[there], (np.arange(count) % 2 == 0)[there]
    assert on_beat(times, left, step_s).all()
    if times.size >= 3:
        assert cadence_spm(times, step_s) == pytest.approx(60.0 / step_s)


@given(st.floats(0.0, 45.0), st.sampled_from([-1, 1]))
def test_a_turn_shows_in_the_hips_and_is_drawn_out_up_to_a_limit(turn: float, way: int) -> None:
    film, _ = simulated_film(seconds=3.0)
    xy = film.xy.copy()
    apart = 0.88 * 220.0 * 22.0 / 86.0 * np.sin(np.radians(turn))
    xy[:, POINTS.index("left_hip"), 0] += way * 0.5 * apart
    xy[:, POINTS.index("right_hip"), 0] -= way * 0.5 * apart
    xy[:, [POINTS.index("left_shoulder"), POINTS.index("right_shoulder")]] = np.nan
    told = camera_turn_deg(film.with_xy(xy))
    assert told == pytest.approx(turn, abs=2.0 + 0.1 * turn)
    assert widening(turn) == pytest.approx(1.0 / np.cos(np.radians(min(turn, MOST_CORRECTED_DEG))))


@given(st.floats(0.0, 3.0), st.floats(-5, 5), st.floats(-50, 50), st.sampled_from([30.0, 60.0, 240.0]))
def test_a_line_is_read_between_frames_with_its_slope(
    at_s: float, level: float, slope: float, rate: float
) -> None:
    clock = Clock(np.arange(0.0, 4.0, 1.0 / rate))
    value, change = clock.read(level + slope * clock.t_s, np.array([at_s]))
    assert value[0] == pytest.approx(level + slope * at_s, abs=1e-6)
    if 1.0 / rate < at_s:
        assert change[0] == pytest.approx(slope, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 45)), min_size=1, max_size=8))
def test_spans_are_summed_up_as_numpy_does(spans: list[tuple[int, int]]) -> None:
    clock = Clock(np.arange(0.0, 4.0, 0.02))
    series = np.sin(7.0 * clock.t_s) + clock.t_s
    firsts, lengths = (np.array(one) for one in zip(*spans, strict=True))
    begins, ends = 0.02 * (firsts - 0.5), 0.02 * (firsts + lengths - 0.5)
    for summary, plain in (("mean", np.mean), ("highest", np.max), ("range", np.ptp)):
        found = clock.over(series, begins, ends, summary)  # type: ignore[arg-type]
        for one, first, length in zip(found, firsts, lengths, strict=True):
            assert one == pytest.approx(plain(series[first : first + length]))


def test_contact_time_is_given_from_120_frames_a_second() -> None:
    film, _ = simulated_film(frames_per_s=120.0)
    form = film_form(film, near=Side.RIGHT)
    assert form.value("contact-time-video") is not None
    assert film_form(simulated_film()[0], near=Side.RIGHT).value("contact-time-video") is None
