"""The jointed figure: from joint angles to the place of every joint and every point of the skin.

Body axes when standing: x forward, y to the left, z up. Lengths are fractions of stature. Angles are degrees
in the clinic's terms: flexion, abduction and internal rotation are positive, on both sides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runback.errors import BadInputError
from runback.knowledge import fact

Array = NDArray[np.float64]

ROOT = ("root_x", "root_y", "root_z")
SIDES = {"left": 1.0, "right": -1.0}
_PELVIS = ("pelvis_turn", "pelvis_pitch", "pelvis_roll", "pelvis_spin")
_SPINE = tuple(
    f"{part}_{way}" for part in ("lumbar", "thoracic", "neck") for way in ("flexion", "side", "turn")
)
_LIMBS = (
    "hip_flexion",
    "hip_abduction",
    "hip_rotation",
    "knee_flexion",
    "ankle_flexion",
    "toe_extension",
    "shoulder_flexion",
    "shoulder_abduction",
    "shoulder_rotation",
    "elbow_flexion",
    "wrist_extension",
)
ANGLES = (*ROOT, *_PELVIS, *_SPINE, *(f"{side}_{angle}" for side in SIDES for angle in _LIMBS))
"""Every number that makes a pose, in the order of a row of :func:`forward`; the root in statures."""

_AT = {name: index for index, name in enumerate(ANGLES)}


@dataclass(frozen=True)
class Body:
    """``n`` poses in space: joints and skin points ``(n, 3)`` and the axes of each part ``(n, 3, 3)``."""

    points: dict[str, Array] = field(default_factory=dict)
    axes: dict[str, Array] = field(default_factory=dict)

    def set(self, part: str, origin: Array, axes: Array) -> None:
        """Place a part and the skin points that it carries."""
        self.points[part], self.axes[part] = origin, axes
        names, offsets = _skin(part)
        if names:
            places = origin[:, None] + offsets @ axes.transpose(0, 2, 1)
            self.points.update(zip(names, places.transpose(1, 0, 2), strict=True))


@cache
def segment_lengths() -> Mapping[str, float]:
    """Return the lengths of the body's segments as fractions of stature (fact ``segment-lengths``)."""
    return fact("segment-lengths").numbers


@cache
def joint_ranges() -> Mapping[str, tuple[float, float]]:
    """Return the widest range in which each joint angle is drawn, in degrees, by angle without its side."""
    return {row["id"].replace("-", "_"): (row["low"], row["high"]) for row in _table()["joint"]}


@cache
def radii() -> Mapping[str, float]:
    """Return the half thickness of the limbs and the head at their ends, in statures."""
    return {row["id"].replace("-", "_"): row["radius"] for row in _table()["thickness"]}


@dataclass(frozen=True)
class Section:
    """A cross-section of the trunk: an ellipse at a height in its part, its half axes in statures."""

    id: str
    part: str
    height: float
    width: float
    depth: float


@cache
def trunk_sections() -> tuple[Section, ...]:
    """Return the cross-sections of the trunk from below."""
    return tuple(Section(**row) for row in _table()["section"])


@cache
def _skin(part: str) -> tuple[tuple[str, ...], Array]:
    """Return the names and places of the skin points that a part carries, mirrored to its side."""
    side, _, bare = part.rpartition("_")
    mirror = np.array([1.0, SIDES.get(side, 1.0), 1.0])
    prefix = f"{side}_" if side in SIDES else ""
    rows = [row for row in _table()["skin"] if row["part"] == (bare if prefix else part)]
    names = tuple(prefix + row["id"].replace("-", "_") for row in rows)
    return names, np.array([row["offset"] for row in rows]).reshape(-1, 3) * mirror


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    text = files("runback.knowledge").joinpath("skeleton.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def spread(angles: Mapping[str, float]) -> dict[str, float]:
    """Return angles with those that name no side given to both; unknown names raise ``KeyError``."""
    both: dict[str, float] = {}
    for name, value in angles.items():
        for full in sided(name):
            both[full] = float(value)
    return both


def sided(name: str) -> tuple[str, ...]:
    """Return the full names that an angle's name stands for: itself, or its left and right."""
    if name in _AT:
        return (name,)
    if name in _LIMBS:
        return tuple(f"{side}_{name}" for side in SIDES)
    raise KeyError(name)


def points_named(name: str) -> tuple[str, ...]:
    """Return the points of the body that a name stands for; ``BadInputError`` for one that it has not."""
    known = _point_names()
    found = tuple(full for full in (name, *(f"{side}_{name}" for side in SIDES)) if full in known)
    if not found:
        raise BadInputError(
            f"The figure has no point {name!r}.", remedy=f"It has {', '.join(sorted(known))}."
        )
    return found


@cache
def _point_names() -> frozenset[str]:
    return frozenset(forward(row({})[None]).points)


def row(angles: Mapping[str, float]) -> Array:
    """Return a pose as one row, angles that are not named being zero."""
    made = np.zeros(len(ANGLES))
    for name, value in angles.items():
        made[_AT[name]] = value
    return made


def columns(names: Iterable[str]) -> list[int]:
    """Return where the named angles stand in a row."""
    return [_AT[name] for name in names]


def forward(rows: Array) -> Body:
    """Return the bodies of ``rows``, shape ``(n, len(ANGLES))``, by forward kinematics from the pelvis."""
    angle = {name: np.radians(rows[:, index]) for name, index in _AT.items()}
    length = segment_lengths()
    body = Body()
    pelvis = (
        _about_z(angle["pelvis_turn"])
        @ _about_y(angle["pelvis_pitch"])
        @ _about_x(angle["pelvis_roll"])
        @ _about_z(angle["pelvis_spin"])
    )
    body.set("pelvis", rows[:, :3].copy(), pelvis)
    _trunk(body, angle)
    for side, sign in SIDES.items():
        _leg(body, angle, side, sign, length)
        _arm(body, angle, side, sign, length)
    return body


# Height of each moving joint of the spine above the one below it; the first stands above the hips.
_SPINE_JOINTS = (
    ("lumbar_1", "lumbar", 3, 0.050),
    ("lumbar_2", "lumbar", 3, 0.045),
    ("lumbar_3", "lumbar", 3, 0.045),
    ("thoracic_1", "thoracic", 2, 0.050),
    ("thoracic_2", "thoracic", 2, 0.060),
    ("neck", "neck", 2, 0.065),
    ("head", "neck", 2, 0.040),
)


def _trunk(body: Body, angle: Mapping[str, Array]) -> None:
    below = "pelvis"
    for part, region, shares, height in _SPINE_JOINTS:
        bend = _bend(*(angle[f"{region}_{way}"] / shares for way in ("flexion", "side", "turn")))
        origin = body.points[below] + body.axes[below] @ np.array([0.0, 0.0, height])
        body.set(part, origin, body.axes[below] @ bend)
        below = part


def _bend(flexion: Array, side: Array, turn: Array) -> Array:
    """Rotation of one spinal joint: forward, to the left, turned to the left."""
    return _about_y(flexion) @ _about_x(-side) @ _about_z(turn)


def _leg(body: Body, angle: Mapping[str, Array], side: str, sign: float, length: Mapping[str, float]) -> None:
    hip, flexion, abduction, rotation = (
        f"{side}_hip",
        *(angle[f"{side}_hip_{way}"] for way in ("flexion", "abduction", "rotation")),
    )
    half = length["hip_half_breadth"] - radii()["hip"]
    origin = body.points["pelvis"] + body.axes["pelvis"] @ np.array([0.0, sign * half, 0.0])
    thigh = body.axes["pelvis"] @ _about_y(-flexion) @ _about_x(sign * abduction) @ _about_z(-sign * rotation)
    body.set(hip, origin, thigh)
    shank = thigh @ _about_y(angle[f"{side}_knee_flexion"])
    body.set(f"{side}_knee", _down(body, hip, length["thigh"]), shank)
    foot = shank @ _about_y(-angle[f"{side}_ankle_flexion"])
    body.set(f"{side}_ankle", _down(body, f"{side}_knee", length["shank"]), foot)
    toes = foot @ _about_y(-angle[f"{side}_toe_extension"])
    body.set(f"{side}_ball", body.points[f"{side}_ball_joint"], toes)


def _arm(body: Body, angle: Mapping[str, Array], side: str, sign: float, length: Mapping[str, float]) -> None:
    flexion, abduction, rotation = (
        angle[f"{side}_shoulder_{way}"] for way in ("flexion", "abduction", "rotation")
    )
    half = length["shoulder_half_breadth"] - radii()["shoulder"]
    chest = body.axes["thoracic_2"]
    origin = body.points["thoracic_2"] + chest @ np.array([0.0, sign * half, 0.035])
    upper = chest @ _about_y(-flexion) @ _about_x(sign * abduction) @ _about_z(-sign * rotation)
    body.set(f"{side}_shoulder", origin, upper)
    forearm = upper @ _about_y(-angle[f"{side}_elbow_flexion"])
    body.set(f"{side}_elbow", _down(body, f"{side}_shoulder", length["upper_arm"]), forearm)
    hand = forearm @ _about_y(-angle[f"{side}_wrist_extension"])
    body.set(f"{side}_wrist", _down(body, f"{side}_elbow", length["forearm"]), hand)


def _down(body: Body, joint: str, length: float) -> Array:
    end: Array = body.points[joint] + body.axes[joint] @ np.array([0.0, 0.0, -length])
    return end


def _about_x(angle: Array) -> Array:
    return _rotation(angle, 1, 2)


def _about_y(angle: Array) -> Array:
    return _rotation(angle, 2, 0)


def _about_z(angle: Array) -> Array:
    return _rotation(angle, 0, 1)


def _rotation(angle: Array, first: int, second: int) -> Array:
    """Rotations that carry axis ``first`` toward axis ``second``, shape ``(n, 3, 3)``."""
    made = np.zeros((len(angle), 3, 3))
    cosine, sine = np.cos(angle), np.sin(angle)
    made[:, first, first] = made[:, second, second] = cosine
    made[:, second, first], made[:, first, second] = sine, -sine
    still = 3 - first - second
    made[:, still, still] = 1.0
    return made
