"""A simulated runner whose contacts are known: feet that stand on a belt and swing, knees between."""

from __future__ import annotations

import numpy as np

from runback.gait import POINTS, Landmarks

THIGH_M, SHANK_M, HIP_M = 0.44, 0.44, 0.86
STANCE = 0.36
SOLE = np.array([0.0, 0.07])


def simulated_film(
    *,
    stride_s: float = 0.74,
    seconds: float = 12.0,
    frames_per_s: float = 60.0,
    pixels_per_m: float = 220.0,
    direction: int = 1,
    lean_deg: float = 7.0,
    shake_px: float = 0.0,
    seed: int = 0,
) -> tuple[Landmarks, np.ndarray]:
    """Return the landmarks of a runner from the side, and the times of all initial contacts."""
    t_s = np.arange(0.0, seconds, 1.0 / frames_per_s)
    xy = np.full((t_s.size, len(POINTS), 2), np.nan)
    bounce = HIP_M + 0.035 * np.cos(4 * np.pi * t_s / stride_s)
    contacts = []
    for side, offset in (("left", 0.0), ("right", 0.5)):
        phase = (t_s / stride_s + offset) % 1.0
        ankle = np.array([_ankle(one) for one in phase])
        pitch = np.radians(
            np.interp(phase, [0, 0.06, 0.25, STANCE, 0.6, 0.95, 1.0], [8, 0, 0, -45, -70, 5, 8])
        )
        hip = np.column_stack([np.zeros(t_s.size), bounce])
        along = np.column_stack([np.cos(pitch), np.sin(pitch)])
        for point, at in (
            ("hip", hip),
            ("knee", _knee(hip, ankle)),
            ("ankle", ankle),
            ("heel", ankle - SOLE - 0.05 * along),
            ("big_toe", ankle - SOLE + 0.15 * along),
        ):
            xy[:, POINTS.index(f"{side}_{point}")] = at
        first = (-offset) % 1.0 * stride_s
        contacts.append(np.arange(first, seconds, stride_s))
    lean = np.radians(lean_deg)
    shoulder = np.column_stack([np.full(t_s.size, 0.5 * np.sin(lean)), bounce + 0.5 * np.cos(lean)])
    for side, sign in (("left", -1.0), ("right", 1.0)):
        swing = np.radians(25.0 * sign * np.sin(2 * np.pi * t_s / stride_s))
        elbow = shoulder + 0.3 * np.column_stack([np.sin(swing), -np.cos(swing)])
        for point, at in (
            ("shoulder", shoulder),
            ("elbow", elbow),
            ("wrist", elbow + 0.25 * np.column_stack([np.cos(swing), np.sin(swing)])),
        ):
            xy[:, POINTS.index(f"{side}_{point}")] = at
    xy *= pixels_per_m * np.array([direction, 1.0])
    xy += np.random.default_rng(seed).normal(0.0, shake_px, xy.shape)
    return Landmarks(t_s, xy, np.full(xy.shape[:2], np.nan), "simulated"), np.sort(np.concatenate(contacts))


def _ankle(phase: float) -> tuple[float, float]:
    """Return the ankle relative to the hips: straight back on the belt, then a smooth way forward."""
    front, rear, ground = 0.22, -0.42, 0.08
    if phase < STANCE:
        share = phase / STANCE
        return front + (rear - front) * share, ground + 0.06 * max(0.0, share - 0.7) / 0.3
    share = (phase - STANCE) / (1.0 - STANCE)
    speed = (rear - front) / STANCE * (1.0 - STANCE)
    # Cubic Hermite from the speed of the belt to a foot that comes back a little before it lands.
    h00, h10 = 2 * share**3 - 3 * share**2 + 1, share**3 - 2 * share**2 + share
    h01, h11 = -2 * share**3 + 3 * share**2, share**3 - share**2
    forward = h00 * rear + h10 * speed + h01 * front + h11 * 0.15 * speed
    return forward, ground + 0.06 * (1 - share) + 0.30 * np.sin(np.pi * share) ** 2


def _knee(hip: np.ndarray, ankle: np.ndarray) -> np.ndarray:
    """Return the knee in front of the line from hip to ankle (law of cosines)."""
    line = ankle - hip
    length = np.minimum(np.hypot(*line.T), 0.999 * (THIGH_M + SHANK_M))
    along = (THIGH_M**2 - SHANK_M**2 + length**2) / (2 * length)
    off = np.sqrt(np.maximum(THIGH_M**2 - along**2, 0.0))
    unit = line / np.hypot(*line.T)[:, None]
    ahead = np.column_stack([-unit[:, 1], unit[:, 0]])
    return hip + along[:, None] * unit + off[:, None] * ahead
