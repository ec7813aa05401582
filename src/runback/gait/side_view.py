"""Form measures of a runner seen from the side, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from runback.gait.events import Contact, Gait
from runback.gait.landmarks import Floats, Landmarks
from runback.gait.repair import leg_length
from runback.model import Side

FLAT_SHARE = (0.3, 0.6)
"""Part of stance, judged, in which the foot is taken to stand flat: its angle there is the zero."""

LEAST_STANCE_SHARE = 0.35
"""Part of a stride that stance is taken to last, judged, where toe-off could not be told."""


@dataclass(frozen=True)
class Steps:
    """One side's values of one measure, one a step, with how fast the measure changes at its moment.

    ``per_s`` is the change in units a second at the moment read, 0 for means and extremes; ``lever`` the
    length, in the unit of the landmarks, over which their shake turns into the measure's unit.
    """

    values: Floats
    per_s: Floats
    lever: float
    in_degrees: bool = True


class SideView:
    """The body in the plane of running: ``forward`` positive the way the runner runs, ``up`` positive up."""

    def __init__(self, smooth: Landmarks, gait: Gait) -> None:
        self.t_s, self.gait = smooth.t_s, gait
        self._smooth = smooth
        self.leg = leg_length(smooth)

    def at(self, point: str) -> Floats:
        """Return a point (or the middle of two, as ``hip``) as forward and up, shape ``(n, 2)``."""
        kind = point in ("hip", "shoulder")
        xy = self._smooth.middle(point) if kind else self._smooth.of(point)
        turned: Floats = xy * np.array([self.gait.direction, 1.0])
        return turned

    def from_vertical(self, lower: str, upper: str) -> Floats:
        """Return the angle of a line between two points from vertical, positive with ``upper`` ahead."""
        line = self.at(upper) - self.at(lower)
        angle: Floats = np.degrees(np.arctan2(line[:, 0], line[:, 1]))
        return angle

    def length(self, one: str, other: str) -> float:
        """Return the usual length of a line between two points; NaN where they were not seen."""
        lengths = np.hypot(*(self.at(one) - self.at(other)).T)
        known = lengths[np.isfinite(lengths)]
        return float(np.median(known)) if known.size else np.nan

    def knee_flexion(self, side: Side) -> Floats:
        """Return how far the knee is bent, in degrees; negative where it lies behind hip and ankle."""
        thigh = self.from_vertical(f"{side}_knee", f"{side}_hip")
        shank = self.from_vertical(f"{side}_ankle", f"{side}_knee")
        flexion: Floats = shank - thigh
        return flexion

    def at_contact(self, side: Side, series: Floats, lever: float, *, in_degrees: bool = True) -> Steps:
        """Return the series at each initial contact of a side."""
        change = np.gradient(series, self.t_s)
        times = np.array([contact.t_s for contact in self.gait.of(side)])
        return Steps(self._read(series, times), self._read(change, times), lever, in_degrees)

    def at_toe_off(self, side: Side, series: Floats, lever: float) -> Steps:
        """Return the series at each toe-off of a side that could be told."""
        change = np.gradient(series, self.t_s)
        times = np.array([one.toe_off_s for one in self.gait.of(side) if one.toe_off_s is not None])
        return Steps(self._read(series, times), self._read(change, times), lever)

    def over_stance(
        self, side: Side, series: Floats, summary: Callable[[Floats], float], lever: float
    ) -> Steps:
        """Return a summary of the series over each stance of a side."""
        values = [
            summary(part)
            for contact in self.gait.of(side)
            if (part := self._during(series, contact)).size and np.isfinite(part).all()
        ]
        return Steps(np.array(values), np.zeros(len(values)), lever)

    def over_strides(
        self,
        side: Side,
        series: Floats,
        summary: Callable[[Floats], float],
        lever: float,
        *,
        in_degrees: bool,
    ) -> Steps:
        """Return a summary of the series from each contact of a side to its next."""
        times = [contact.t_s for contact in self.gait.of(side)]
        values = []
        for begin, end in pairwise(times):
            part = series[(self.t_s >= begin) & (self.t_s < end)]
            if end - begin < 1.5 * self.gait.stride_s and part.size and np.isfinite(part).all():
                values.append(summary(part))
        return Steps(np.array(values), np.zeros(len(values)), lever, in_degrees)

    def foot_angle(self, side: Side) -> Steps:
        """Return the foot's angle at contact against its own while it stands flat; positive toes up."""
        line = self.at(f"{side}_big_toe") - self.at(f"{side}_heel")
        angle = np.degrees(np.arctan2(line[:, 1], line[:, 0]))
        flat = []
        for contact in self.gait.of(side):
            part = self._during(angle, contact)
            first, last = (round(share * part.size) for share in FLAT_SHARE)
            if last > first and np.isfinite(part[first:last]).all():
                flat.append(float(np.median(part[first:last])))
        zero = float(np.median(flat)) if flat else np.nan
        return self.at_contact(side, angle - zero, self.length(f"{side}_big_toe", f"{side}_heel"))

    def _read(self, series: Floats, times: Floats) -> Floats:
        at = np.interp(times, self.t_s, series)
        read: Floats = at[np.isfinite(at)]
        return read

    def _during(self, series: Floats, contact: Contact) -> Floats:
        end = contact.toe_off_s or contact.t_s + LEAST_STANCE_SHARE * self.gait.stride_s
        during: Floats = series[(self.t_s >= contact.t_s) & (self.t_s <= end)]
        return during


def side_steps(view: SideView, side: Side) -> dict[str, Steps]:
    """Return every side measure of one leg by the id of its metric; definitions and signs as there."""
    shank = view.length(f"{side}_knee", f"{side}_ankle")
    thigh = view.length(f"{side}_hip", f"{side}_knee")
    trunk, arm = view.length("hip", "shoulder"), view.length(f"{side}_shoulder", f"{side}_elbow")
    knee = view.knee_flexion(side)
    reach = (view.at(f"{side}_ankle") - view.at("hip"))[:, 0] / view.leg
    lean = view.from_vertical("hip", "shoulder")
    hip_height = view.at("hip")[:, 1]
    swing = -view.from_vertical(f"{side}_elbow", f"{side}_shoulder")
    return {
        # Ankle ahead of knee is positive: the line's upper end then lies behind.
        "shank-angle-contact": view.at_contact(
            side, -view.from_vertical(f"{side}_ankle", f"{side}_knee"), shank
        ),
        "overstride-foot-hip": view.at_contact(side, reach, view.leg, in_degrees=False),
        "foot-inclination-contact": view.foot_angle(side),
        "knee-flexion-contact": view.at_contact(side, knee, min(shank, thigh)),
        "knee-flexion-midstance": view.over_stance(side, knee, _highest, min(shank, thigh)),
        "hip-extension-toeoff": view.at_toe_off(
            side, view.from_vertical(f"{side}_knee", f"{side}_hip"), thigh
        ),
        "trunk-forward-lean": view.over_stance(side, lean, _mean, trunk),
        "trunk-lean-range": view.over_strides(side, lean, _range, trunk, in_degrees=True),
        "vertical-oscillation-video": view.over_strides(
            side, hip_height / view.leg, _bounce, view.leg, in_degrees=False
        ),
        "elbow-angle": view.over_strides(side, _elbow(view, side), _mean, arm, in_degrees=True),
        "arm-swing-range": view.over_strides(side, swing, _range, arm, in_degrees=True),
    }


def _elbow(view: SideView, side: Side) -> Floats:
    upper = view.at(f"{side}_shoulder") - view.at(f"{side}_elbow")
    fore = view.at(f"{side}_wrist") - view.at(f"{side}_elbow")
    cosine = (upper * fore).sum(axis=1) / (np.hypot(*upper.T) * np.hypot(*fore.T))
    angle: Floats = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return angle


def _highest(part: Floats) -> float:
    return float(part.max())


def _mean(part: Floats) -> float:
    return float(part.mean())


def _range(part: Floats) -> float:
    return float(part.max() - part.min())


def _bounce(stride: Floats) -> float:
    """Return the mean of the two steps' rise and fall within one stride."""
    halves = np.array_split(stride, 2)
    return float(np.mean([half.max() - half.min() for half in halves]))
