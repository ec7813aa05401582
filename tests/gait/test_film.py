"""Form from landmarks: known contacts are found, values do not hang on the picture, bad films are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from simulated_stride import simulated_film

from runback.errors import BadInputError
from runback.gait import POINTS, FilmForm, Landmarks, film_form
from runback.gait.repair import unswapped
from runback.model import Side

LEG = ("hip", "knee", "ankle", "heel", "big_toe")


def measured(landmarks: Landmarks, **options: Any) -> FilmForm:
    form = film_form(landmarks, **options)
    assert not form.refusals, form.refusals
    return form


def values(form: FilmForm) -> dict[tuple[str, str | None], float]:
    return {(one.metric, one.side): one.value for one in form.values}


def errors_ms(form: FilmForm, contacts: np.ndarray) -> np.ndarray:
    assert form.gait is not None
    times = np.array([one.t_s for one in form.gait.contacts])
    return 1000.0 * np.array([time - contacts[np.argmin(np.abs(contacts - time))] for time in times])


@settings(max_examples=12, deadline=None)
@given(
    st.floats(0.62, 0.88),
    st.sampled_from([30.0, 59.94, 120.0]),
    st.floats(0.0, 3.0),
    st.sampled_from([-1, 1]),
    st.integers(0, 1000),
)
def test_contacts_and_cadence_of_simulated_runners(
    stride_s: float, rate: float, shake_px: float, direction: int, seed: int
) -> None:
    film, contacts = simulated_film(
        stride_s=stride_s, frames_per_s=rate, shake_px=shake_px, direction=direction, seed=seed
    )
    form = measured(film)
    assert form.gait is not None and form.gait.direction == direction
    assert values(form)["cadence-video", None] == pytest.approx(120.0 / stride_s, abs=1.0)
    off = errors_ms(form, contacts)
    assert abs(off.mean()) < 10 and off.std() < 15
    assert off.size >= contacts.size - 3


def test_planted_posture_is_read_back() -> None:
    read = values(measured(simulated_film(lean_deg=9.0)[0], height_cm=178))
    assert read["trunk-forward-lean", None] == pytest.approx(9.0, abs=0.2)
    assert read["elbow-angle", Side.RIGHT] == pytest.approx(90.0, abs=0.5)
    assert read["arm-swing-range", Side.RIGHT] == pytest.approx(50.0, abs=0.5)


@given(st.floats(0.3, 5.0), st.floats(-4000, 4000), st.floats(0, 1e5))
@settings(max_examples=8, deadline=None)
def test_size_place_and_clock_of_the_picture_do_not_matter(
    scale: float, shift: float, later_s: float
) -> None:
    film, _ = simulated_film(shake_px=1.0)
    moved = Landmarks(film.t_s + later_s, film.xy * scale + shift, film.confidence, film.source)
    one, other = values(measured(film)), values(measured(moved))
    assert one.keys() == other.keys()
    assert all(one[key] == pytest.approx(other[key], abs=0.05) for key in one)


def test_a_mirrored_film_gives_the_same_form() -> None:
    one = values(measured(simulated_film(direction=1)[0]))
    other = values(measured(simulated_film(direction=-1)[0]))
    assert all(one[key] == pytest.approx(other[key], abs=1e-6) for key in one)


@given(
    st.one_of(
        st.lists(st.tuples(st.integers(0, 719), st.integers(1, 18)), min_size=1, max_size=12),
        st.lists(st.tuples(st.integers(0, 719), st.integers(30, 150)), min_size=1, max_size=1),
    )
)
@settings(max_examples=20, deadline=None)
@example([(194, 47), (258, 18)])
@example([(0, 21)])
@example([(699, 21)])
def test_swapped_legs_are_put_right(spans: list[tuple[int, int]]) -> None:
    film, _ = simulated_film(shake_px=1.0)
    swapped = np.zeros(film.t_s.size, dtype=bool)
    for first, length in spans:
        swapped[first : first + length] ^= True
    xy = film.xy.copy()
    for point in LEG:
        one, other = POINTS.index(f"left_{point}"), POINTS.index(f"right_{point}")
        xy[np.ix_(swapped, [one, other])] = xy[np.ix_(swapped, [other, one])]
    right, share = unswapped(film.with_xy(xy))
    assert share == pytest.approx(min(swapped.mean(), 1 - swapped.mean()), abs=0.01)
    agree = (right.xy[:, POINTS.index("left_ankle")] == film.xy[:, POINTS.index("left_ankle")]).mean()
    assert max(agree, 1 - agree) > 0.99


def hidden(film: Landmarks, *points: str) -> Landmarks:
    xy = film.xy.copy()
    for point in points:
        xy[:, POINTS.index(point)] = np.nan
    return film.with_xy(xy)


def unsure(film: Landmarks) -> Landmarks:
    return replace(film, confidence=np.full(film.confidence.shape, 0.3))


def cut(film: Landmarks, seconds: float) -> Landmarks:
    kept = film.t_s < seconds
    return Landmarks(film.t_s[kept], film.xy[kept], film.confidence[kept], film.source)


def slowed(film: Landmarks) -> Landmarks:
    return replace(film, t_s=film.t_s * 1.25)


def panned(film: Landmarks) -> Landmarks:
    return film.with_xy(film.xy + 300.0 * film.t_s[:, None, None] * np.array([1.0, 0.0]))


def from_behind(film: Landmarks) -> Landmarks:
    return film.with_xy(film.xy * np.array([0.2, 1.0]))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda film: hidden(film, "left_ankle", "left_knee"), "seen in less than"),
        (unsure, "unsure of"),
        (lambda film: cut(film, 4.0), "fewer than 7 steps"),
        (slowed, "not running as filmed in real time"),
        (panned, "crosses the picture"),
        (from_behind, "no runner seen from the side"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_a_remedy(spoil: Any, reason: str) -> None:
    form = film_form(spoil(simulated_film()[0]))
    assert any(reason in one.reason for one in form.refusals), form.refusals
    assert all(one.remedy for one in form.refusals)
    assert not form.values


def test_points_dropped_here_and_there_are_bridged() -> None:
    film, contacts = simulated_film(shake_px=1.0)
    xy = film.xy.copy()
    xy[np.random.default_rng(3).random(xy.shape[:2]) < 0.08] = np.nan
    off = errors_ms(measured(film.with_xy(xy)), contacts)
    assert abs(off.mean()) < 10 and off.std() < 15


def test_more_shake_never_narrows_a_band() -> None:
    widths = []
    for shake_px in (0.0, 2.0, 6.0):
        form = measured(simulated_film(shake_px=shake_px)[0], near=Side.RIGHT)
        shank = next(one for one in form.values if one.metric == "shank-angle-contact")
        widths.append(shank.band[1] - shank.band[0])
    assert widths == sorted(widths)


def test_contact_time_and_centimetres_are_withheld_where_they_cannot_be_had() -> None:
    told = {one.metric: one.reason for one in measured(simulated_film()[0], near=Side.LEFT).withheld}
    assert "120 or more" in told["contact-time-video"]
    assert "--height-cm" in told["vertical-oscillation-video"]


def test_times_must_rise() -> None:
    film, _ = simulated_film()
    with pytest.raises(BadInputError, match="do not rise"):
        replace(film, t_s=film.t_s[::-1])
