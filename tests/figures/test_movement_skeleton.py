"""The jointed figure: angles mean what the clinic means, both sides are alike, contacts in reach are met."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.figures.movement.contacts import Pin, misses, settle
from runback.figures.movement.skeleton import (
    ANGLES,
    Array,
    Body,
    forward,
    joint_ranges,
    row,
    segment_lengths,
    sided,
    spread,
)

STANDING = {"root_z": 0.53}


def body(**angles: float) -> Body:
    return forward(row(spread(STANDING | angles))[None])


def at(figure: Body, point: str) -> Array:
    return figure.points[point][0]


def limits(angle: str) -> tuple[float, float]:
    bare = angle.split("_", 1)[1] if angle.startswith(("left_", "right_")) else angle
    return joint_ranges().get(bare, (-180.0, 180.0))


POSES = st.fixed_dictionaries({angle: st.floats(*limits(angle)) for angle in ANGLES[3:]})


def mirrored(pose: dict[str, float]) -> dict[str, float]:
    """The same pose seen in a mirror: sides change, turns and leans to one side go to the other."""
    other = {"left": "right", "right": "left"}
    made = {}
    for name, value in pose.items():
        side, _, rest = name.partition("_")
        if side in other:
            made[f"{other[side]}_{rest}"] = value
        else:
            turns = name.endswith(("_side", "_turn", "_roll", "_spin"))
            made[name] = -value if turns else value
    return made


def test_a_figure_that_stands_is_as_tall_as_its_stature() -> None:
    figure = body()
    assert at(figure, "head_top")[2] == pytest.approx(1.0, abs=0.01)
    assert at(figure, "left_heel")[2] == pytest.approx(0.0, abs=0.002)
    assert at(figure, "left_knee")[2] == pytest.approx(0.53 - segment_lengths()["thigh"])


@pytest.mark.parametrize(
    ("angle", "point", "axis", "sign"),
    [
        ("hip_flexion", "left_knee", 0, 1),
        ("left_hip_abduction", "left_knee", 1, 1),
        ("right_hip_abduction", "right_knee", 1, -1),
        ("knee_flexion", "left_ankle", 0, -1),
        ("ankle_flexion", "left_toe", 2, 1),
        ("toe_extension", "left_toe_tip", 2, 1),
        ("shoulder_flexion", "left_wrist", 0, 1),
        ("right_shoulder_abduction", "right_wrist", 1, -1),
        ("elbow_flexion", "left_wrist", 0, 1),
        ("wrist_extension", "left_fingertip", 0, 1),
        ("lumbar_flexion", "head", 0, 1),
        ("thoracic_side", "head", 1, 1),
        ("neck_turn", "chin", 1, 1),
        ("pelvis_pitch", "head", 0, 1),
    ],
)
def test_a_positive_angle_goes_where_the_clinic_says(angle: str, point: str, axis: int, sign: int) -> None:
    moved = at(body(**{angle: 25.0}), point) - at(body(), point)
    assert sign * moved[axis] > 0.002


def test_internal_rotation_turns_a_hanging_shin_outward() -> None:
    seated = {"hip_flexion": 90.0, "knee_flexion": 90.0}
    turned = body(**seated, left_hip_rotation=30.0, right_hip_rotation=30.0)
    assert at(turned, "left_ankle")[1] > at(body(**seated), "left_ankle")[1] + 0.1
    assert at(turned, "right_ankle")[1] < at(body(**seated), "right_ankle")[1] - 0.1


@given(POSES)
@settings(max_examples=60, deadline=None)
def test_left_and_right_are_built_alike(pose: dict[str, float]) -> None:
    one, other = forward(row(pose)[None]), forward(row(mirrored(pose))[None])
    for name in ("knee", "ankle", "toe_tip", "elbow", "wrist", "fingertip"):
        seen = at(other, f"right_{name}") * np.array([1, -1, 1])
        assert seen == pytest.approx(at(one, f"left_{name}"), abs=1e-9)
    assert at(other, "head_top") * np.array([1, -1, 1]) == pytest.approx(at(one, "head_top"), abs=1e-9)


@given(POSES)
@settings(max_examples=60, deadline=None)
def test_no_pose_stretches_a_segment(pose: dict[str, float]) -> None:
    figure = forward(row(pose)[None])
    for one, other, name in (
        ("hip", "knee", "thigh"),
        ("knee", "ankle", "shank"),
        ("elbow", "wrist", "forearm"),
    ):
        gap = at(figure, f"left_{one}") - at(figure, f"left_{other}")
        assert np.linalg.norm(gap) == pytest.approx(segment_lengths()[name])
    for axes in figure.axes.values():
        assert axes[0] @ axes[0].T == pytest.approx(np.eye(3), abs=1e-9)


@given(st.floats(5, 100), st.floats(0.03, 0.22))
@settings(max_examples=25, deadline=None)
def test_feet_stay_flat_however_low_the_hips_go(lean: float, drop: float) -> None:
    start = row(spread(STANDING))
    pins = [
        Pin(f"{side}_{point}", *at(body(), f"{side}_{point}").tolist()[:2], 0.0)
        for side in ("left", "right")
        for point in ("heel", "ball_of_foot")
    ]
    free = [sided(name) for name in ("hip_flexion", "knee_flexion", "ankle_flexion")]
    bent = row(spread({"root_z": 0.53, "pelvis_pitch": lean / 3, "hip_flexion": lean, "knee_flexion": lean}))
    low = settle(bent, [*pins, Pin("pelvis", z=0.53 - drop)], free)
    assert misses(low[None], pins).max() < 0.004
    for name in ("left_knee_flexion", "left_ankle_flexion"):
        lowest, highest = limits(name)
        assert lowest - 1e-9 <= low[ANGLES.index(name)] <= highest + 1e-9
    assert settle(start, [], free) == pytest.approx(start)


def test_settling_is_the_same_each_time() -> None:
    pose = row(spread({"root_z": 0.5, "hip_flexion": 40, "knee_flexion": 70}))
    pins = [Pin("left_heel", z=0.0), Pin("right_heel", z=0.0)]
    once, again = (settle(pose, pins, [sided("hip_flexion")]) for _ in range(2))
    assert (once == again).all()


def test_names_without_a_side_count_for_both() -> None:
    assert sided("knee_flexion") == ("left_knee_flexion", "right_knee_flexion")
    assert spread({"elbow_flexion": 10}) == {"left_elbow_flexion": 10.0, "right_elbow_flexion": 10.0}
    with pytest.raises(KeyError):
        spread({"tail_flexion": 10})
