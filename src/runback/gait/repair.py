"""Legs that a pose model took for each other, put right."""

from __future__ import annotations

import numpy as np

from runback.gait.landmarks import POINTS, Floats, Landmarks

LEG = ("knee", "ankle", "heel", "big_toe")
"""The points that tell the legs apart; the hips lie too close together from the side."""

_ALL_OF_A_LEG = ("hip", *LEG)


def unswapped(landmarks: Landmarks) -> tuple[Landmarks, float]:
    """Return the landmarks with swapped legs put right, and the share of frames in which they were.

    Of all ways to name the legs frame by frame, the one is taken in which they move on most evenly: the least
    sum of squared second differences (Viterbi's algorithm over pairs of frames). What most frames say is
    taken as true.
    """
    left, right = (
        np.stack([landmarks.of(f"{side}_{point}") for point in LEG], axis=1) for side in ("left", "right")
    )
    swapped = _swapped(np.nan_to_num(left, nan=0.0), np.nan_to_num(right, nan=0.0), _known(left, right))
    share = float(swapped.mean())
    if share > 0.5:
        swapped, share = ~swapped, 1.0 - share
    xy, confidence = landmarks.xy.copy(), landmarks.confidence.copy()
    for point in _ALL_OF_A_LEG:
        one, other = POINTS.index(f"left_{point}"), POINTS.index(f"right_{point}")
        for array in (xy, confidence):
            array[swapped, one], array[swapped, other] = array[swapped, other], array[swapped, one].copy()
    return Landmarks(landmarks.t_s, xy, confidence, landmarks.source), share


def _known(left: Floats, right: Floats) -> Floats:
    known: Floats = (np.isfinite(left) & np.isfinite(right)).astype(np.float64)
    return known


def _swapped(left: Floats, right: Floats, known: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return for each frame whether the legs are swapped; arrays of shape ``(n, points, 2)``."""
    count = left.shape[0]
    if count < 3:
        return np.zeros(count, dtype=np.bool_)
    named = np.stack([np.stack([left, right]), np.stack([right, left])])
    usable = known[2:] * known[1:-1] * known[:-2]
    # cost[a, b, c]: how unevenly both legs move over three frames named a, b and c; shape (n - 2,).
    cost = np.empty((2, 2, 2, count - 2))
    for a, b, c in np.ndindex(2, 2, 2):
        bend = named[c][:, 2:] - 2.0 * named[b][:, 1:-1] + named[a][:, :-2]
        cost[a, b, c] = (usable * bend**2).sum(axis=(0, 2, 3))
    best = np.zeros((2, 2))
    came_from = np.zeros((count - 2, 2, 2), dtype=np.int8)
    for at in range(count - 2):
        paths = best[:, :, None] + cost[:, :, :, at]
        came_from[at] = paths.argmin(axis=0)
        best = paths.min(axis=0)
    names = np.zeros(count, dtype=np.int8)
    names[-2], names[-1] = np.unravel_index(int(best.argmin()), (2, 2))
    for at in range(count - 3, -1, -1):
        names[at] = came_from[at, names[at + 1], names[at + 2]]
    return names.astype(np.bool_)
