"""From key poses to the frames of a movement, feet and hands held where they touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from runback.figures.movement.contacts import Pin, settle
from runback.figures.movement.poses import Movement, movement
from runback.figures.movement.skeleton import ROOT, Array, Body, forward, row

_LEAST, _WIDEST_DEG = {1: 3}, 38.0
"""Frames from one key pose to the next: two, three where there is one stage, more where a joint turns far."""


@dataclass(frozen=True)
class Motion:
    """The frames of a movement: ``rows`` of angles, their body, which are key poses, what is held."""

    movement: Movement
    rows: Array
    body: Body
    key_frames: tuple[int, ...]
    pins: tuple[Pin, ...]


def motion(movement_id: str, rung: int | None = None) -> Motion:
    """Return the frames of a movement, from its first key pose to its last (or on round to the first).

    Raises as :func:`movement` does.
    """
    return _made(movement_id, rung)


@cache
def _made(movement_id: str, rung: int | None) -> Motion:
    plan = movement(movement_id, rung)
    settled, pins = _settled_keys(plan)
    if plan.course == "round":
        settled.append(settled[0])
    between = _frames_between(settled)
    rows = [settled[0]]
    for key, (one, next_one) in zip(plan.keys, pairwise(settled), strict=False):
        held = (*pins, *_where(key.stays, forward(one[None])))
        for share in np.arange(1, between) / between:
            rows.append(settle(one + (next_one - one) * share, held, plan.free))
        rows.append(next_one)
    frames = np.array(rows)
    return Motion(plan, frames, forward(frames), tuple(range(0, len(frames), between)), pins)


def _frames_between(settled: list[Array]) -> int:
    stages = len(settled) - 1
    turns = [np.abs(other - one)[len(ROOT) :].max() for one, other in pairwise(settled)]
    needed = int(np.ceil(max(turns) / _WIDEST_DEG)) if stages == 1 else 0
    return max(_LEAST.get(stages, 2), needed)


def _settled_keys(plan: Movement) -> tuple[list[Array], tuple[Pin, ...]]:
    """Return the key poses with their contacts met, and the pins that hold in every frame."""
    anchor = plan.keys[plan.anchor]
    anchored = settle(row(anchor.angles), (*plan.planted, *anchor.touch), anchor.free)
    pins = _held(plan, forward(anchored[None]))
    settled: list[Array] = []
    staying: tuple[Pin, ...] = ()
    for key in plan.keys:
        pose = anchored if key is anchor else settle(row(key.angles), (*pins, *key.touch, *staying), key.free)
        settled.append(pose)
        staying = _where(key.stays, forward(pose[None]))
    return settled, pins


def _held(plan: Movement, anchored: Body) -> tuple[Pin, ...]:
    """Return the planted pins, fixed points with every coordinate of the anchor pose."""
    sliding = tuple(pin for pin in plan.planted if pin.point not in plan.fixed)
    return (*_where(sorted(plan.fixed), anchored), *sliding)


def _where(points: Iterable[str], body: Body) -> tuple[Pin, ...]:
    """Return pins that keep points where they are in the first pose of ``body``."""
    return tuple(Pin(point, *body.points[point][0].tolist()) for point in points)
