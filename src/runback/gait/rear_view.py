"""Form measures of a runner seen from behind (or from in front), by pairs of steps.

From behind no foot's way forward is seen, so steps are told by the hips alone: they are lowest in the middle
of each stance, and the lower ankle is that of the standing leg. Initial contact is not read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.signal import find_peaks

from runback.gait.events import on_beat, stride_s
from runback.gait.landmarks import Floats, Landmarks
from runback.gait.repair import leg_length
from runback.gait.smoothing import slow_drift
from runback.gait.steps import Clock, Steps, Summary, still
from runback.model import Side

HAND_AHEAD = 0.8
"""Judged: how far ahead of the trunk hands swing, in shoulder widths; a turned camera shows it sideways."""

FEET_APART_LEGS = 0.05
"""Judged: how far one foot stands ahead of the other at mid-stance; no two legs are quite alike."""

LONGEST_STEP = 1.5
LEAST_CONFIDENCE = 0.5
LEAST_SEEN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class MidStance:
    """The middle of one stance: its side, and the time at which the hips are lowest."""

    side: Side
    t_s: float


@dataclass(frozen=True, slots=True)
class RearGait:
    """The stances in order and the time of a step; ``from_behind`` is False for a film from in front."""

    stances: tuple[MidStance, ...]
    step_s: float
    from_behind: bool

    def times_s(self, side: Side | None = None) -> Floats:
        """Return the times of mid-stance of one side, or of both."""
        return np.array([one.t_s for one in self.stances if side is None or one.side is side])


def find_stances(smooth: Landmarks) -> RearGait | None:
    """Return the stances in evenly timed, smoothed landmarks seen from behind; None where nothing strides."""
    height = smooth.middle("hip")[:, 1]
    if np.isfinite(height).sum() < 3:
        return None
    rate = smooth.frames_per_s
    known = np.where(np.isfinite(height), height, np.nanmax(height))
    level = known - slow_drift(height, rate)
    # The hips rise and fall alike in both steps; the feet's heights tell the whole stride.
    apart = smooth.of("left_ankle")[:, 1] - smooth.of("right_ankle")[:, 1]
    period = stride_s([apart], rate)
    if period is None:
        return None
    lows, _ = find_peaks(-level, distance=max(1, int(0.3 * period * rate)))
    lows = lows[np.isfinite(apart[lows])]
    times, left = smooth.t_s[lows], apart[lows] < 0
    kept = on_beat(times, left, 0.5 * period)
    stances = tuple(
        MidStance(Side.LEFT if is_left else Side.RIGHT, time)
        for time, is_left in zip(times[kept].tolist(), left[kept].tolist(), strict=True)
    )
    across = smooth.of("right_hip")[:, 0] - smooth.of("left_hip")[:, 0]
    return RearGait(stances, 0.5 * period, bool(np.nanmedian(across) >= 0))


class RearView:
    """The body seen from behind: ``across`` positive to the runner's right, ``up`` positive up."""

    def __init__(self, smooth: Landmarks, gait: RearGait) -> None:
        self.gait = gait
        self.clock = Clock(smooth.t_s)
        self._smooth = smooth
        self._turned = np.array([1.0 if gait.from_behind else -1.0, 1.0])
        self.leg = leg_length(smooth)

    def at(self, point: str) -> Floats:
        """Return a point (or the middle of two, as ``hip``) as across and up, shape ``(n, 2)``."""
        xy = self._smooth.middle(point) if point in ("hip", "shoulder") else self._smooth.of(point)
        turned: Floats = xy * self._turned
        return turned

    @property
    def in_pixels(self) -> bool:
        """Whether the landmarks are in pixels of the picture."""
        return self._smooth.in_pixels

    def shows(self, point: str) -> bool:
        """Return whether a point was seen, and the tool was sure of it, for most of the film."""
        sure = self._smooth.usual_confidence(point) >= LEAST_CONFIDENCE
        return sure and self._smooth.seen_share(point) >= LEAST_SEEN_SHARE

    def width(self, kind: str) -> float:
        """Return the usual distance across between the left and right point; NaN where they were not seen."""
        apart = self.at(f"right_{kind}") - self.at(f"left_{kind}")
        return self.length(apart * np.array([1.0, 0.0]))

    def length(self, line: Floats) -> float:
        """Return the usual length of a line of shape ``(n, 2)``; NaN where it was not seen."""
        lengths = np.hypot(*line.T)
        known = lengths[np.isfinite(lengths)]
        return float(np.median(known)) if known.size else np.nan

    def half_of_right_less_left(self, of_right: Floats, of_left: Floats) -> Floats:
        """Return half of what the right mid-stance has more than the left beside it, a value a pair.

        A camera's roll enters both alike and so cancels.
        """
        sides = np.array([one.side is Side.RIGHT for one in self.gait.stances])
        times = self.gait.times_s()
        values = np.where(sides, *(self.clock.read(series, times)[0] for series in (of_right, of_left)))
        pair = (sides[1:] != sides[:-1]) & (np.diff(times) < LONGEST_STEP * self.gait.step_s)
        halves: Floats = (0.5 * np.where(sides[1:], 1.0, -1.0) * np.diff(values))[pair]
        return halves

    def over_strides(self, side: Side, series: Floats, summary: Summary) -> Floats:
        """Return a summary of the series from each mid-stance of a side to its next."""
        times = self.gait.times_s(side)
        near = np.diff(times) < 2 * LONGEST_STEP * self.gait.step_s
        return self.clock.over(series, times[:-1][near], times[1:][near], summary)


def rear_steps(view: RearView) -> dict[str, Steps]:
    """Return the measures of trunk, pelvis and feet by the id of their metric; definitions as there.

    Pelvic drop and side lean are the mean of both sides: without a picture of quiet standing, the sides
    apart could not be told from a camera that is not level.
    """
    pelvis = view.at("right_hip") - view.at("left_hip")
    tilt = np.degrees(np.arctan2(pelvis[:, 1], np.abs(pelvis[:, 0])))
    trunk = view.at("shoulder") - view.at("hip")
    lean = np.degrees(np.arctan2(trunk[:, 0], trunk[:, 1]))
    hips = slow_drift(view.at("hip")[:, 0], view.clock.rate_hz)
    heels = [(view.at(f"{side}_heel")[:, 0] - hips) / view.leg for side in (Side.RIGHT, Side.LEFT)]
    drop = view.half_of_right_less_left(tilt, tilt)
    sway = view.half_of_right_less_left(lean, lean)
    width = 2.0 * view.half_of_right_less_left(heels[0], heels[1])
    measures = {
        # What a turned camera mixes in from the side enters both stances alike, and so cancels.
        "pelvic-drop": still(drop, view.width("hip"), "joint", lines=0),
        "trunk-lateral-lean": still(sway, view.length(trunk), "joint", lines=0),
        "step-width": still(width, view.leg, "along", depth=FEET_APART_LEGS),
    }
    # Each stance enters two pairs.
    return {metric: replace(steps, own_share=0.5) for metric, steps in measures.items()}


def hand_steps(view: RearView) -> dict[Side | None, dict[str, Steps]]:
    """Return the measures of the hands by side (None: of both) and by the id of their metric."""
    shoulders, hips = view.at("shoulder"), view.at("hip")
    line = hips - shoulders
    broad = view.width("shoulder")
    found: dict[Side | None, dict[str, Steps]] = {}
    travel = {}
    for side, inward in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        wrist = view.at(f"{side}_wrist")
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = shoulders[:, 0] + line[:, 0] * (wrist[:, 1] - shoulders[:, 1]) / line[:, 1]
        past = inward * (wrist[:, 0] - middle) / broad
        crossed = view.over_strides(side, past, "highest")
        found[side] = {"arm-cross-midline": still(crossed, broad, "along", depth=HAND_AHEAD, extreme=True)}
        travel[side] = view.over_strides(Side.RIGHT, wrist[:, 1], "range")
    half = 0.5 * (travel[Side.RIGHT] + travel[Side.LEFT])
    unlike = 100.0 * (travel[Side.RIGHT] - travel[Side.LEFT]) / half
    lever = float(np.nanmedian(half)) / 100.0 if np.isfinite(half).any() else np.nan
    found[None] = {"arm-swing-asymmetry": still(unlike, lever, "height")}
    return found
