"""Drawing on a picture: the runner's lines, the angles of a step, and the face made unknowable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from runback.gait.films.decoding import Picture
from runback.gait.films.stills import DrawnAngle, Still
from runback.gait.landmarks import POINTS, Floats
from runback.model import Side

NEAR, FAR, MIDDLE, GUIDE = (255, 170, 0), (60, 160, 255), (245, 245, 245), (255, 255, 0)
_LIMB = (
    *(("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle")),
    *(("ankle", "heel"), ("heel", "big_toe"), ("ankle", "big_toe")),
)
HEAD_TRUNKS = 0.36
"""Judged: a circle of this many trunk lengths about nose and ears covers a head and its hair."""

_BLOCKS = 5


@dataclass(frozen=True, slots=True)
class Body:
    """The runner's points in one picture, ``(len(POINTS), 2)`` in its pixels with ``y`` down."""

    points: Floats

    def of(self, point: str) -> Floats | None:
        """Return a point (or the middle of two, as ``hip``); None where it is not known."""
        names = (point,) if point in POINTS else tuple(f"{side}_{point}" for side in Side)
        place: Floats = self.points[[POINTS.index(name) for name in names]].mean(axis=0)
        return place if np.isfinite(place).all() else None

    def trunk_px(self) -> float:
        """Return the distance from hips to shoulders; NaN where they are not known."""
        hips, shoulders = self.of("hip"), self.of("shoulder")
        return np.nan if hips is None or shoulders is None else float(np.hypot(*(shoulders - hips)))


def face_hidden(picture: Picture, body: Body) -> Picture:
    """Return the picture with the runner's head in coarse blocks; all of it where the head is not known."""
    height, width = picture.shape[:2]
    known = [place for point in ("nose", "left_ear", "right_ear") if (place := body.of(point)) is not None]
    trunk = body.trunk_px()
    if not known or not np.isfinite(trunk):
        return _blocks(picture)
    radius = max(4.0, HEAD_TRUNKS * trunk)
    x, y = np.mean(known, axis=0)
    left, right = (int(np.clip(x + way * radius, 0, width)) for way in (-1, 1))
    top, bottom = (int(np.clip(y + way * radius, 0, height)) for way in (-1, 1))
    if right <= left or bottom <= top:
        return picture
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, (round(x), round(y)), round(radius), 255, -1)
    hidden = picture.copy()
    part = (slice(top, bottom), slice(left, right))
    inside = mask[part][:, :, None] > 0
    hidden[part] = np.where(inside, _blocks(picture[part]), picture[part])
    return hidden


def _blocks(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    coarse = cv2.resize(np.ascontiguousarray(picture), (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA)
    hidden: Picture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return hidden


def draw_skeleton(picture: Picture, body: Body, near: Side | None) -> None:
    """Draw the runner's lines into the picture: the near side bright, the far one blue."""
    thick = _thickness(picture)
    order = [side for side in Side if side is not near] + ([near] if near is not None else [])
    for side in order:
        colour = NEAR if side is near else FAR
        for one, other in _LIMB:
            _line(picture, body.of(f"{side}_{one}"), body.of(f"{side}_{other}"), colour, thick)
    for point in ("shoulder", "hip"):
        _line(picture, body.of(f"left_{point}"), body.of(f"right_{point}"), MIDDLE, thick)


def draw_still(picture: Picture, body: Body, still: Still) -> None:
    """Draw the angles of a step and what they are."""
    thick = _thickness(picture)
    for angle in still.angles:
        _draw_angle(picture, body, angle, thick)
    _text(picture, still.caption, (2 * thick, picture.shape[0] - 4 * thick), thick)


def _draw_angle(picture: Picture, body: Body, angle: DrawnAngle, thick: int) -> None:
    at, end = body.of(angle.at), body.of(angle.end)
    if at is None or end is None or not np.isfinite(angle.degrees):
        return
    long = float(np.hypot(*(end - at)))
    if angle.other is None:
        guide = at + np.array([0.0, -long])
    else:
        other = body.of(angle.other)
        if other is None:
            return
        # The line of the thigh drawn on beyond the knee: what the shank leaves it by is the flexion.
        guide = at + (at - other) * long / max(1e-6, float(np.hypot(*(at - other))))
    _line(picture, at, end, GUIDE, thick)
    _dashed(picture, at, guide, thick)
    _text(picture, f"{angle.name} {angle.degrees:.0f} deg", (int(at[0]) + 12 * thick, int(at[1])), thick)


def _thickness(picture: Picture) -> int:
    return max(1, round(max(picture.shape[:2]) / 400))


def _line(
    picture: Picture, one: Floats | None, other: Floats | None, colour: tuple[int, int, int], thick: int
) -> None:
    if one is not None and other is not None:
        cv2.line(picture, _pixel(one), _pixel(other), colour, thick, cv2.LINE_AA)


def _dashed(picture: Picture, one: Floats, other: Floats, thick: int) -> None:
    for part in range(0, 12, 2):
        begin, end = (one + (other - one) * share / 12 for share in (part, part + 1))
        _line(picture, begin, end, GUIDE, thick)


def _text(picture: Picture, text: str, at: tuple[int, int], thick: int) -> None:
    scale = 0.24 * thick
    (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    place: Any = (int(np.clip(at[0], 0, max(0, picture.shape[1] - wide))), at[1])
    for colour, weight in (((0, 0, 0), 2 * thick), ((255, 255, 255), max(1, thick // 2))):
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, weight, cv2.LINE_AA)


def _pixel(place: Floats) -> tuple[int, int]:
    return round(float(place[0])), round(float(place[1]))
