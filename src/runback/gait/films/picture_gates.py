"""What a film must show before its landmarks are worth measuring; each refusal names its remedy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from runback.gait.films.estimating import Estimate, Look
from runback.gait.landmarks import POINTS, Floats
from runback.gait.refusal import Refusal

LEAST_SEEN_SHARE = 0.8
LEAST_ANYBODY_SHARE = 0.1
LEAST_HEIGHT_PX = 200.0
"""Judged: below, the model's own 256 pixels are enlarged ones, and one pixel is a degree at the shank."""

MOST_OUTSIDE_SHARE = 0.1
MOST_CROWDED_SHARE = 0.2
BYSTANDER_SHARE = 0.5
"""Judged: who is smaller than half the runner stands far behind and is not taken for the runner."""

APART_SHARE = 0.25
"""Judged: hips nearer than this to each other, in heights, are those of one person found twice."""

MOST_UNLIKE_SHARE = 0.45
UNLIKE_HIPS, UNLIKE_HEIGHT = 0.15, (0.8, 1.5)
"""Judged on one film, whole and cut: a body that the model makes up (legs alone in the picture, each point
sure) is found elsewhere, or of another height, by the detector in 57 % of the looks or more; a real one in
27 % or less, also where it is dark, noisy or small."""

MOST_CAMERA_HEIGHTS = 0.15
"""Judged: the way of the camera over the film, in heights of the runner."""

_ENDS = {
    "the head": ("nose", "left_ear", "right_ear"),
    "the hips": ("left_hip", "right_hip"),
    "the feet": ("left_ankle", "right_ankle", "left_heel", "right_heel", "left_big_toe", "right_big_toe"),
}


def picture_refusals(seen: Estimate, width: float, height: float) -> list[Refusal]:
    """Return what speaks against a film whose frames measure ``width`` x ``height`` pixels."""
    whole = np.isfinite(seen.points[:, :, 0]).all(axis=1)
    share = float(whole.mean()) if whole.size else 0.0
    if share < LEAST_ANYBODY_SHARE:
        return [Refusal("nobody was found in the film", "Film the whole body in good light, from 3 to 5 m.")]
    found = []
    if share < LEAST_SEEN_SHARE:
        found.append(
            Refusal(
                f"the runner was found in {100 * share:.0f} % of the frames only",
                "Keep the whole body in the picture from the first frame to the last: cut the rest off.",
            )
        )
    if _share(_crowded(look) for look in seen.looks) > MOST_CROWDED_SHARE:
        found.append(
            Refusal(
                "several people are in the picture: whose form it is cannot be told",
                "Film one runner, with nobody behind or beside.",
            )
        )
    tall = body_height_px(seen)
    if tall < LEAST_HEIGHT_PX:
        found.append(
            Refusal(
                f"the runner is {tall:.0f} pixels tall; {LEAST_HEIGHT_PX:.0f} are needed",
                "Go nearer, so that the body fills two thirds of the picture's height.",
            )
        )
    if _share(_unlike(look, seen) for look in seen.looks) > MOST_UNLIKE_SHARE:
        found.append(
            Refusal(
                "the pose model draws a body that the picture does not hold: much of it is hidden or outside",
                "Film the whole body, from head to feet, with nothing in front of it.",
            )
        )
    cut = [name for name, points in _ENDS.items() if _outside(seen, points, width, height)]
    if cut:
        found.append(
            Refusal(
                f"the picture's edge cuts off {' and '.join(cut)}",
                "Go back or turn the phone, so that there is room above the head and below the feet.",
            )
        )
    moved = camera_way_px(seen.camera_path_px) / tall
    if moved > MOST_CAMERA_HEIGHTS:
        found.append(
            Refusal(
                f"the camera moves, by {100 * moved:.0f} % of the runner's height",
                "Put the phone on a stand or against something, and let it stand still.",
            )
        )
    return found


def body_height_px(seen: Estimate) -> float:
    """Return the runner's usual height in the picture, from the topmost point to the lowest."""
    known = seen.points[np.isfinite(seen.points[:, :, 1]).all(axis=1), :, 1]
    return float(np.median(np.ptp(known, axis=1)))


def camera_way_px(path: Floats) -> float:
    """Return how far the background went from one end of its way to the other."""
    if path.shape[0] < 2:
        return 0.0
    return float(np.hypot(*np.ptp(path, axis=0)))


def outside(points: Floats, width: float, height: float) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Return which points, shape ``(n, len(POINTS), 3)``, a model placed outside the picture."""
    x, y = points[:, :, 0], points[:, :, 1]
    beyond: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (x < 0) | (y < 0) | (x > width) | (y > height)
    return beyond


def _outside(seen: Estimate, points: tuple[str, ...], width: float, height: float) -> bool:
    places = [POINTS.index(point) for point in points]
    beyond = outside(seen.points, width, height)[:, places].any(axis=1)
    return bool(beyond.mean() > MOST_OUTSIDE_SHARE)


def _share(told: Iterable[bool]) -> float:
    every = list(told)
    return sum(every) / len(every) if every else 0.0


def _crowded(look: Look) -> bool:
    """Return whether somebody of size stands apart from the tallest: one body may be found twice."""
    if not look.people:
        return False
    tallest = look.people[0]
    return any(
        one.height >= BYSTANDER_SHARE * tallest.height
        and np.hypot(one.x - tallest.x, one.y - tallest.y) >= APART_SHARE * tallest.height
        for one in look.people[1:]
    )


def _unlike(look: Look, seen: Estimate) -> bool:
    """Return whether the detector, which sees one frame alone, finds no body where the landmarks lie."""
    points = seen.points[look.frame]
    if not np.isfinite(points).all():
        return False
    x, y = points[[POINTS.index("left_hip"), POINTS.index("right_hip")], :2].mean(axis=0)
    tall = float(np.ptp(points[:, 1]))
    off = {one: float(np.hypot(one.x - x, one.y - y)) for one in look.people}
    nearest = min(off, key=lambda one: off[one], default=None)
    if nearest is None or off[nearest] > UNLIKE_HIPS * tall:
        return True
    low, high = UNLIKE_HEIGHT
    return not low * tall <= nearest.height <= high * tall
