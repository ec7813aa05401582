"""Holds the points that touch something where they are, by turning the joints that may give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from runback.figures.movement.skeleton import ANGLES, ROOT, Array, Body, columns, forward, joint_ranges

_ROUNDS = 60
_STEP = 1e-5
_LEAST_GAIN = 1e-11
_MOST_DAMPING = 1e4
_SKIN = 0.004
"""How deep skin may give on the floor, in statures."""
_CLEAR = 0.3
"""How much a point below the floor counts against a pin that is missed as far."""
_PULL = 2e-3
"""How much the free angles are drawn back to the pose as written, against a miss of one stature."""


@dataclass(frozen=True)
class Pin:
    """A point of the body that has to lie at ``x``, ``y``, ``z`` (where given), or on another ``point``."""

    point: str
    x: float | None = None
    y: float | None = None
    z: float | None = None
    to: str = ""

    def miss(self, body: Body) -> Array:
        """Return how far each pose misses the pin, shape ``(n, number of held coordinates)``, in statures."""
        at = body.points[self.point]
        if self.to:
            return at - body.points[self.to]
        held = [(axis, goal) for axis, goal in enumerate((self.x, self.y, self.z)) if goal is not None]
        return np.stack([at[:, axis] - goal for axis, goal in held], axis=1)


def settle(pose: Array, pins: Sequence[Pin], free: Sequence[Sequence[str]]) -> Array:
    """Return ``pose`` (one row) with free angles turned so that pins are met and the floor holds.

    Each of ``free`` names the angles that turn alike. Damped Gauss-Newton with numeric slopes; angles
    stay within :func:`joint_ranges`. Deterministic.
    """
    if not pins:
        return pose
    # The whole body is moved first, so that joints turn only for what is left.
    return _turned(_turned(pose, pins, ()), pins, free)


def _turned(pose: Array, pins: Sequence[Pin], free: Sequence[Sequence[str]]) -> Array:
    groups = [columns(names) for names in ([name] for name in ROOT)] + [columns(names) for names in free]
    scale = np.array([1.0] * len(ROOT) + [60.0] * len(free))
    limits = [_limits(group) for group in groups]
    touching = {pin.point for pin in pins}
    bare = [point for point in forward(pose[None]).points if point not in touching]

    def placed(change: Array) -> Array:
        rows = np.repeat(pose[None], len(change), axis=0)
        for group, amount, (low, high) in zip(groups, (change * scale).T, limits, strict=True):
            for column in group:
                rows[:, column] = np.clip(pose[column] + amount, low, high)
        return rows

    def residual(change: Array) -> Array:
        body = forward(placed(change))
        heights = np.stack([body.points[point][:, 2] for point in bare], axis=1)
        sunk = _CLEAR * np.minimum(heights + _SKIN, 0.0)
        return np.concatenate([*(pin.miss(body) for pin in pins), sunk, _PULL * change], axis=1)

    turned: Array = placed(_least_squares(residual, len(groups))[None])[0]
    return turned


def _least_squares(residual: Callable[[Array], Array], size: int) -> Array:
    """Levenberg and Marquardt's damped steps, ended when a step gains next to nothing."""
    change, damping = np.zeros(size), 1e-3
    steps = np.vstack([np.zeros(size), _STEP * np.eye(size)])
    values = residual(change + steps)
    for _ in range(_ROUNDS):
        here, slope = values[0], ((values[1:] - values[0]) / _STEP).T
        move = -np.linalg.solve(slope.T @ slope + damping * np.eye(size), slope.T @ here)
        ahead = residual(change + move + steps)
        gain = here @ here - ahead[0] @ ahead[0]
        if gain > 0:
            change, values, damping = change + move, ahead, max(damping / 5, 1e-9)
        else:
            damping *= 8
        if abs(gain) < _LEAST_GAIN or damping > _MOST_DAMPING:
            break
    return change


def _limits(group: Sequence[int]) -> tuple[float, float]:
    name = ANGLES[group[0]]
    bare = name.split("_", 1)[1] if name.startswith(("left_", "right_")) else name
    return joint_ranges().get(bare, (-np.inf, np.inf))


def misses(rows: Array, pins: Sequence[Pin]) -> Array:
    """Return the largest miss of any pin in each pose, in statures."""
    body = forward(rows)
    if not pins:
        return np.zeros(len(rows))
    largest: Array = np.max([np.abs(pin.miss(body)).max(axis=1) for pin in pins], axis=0)
    return largest
