"""The way of a run as a drawing of its own: no map beneath, so nobody else learns where it was."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.activities.samples import Floats
from runback.units import METRES, Units

METRES_PER_DEGREE = 111_195.0
MARGIN_PX = 26.0
FOOT_PX = 34.0
HIGHEST_SHARE = 0.8
LEAST_STEP_PX = 1.0
MARK_APART_PX = 26.0
JUMP_M = 500.0
"""Two neighbouring samples farther apart are not joined: what lies between them is not known."""


@dataclass(frozen=True, slots=True)
class _Plane:
    """From degrees to pixels, north up."""

    x: Floats
    y: Floats
    height: float
    px_per_m: float


def track_svg(track: pl.DataFrame, *, units: Units, width: float = 420.0) -> str:
    """Return the way as SVG: line, start, finish, a mark at each kilometre or mile, a bar of scale.

    ``track`` has ``latitude_deg``, ``longitude_deg``, ``distance_m``, as ``runback.activities.along.track``
    makes it. Colours are classes (``way``, ``mark``, ``end``, ``scale``) for the page's style sheet. Raises
    ``ValueError`` with fewer than two positions.
    """
    if track.height < 2:
        raise ValueError("a way needs at least two positions")
    metres = track["distance_m"].to_numpy()
    plane = _plane(track["latitude_deg"].to_numpy(), track["longitude_deg"].to_numpy(), width)
    parts = [_way(plane, metres), *_marks(plane, metres, units), *_ends(plane), _scale(plane, units)]
    return (
        f'<svg class="track" viewBox="0 0 {width:.0f} {plane.height:.0f}" role="img" '
        'aria-label="The way of the run, north up, without a map beneath">' + "".join(parts) + "</svg>"
    )


def _plane(latitude: Floats, longitude: Floats, width: float) -> _Plane:
    turn = (longitude - longitude[0] + 180.0) % 360.0 - 180.0
    middle = radians(float(latitude.min() + latitude.max()) / 2)
    east = turn * METRES_PER_DEGREE * cos(middle)
    north = (latitude - latitude.min()) * METRES_PER_DEGREE
    east = east - east.min()
    wide, high = max(float(east.max()), 1.0), max(float(north.max()), 1.0)
    room = width - 2 * MARGIN_PX
    scale = min(room / wide, HIGHEST_SHARE * width / high)
    height = high * scale + 2 * MARGIN_PX
    left = MARGIN_PX + (room - wide * scale) / 2
    return _Plane(left + east * scale, height - MARGIN_PX - north * scale, height + FOOT_PX, scale)


def _way(plane: _Plane, metres: Floats) -> str:
    kept = _thinned(plane)
    x, y = plane.x[kept], plane.y[kept]
    far = np.hypot(np.diff(x), np.diff(y)) > JUMP_M * plane.px_per_m
    gaps = far & (np.diff(kept) == 1)
    words = [f"M{x[0]:.1f} {y[0]:.1f}"]
    words += [
        f"{'M' if gap else 'L'}{px:.1f} {py:.1f}" for gap, px, py in zip(gaps, x[1:], y[1:], strict=True)
    ]
    return f'<path class="way" d="{"".join(words)}"/>'


def _thinned(plane: _Plane) -> NDArray[np.intp]:
    """Return the samples to draw: none within a pixel of the one drawn before it."""
    kept = [0]
    for at in range(1, plane.x.size - 1):
        last = kept[-1]
        if abs(plane.x[at] - plane.x[last]) + abs(plane.y[at] - plane.y[last]) >= LEAST_STEP_PX:
            kept.append(at)
    return np.array([*kept, plane.x.size - 1])


def _marks(plane: _Plane, metres: Floats, units: Units) -> list[str]:
    """Return a dot with its number at whole kilometres or miles, as many as do not crowd."""
    unit, length = METRES[units], float(metres[-1])
    step = next((n for n in (1, 2, 5, 10, 20) if n * unit * plane.px_per_m >= MARK_APART_PX or n == 20), 20)
    marks: list[str] = []
    placed: list[tuple[float, float]] = [(float(plane.x[0]), float(plane.y[0]))]
    for number in range(step, int(length // unit) + 1, step):
        at = int(np.searchsorted(metres, number * unit))
        x, y = float(plane.x[at]), float(plane.y[at])
        if all(abs(x - px) + abs(y - py) >= MARK_APART_PX for px, py in placed):
            placed.append((x, y))
            marks.append(
                f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
                f'<text class="mark-number" x="{x:.1f}" y="{y + 3.8:.1f}" text-anchor="middle">'
                f"{number}</text>"
            )
    return marks


def _ends(plane: _Plane) -> list[str]:
    x0, y0, x1, y1 = (float(one) for one in (plane.x[0], plane.y[0], plane.x[-1], plane.y[-1]))
    start = f'<circle class="end" cx="{x0:.1f}" cy="{y0:.1f}" r="6"/>'
    finish = f'<rect class="end" x="{x1 - 5:.1f}" y="{y1 - 5:.1f}" width="10" height="10"/>'
    if abs(x0 - x1) + abs(y0 - y1) < 60:
        return [start, finish, _named(plane, x0, y0, "Start and finish")]
    return [start, finish, _named(plane, x0, y0, "Start"), _named(plane, x1, y1, "Finish")]


def _named(plane: _Plane, x: float, y: float, word: str) -> str:
    """Return a word above its place, on the side with room."""
    left = x > (float(plane.x.min()) + float(plane.x.max())) / 2
    anchor, shift = ("end", -9.0) if left else ("start", 9.0)
    return f'<text class="end-name" x="{x + shift:.1f}" y="{y - 9:.1f}" text-anchor="{anchor}">{word}</text>'


def _scale(plane: _Plane, units: Units) -> str:
    unit = METRES[units]
    lengths = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
    length = max((one for one in lengths if one * unit * plane.px_per_m <= 160), default=lengths[0])
    end, y = MARGIN_PX + length * unit * plane.px_per_m, plane.height - 14
    return (
        f'<path class="scale" d="M{MARGIN_PX:.1f} {y - 5:.1f}V{y:.1f}H{end:.1f}V{y - 5:.1f}"/>'
        f'<text class="scale-name" x="{end + 8:.1f}" y="{y:.1f}">{length:g} {units}</text>'
    )
