"""Every exercise and self-test has a figure, and no figure does what a body cannot do."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from runback import knowledge
from runback.errors import BadInputError, UnknownFactError
from runback.figures.movement import drawn_rungs, movement_ids
from runback.figures.movement.contacts import Pin, misses
from runback.figures.movement.motion import Motion, motion
from runback.figures.movement.poses import movement
from runback.figures.movement.silhouette import PARTS
from runback.figures.movement.skeleton import (
    ANGLES,
    SIDES,
    Array,
    joint_ranges,
    points_named,
    segment_lengths,
)
from runback.figures.movement.timing import beats

EXERCISES = {exercise.id: exercise for exercise in knowledge.exercises()}
SELF_TESTS = {test.id for test in knowledge.self_tests()}
IDS = movement_ids()

# In statures: 1.2 cm and 7 mm of a person of 1.75 m.
FLESH_GIVES = 0.012
MAY_SLIDE = 0.004


FIGURES = [(i, None) for i in IDS] + [
    (i, rung) for i, exercise in EXERCISES.items() for rung in drawn_rungs(i) if rung != exercise.start_step
]


@pytest.fixture(scope="module", params=FIGURES, ids=lambda of: of[0] if of[1] is None else f"{of[0]}-{of[1]}")
def run(request: pytest.FixtureRequest) -> Motion:
    return motion(*request.param)


def angle(run: Motion, name: str) -> Array:
    """The course of one angle over the frames, in degrees."""
    return run.rows[:, ANGLES.index(name)]


def at_key(run: Motion, key: int, point: str) -> Array:
    """Where a point is in a key pose."""
    return run.body.points[point][run.key_frames[key]]


def middle(run: Motion, key: int, joint: str) -> Array:
    """Half way between a left and a right point of a key pose."""
    return (at_key(run, key, f"left_{joint}") + at_key(run, key, f"right_{joint}")) / 2


def bend(one: Array, joint: Array, other: Array) -> float:
    """How far three points are from one straight line, in degrees."""
    first, second = joint - one, other - joint
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def test_every_exercise_and_every_self_test_has_one_figure() -> None:
    assert len(IDS) == len(set(IDS))
    assert set(IDS) == set(EXERCISES) | SELF_TESTS


def test_every_exercise_is_drawn_on_the_rung_where_it_starts() -> None:
    assert {i: movement(i).rung for i in EXERCISES} == {i: e.start_step for i, e in EXERCISES.items()}
    assert {movement(i).rung for i in SELF_TESTS} == {None}


def test_the_exercises_of_the_source_article_show_easier_and_harder_rungs_too() -> None:
    for exercise in EXERCISES.values():
        if exercise.from_source_article:
            drawn = drawn_rungs(exercise.id)
            assert min(drawn) < exercise.start_step < max(drawn), exercise.id
            assert max(drawn) < len(exercise.rungs)


def test_a_rung_without_a_figure_names_those_with_one() -> None:
    with pytest.raises(BadInputError, match=r"Rung 6 of front-plank has no figure\. Drawn: 1, 2, 3, 4, 5\."):
        motion("front-plank", 6)
    with pytest.raises(BadInputError, match="no ladder"):
        motion("sorensen", 1)


def test_no_joint_leaves_its_range(run: Motion) -> None:
    for name in ANGLES:
        bare = name.split("_", 1)[1] if name.startswith(tuple(SIDES)) else name
        if bare in joint_ranges():
            low, high = joint_ranges()[bare]
            course = angle(run, name)
            assert low - 1e-6 <= course.min() and course.max() <= high + 1e-6, name


def test_no_knee_or_elbow_bends_the_wrong_way(run: Motion) -> None:
    for side in SIDES:
        for name in ("knee_flexion", "elbow_flexion"):
            assert angle(run, f"{side}_{name}").min() > -5


def test_nothing_sinks_into_the_floor(run: Motion) -> None:
    lowest = {point: float(places[:, 2].min()) for point, places in run.body.points.items()}
    sunk = {point: height for point, height in lowest.items() if height < -FLESH_GIVES}
    assert not sunk


def test_what_touches_stays_where_it_touches(run: Motion) -> None:
    assert misses(run.rows, run.pins).max() < MAY_SLIDE
    for number, key in enumerate(run.movement.keys[:-1]):
        first, last = run.key_frames[number], run.key_frames[number + 1]
        for point in key.stays:
            way = run.body.points[point][first : last + 1]
            assert np.abs(way - way[0]).max() < MAY_SLIDE, (number, point)


def test_contacts_of_one_key_pose_are_met_there(run: Motion) -> None:
    for number, key in enumerate(run.movement.keys):
        row = run.rows[[run.key_frames[number]]]
        assert misses(row, key.touch).max() < 2 * MAY_SLIDE, (number, key.touch)


def test_segments_keep_their_length(run: Motion) -> None:
    length = segment_lengths()
    for side in SIDES:
        for one, other, name in (
            ("hip", "knee", "thigh"),
            ("knee", "ankle", "shank"),
            ("shoulder", "elbow", "upper_arm"),
            ("elbow", "wrist", "forearm"),
        ):
            gap = run.body.points[f"{side}_{one}"] - run.body.points[f"{side}_{other}"]
            assert np.linalg.norm(gap, axis=1) == pytest.approx(length[name], abs=1e-9)


def test_frames_follow_each_other_without_a_leap(run: Motion) -> None:
    for joint in ("pelvis", "thoracic_2", "head", "left_wrist", "right_wrist", "left_ankle", "right_ankle"):
        steps = np.linalg.norm(np.diff(run.body.points[joint], axis=0), axis=1)
        assert steps.max(initial=0) < 0.3, joint


def test_the_round_closes(run: Motion) -> None:
    course, seconds = beats(run)
    assert seconds > 0
    assert [course[0].at, course[-1].at] == [0, 1]
    assert all(one.at <= other.at for one, other in pairwise(course))
    assert {beat.frame for beat in course} == set(range(len(run.rows)))
    if run.movement.course != "again":
        assert run.rows[course[-1].frame] == pytest.approx(run.rows[0])


def test_what_is_marked_as_moving_moves(run: Motion) -> None:
    ends = {
        "trunk": ("pelvis", "lumbar_2", "neck", "left_shoulder"),
        "head": ("head_centre", "chin"),
        **{f"{side}_leg": (f"{side}_hip", f"{side}_knee", f"{side}_ankle", f"{side}_heel") for side in SIDES},
        **{f"{side}_arm": (f"{side}_elbow", f"{side}_wrist") for side in SIDES},
    }
    assert set(ends) == set(PARTS)
    for part in run.movement.moving:
        ways = [np.ptp(run.body.points[point], axis=0).max() for point in ends[part]]
        assert max(ways) > 0.01, part


def test_an_unknown_id_says_so() -> None:
    with pytest.raises(UnknownFactError, match="no figure for 'front-plonk'"):
        motion("front-plonk")


def test_a_point_that_the_figure_has_not_is_named() -> None:
    with pytest.raises(BadInputError, match="no point 'tail'"):
        points_named("tail")
    assert points_named("heel") == ("left_heel", "right_heel")
    assert misses(motion("dead-bug").rows, []).tolist() == [0.0] * len(motion("dead-bug").rows)
    assert Pin("pelvis", z=0.0).miss(motion("dead-bug").body).shape == (len(motion("dead-bug").rows), 1)


# What the words of the exercises and tests ask for, measured on the figures.


@pytest.mark.parametrize("plank", ["front-plank", "prone-plank"])
def test_a_plank_is_one_straight_line_on_elbows_below_the_shoulders(plank: str) -> None:
    run = motion(plank)
    chest, pelvis, ankles = (middle(run, -1, joint) for joint in ("shoulder", "hip", "ankle"))
    assert bend(chest, pelvis, ankles) < 8
    assert abs(chest[0] - middle(run, -1, "elbow")[0]) < 0.06
    assert at_key(run, -1, "right_knee_front")[2] > 0.03


@pytest.mark.parametrize("side_plank", ["side-plank", "side-plank-hold"])
def test_a_side_plank_is_one_straight_line(side_plank: str) -> None:
    run = motion(side_plank)
    low, high = (at_key(run, key, "pelvis")[2] for key in (0, -1))
    assert high > low + 0.02
    far = "right_knee" if side_plank == "side-plank" else "right_ankle"
    assert bend(at_key(run, -1, "thoracic_2"), at_key(run, -1, "pelvis"), at_key(run, -1, far)) < 15


@pytest.mark.parametrize("bridge", ["glute-bridge", "supine-bridge", "hip-thrust", "hamstring-bridge"])
def test_a_bridge_ends_with_open_hips(bridge: str) -> None:
    run = motion(bridge)
    assert bend(*(middle(run, -1, joint) for joint in ("shoulder", "hip", "knee"))) < 8
    assert at_key(run, -1, "pelvis")[2] > at_key(run, 0, "pelvis")[2] + 0.05


def test_the_shins_of_a_hip_thrust_end_upright() -> None:
    shin = at_key(motion("hip-thrust"), -1, "right_knee") - at_key(motion("hip-thrust"), -1, "right_ankle")
    assert np.degrees(np.arctan2(abs(shin[0]), shin[2])) < 10


def slope(run: Motion, low: str, high: str) -> float:
    """Degrees by which the line between two points rises above the horizontal in the last key pose."""
    way = at_key(run, -1, high) - at_key(run, -1, low)
    return float(np.degrees(np.arctan2(way[2], np.hypot(way[0], way[1]))))


def test_trunks_are_held_at_the_angle_that_the_test_asks_for() -> None:
    assert abs(slope(motion("sorensen"), "pelvis", "thoracic_2")) < 4
    assert abs(slope(motion("hip-thrust"), "pelvis", "thoracic_2")) < 10
    assert slope(motion("trunk-flexor-hold"), "pelvis", "thoracic_2") == pytest.approx(60, abs=4)
    assert abs(slope(motion("hip-abduction-hold"), "left_hip", "left_ankle")) < 25


def test_bird_dog_reaches_with_opposite_arm_and_leg() -> None:
    run = motion("bird-dog")
    for limb in ("right_elbow", "left_knee"):
        assert np.ptp(run.body.points[limb], axis=0).max() > 0.15
    for limb in ("left_palm", "right_knee_front"):
        assert np.ptp(run.body.points[limb], axis=0).max() < MAY_SLIDE
    back = at_key(run, -1, "left_ankle")[2] - at_key(run, -1, "pelvis")[2]
    assert abs(back) < 0.1, "the leg reaches long rather than high"


def test_the_harder_dead_bug_reaches_with_opposite_arm_and_leg() -> None:
    run = motion("dead-bug", 4)
    assert np.ptp(angle(run, "right_shoulder_flexion")) > 70 and np.ptp(angle(run, "left_hip_flexion")) > 60
    assert np.ptp(angle(run, "left_shoulder_flexion")) == 0 and np.ptp(angle(run, "right_hip_flexion")) == 0


def test_dead_bug_keeps_hips_and_knees_at_right_angles_while_one_arm_goes() -> None:
    run = motion("dead-bug")
    for name in ("left_hip_flexion", "right_hip_flexion", "left_knee_flexion", "right_knee_flexion"):
        assert angle(run, name) == pytest.approx(90, abs=1)
    assert np.ptp(angle(run, "right_shoulder_flexion")) > 70
    assert np.ptp(angle(run, "left_shoulder_flexion")) == 0


@pytest.mark.parametrize(
    ("raised", "turned"),
    [("straight-leg-raise", 68), ("double-leg-lowering", 40), ("active-knee-extension", 90)],
)
def test_tests_of_an_angle_end_at_a_readable_one(raised: str, turned: int) -> None:
    assert angle(motion(raised), "right_hip_flexion")[-1] == pytest.approx(turned, abs=2)


def test_heels_that_must_stay_down_do() -> None:
    for still in ("calf-stretch", "knee-to-wall", "squat"):
        assert np.ptp(motion(still).body.points["right_heel"], axis=0).max() < MAY_SLIDE
    for rising in ("calf-raise", "heel-raise", "soleus-raise"):
        assert np.ptp(motion(rising).body.points["right_heel"][:, 2]) > 0.02


def test_a_straight_knee_stays_straight() -> None:
    for straight in ("straight-leg-raise", "heel-raise", "calf-raise", "side-lying-hip-abduction"):
        leg = "left" if straight == "side-lying-hip-abduction" else "right"
        assert np.abs(angle(motion(straight), f"{leg}_knee_flexion")).max() < 4, straight
    assert np.abs(angle(motion("calf-stretch"), "right_knee_flexion")).max() < 4
    assert np.abs(angle(motion("fingertip-to-floor"), "right_knee_flexion")).max() < 4
    assert np.abs(angle(motion("sit-and-reach"), "right_knee_flexion")).max() < 4


def test_a_hinge_turns_at_the_hips_and_not_in_the_back() -> None:
    for hinge in ("hip-hinge-drill", "romanian-deadlift", "deadlift"):
        run = motion(hinge)
        assert np.ptp(angle(run, "right_hip_flexion")) > 50
        assert np.abs(angle(run, "lumbar_flexion")).max() < 5
