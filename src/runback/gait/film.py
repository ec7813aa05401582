"""From landmarks to form: repaired, checked, smoothed, cut into steps, measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from runback.gait.events import Gait, cadence_spm, find_contacts
from runback.gait.form_values import FormValue, Withheld, form_value
from runback.gait.landmarks import POINTS, Landmarks
from runback.gait.quality import Refusal, body_refusals, gait_refusals
from runback.gait.repair import leg_length, unswapped
from runback.gait.side_view import SideView, side_steps
from runback.gait.smoothing import despiked, evened, shake, smoothed
from runback.knowledge import Metric, fact, metrics
from runback.model import Side

LEAST_RATE_FOR_STANCE_HZ = 120.0
LEAST_RATE_FOR_ANGLES_HZ = 50.0
"""Judged between the 60 that fact ``fps-quantisation`` asks for and films of 59.94 or a little less."""


@dataclass(frozen=True, slots=True)
class FilmForm:
    """What a film says of form; ``refusals`` is not empty where it cannot be measured, and then all else is.

    ``near`` is the leg towards the camera, where that could be told: it leads. ``notes`` say what holds for
    all values.
    """

    refusals: tuple[Refusal, ...]
    values: tuple[FormValue, ...]
    withheld: tuple[Withheld, ...]
    near: Side | None
    gait: Gait | None
    frames_per_s: float
    seconds: float
    notes: tuple[str, ...] = ()


def film_form(
    landmarks: Landmarks,
    *,
    near: Side | None = None,
    height_cm: float | None = None,
    posed: bool = True,
) -> FilmForm:
    """Return the form measures of landmarks seen from the side, or why they are refused.

    ``height_cm`` turns leg lengths into centimetres by fact ``segment-lengths``. ``posed`` says that a pose
    model placed the landmarks. Definitions: the metrics of the evidence base; bands: ``gait.form_values``.
    """
    repaired, swapped_share = unswapped(landmarks)
    rate, seconds = landmarks.frames_per_s, landmarks.seconds
    empty = FilmForm((), (), (), None, None, rate, seconds)
    refusals = body_refusals(repaired, swapped_share)
    if refusals:
        return replace(empty, refusals=tuple(refusals))
    raw = despiked(evened(repaired), leg_length(repaired))
    smooth = smoothed(raw)
    gait = find_contacts(smooth)
    refusals = gait_refusals(gait, rate)
    if refusals or gait is None:
        return replace(empty, refusals=tuple(refusals))
    near = near or _near(repaired)
    noise = float(np.nanmedian(shake(raw, smooth)))
    measured = _side_values(SideView(smooth, gait), near, noise, rate, height_cm, posed=posed)
    values = [one for one in measured if isinstance(one, FormValue)]
    withheld = [one for one in measured if isinstance(one, Withheld)]
    return FilmForm(
        refusals=(),
        values=tuple(values),
        withheld=tuple(withheld),
        near=near,
        gait=gait,
        frames_per_s=rate,
        seconds=seconds,
        notes=_notes(near, swapped_share, rate),
    )


def refused_film(refusals: tuple[Refusal, ...], *, frames_per_s: float, seconds: float) -> FilmForm:
    """Return the form of a film that was refused before a step was looked for."""
    return FilmForm(refusals, (), (), None, None, frames_per_s, seconds)


def _near(landmarks: Landmarks) -> Side | None:
    """Return the leg that the tool is surer of, which is the one towards the camera; None where it is not."""
    sure = {
        side: np.nanmean(
            [landmarks.confidence[:, POINTS.index(f"{side}_{point}")] for point in ("knee", "ankle", "heel")]
        )
        for side in Side
        if np.isfinite(landmarks.confidence[:, POINTS.index(f"{side}_ankle")]).any()
    }
    if len(sure) < 2 or abs(sure[Side.LEFT] - sure[Side.RIGHT]) < 0.02:
        return None
    return max(sure, key=lambda side: sure[side])


def _side_values(
    view: SideView, near: Side | None, noise: float, rate: float, height_cm: float | None, *, posed: bool
) -> list[FormValue | Withheld]:
    known = {metric.id: metric for metric in metrics()}
    found: list[FormValue | Withheld] = [_cadence(view.gait, known["cadence-video"], rate)]
    for side in (near,) if near is not None else tuple(Side):
        for metric_id, steps in side_steps(view, side).items():
            metric, scaled = _in_units(known[metric_id], steps.lever, height_cm)
            if metric is None:
                found.append(Withheld(metric_id, side, "it needs your height: --height-cm"))
                continue
            one = form_value(
                metric,
                side,
                replace(steps, values=steps.values * scaled),
                shake=noise * scaled if not steps.in_degrees else noise,
                frames_per_s=rate,
                posed=posed,
            )
            found.append(one)
    if rate < LEAST_RATE_FOR_STANCE_HZ:
        told = f"at {rate:.0f} frames a second contact time cannot be read; film at 120 or more"
        found.append(Withheld("contact-time-video", None, told))
    return found


def _in_units(metric: Metric, leg: float, height_cm: float | None) -> tuple[Metric | None, float]:
    """Return the metric and the factor from leg lengths to its unit; no metric where height is missing."""
    if metric.unit != "cm":
        return metric, 1.0
    if height_cm is None:
        return None, 1.0
    lengths = fact("segment-lengths").numbers
    return metric, height_cm * (lengths["thigh"] + lengths["shank"])


def _cadence(gait: Gait, metric: Metric, rate: float) -> FormValue | Withheld:
    cadence = cadence_spm(gait)
    if cadence is None:
        return Withheld(metric.id, None, "fewer than three steps")
    times = np.array([contact.t_s for contact in gait.contacts])
    spread = float(np.std(120.0 / np.diff(times[::2]))) if times.size > 4 else 0.0
    error = max(metric.sem_deg_or_unit, cadence / (rate * (times[-1] - times[0])))
    band = (cadence - 1.645 * error, cadence + 1.645 * error)
    return FormValue(metric.id, None, cadence, metric.unit, spread, times.size, error, band)


def _notes(near: Side | None, swapped_share: float, rate: float) -> tuple[str, ...]:
    notes = []
    if near is None:
        notes.append(
            "Which leg is nearer to the camera could not be told: both are shown; the far one is less sure."
        )
    if swapped_share > 0:
        notes.append(
            f"Legs taken for each other were put right in {100 * swapped_share:.0f} % of the frames."
        )
    if rate < LEAST_RATE_FOR_ANGLES_HZ:
        notes.append(
            f"At {rate:.0f} frames a second the moment of contact is less sure; 60 or 120 are better."
        )
    return tuple(notes)


def to_json(form: FilmForm) -> Mapping[str, Any]:
    """Return the form of a film as plain values."""
    return {
        "refused": [{"reason": one.reason, "remedy": one.remedy} for one in form.refusals],
        "near": form.near.value if form.near else None,
        "frames_per_s": form.frames_per_s,
        "seconds": form.seconds,
        "steps": len(form.gait.contacts) if form.gait else 0,
        "metrics": [
            {
                "id": one.metric,
                "side": one.side.value if one.side else None,
                "value": one.value,
                "unit": one.unit,
                "spread": one.spread,
                "steps": one.steps,
                "error": one.error,
                "band": list(one.band),
            }
            for one in form.values
        ],
        "withheld": [
            {"id": one.metric, "side": one.side.value if one.side else None, "reason": one.reason}
            for one in form.withheld
        ],
        "notes": list(form.notes),
    }
