"""Which moments of a film become still pictures, and the angles that are drawn on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from runback.gait.film import FilmForm
from runback.gait.landmarks import POINTS, Floats, Landmarks
from runback.gait.repair import leg_length, unswapped
from runback.gait.smoothing import evened, smoothed_path
from runback.model import Side


@dataclass(frozen=True, slots=True)
class DrawnAngle:
    """An angle at a point: between the line to ``end`` and straight up, or the line ``other`` drawn on."""

    name: str
    at: str
    end: str
    other: str | None
    degrees: float


@dataclass(frozen=True, slots=True)
class Still:
    """One moment of the film with the angles of this one step; ``moment`` is ``contact`` or ``midstance``."""

    t_s: float
    side: Side
    moment: str
    caption: str
    angles: tuple[DrawnAngle, ...]


def drawn_landmarks(landmarks: Landmarks) -> Landmarks:
    """Return the landmarks as they are measured (legs put right, smoothed), at the film's own times."""
    repaired, _ = unswapped(landmarks)
    smooth = smoothed_path(evened(repaired), leg_length(repaired))
    columns = smooth.xy.reshape(smooth.t_s.size, -1).T
    xy = np.column_stack([np.interp(landmarks.t_s, smooth.t_s, column) for column in columns])
    return landmarks.with_xy(xy.reshape(landmarks.xy.shape))


def form_stills(drawn: Landmarks, form: FilmForm) -> tuple[Still, ...]:
    """Return a still of each side that the film measures: none where it was refused.

    From the side the initial contact of the near leg, or of both where that could not be told; from behind
    the middle of stance. It is the most usual one: its angles lie nearest to their medians over all steps.
    """
    found: list[Still | None] = []
    if form.gait is not None:
        gait = form.gait
        for side in (form.near,) if form.near is not None else tuple(Side):
            times = [one.t_s for one in gait.of(side)]
            found.append(
                _usual(drawn, times, side, "contact", partial(_side_angles, drawn, side, gait.direction))
            )
    if form.rear_gait is not None:
        for side in Side:
            times = form.rear_gait.times_s(side).tolist()
            found.append(_usual(drawn, times, side, "midstance", partial(_rear_angles, drawn)))
    return tuple(one for one in found if one is not None)


def _usual(
    drawn: Landmarks,
    times: list[float],
    side: Side,
    moment: str,
    angles_at: Callable[[int], tuple[DrawnAngle, ...]],
) -> Still | None:
    frames = [int(np.argmin(np.abs(drawn.t_s - t_s))) for t_s in times]
    angles = [angles_at(frame) for frame in frames]
    table = np.array([[one.degrees for one in step] for step in angles])
    known = np.isfinite(table).all(axis=1) if table.size else np.zeros(0, dtype=bool)
    if not known.any():
        return None
    off = np.abs(table - np.median(table[known], axis=0)).sum(axis=1)
    usual = int(np.argmin(np.where(known, off, np.inf)))
    t_s = float(drawn.t_s[frames[usual]])
    words = {"contact": "initial contact", "midstance": "middle of stance"}[moment]
    return Still(t_s, side, moment, f"{side} {words}, {t_s:.2f} s, this one step", angles[usual])


def _side_angles(drawn: Landmarks, side: Side, direction: int, frame: int) -> tuple[DrawnAngle, ...]:
    def at(point: str) -> Floats:
        place: Floats = drawn.xy[frame, POINTS.index(point)]
        return place

    def from_vertical(lower: Floats, upper: Floats) -> float:
        return direction * _from_vertical(lower, upper)

    hip, knee, ankle = (f"{side}_{point}" for point in ("hip", "knee", "ankle"))
    hips, shoulders = drawn.middle("hip")[frame], drawn.middle("shoulder")[frame]
    # Ankle ahead of knee is positive, as in the metric: the line's upper end then lies behind.
    shank = -from_vertical(at(ankle), at(knee))
    thigh = from_vertical(at(knee), at(hip))
    return (
        DrawnAngle("trunk lean", "hip", "shoulder", None, from_vertical(hips, shoulders)),
        DrawnAngle("knee flexion", knee, ankle, hip, -shank - thigh),
        DrawnAngle("shank", ankle, knee, None, shank),
    )


def _rear_angles(drawn: Landmarks, frame: int) -> tuple[DrawnAngle, ...]:
    lean = _from_vertical(drawn.middle("hip")[frame], drawn.middle("shoulder")[frame])
    return (DrawnAngle("trunk", "hip", "shoulder", None, abs(lean)),)


def _from_vertical(lower: Floats, upper: Floats) -> float:
    """Return the angle of a line from straight up, in degrees, positive to the right of the picture."""
    x, y = upper - lower
    return float(np.degrees(np.arctan2(x, y)))
