"""What a film must hold to be measured. A refusal is a result: it says why, and how to film again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.gait.events import Gait, cadence_spm
from runback.gait.landmarks import POINTS, Landmarks
from runback.gait.repair import leg_length
from runback.model import Side

LEAST_STEPS_PER_SIDE = 7
LEAST_SEEN_SHARE = 0.8
LEAST_CONFIDENCE = 0.5
MOST_SWAPPED_SHARE = 0.2
SLOWEST_CADENCE_SPM, QUICKEST_CADENCE_SPM = 130.0, 230.0
LONGEST_STANCE_SHARE = 0.5
SIDE_TRAVEL_LEGS = 0.6
"""Judged: from the side a running foot travels further than this, in leg lengths."""

MOST_DRIFT_LEGS = 1.5


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a film cannot be measured, and what to do."""

    reason: str
    remedy: str


def body_refusals(landmarks: Landmarks, swapped_share: float) -> list[Refusal]:
    """Return what speaks against the landmarks themselves, before any step is looked for."""
    found = []
    needed = [f"{side}_{point}" for point in ("hip", "knee", "ankle") for side in Side]
    hidden = [point for point in needed if _seen(landmarks, point) < LEAST_SEEN_SHARE]
    if hidden:
        named = ", ".join(point.replace("_", " ") for point in hidden)
        found.append(
            Refusal(
                f"{named}: seen in less than {100 * LEAST_SEEN_SHARE:.0f} % of the frames",
                "Film the whole body, in good light, with nothing between the camera and the runner.",
            )
        )
    unsure = [point for point in needed if _confidence(landmarks, point) < LEAST_CONFIDENCE]
    if unsure and not hidden:
        found.append(
            Refusal(
                f"the pose model is unsure of {', '.join(point.replace('_', ' ') for point in unsure)}",
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
        found += _view_refusals(landmarks)
    return found


def _view_refusals(landmarks: Landmarks) -> list[Refusal]:
    leg = leg_length(landmarks)
    hips = landmarks.middle("hip")[:, 0]
    feet = np.concatenate([landmarks.of(f"{side}_ankle")[:, 0] - hips for side in Side])
    travel = float(np.subtract(*np.nanpercentile(feet, [97, 3]))) / leg
    found = []
    if travel < SIDE_TRAVEL_LEGS:
        found.append(
            Refusal(
                f"the feet move only {travel:.1f} leg lengths to and fro: no runner seen from the side",
                "Film at a right angle to the way of running.",
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


def gait_refusals(gait: Gait | None, frames_per_s: float) -> list[Refusal]:
    """Return what speaks against the steps that were found."""
    few = Refusal(
        f"fewer than {LEAST_STEPS_PER_SIDE} steps of each leg",
        "Film at least 10 seconds of steady running.",
    )
    if gait is None:
        return [few]
    counts = {side: len(gait.of(side)) for side in Side}
    if min(counts.values()) < LEAST_STEPS_PER_SIDE:
        told = ", ".join(f"{count} {side}" for side, count in counts.items())
        return [Refusal(f"{few.reason} ({told})", few.remedy)]
    cadence = cadence_spm(gait)
    assert cadence is not None
    found = []
    if not SLOWEST_CADENCE_SPM <= cadence <= QUICKEST_CADENCE_SPM:
        found.append(
            Refusal(
                f"{cadence:.0f} steps a minute is not running as filmed in real time",
                "Slow motion carries wrong times: film at normal speed, or name the true rate with --fps.",
            )
        )
    stances = [
        (one.toe_off_s - one.t_s) / gait.stride_s for one in gait.contacts if one.toe_off_s is not None
    ]
    if stances and np.median(stances) > LONGEST_STANCE_SHARE:
        found.append(
            Refusal(
                f"each foot stands {100 * float(np.median(stances)):.0f} % of its stride: this is walking",
                "Film while running.",
            )
        )
    return found


def _seen(landmarks: Landmarks, point: str) -> float:
    return float(np.isfinite(landmarks.of(point)).all(axis=1).mean())


def _confidence(landmarks: Landmarks, point: str) -> float:
    """Return the usual confidence of a point; 1 where the tool gives none."""
    told = landmarks.confidence[:, POINTS.index(point)]
    known = told[np.isfinite(told)]
    return float(np.median(known)) if known.size else 1.0
