"""The things around the body: floor, mat, wall, box, chair, band, stick, weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from runback.errors import BadInputError
from runback.figures.movement.silhouette import SCALE, Camera
from runback.figures.movement.skeleton import Array, Body

_MARGIN = 0.07
_DOT = 2.6
_FACES = ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5))


@dataclass(frozen=True)
class Thing:
    """One thing as paths: one a frame, or a single one if it stays; ``look`` names its style."""

    look: str
    paths: tuple[str, ...]
    front: bool
    corners: Array


def floor(body: Body, camera: Camera, *, mat: bool) -> Thing:
    """Return the patch of floor below the body; a mat, or bare ground."""
    low = np.min([points.min(axis=0) for points in body.points.values()], axis=0)[:2] - _MARGIN
    high = np.max([points.max(axis=0) for points in body.points.values()], axis=0)[:2] + _MARGIN
    corners = np.array(
        [[low[0], low[1], 0], [high[0], low[1], 0], [high[0], high[1], 0], [low[0], high[1], 0]]
    )
    return Thing(
        "mat" if mat else "ground", (_polygon(camera.screen(corners)),), False, camera.screen(corners)
    )


def thing(raw: Mapping[str, Any], body: Body, camera: Camera) -> list[Thing]:
    """Return what one entry of ``props`` stands for; ``BadInputError`` for a kind that is not known."""
    match raw["kind"]:
        case "box":
            return _box(raw, body, camera)
        case "wall":
            return [_wall(raw, body, camera)]
        case "line":
            return [_line(raw, body, camera)]
        case "weight":
            return [_weight(raw, body, camera)]
        case "dot":
            return [_dot(raw, body, camera)]
        case "mat":
            return []
    raise BadInputError(f"A figure has no thing of kind {raw['kind']!r}.")


def _base(raw: Mapping[str, Any], body: Body) -> Array:
    """Where offsets count from: a point of the first frame, taken to the floor, or the world's origin."""
    if "at" not in raw:
        return np.zeros(3)
    x, y, _ = body.points[raw["at"]][0]
    return np.array([x, y, 0.0])


def _box(raw: Mapping[str, Any], body: Body, camera: Camera) -> list[Thing]:
    base = _base(raw, body)
    (x0, x1), (y0, y1), (z0, z1) = raw["x"], raw["y"], raw["z"]
    corners = base + np.array([[x, y, z] for x in (x0, x1) for y in (y0, y1) for z in (z0, z1)])
    middle, seen = corners.mean(axis=0), camera.screen(corners)
    made = []
    for face in _FACES:
        outward = corners[list(face)].mean(axis=0) - middle
        if camera.depth(outward) < -1e-6:
            look = "top" if outward[2] > 1e-6 else "box"
            made.append(
                Thing(look, (_polygon(seen[list(face)]),), bool(raw.get("front", False)), seen[list(face)])
            )
    return made


def _wall(raw: Mapping[str, Any], body: Body, camera: Camera) -> Thing:
    base, height = _base(raw, body), raw.get("height", 1.1)
    if "x" in raw:
        low, high = raw["y"]
        foot = [[raw["x"], low], [raw["x"], high]]
    else:
        low, high = raw["x_range"]
        foot = [[low, raw["y"]], [high, raw["y"]]]
    corners = base + np.array([[*foot[0], 0], [*foot[1], 0], [*foot[1], height], [*foot[0], height]])
    seen = camera.screen(corners)
    return Thing("wall", (_polygon(seen),), bool(raw.get("front", False)), seen)


def _line(raw: Mapping[str, Any], body: Body, camera: Camera) -> Thing:
    """A band, strap or stick through points of the body or of space; ``beyond`` lengthens both ends."""
    count = len(body.points["pelvis"])
    base = _base(raw, body)
    places = [_place(place, base, body, count) for place in raw["through"]]
    beyond = raw.get("beyond", 0.0)
    if beyond:
        along = places[-1] - places[0]
        along = along / np.linalg.norm(along, axis=1, keepdims=True)
        places[0], places[-1] = places[0] - beyond * along, places[-1] + beyond * along
    seen = np.stack([camera.screen(place) for place in places], axis=1)
    paths = tuple("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist()) for line in seen)
    return Thing(raw.get("look", "band"), paths, bool(raw.get("front", True)), seen.reshape(-1, 2))


def _place(place: Any, base: Array, body: Body, count: int) -> Array:
    """A point of the body, one ``by`` from it (and ``by_end`` at last), or one of space: ``(count, 3)``."""
    if isinstance(place, str):
        return body.points[place]
    if isinstance(place, dict):
        first, last = np.array(place["by"]), np.array(place.get("by_end", place["by"]))
        moved: Array = (
            body.points[place["point"]] + first + np.linspace(0, 1, count)[:, None] * (last - first)
        )
        return moved
    return np.repeat((base + np.array(place))[None], count, axis=0)


def _weight(raw: Mapping[str, Any], body: Body, camera: Camera) -> Thing:
    """A ball-shaped weight hanging ``drop`` below a point of the body."""
    radius = raw.get("radius", 0.045) * SCALE
    centres = camera.screen(body.points[raw["at"]] - np.array([0, 0, raw.get("drop", 0.05)]))
    paths = tuple(_disc(centre, radius) for centre in centres)
    return Thing(
        "weight", paths, bool(raw.get("front", True)), np.concatenate([centres - radius, centres + radius])
    )


def _dot(raw: Mapping[str, Any], body: Body, camera: Camera) -> Thing:
    centres = camera.screen(body.points[raw["at"]])
    return Thing("dot", tuple(_disc(centre, _DOT) for centre in centres), True, centres)


def _disc(centre: Array, radius: float) -> str:
    x, y = centre.tolist()
    return (
        f"M{x - radius:.1f} {y:.1f}a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0"
        f"a{radius:g} {radius:g} 0 1 0 {-2 * radius:g} 0Z"
    )


def _polygon(corners: Array) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners.tolist()) + "Z"
