"""Form measures of a runner seen from the side, step by step."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np

from runback.gait.events import Contact, Gait, three_point_angle
from runback.gait.landmarks import Floats, Landmarks
from runback.gait.repair import leg_length
from runback.gait.steps import Clock, Kind, Steps, Summary, still
from runback.gait.timing import TOE_OFF_ERROR_S, contact_error_s
from runback.model import Side

FLAT_SHARE = (0.3, 0.6)
"""Part of stance, judged, in which the foot is taken to stand flat: its angle there is the zero."""

LEAST_STANCE_SHARE = 0.35
"""Part of a stride that stance is taken to last, judged, where toe-off could not be told."""

HIP_OUT_LEGS = 0.12
"""How far a hip and its foot lie from the middle of the body, in leg lengths (facts ``segment-lengths``)."""

LONGEST_STEP = 1.5
LEAST_FAR_CONFIDENCE = 0.75
"""Judged: on a real film a model was 0.6 sure of the far knee, and bent it a third less than the near one."""


class SideView:
    """The body in the plane of running: ``forward`` positive the way the runner runs, ``up`` positive up.

    ``wider`` draws out what a turned camera shortens along the picture (``gait.camera_turn``).
    """

    def __init__(self, smooth: Landmarks, gait: Gait, wider: float = 1.0) -> None:
        self.gait = gait
        self.clock = Clock(smooth.t_s)
        self._smooth = smooth
        self._turned = np.array([gait.direction * wider, 1.0])
        self.leg = leg_length(smooth)

    def sure_of(self, side: Side) -> bool:
        """Return whether the tool was sure enough of a leg to measure it though it is the far one."""
        points = ("knee", "ankle", "heel", "big_toe")
        return all(
            self._smooth.usual_confidence(f"{side}_{point}") >= LEAST_FAR_CONFIDENCE for point in points
        )

    def at(self, point: str) -> Floats:
        """Return a point (or the middle of two, as ``hip``) as forward and up, shape ``(n, 2)``."""
        if point == "ear":
            # From the side one ear may be hidden.
            near, other = self._smooth.of("left_ear"), self._smooth.of("right_ear")
            xy = np.where(np.isfinite(near) & np.isfinite(other), 0.5 * (near + other), np.fmax(near, other))
        else:
            xy = self._smooth.middle(point) if point in ("hip", "shoulder") else self._smooth.of(point)
        turned: Floats = xy * self._turned
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

    def at_contact(self, side: Side, series: Floats, lever: float, kind: Kind, depth: float = 0.0) -> Steps:
        """Return the series at each initial contact of a side."""
        times = np.array([one.t_s for one in self.gait.of(side)])
        return Steps(*self.clock.read(series, times), lever, kind, depth, contact_error_s())

    def at_toe_off(self, side: Side, series: Floats, lever: float, kind: Kind) -> Steps:
        """Return the series at each toe-off of a side that could be told."""
        times = np.array([one.toe_off_s for one in self.gait.of(side) if one.toe_off_s is not None])
        return Steps(*self.clock.read(series, times), lever, kind, 0.0, TOE_OFF_ERROR_S)

    def over_stance(self, contacts: tuple[Contact, ...], series: Floats, summary: Summary) -> Floats:
        """Return a summary of the series over each stance."""
        usual = LEAST_STANCE_SHARE * self.gait.stride_s
        begins = np.array([one.t_s for one in contacts])
        ends = np.array([one.t_s + usual if one.toe_off_s is None else one.toe_off_s for one in contacts])
        return self.clock.over(series, begins, ends, summary)

    def between_contacts(self, side: Side | None, series: Floats, summary: Summary) -> Floats:
        """Return a summary from each contact to the next: of one side (strides), or of both (steps)."""
        contacts = self.gait.contacts if side is None else self.gait.of(side)
        usual = self.gait.stride_s * (0.5 if side is None else 1.0)
        times = np.array([one.t_s for one in contacts])
        near = np.diff(times) < LONGEST_STEP * usual
        return self.clock.over(series, times[:-1][near], times[1:][near], summary)

    def foot_angle(self, side: Side) -> Steps:
        """Return the foot's angle at contact against its own while it stands flat; positive toes up."""
        line = self.at(f"{side}_big_toe") - self.at(f"{side}_heel")
        angle = np.degrees(np.arctan2(line[:, 1], line[:, 0]))
        contacts = self.gait.of(side)
        begins = np.array([one.t_s for one in contacts])
        usual = LEAST_STANCE_SHARE * self.gait.stride_s
        stance = np.array([usual if one.toe_off_s is None else one.toe_off_s - one.t_s for one in contacts])
        early, late = FLAT_SHARE
        flat = self.clock.over(angle, begins + early * stance, begins + late * stance, "mean")
        known = flat[np.isfinite(flat)]
        zero = float(np.median(known)) if known.size else np.nan
        lever = self.length(f"{side}_big_toe", f"{side}_heel")
        return self.at_contact(side, angle - zero, lever, "joint")


def leg_steps(view: SideView, side: Side) -> dict[str, Steps]:
    """Return the measures of one leg by the id of their metric; definitions and signs as there."""
    shank = view.length(f"{side}_knee", f"{side}_ankle")
    thigh = view.length(f"{side}_hip", f"{side}_knee")
    # Ankle ahead of knee is positive: the line's upper end then lies behind.
    shank_angle = -view.from_vertical(f"{side}_ankle", f"{side}_knee")
    thigh_angle = view.from_vertical(f"{side}_knee", f"{side}_hip")
    flexion = -shank_angle - thigh_angle
    reach = (view.at(f"{side}_ankle") - view.at("hip"))[:, 0] / view.leg
    both = min(shank, thigh)
    landing = replace(view.at_contact(side, flexion, both, "joint"), lines=2)
    deepest = view.over_stance(view.gait.of(side), flexion, "highest")
    return {
        "shank-angle-contact": view.at_contact(side, shank_angle, shank, "lean"),
        "overstride-foot-hip": view.at_contact(side, reach, view.leg, "along", HIP_OUT_LEGS),
        "foot-inclination-contact": view.foot_angle(side),
        "knee-flexion-contact": landing,
        "knee-flexion-midstance": still(deepest, both, "joint", lines=2, extreme=True),
        # The knee at two moments: both lines lean across twice.
        "knee-excursion-stance": replace(landing, values=deepest - landing.values, lines=4, extreme=True),
        "hip-extension-toeoff": view.at_toe_off(side, thigh_angle, thigh, "lean"),
    }


def arm_steps(view: SideView, side: Side) -> dict[str, Steps]:
    """Return the measures of one arm by the id of their metric."""
    arm = view.length(f"{side}_shoulder", f"{side}_elbow")
    bent = three_point_angle(*(view.at(f"{side}_{point}") for point in ("shoulder", "elbow", "wrist")))
    swing = -view.from_vertical(f"{side}_elbow", f"{side}_shoulder")
    ranges = view.between_contacts(side, swing, "range")
    return {
        "elbow-angle": still(view.between_contacts(side, bent, "mean"), arm, "joint", lines=2),
        "arm-swing-range": still(ranges, arm, "joint", extreme=True),
    }


def body_steps(view: SideView) -> dict[str, Steps]:
    """Return the measures of trunk, head and hips, which both legs share, by the id of their metric."""
    lean = view.from_vertical("hip", "shoulder")
    trunk = view.length("hip", "shoulder")
    over_stance = view.over_stance(view.gait.contacts, lean, "mean")
    sway = view.between_contacts(None, lean, "range")
    bounce = view.between_contacts(None, view.at("hip")[:, 1] / view.leg, "range")
    neck = view.at("ear") - view.at("shoulder")
    head = np.degrees(np.arctan2(neck[:, 0], neck[:, 1]))
    held = view.over_stance(view.gait.contacts, head, "mean")
    return {
        "trunk-forward-lean": still(over_stance, trunk, "lean"),
        "trunk-lean-range": still(sway, trunk, "joint", extreme=True),
        "head-forward": still(held, view.length("shoulder", "ear"), "lean"),
        # The middle of two points shakes less than one by the root of two.
        "vertical-oscillation-video": still(bounce, sqrt(2.0) * view.leg, "height", extreme=True),
    }
