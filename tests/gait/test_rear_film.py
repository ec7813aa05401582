"""Films from behind: what was planted is read back, and what cannot be told is withheld or refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_rear import simulated_rear, straight_leg_m
from simulated_stride import simulated_film

from runback.gait import POINTS, FilmForm, Landmarks, film_form
from runback.knowledge import fact

LEG_OF_HEIGHT = fact("segment-lengths").numbers["thigh"] + fact("segment-lengths").numbers["shank"]


def seen(film: Landmarks, *, width_m: float = 0.06, **options: Any) -> FilmForm:
    height_cm = 100.0 * straight_leg_m(width_m) / LEG_OF_HEIGHT
    form = film_form(film, view="rear", height_cm=height_cm, **options)
    assert not form.refusals, form.refusals
    return form


def values(form: FilmForm) -> dict[tuple[str, str | None], float]:
    return {(one.metric, one.side): one.value for one in form.values}


@settings(max_examples=12, deadline=None)
@given(
    st.floats(0.6, 0.85),
    st.sampled_from([30.0, 60.0, 120.0]),
    st.floats(0.0, 8.0),
    st.floats(-4.0, 6.0),
    st.floats(-0.04, 0.14),
    st.booleans(),
)
def test_what_was_planted_is_read_back(
    stride_s: float, rate: float, drop: float, sway: float, width: float, behind: bool
) -> None:
    film = simulated_rear(
        stride_s=stride_s,
        frames_per_s=rate,
        drop_deg=drop,
        sway_deg=sway,
        width_m=width,
        crossing=(0.3, -0.1),
        from_behind=behind,
        shake_px=0.5,
    )
    read = values(seen(film, width_m=width))
    assert read["cadence-video", None] == pytest.approx(120.0 / stride_s, abs=0.5)
    assert read["pelvic-drop", None] == pytest.approx(drop, abs=0.5)
    assert read["trunk-lateral-lean", None] == pytest.approx(sway, abs=0.4)
    assert read["step-width", None] == pytest.approx(100 * width, abs=0.3)
    assert read["arm-cross-midline", "left"] == pytest.approx(0.3, abs=0.03)
    assert read["arm-cross-midline", "right"] == pytest.approx(-0.1, abs=0.03)


@settings(max_examples=6, deadline=None)
@given(st.floats(-5.0, 5.0))
def test_a_camera_that_is_not_level_changes_neither_drop_nor_sway(roll: float) -> None:
    level, rolled = (values(seen(simulated_rear(roll_deg=at))) for at in (0.0, roll))
    for metric in ("pelvic-drop", "trunk-lateral-lean"):
        assert rolled[metric, None] == pytest.approx(level[metric, None], abs=0.1)


def test_hands_that_travel_unlike_are_told() -> None:
    read = values(seen(simulated_rear(hand_travel_m=(0.15, 0.25))))
    assert read["arm-swing-asymmetry", None] > 20


def far_away(film: Landmarks) -> Landmarks:
    return film.with_xy(film.xy * 0.6)


def with_hidden_hands(film: Landmarks) -> Landmarks:
    sure = np.ones_like(film.confidence)
    sure[:, [POINTS.index("left_wrist"), POINTS.index("right_wrist")]] = 0.2
    return replace(film, confidence=sure)


@pytest.mark.parametrize(
    ("metric", "film", "options", "told"),
    [
        ("pelvic-drop", far_away(simulated_rear()), {}, "pixels apart"),
        ("pelvic-drop", simulated_rear(shake_px=9.0), {}, "shake alone"),
        ("step-width", simulated_rear(), {"treadmill": False}, "off a treadmill"),
        ("arm-cross-midline", with_hidden_hands(simulated_rear()), {}, "hides"),
        ("trunk-axial-rotation", simulated_rear(), {}, "does not show"),
    ],
)
def test_what_a_film_from_behind_cannot_carry_is_withheld(
    metric: str, film: Landmarks, options: dict[str, Any], told: str
) -> None:
    form = seen(film, **options)
    reasons = [one.reason for one in form.withheld if one.metric == metric]
    assert reasons and all(told in one for one in reasons)
    assert form.value(metric) is None


@pytest.mark.parametrize(
    ("film", "told"),
    [
        (simulated_film()[0], "no runner seen from behind"),
        (simulated_rear(lift_m=0.02), "this is walking"),
        (simulated_rear(seconds=4.0), "fewer than 7 steps"),
        (simulated_rear(pixels_per_m=60.0), "too small"),
        (simulated_rear(shake_px=22.0), "landmarks shake"),
        (simulated_rear(stride_s=1.0), "not running as filmed in real time"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_a_remedy(film: Landmarks, told: str) -> None:
    form = film_form(film, view="rear")
    assert any(told in one.reason for one in form.refusals), form.refusals
    assert all(one.remedy for one in form.refusals) and not form.values
