"""What a film must hold to be measured. A refusal is a result: it says why, and how to film again."""

from __future__ import annotations

import numpy as np

from runback.gait.events import Gait, cadence_spm
from runback.gait.form_values import View
from runback.gait.landmarks import Floats, Landmarks
from runback.gait.rear_view import RearGait
from runback.gait.refusal import Refusal
from runback.gait.repair import leg_length
from runback.model import Side

LEAST_STEPS_PER_SIDE = 7
LEAST_SEEN_SHARE = 0.8
LEAST_CONFIDENCE = 0.5
MOST_SWAPPED_SHARE = 0.2
SLOWEST_CADENCE_SPM, QUICKEST_CADENCE_SPM = 130.0, 230.0
LONGEST_STANCE_SHARE = 0.5
LEAST_LIFT_LEGS = 0.1
"""Judged: in the middle of stance a running foot in swing is lifted further than this, in leg lengths."""

SIDE_TRAVEL_LEGS = 0.6
"""Judged: from the side a running foot travels further than this, from behind less, in leg lengths."""

MOST_DRIFT_LEGS = 1.5
LEAST_LEG_PX = 80.0
"""Judged: below it one pixel turns a shank by more than a degree and a half."""

MOST_SHAKE_LEGS = 0.06
"""Judged: landmarks that shake more, in leg lengths, hide the foot's stop on the ground."""


def body_refusals(landmarks: Landmarks, swapped_share: float, view: View) -> list[Refusal]:
    """Return what speaks against the landmarks themselves, before any step is looked for."""
    found = []
    needed = [f"{side}_{point}" for point in ("hip", "knee", "ankle") for side in Side]
    hidden = [point for point in needed if landmarks.seen_share(point) < LEAST_SEEN_SHARE]
    if hidden:
        found.append(
            Refusal(
                f"{_named(hidden)}: seen in less than {100 * LEAST_SEEN_SHARE:.0f} % of the frames",
                "Film the whole body, in good light, with nothing between the camera and the runner.",
            )
        )
    unsure = [point for point in needed if landmarks.usual_confidence(point) < LEAST_CONFIDENCE]
    if unsure and not hidden:
        found.append(
            Refusal(
                f"the pose model is unsure of {_named(unsure)}",
                "Film in better light, in clothes that stand out from the background and show the legs.",
            )
        )
    if swapped_share > MOST_SWAPPED_SHARE:
        found.append(
            Refusal(
                f"the legs are taken for each other in {100 * swapped_share:.0f} % of the frames",
                "Film at 60 frames a second or more, in shorts or with one leg marked.",
            )
        )
    if not hidden and landmarks.t_s.size > 2:
        found += _size_refusals(landmarks)
        found += _view_refusals(landmarks, view)
    return found


def _size_refusals(landmarks: Landmarks) -> list[Refusal]:
    leg = leg_length(landmarks)
    if not landmarks.in_pixels or leg >= LEAST_LEG_PX:
        return []
    return [
        Refusal(
            f"the runner is too small: a leg is {leg:.0f} pixels long, {LEAST_LEG_PX:.0f} are needed",
            "Film from nearer, upright, so that the body fills two thirds of the picture's height.",
        )
    ]


def _view_refusals(landmarks: Landmarks, view: View) -> list[Refusal]:
    leg = leg_length(landmarks)
    hips = landmarks.middle("hip")[:, 0]
    feet = np.concatenate([landmarks.of(f"{side}_ankle")[:, 0] - hips for side in Side])
    travel = float(np.subtract(*np.nanpercentile(feet, [97, 3]))) / leg
    found = []
    if view == "side" and travel < SIDE_TRAVEL_LEGS:
        found.append(
            Refusal(
                f"the feet move only {travel:.1f} leg lengths to and fro: no runner seen from the side",
                "Film at a right angle to the way of running; for a film from behind say --view rear.",
            )
        )
    if view == "rear" and travel >= SIDE_TRAVEL_LEGS:
        found.append(
            Refusal(
                f"the feet move {travel:.1f} leg lengths across the picture: no runner seen from behind",
                "Film from straight behind; for a film from the side say --view side.",
            )
        )
    drift = float(np.subtract(*np.nanpercentile(hips, [99, 1]))) / leg
    if drift > MOST_DRIFT_LEGS:
        found.append(
            Refusal(
                f"the runner crosses the picture by {drift:.1f} leg lengths, or the camera turns with them",
                "Film on a treadmill with the camera on a stand.",
            )
        )
    return found


def shake_refusals(shake: float, leg: float) -> list[Refusal]:
    """Return what speaks against landmarks with this shake; both in the landmarks' unit."""
    if shake <= MOST_SHAKE_LEGS * leg:
        return []
    return [
        Refusal(
            f"the landmarks shake by {100 * shake / leg:.0f} % of a leg's length from frame to frame",
            "Film from nearer and in better light, with the camera on a stand.",
        )
    ]


def side_refusals(gait: Gait | None) -> list[Refusal]:
    """Return what speaks against the steps that were found in a film from the side."""
    if gait is None:
        return [_few({})]
    found = _step_refusals(
        np.array([one.t_s for one in gait.contacts]),
        {side: len(gait.of(side)) for side in Side},
        0.5 * gait.stride_s,
    )
    stances = gait.stances_s / gait.stride_s
    if not found and stances.size and np.median(stances) > LONGEST_STANCE_SHARE:
        found.append(_walking(f"each foot stands {100 * float(np.median(stances)):.0f} % of its stride"))
    return found


def rear_refusals(gait: RearGait | None, smooth: Landmarks) -> list[Refusal]:
    """Return what speaks against the steps that were found in a film from behind."""
    if gait is None:
        return [_few({})]
    times = gait.times_s()
    found = _step_refusals(times, {side: gait.times_s(side).size for side in Side}, gait.step_s)
    apart = smooth.of("left_ankle")[:, 1] - smooth.of("right_ankle")[:, 1]
    lift = np.abs(np.interp(times, smooth.t_s, apart)) / leg_length(smooth)
    if not found and np.nanmedian(lift) < LEAST_LIFT_LEGS:
        found.append(_walking("in the middle of each stance the other foot is hardly lifted"))
    return found


def _step_refusals(times_s: Floats, counts: dict[Side, int], step_s: float) -> list[Refusal]:
    if min(counts.values()) < LEAST_STEPS_PER_SIDE:
        return [_few(counts)]
    cadence = cadence_spm(times_s, step_s)
    if cadence is None or SLOWEST_CADENCE_SPM <= cadence <= QUICKEST_CADENCE_SPM:
        return []
    return [
        Refusal(
            f"{cadence:.0f} steps a minute is not running as filmed in real time",
            "Slow motion carries wrong times: film at normal speed, or name the true rate with --fps.",
        )
    ]


def _few(counts: dict[Side, int]) -> Refusal:
    told = ", ".join(f"{count} {side}" for side, count in counts.items())
    return Refusal(
        f"fewer than {LEAST_STEPS_PER_SIDE} steps of each leg" + (f" ({told})" if told else ""),
        "Film at least 10 seconds of steady running.",
    )


def _walking(why: str) -> Refusal:
    return Refusal(f"{why}: this is walking", "Film while running.")


def _named(points: list[str]) -> str:
    return ", ".join(point.replace("_", " ") for point in points)
