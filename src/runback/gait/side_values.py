"""The values of a film from the side: which legs are read, in which unit, and what the film cannot carry."""

from __future__ import annotations

import numpy as np

from runback.gait.bands import Source, form_value
from runback.gait.events import Gait, cadence_spm
from runback.gait.form_values import Z90, FormValue, Withheld
from runback.gait.landmarks import Floats
from runback.gait.side_view import SideView, arm_steps, body_steps, leg_steps
from runback.gait.steps import Steps
from runback.gait.timing import TOE_OFF_ERROR_S, contact_error_s
from runback.knowledge import Metric, fact, metrics
from runback.model import Side

LEAST_RATE_FOR_STANCE_HZ = 118.0
"""Below the 120 that the metric's entry asks for by what films of 119.88 frames a second need."""

NEVER = {
    "pelvic-tilt-proxy": "no landmark lies on the front or back of the pelvis",
}


def side_values(
    view: SideView, near: Side | None, source: Source, height_cm: float | None
) -> list[FormValue | Withheld]:
    """Return every measure of a film from the side: the body's, then the near leg's, then the far leg's.

    The far leg is given where it was surely seen, with the greater error of its place; arms of the near side.
    """
    known = {metric.id: metric for metric in metrics()}
    times = np.array([one.t_s for one in view.gait.contacts])
    found: list[FormValue | Withheld] = [
        cadence_value(known["cadence-video"], times, 0.5 * view.gait.stride_s, source)
    ]
    found += [
        _in_unit(known[metric], None, steps, source, height_cm) for metric, steps in body_steps(view).items()
    ]
    far = None if near is None else next(side for side in Side if side is not near)
    for side in Side if near is None else (near, far):
        assert side is not None
        if side is far and not view.sure_of(side):
            continue
        found += [
            _in_unit(known[metric], side, steps, source, height_cm, far=side is far)
            for metric, steps in leg_steps(view, side).items()
        ]
        found.append(_stance(known["contact-time-video"], view.gait, side, source, far=side is far))
        if side is not far:
            found += [
                form_value(known[metric], side, steps, source)
                for metric, steps in arm_steps(view, side).items()
            ]
    found += [Withheld(metric, None, reason) for metric, reason in NEVER.items()]
    return found


def cadence_value(metric: Metric, times_s: Floats, step_s: float, source: Source) -> FormValue | Withheld:
    """Return the cadence of steps at ``times_s``; its error is the metric's, or one frame over the whole."""
    cadence = cadence_spm(times_s, step_s)
    if cadence is None:
        return Withheld(metric.id, None, "fewer than three steps")
    strides = times_s[2:] - times_s[:-2]
    usual = strides[np.abs(strides - 2 * step_s) < step_s]
    spread = float(np.std(120.0 / usual)) if usual.size > 1 else 0.0
    frame = cadence / (source.frames_per_s * (times_s[-1] - times_s[0]))
    error = max(metric.sem_deg_or_unit, frame)
    band = (cadence - Z90 * error, cadence + Z90 * error)
    return FormValue(metric.id, None, cadence, metric.unit, spread, times_s.size, error, band)


def in_cm(metric: Metric, steps: Steps, height_cm: float | None) -> Steps | None:
    """Return steps told in leg lengths in the metric's unit; None where that is cm and no height is known."""
    if metric.unit != "cm":
        return steps
    if height_cm is None:
        return None
    lengths = fact("segment-lengths").numbers
    return steps.scaled(height_cm * (lengths["thigh"] + lengths["shank"]))


def _in_unit(
    metric: Metric,
    side: Side | None,
    steps: Steps,
    source: Source,
    height_cm: float | None,
    *,
    far: bool = False,
) -> FormValue | Withheld:
    scaled = in_cm(metric, steps, height_cm)
    if scaled is None:
        return Withheld(metric.id, side, "it needs your height: --height-cm")
    return form_value(metric, side, scaled, source, far=far)


def _stance(metric: Metric, gait: Gait, side: Side, source: Source, *, far: bool) -> FormValue | Withheld:
    """Return the contact time of one leg, where the frame rate carries it."""
    if source.frames_per_s < LEAST_RATE_FOR_STANCE_HZ:
        told = (
            f"at {source.frames_per_s:.0f} frames a second contact time cannot be read; film at 120 or more"
        )
        return Withheld(metric.id, side, told)
    stances = np.array(
        [1000.0 * (one.toe_off_s - one.t_s) for one in gait.of(side) if one.toe_off_s is not None]
    )
    change = np.full(stances.size, 1000.0)
    timing = np.hypot(contact_error_s(), TOE_OFF_ERROR_S)
    return form_value(metric, side, Steps(stances, change, np.inf, "time", 0.0, timing), source, far=far)
