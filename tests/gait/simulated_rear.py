"""A simulated runner seen from behind, whose pelvis, trunk, feet and hands do what was planted."""

from __future__ import annotations

import numpy as np

from runback.gait import POINTS, Landmarks

MIDDLE = 0.18
HIPS_M, SHOULDERS_M, TRUNK_M = 0.22, 0.38, 0.5
HIPS_UP_M, HIPS_RISE_M, ANKLE_UP_M = 0.90, 0.035, 0.08


def straight_leg_m(width_m: float) -> float:
    """Return hip to ankle at its longest: in flight, when the hips are highest and level."""
    return float(np.hypot(HIPS_UP_M + HIPS_RISE_M - ANKLE_UP_M, 0.5 * (HIPS_M - width_m)))


def simulated_rear(
    *,
    stride_s: float = 0.72,
    seconds: float = 14.0,
    frames_per_s: float = 60.0,
    pixels_per_m: float = 260.0,
    drop_deg: float = 5.0,
    sway_deg: float = 3.0,
    width_m: float = 0.06,
    crossing: tuple[float, float] = (-0.2, -0.2),
    hand_travel_m: tuple[float, float] = (0.2, 0.2),
    lift_m: float = 0.35,
    roll_deg: float = 0.0,
    from_behind: bool = True,
    shake_px: float = 0.0,
    seed: int = 0,
) -> Landmarks:
    """Return the landmarks of a runner from behind; pairs are left, right.

    ``crossing`` is how far each hand passes the middle, in shoulder widths.
    """
    t_s = np.arange(0.0, seconds, 1.0 / frames_per_s)
    beat = np.cos(2 * np.pi * (t_s / stride_s - MIDDLE))
    height = HIPS_UP_M - HIPS_RISE_M * np.cos(4 * np.pi * (t_s / stride_s - MIDDLE))
    xy = np.full((t_s.size, len(POINTS), 2), np.nan)

    def put(point: str, across: np.ndarray, up: np.ndarray) -> None:
        xy[:, POINTS.index(point)] = np.column_stack([across * np.ones(t_s.size), up * np.ones(t_s.size)])

    lean, tilt = np.radians(sway_deg * beat), np.radians(drop_deg * beat)
    middle = np.column_stack([TRUNK_M * np.sin(lean), height + TRUNK_M * np.cos(lean)])
    for at, (side, sign) in enumerate((("left", -1.0), ("right", 1.0))):
        put(f"{side}_hip", sign * 0.5 * HIPS_M * np.cos(tilt), height + sign * 0.5 * HIPS_M * np.sin(tilt))
        foot = ANKLE_UP_M + lift_m * np.maximum(0.0, -sign * beat) ** 2
        put(f"{side}_ankle", np.array(sign * 0.5 * width_m), foot)
        put(f"{side}_knee", np.array(sign * 0.05), 0.5 * (foot + height))
        for point, drop in (("heel", 0.05), ("big_toe", 0.06)):
            put(f"{side}_{point}", np.array(sign * 0.5 * width_m), foot - drop)
        put(f"{side}_shoulder", middle[:, 0] + sign * 0.5 * SHOULDERS_M, middle[:, 1])
        put(f"{side}_elbow", middle[:, 0] + sign * 0.6 * SHOULDERS_M, middle[:, 1] - 0.28)
        up = height + 0.2 + 0.5 * hand_travel_m[at] * beat
        trunk = middle[:, 0] * (up - height) / (middle[:, 1] - height)
        inward = crossing[at] - 0.15 * (1.0 - beat)
        put(f"{side}_wrist", trunk - sign * inward * SHOULDERS_M, up)
    roll = np.radians(roll_deg)
    turned = xy @ np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    turned *= pixels_per_m * np.array([1.0 if from_behind else -1.0, 1.0])
    turned += np.random.default_rng(seed).normal(0.0, shake_px, turned.shape)
    return Landmarks(t_s, turned, np.full(xy.shape[:2], np.nan), "simulated", in_pixels=True)
