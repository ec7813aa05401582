"""Legs that a pose model took for each other, put right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from runback.gait.landmarks import POINTS, Floats, Landmarks

LEG = ("knee", "ankle", "heel", "big_toe")
"""The points that tell the legs apart; the hips lie too close together from the side."""

LOOKED_AT_HZ = 60.0
"""At higher rates a step between frames drowns in the shake: frames between follow their neighbours."""

SWITCH_LEGS, SWAPPED_LEGS = 0.4, 0.05
"""Judged: the jump, in leg lengths, that a change of names, and each frame named otherwise than told,
must save. Tools are right in most frames; without this an unclear crossing would swap all that follows. Four
times as much a frame would leave swaps of a second, and those at a film's ends, as they are."""

JUMP_LEGS = 0.25
"""Judged: a point that jumps further, in leg lengths, tells no more: models lose feet for a frame or two."""

_ALL_OF_A_LEG = ("hip", *LEG)
Bools = NDArray[np.bool_]


def leg_length(landmarks: Landmarks) -> float:
    """Return hip to ankle with the leg straight: the long end of both legs' lengths; NaN if never seen."""
    lengths = [
        np.hypot(*(landmarks.of(f"{side}_hip") - landmarks.of(f"{side}_ankle")).T)
        for side in ("left", "right")
    ]
    every = np.concatenate(lengths)
    known = every[np.isfinite(every)]
    return float(np.percentile(known, 95)) if known.size else np.nan


def unswapped(landmarks: Landmarks) -> tuple[Landmarks, float]:
    """Return the landmarks with swapped legs put right, and the share of frames in which they were.

    Of all ways to name the legs frame by frame, the one is taken in which they move on most evenly: the least
    sum of squared second differences, each as sure as the tool is of its points (Viterbi's algorithm over
    pairs of frames). What most frames say is taken as true.
    """
    left, right = (
        np.stack([landmarks.of(f"{side}_{point}") for point in LEG], axis=1) for side in ("left", "right")
    )
    told = [[POINTS.index(f"{side}_{point}") for point in LEG] for side in ("left", "right")]
    sure = np.minimum(*(np.nan_to_num(landmarks.confidence[:, points], nan=1.0) for points in told))
    if landmarks.t_s.size < 3:
        return landmarks, 0.0
    every = max(1, round(landmarks.frames_per_s / LOOKED_AT_HZ))
    looked_at = _swapped(left[::every], right[::every], sure[::every], leg_length(landmarks))
    swapped = _between(left, right, looked_at, every)
    share = float(swapped.mean())
    if share > 0.5:
        swapped, share = ~swapped, 1.0 - share
    xy, confidence = landmarks.xy.copy(), landmarks.confidence.copy()
    for point in _ALL_OF_A_LEG:
        one, other = POINTS.index(f"left_{point}"), POINTS.index(f"right_{point}")
        for array in (xy, confidence):
            array[swapped, one], array[swapped, other] = array[swapped, other], array[swapped, one].copy()
    return replace(landmarks, xy=xy, confidence=confidence), share


def _swapped(left: Floats, right: Floats, sure: Floats, leg: float) -> Bools:
    """Return for each frame whether the legs are swapped; places of shape ``(n, points, 2)``."""
    count = left.shape[0]
    if count < 3:
        return np.zeros(count, dtype=np.bool_)
    named = np.stack([np.stack([left, right]), np.stack([right, left])])
    weight = np.minimum(np.minimum(sure[2:], sure[1:-1]), sure[:-2])[:, :, None] ** 2
    cost = np.empty((2, 2, 2, count - 2))
    for a, b, c in np.ndindex(2, 2, 2):
        bend = named[c][:, 2:] - 2.0 * named[b][:, 1:-1] + named[a][:, :-2]
        cost[a, b, c] = np.nansum(weight * np.minimum(bend**2, (JUMP_LEGS * leg) ** 2), axis=(0, 2, 3))
    if (cost[0, 0, 0] <= cost.min(axis=(0, 1, 2))).all():
        return np.zeros(count, dtype=np.bool_)
    cost[:, 0, 1] += (SWITCH_LEGS * leg) ** 2
    cost[:, 1, 0] += (SWITCH_LEGS * leg) ** 2
    cost[:, :, 1] += (SWAPPED_LEGS * leg) ** 2
    return _cheapest(cost)


def _cheapest(cost: Floats) -> Bools:
    """Return the names (0 or 1) of least total cost; ``cost[a, b, c, t]`` is that of frames t to t + 2."""
    # Plain numbers: eight sums a frame are quicker than arrays of eight.
    rows = cost.reshape(8, -1).T.tolist()
    best = [0.0, 0.0, 0.0, 0.0]
    came_from: list[tuple[int, int, int, int]] = []
    for row in rows:
        ends: list[float] = []
        from_one: list[int] = []
        for pair in range(4):
            b = pair >> 1
            plain, swapped = best[b] + row[pair], best[2 + b] + row[4 + pair]
            from_one.append(int(swapped < plain))
            ends.append(min(plain, swapped))
        best = ends
        came_from.append((from_one[0], from_one[1], from_one[2], from_one[3]))
    pair = best.index(min(best))
    names = [pair & 1, pair >> 1]
    for step in reversed(came_from):
        earlier = step[2 * names[-1] + names[-2]]
        names.append(earlier)
    return np.array(names[::-1], dtype=np.bool_)


def _between(left: Floats, right: Floats, looked_at: Bools, every: int) -> Bools:
    """Return names for all frames: those between two looked at follow the line between them."""
    count = left.shape[0]
    if every == 1:
        return looked_at
    at = np.arange(0, count, every)
    before = np.minimum(np.arange(count) // every, at.size - 1)
    after = np.minimum(before + 1, at.size - 1)
    share = ((np.arange(count) - at[before]) / every)[:, None, None]
    one = np.where(looked_at[:, None, None], right[at], left[at])
    other = np.where(looked_at[:, None, None], left[at], right[at])
    expected_one = one[before] * (1 - share) + one[after] * share
    expected_other = other[before] * (1 - share) + other[after] * share
    as_named = np.nansum((left - expected_one) ** 2 + (right - expected_other) ** 2, axis=(1, 2))
    as_swapped = np.nansum((right - expected_one) ** 2 + (left - expected_other) ** 2, axis=(1, 2))
    swapped: Bools = as_swapped < as_named
    swapped[at] = looked_at
    return swapped
