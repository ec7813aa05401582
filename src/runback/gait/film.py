"""From landmarks to form: repaired, checked, smoothed, cut into steps, measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from runback.gait.bands import Source
from runback.gait.camera_turn import MOST_CORRECTED_DEG, camera_turn_deg, widening
from runback.gait.events import Gait, find_contacts
from runback.gait.form_values import FormValue, View, Withheld
from runback.gait.landmarks import Landmarks
from runback.gait.quality import (
    body_refusals,
    rear_refusals,
    shake_refusals,
    side_refusals,
)
from runback.gait.rear_values import rear_values
from runback.gait.rear_view import RearGait, RearView, find_stances
from runback.gait.refusal import Refusal
from runback.gait.repair import leg_length, unswapped
from runback.gait.side_values import side_values
from runback.gait.side_view import SideView
from runback.gait.smoothing import evened, shake, smoothed_path
from runback.model import Side

LEAST_RATE_FOR_ANGLES_HZ = 50.0
"""Judged between the 60 that fact ``fps-quantisation`` asks for and films of 59.94 or a little less."""


@dataclass(frozen=True, slots=True)
class FilmForm:
    """What a film says of form; ``refusals`` is not empty where it cannot be measured, and then all else is.

    ``near`` is the leg towards the camera, where that could be told: it leads. ``gait`` holds the steps of a
    film from the side, ``rear_gait`` those of one from behind. ``notes`` say what holds for all values.
    """

    view: View
    refusals: tuple[Refusal, ...]
    values: tuple[FormValue, ...]
    withheld: tuple[Withheld, ...]
    near: Side | None
    gait: Gait | None
    rear_gait: RearGait | None
    frames_per_s: float
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """How many steps were found."""
        if self.gait is not None:
            return len(self.gait.contacts)
        return 0 if self.rear_gait is None else len(self.rear_gait.stances)

    def value(self, metric: str) -> FormValue | None:
        """Return the value of a metric: of both sides, of the near leg, or the first there is."""
        found = [one for one in self.values if one.metric == metric]
        leading = [one for one in found if one.side in (None, self.near)]
        return next(iter(leading or found), None)


def film_form(
    landmarks: Landmarks,
    *,
    view: View = "side",
    near: Side | None = None,
    height_cm: float | None = None,
    treadmill: bool | None = None,
    posed: bool = True,
) -> FilmForm:
    """Return the form measures of landmarks seen from the side or from behind, or why they are refused.

    ``height_cm`` turns leg lengths into centimetres by fact ``segment-lengths``. ``treadmill`` False says
    that the runner came nearer or went away. ``posed`` says that a pose model placed the landmarks.
    Definitions: the metrics of the evidence base; bands: ``gait.form_values``.
    """
    repaired, swapped_share = unswapped(landmarks)
    rate = landmarks.frames_per_s
    form = FilmForm(view, (), (), (), None, None, None, rate, landmarks.seconds)
    refusals = body_refusals(repaired, swapped_share, view)
    if refusals:
        return replace(form, refusals=tuple(refusals))
    leg = leg_length(repaired)
    raw = evened(repaired)
    smooth = smoothed_path(raw, leg)
    shaken = float(np.nanmedian(shake(raw, smooth)))
    refusals = shake_refusals(shaken, leg)
    if refusals:
        return replace(form, refusals=tuple(refusals))
    source = Source(shaken, smooth.frames_per_s, rate, posed)
    notes = _notes(swapped_share, rate)
    if view == "rear":
        ground = treadmill is not False
        return _seen_from_behind(form, smooth, source, notes, height_cm=height_cm, treadmill=ground)
    near = near or _near(repaired)
    return _seen_from_the_side(form, smooth, source, notes, near=near, height_cm=height_cm)


def _seen_from_the_side(
    form: FilmForm,
    smooth: Landmarks,
    source: Source,
    notes: list[str],
    *,
    near: Side | None,
    height_cm: float | None,
) -> FilmForm:
    gait = find_contacts(smooth)
    refusals = side_refusals(gait)
    if refusals or gait is None:
        return replace(form, refusals=tuple(refusals))
    if near is None:
        notes.insert(
            0,
            "Which leg is nearer to the camera could not be told: both are shown; the far one is less sure.",
        )
    turned = camera_turn_deg(smooth)
    if turned > MOST_CORRECTED_DEG:
        notes.append("The camera seems to be turned: film at a right angle to the way of running.")
    view = SideView(smooth, gait, widening(turned))
    hidden = [side for side in Side if near not in (None, side) and not view.sure_of(side)]
    notes += [
        f"The near leg hides the {side} one too often to measure it: film from the other side."
        for side in hidden
    ]
    values, withheld = _parted(side_values(view, near, source, height_cm))
    return replace(form, values=values, withheld=withheld, near=near, gait=gait, notes=tuple(notes))


def _seen_from_behind(
    form: FilmForm,
    smooth: Landmarks,
    source: Source,
    notes: list[str],
    *,
    height_cm: float | None,
    treadmill: bool,
) -> FilmForm:
    gait = find_stances(smooth)
    refusals = rear_refusals(gait, smooth)
    if refusals or gait is None:
        return replace(form, refusals=tuple(refusals))
    found = rear_values(RearView(smooth, gait), source, height_cm, treadmill=treadmill)
    values, withheld = _parted(found)
    return replace(form, values=values, withheld=withheld, rear_gait=gait, notes=tuple(notes))


def _parted(
    found: list[FormValue | Withheld],
) -> tuple[tuple[FormValue, ...], tuple[Withheld, ...]]:
    return (
        tuple(one for one in found if isinstance(one, FormValue)),
        tuple(one for one in found if isinstance(one, Withheld)),
    )


def refused_film(
    refusals: tuple[Refusal, ...], *, frames_per_s: float, seconds: float, view: View = "side"
) -> FilmForm:
    """Return the form of a film that was refused before a step was looked for."""
    return FilmForm(view, refusals, (), (), None, None, None, frames_per_s, seconds)


def _near(landmarks: Landmarks) -> Side | None:
    """Return the leg that the tool is surer of, which is the one towards the camera; None where it is not."""
    sure = {
        side: np.mean([landmarks.usual_confidence(f"{side}_{point}") for point in ("knee", "ankle", "heel")])
        for side in Side
    }
    if abs(sure[Side.LEFT] - sure[Side.RIGHT]) < 0.02:
        return None
    return max(sure, key=lambda side: sure[side])


def _notes(swapped_share: float, rate: float) -> list[str]:
    notes = []
    if swapped_share > 0:
        notes.append(
            f"Legs taken for each other were put right in {100 * swapped_share:.0f} % of the frames."
        )
    if rate < LEAST_RATE_FOR_ANGLES_HZ:
        notes.append(
            f"At {rate:.0f} frames a second the moment of contact is less sure; 60 or 120 are better."
        )
    return notes


def to_json(form: FilmForm) -> Mapping[str, Any]:
    """Return the form of a film as plain values."""
    return {
        "view": form.view,
        "refused": [{"reason": one.reason, "remedy": one.remedy} for one in form.refusals],
        "near": form.near.value if form.near else None,
        "frames_per_s": form.frames_per_s,
        "seconds": form.seconds,
        "steps": form.steps,
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
