"""From key poses to the frames of a movement, feet and hands held where they touch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from runback.figures.movement.contacts import Pin, settle
from runback.figures.movement.poses import Movement, movement
from runback.figures.movement.skeleton import Array, Body, forward, row

BETWEEN = 4
"""Frames from one key pose to the next."""


@dataclass(frozen=True)
class Motion:
    """The frames of a movement: ``rows`` of angles, their bodies, which frames are key poses, what is held."""

    movement: Movement
    rows: Array
    body: Body
    key_frames: tuple[int, ...]
    pins: tuple[Pin, ...]


@cache
def motion(movement_id: str) -> Motion:
    """Return the frames of a movement, from its first key pose to its last (back to the first in a cycle)."""
    plan = movement(movement_id)
    settled: list[Array] = []
    pins = plan.planted
    for key in plan.keys:
        settled.append(settle(row(key.angles), (*pins, *key.touch), plan.free))
        if len(settled) == 1:
            pins = _held(plan, forward(settled[0][None]))
    if plan.cycle:
        settled.append(settled[0])
    rows = [settled[0]]
    for one, next_one in zip(settled, settled[1:], strict=False):
        for share in np.arange(1, BETWEEN) / BETWEEN:
            rows.append(settle(one + (next_one - one) * share, pins, plan.free))
        rows.append(next_one)
    frames = np.array(rows)
    return Motion(plan, frames, forward(frames), tuple(range(0, len(frames), BETWEEN)), pins)


def _held(plan: Movement, first: Body) -> tuple[Pin, ...]:
    """Return the planted pins, those of fixed points with every coordinate that they have in the first pose."""
    return tuple(
        Pin(pin.point, *(float(value) for value in first.points[pin.point][0]))
        if pin.point in plan.fixed
        else pin
        for pin in plan.planted
    )
