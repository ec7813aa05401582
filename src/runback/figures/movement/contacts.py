"""Holds the points that touch something where they are, by turning the joints that may give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from runback.errors import BadInputError
from runback.figures.movement.skeleton import ANGLES, ROOT, Array, Body, columns, forward, joint_ranges

_ROUNDS = 60
_STEP = 1e-5
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
        at = _at(body, self.point)
        if self.to:
            return at - _at(body, self.to)
        held = [(axis, goal) for axis, goal in enumerate((self.x, self.y, self.z)) if goal is not None]
        return np.stack([at[:, axis] - goal for axis, goal in held], axis=1)


def _at(body: Body, point: str) -> Array:
    if point not in body.points:
        raise BadInputError(
            f"The figure has no point {point!r}.", remedy=f"It has {', '.join(sorted(body.points))}."
        )
    return body.points[point]


def settle(pose: Array, pins: Sequence[Pin], free: Sequence[str | Sequence[str]]) -> Array:
    """Return ``pose`` (one row) with its free angles turned so that every pin is met as nearly as can be.

    Each of ``free`` is one angle, or several that turn alike. Damped Gauss-Newton with numeric slopes; angles
    stay within :func:`joint_ranges`. Deterministic.
    """
    if not pins:
        return pose
    groups = [columns([name] if isinstance(name, str) else name) for name in (*ROOT, *free)]
    scale = np.array([1.0 if group[0] < len(ROOT) else 60.0 for group in groups])
    limits = [_limits(group) for group in groups]

    def placed(change: Array) -> Array:
        rows = np.repeat(pose[None], len(change), axis=0)
        for group, amount, (low, high) in zip(groups, (change * scale).T, limits, strict=True):
            for column in group:
                rows[:, column] = np.clip(pose[column] + amount, low, high)
        return rows

    def residual(change: Array) -> Array:
        body = forward(placed(change))
        return np.concatenate([*(pin.miss(body) for pin in pins), _PULL * change], axis=1)

    return placed(_least_squares(residual, len(groups))[None])[0]


def _least_squares(residual: Callable[[Array], Array], size: int) -> Array:
    change, damping = np.zeros(size), 1e-3
    steps = np.vstack([np.zeros(size), _STEP * np.eye(size)])
    for _ in range(_ROUNDS):
        values = residual(change + steps)
        here, slope = values[0], ((values[1:] - values[0]) / _STEP).T
        move = -np.linalg.solve(slope.T @ slope + damping * np.eye(size), slope.T @ here)
        ahead = residual((change + move)[None])[0]
        if ahead @ ahead < here @ here:
            change, damping = change + move, max(damping / 5, 1e-9)
            if np.abs(move).max() < 1e-7:
                break
        else:
            damping *= 8
            if damping > 1e4:
                break
    return change


def _limits(group: Sequence[int]) -> tuple[float, float]:
    name = ANGLES[group[0]]
    bare = name.split("_", 1)[1] if name.startswith(("left_", "right_")) else name
    return joint_ranges().get(bare, (-np.inf, np.inf))


def misses(rows: Array, pins: Mapping[str, Pin] | Sequence[Pin]) -> Array:
    """Return the largest miss of any pin in each pose, in statures."""
    body = forward(rows)
    held = list(pins.values()) if isinstance(pins, Mapping) else list(pins)
    return (
        np.max([np.abs(pin.miss(body)).max(axis=1) for pin in held], axis=0) if held else np.zeros(len(rows))
    )
