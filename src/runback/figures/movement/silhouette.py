"""From bodies in space to outlines on paper: every part as one path a frame, of the same build in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.figures.movement.skeleton import SIDES, Array, Body, radii, trunk_sections

SCALE = 200.0
"""Pixels to one stature."""

_LEG = (
    ("hip", "hip", "knee", "knee"),
    ("knee", "knee", "ankle", "ankle"),
    ("heel_joint", "heel", "ball_joint", "ball"),
    ("ankle", "ankle", "ball_joint", "ball"),
    ("ball_joint", "ball", "toe_joint", "toe"),
)
_ARM = (
    ("shoulder", "shoulder", "elbow", "elbow"),
    ("elbow", "forearm", "wrist", "wrist"),
    ("wrist", "hand", "finger_joint", "finger"),
)
PARTS = ("trunk", "head", *(f"{side}_{limb}" for side in SIDES for limb in ("leg", "arm")))
_BREATH = {"ribs": 1.05, "breast": 1.10, "waist": 1.04}


@dataclass(frozen=True)
class Camera:
    """A view without perspective: azimuth 0 sees the right side, 90 the front; elevation looks down."""

    azimuth: float
    elevation: float

    def axes(self) -> Array:
        """Return the directions to the right, up and away from the viewer, one a row."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        right = [np.cos(a), np.sin(a), 0.0]
        up = [-np.sin(a) * np.sin(e), np.cos(a) * np.sin(e), np.cos(e)]
        away = [-np.sin(a) * np.cos(e), np.cos(a) * np.cos(e), -np.sin(e)]
        return np.array([right, up, away])

    def screen(self, points: Array) -> Array:
        """Return points ``(..., 3)`` on paper ``(..., 2)``, in pixels with y downward."""
        seen: Array = points @ self.axes()[:2].T * SCALE * np.array([1.0, -1.0])
        return seen

    def depth(self, points: Array) -> Array:
        """Return how far points lie from the viewer, in statures."""
        far: Array = points @ self.axes()[2]
        return far


def outlines(body: Body, camera: Camera, part: str, *, breath: bool = False) -> list[str]:
    """Return the outline of a part as one path a frame; its pieces overlap and all run the same way round."""
    if part == "trunk":
        neck = _capsules(body, camera, (("thoracic_2", "neck"), ("head", "neck")))
        return _joined([_trunk(body, camera, breath=breath), neck])
    if part == "head":
        return _head(body, camera)
    side, limb = part.split("_")
    pieces = _LEG if limb == "leg" else _ARM
    return _joined(
        [_capsules(body, camera, ((f"{side}_{a}", ra), (f"{side}_{b}", rb))) for a, ra, b, rb in pieces]
    )


def _joined(pieces: list[list[str]]) -> list[str]:
    return ["".join(frame) for frame in zip(*pieces, strict=True)]


def joints_of(part: str) -> tuple[str, ...]:
    """Return the points whose mean depth orders the part among the others."""
    if part == "trunk":
        return ("pelvis", "thoracic_1", "thoracic_2")
    if part == "head":
        return ("head_centre",)
    side, limb = part.split("_")
    return tuple(
        f"{side}_{joint}" for joint in (("hip", "knee", "ankle") if limb == "leg" else ("elbow", "wrist"))
    )


def _capsules(body: Body, camera: Camera, ends: tuple[tuple[str, str], tuple[str, str]]) -> list[str]:
    """A limb between two ends, each the name of its point and of its radius."""
    starts, stops = (camera.screen(body.points[point]) for point, _ in ends)
    a, b = (radii()[radius] * SCALE for _, radius in ends)
    return [_capsule(start, stop, a, b) for start, stop in zip(starts, stops, strict=True)]


def _capsule(start: Array, end: Array, a: float, b: float) -> str:
    """Two circles and their common outer tangents, of which a sliver stays however foreshortened."""
    along = end - start
    far = float(np.hypot(*along))
    least = abs(a - b) + 0.2
    if far < least:
        along = along * (least / far) if far > 1e-9 else np.array([least, 0.0])
        end, far = start + along, least
    forward = along / far
    across = np.array([-forward[1], forward[0]])
    lean = (a - b) / far
    rise = np.sqrt(1 - lean**2)
    left, right = lean * forward + rise * across, lean * forward - rise * across
    big, small = (1, 0) if a >= b else (0, 1)
    pen = _Pen(start + a * left)
    pen.line(end + b * left)
    pen.arc(b, small, end + b * right)
    pen.line(start + a * right)
    pen.arc(a, big, start + a * left)
    return pen.closed()


def eyes(body: Body, camera: Camera) -> list[str]:
    """Return two dots as one path a frame; an eye on the far side of the head shrinks to nothing."""
    centre, away = body.points["head_centre"], camera.axes()[2]
    dots = []
    for name in ("left_eye", "right_eye"):
        outward = (body.points[name] - centre) / radii()["head"]
        size = radii()["eye"] * SCALE * np.clip(-3 * outward @ away, 0.0, 1.0)
        seen = camera.screen(body.points[name])
        dots.append([_dot(at, radius) for at, radius in zip(seen, size.tolist(), strict=True)])
    return _joined(dots)


def _dot(centre: Array, radius: float) -> str:
    pen = _Pen(centre - np.array([radius, 0.0]))
    for sign in (1.0, -1.0):
        pen.arc(radius, 0, centre + np.array([sign * radius, 0.0]))
    return pen.closed()


class _Pen:
    """Writes a path relative to the last point, in tenths of a pixel: shorter than absolute numbers."""

    def __init__(self, start: Array) -> None:
        self._last = [round(10 * value) for value in start.tolist()]
        self._text = "M" + _pair(self._last)

    def line(self, to: Array) -> None:
        self._text += "l" + _pair(self._step(to))

    def arc(self, radius: float, large: int, to: Array) -> None:
        size = _tenths(round(10 * radius))
        self._text += f"a{size} {size} 0 {large}0{_pair(self._step(to))}"

    def curve(self, by: Array, to: Array) -> None:
        over = [round(10 * value) - last for value, last in zip(by.tolist(), self._last, strict=True)]
        to_end = _pair(self._step(to))
        self._text += f"q{_pair(over)}{to_end if to_end.startswith('-') else ' ' + to_end}"

    def written(self) -> str:
        return self._text

    def closed(self) -> str:
        return self._text + "z"

    def _step(self, to: Array) -> list[int]:
        here = [round(10 * value) for value in to.tolist()]
        step = [value - last for value, last in zip(here, self._last, strict=True)]
        self._last = here
        return step


def _pair(tenths: list[int]) -> str:
    """Two numbers in as few characters as SVG allows."""
    one, two = (_tenths(value) for value in tenths)
    return one + two if two.startswith("-") else f"{one} {two}"


def _tenths(value: int) -> str:
    text = f"{value / 10:g}"
    return text.replace("0.", ".", 1) if abs(value) < 10 else text


def _trunk(body: Body, camera: Camera, *, breath: bool) -> list[str]:
    """The outline through the ends of the cross-sections, as wide as each ellipse looks across the spine."""
    middles, halves = [], []
    right_up = camera.axes()[:2]
    for section in trunk_sections():
        depth = section.depth * (_BREATH.get(section.id, 1.0) if breath else 1.0)
        axes = body.axes[section.part]
        middles.append(body.points[section.part] + axes @ np.array([0.0, 0.0, section.height]))
        # The ellipse's two half axes on paper: their rows span it.
        halves.append(np.stack([axes[:, :, 1] * section.width, axes[:, :, 0] * depth], axis=1) @ right_up.T)
    spine = np.stack([camera.screen(middle) for middle in middles], axis=1)
    spans = np.stack(halves, axis=1) * SCALE * np.array([1.0, -1.0])
    return [_loop(line, span) for line, span in zip(spine, spans, strict=True)]


def _loop(line: Array, span: Array) -> str:
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1])[:, None], 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    half = np.sqrt(((span @ across[:, :, None])[:, :, 0] ** 2).sum(axis=1))
    left, right = line + across * half[:, None], line - across * half[:, None]
    return smooth_loop(np.concatenate([left, right[::-1]]))


def smooth_loop(points: Array) -> str:
    """Return a closed curve that rounds the corners of the polygon as one path."""
    middles = (points + np.roll(points, -1, axis=0)) / 2
    pen = _Pen(middles[-1])
    for point, middle in zip(points, middles, strict=True):
        pen.curve(point, middle)
    return pen.closed()


def open_curve(points: Array) -> str:
    """Return a curve from the first point to the last whose corners are rounded, as one path."""
    middles = (points[1:] + points[:-1]) / 2
    pen = _Pen(points[0])
    pen.line(middles[0])
    for point, middle in zip(points[1:-1], middles[1:], strict=True):
        pen.curve(point, middle)
    pen.line(points[-1])
    return pen.written()


def open_line(points: Array) -> str:
    """Return straight strokes from point to point as one path."""
    pen = _Pen(points[0])
    for point in points[1:]:
        pen.line(point)
    return pen.written()


def _head(body: Body, camera: Camera) -> list[str]:
    """A circle with a nose where the face looks, so that front, back and side can be told."""
    radius = radii()["head"] * SCALE
    centres = camera.screen(body.points["head_centre"])
    faces = camera.screen(body.axes["head"] @ np.array([1.0, 0.0, -0.12])) / SCALE
    made = []
    for centre, face in zip(centres, faces, strict=True):
        seen = float(np.hypot(*face))
        toward = face / seen if seen > 1e-9 else np.array([1.0, 0.0])
        across = np.array([-toward[1], toward[0]])
        brow, lip = (centre + radius * (0.954 * toward + sign * 0.3 * across) for sign in (1, -1))
        pen = _Pen(brow)
        pen.line(centre + toward * radius * (0.9 + 0.32 * seen**2))
        pen.line(lip)
        pen.arc(radius, 1, brow)
        made.append(pen.closed())
    return made
