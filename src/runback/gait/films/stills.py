"""Which moments of a film become still pictures, and the angles that are drawn on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.gait.events import Gait
from runback.gait.landmarks import POINTS, Floats, Landmarks
from runback.gait.repair import leg_length, unswapped
from runback.gait.smoothing import despiked, evened, smoothed
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
    """One moment of the film with the angles of this one step."""

    t_s: float
    side: Side
    caption: str
    angles: tuple[DrawnAngle, ...]


def drawn_landmarks(landmarks: Landmarks) -> Landmarks:
    """Return the landmarks as they are measured (legs put right, smoothed), at the film's own times."""
    repaired, _ = unswapped(landmarks)
    smooth = smoothed(despiked(evened(repaired), leg_length(repaired)))
    at = np.clip(np.searchsorted(smooth.t_s, landmarks.t_s), 0, smooth.t_s.size - 1)
    before = np.maximum(at - 1, 0)
    nearest = np.where(
        np.abs(smooth.t_s[before] - landmarks.t_s) < np.abs(smooth.t_s[at] - landmarks.t_s), before, at
    )
    return landmarks.with_xy(smooth.xy[nearest])


def contact_stills(drawn: Landmarks, gait: Gait, near: Side | None) -> tuple[Still, ...]:
    """Return the most usual initial contact of the near leg, or of both where that could not be told.

    Most usual: the angles of that step lie nearest to their medians over all.
    """
    found = []
    for side in (near,) if near is not None else tuple(Side):
        frames = [int(np.argmin(np.abs(drawn.t_s - one.t_s))) for one in gait.of(side)]
        angles = [_angles(drawn, frame, side, gait.direction) for frame in frames]
        table = np.array([[one.degrees for one in step] for step in angles])
        off = np.abs(table - np.nanmedian(table, axis=0)).sum(axis=1)
        if not np.isfinite(off).any():
            continue
        usual = int(np.nanargmin(off))
        found.append(
            Still(
                t_s=float(drawn.t_s[frames[usual]]),
                side=side,
                caption=f"{side} initial contact, {drawn.t_s[frames[usual]]:.2f} s, this one step",
                angles=angles[usual],
            )
        )
    return tuple(found)


def _angles(drawn: Landmarks, frame: int, side: Side, direction: int) -> tuple[DrawnAngle, ...]:
    def at(point: str) -> Floats:
        place: Floats = drawn.xy[frame, POINTS.index(point)]
        return place

    def from_vertical(lower: Floats, upper: Floats) -> float:
        x, y = upper - lower
        return float(np.degrees(np.arctan2(direction * x, y)))

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
