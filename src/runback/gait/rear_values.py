"""The values of a film from behind, each only where the film resolves it."""

from __future__ import annotations

from runback.gait.bands import Source, form_value, shake_error
from runback.gait.form_values import FormValue, Withheld
from runback.gait.rear_view import RearView, hand_steps, rear_steps
from runback.gait.side_values import cadence_value, in_cm
from runback.gait.steps import Steps
from runback.knowledge import Metric, metrics
from runback.model import Side

LEAST_HIP_PX = 44.0
"""Judged: the hips lie some 22 cm apart (the metric's entry), so that two pixels are a centimetre."""

NEVER = {"trunk-axial-rotation": "a turn about the upright axis does not show from behind"}


def rear_values(
    view: RearView, source: Source, height_cm: float | None, *, treadmill: bool
) -> list[FormValue | Withheld]:
    """Return every measure of a film from behind, or why it is withheld."""
    known = {metric.id: metric for metric in metrics()}
    found: list[FormValue | Withheld] = [
        cadence_value(known["cadence-video"], view.gait.times_s(), view.gait.step_s, source)
    ]
    for metric_id, steps in rear_steps(view).items():
        metric = known[metric_id]
        reason = _unresolved(metric, steps, view, source, treadmill=treadmill)
        scaled = in_cm(metric, steps, height_cm)
        if scaled is None:
            reason = reason or "it needs your height: --height-cm"
        found.append(
            Withheld(metric_id, None, reason)
            if reason or scaled is None
            else form_value(metric, None, scaled, source)
        )
    for side, measures in hand_steps(view).items():
        hidden = [one for one in Side if side in (None, one) and not view.shows(f"{one}_wrist")]
        for metric_id, steps in measures.items():
            found.append(
                Withheld(metric_id, side, f"the trunk hides the {' and the '.join(hidden)} hand")
                if hidden
                else form_value(known[metric_id], side, steps, source)
            )
    found += [Withheld(metric, None, reason) for metric, reason in NEVER.items()]
    return found


def _unresolved(metric: Metric, steps: Steps, view: RearView, source: Source, *, treadmill: bool) -> str:
    """Return why the film does not carry a measure; empty where it does."""
    if metric.id == "step-width" and not treadmill:
        return "off a treadmill the runner's size in the picture changes"
    if metric.id != "pelvic-drop":
        return ""
    if view.in_pixels and steps.lever < LEAST_HIP_PX:
        return f"the hips lie {steps.lever:.0f} pixels apart; {LEAST_HIP_PX:.0f} are needed. Film from nearer"
    error = shake_error(steps, source)
    if error > metric.sem_deg_or_unit:
        return f"the landmarks' shake alone turns the line of the hips by {error:.0f} degrees"
    return ""
