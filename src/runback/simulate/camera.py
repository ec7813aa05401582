"""A simulated pinhole camera: what a phone beside a treadmill would see of points in space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from runback.gait import POINTS, Landmarks
from runback.gait.landmarks import Floats

FOCAL_PX = 1100.0
"""Judged: about that of a phone's main lens at 720 pixels across."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera ``distance_m`` off the runner, to their right or behind them, ``height_m`` above the ground.

    ``yaw_deg`` turns it off the right angle to the way of running, or off straight behind. ``shake_px`` is
    the standard deviation of the landmarks about their true place; ``swaps`` and ``dropped_share`` plant legs
    taken for each other and points not seen.
    """

    view: Literal["side", "rear"] = "side"
    distance_m: float = 4.0
    height_m: float = 1.0
    yaw_deg: float = 0.0
    frames_per_s: float = 60.0
    shake_px: float = 0.0
    swaps: int = 0
    dropped_share: float = 0.0


def film_points(t_s: Floats, places_m: Mapping[str, Floats], camera: Camera, *, seed: int) -> Landmarks:
    """Return what ``camera`` sees of points at ``t_s`` (shape ``(n,)``), each of shape ``(n, 3)`` in metres.

    Axes: x forward, y up, z to the runner's right. Names are those of ``runback.gait.POINTS``.
    """
    random = np.random.default_rng(seed)
    frames = np.arange(t_s[0], t_s[-1], 1.0 / camera.frames_per_s)
    yaw = np.radians(camera.yaw_deg)
    ahead = np.array([np.sin(yaw), 0.0, -np.cos(yaw)])
    if camera.view == "rear":
        ahead = np.array([np.cos(yaw), 0.0, np.sin(yaw)])
    right = np.cross(ahead, [0.0, 1.0, 0.0])
    up = np.cross(right, ahead)
    hips = 0.5 * (places_m["left_hip"] + places_m["right_hip"]).mean(axis=0)
    stand = np.array([hips[0], camera.height_m, hips[2]]) - camera.distance_m * ahead
    xy = np.full((frames.size, len(POINTS), 2), np.nan)
    for name, places in places_m.items():
        seen = np.column_stack([np.interp(frames, t_s, places[:, axis]) for axis in range(3)]) - stand
        picture = FOCAL_PX * np.column_stack([seen @ right, seen @ up]) / (seen @ ahead)[:, None]
        xy[:, POINTS.index(name)] = picture + random.normal(0.0, camera.shake_px, picture.shape)
    xy[random.random(xy.shape[:2]) < camera.dropped_share] = np.nan
    _swap_legs(xy, camera, random)
    return Landmarks(frames, xy, np.full(xy.shape[:2], np.nan), "simulated camera", in_pixels=True)


def _swap_legs(xy: Floats, camera: Camera, random: np.random.Generator) -> None:
    longest = int(0.3 * camera.frames_per_s)
    for _ in range(camera.swaps):
        first = int(random.integers(0, len(xy) - longest))
        frames = slice(first, first + int(random.integers(1, longest + 1)))
        for point in ("hip", "knee", "ankle", "heel", "big_toe"):
            one, other = POINTS.index(f"left_{point}"), POINTS.index(f"right_{point}")
            xy[frames, [one, other]] = xy[frames, [other, one]]
