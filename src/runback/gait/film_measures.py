"""The findings of the form family that rest on the runner's films.

All weights are judged and small: no prospective study ties what a film shows to back pain (facts
``unknown-form-causes-lbp`` and ``biomech-prospective-null``). A value speaks for a cause only as far as it
lies beyond the typical range by more than its own error, and in full only where two films say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Literal

import numpy as np

from runback.gait.film_decay import decay_findings
from runback.gait.film_strike import strike_finding
from runback.gait.film_words import NO_TRIAL, film_words, reference_words, value_words
from runback.gait.form_values import FormValue, View
from runback.gait.own_films import KeptFilm
from runback.gait.retraining import cadence_trial, cue
from runback.knowledge import Metric, metrics
from runback.model import DateRange, Finding, Missing

RECENT_DAYS = 84
"""Judged: films older than twelve weeks tell of another runner."""

WEIGHTS = ((-2.0, -0.6), (0.0, -0.2), (1.0, 0.0), (2.0, 0.6), (3.0, 1.0))
"""Errors beyond the typical limit, and the share of the greatest weight."""

ONE_FILM_SHARE = 0.5
LEAST_DOUBT, DOUBT = 0.08, 0.5


@dataclass(frozen=True, slots=True)
class FilmMeasure:
    """How one metric speaks for one cause: which end of its range, and the greatest ``log_lr``.

    ``with_trial`` says that what to try is quicker steps rather than the metric's own cue.
    """

    cause: str
    measure: str
    metric: str
    view: View
    beyond: Literal["high", "low", "either"]
    greatest: float
    group: str
    evidence: tuple[str, ...]
    with_trial: bool = False


MEASURES = (
    FilmMeasure(
        *("overstriding", "film_shank_angle", "shank-angle-contact", "side", "high", 0.35, "film-landing"),
        (
            "foot-hip-braking",
            "overstride-no-cutoff",
            "cadence-meta-injury-gap",
            "cadence-and-spinal-shrinkage",
        ),
        with_trial=True,
    ),
    FilmMeasure(
        *("overstriding", "film_foot_to_hip", "overstride-foot-hip", "side", "high", 0.3, "film-landing"),
        ("foot-hip-braking", "stride-rate-foot-hip", "unknown-form-causes-lbp"),
    ),
    FilmMeasure(
        *(
            "leaning-or-hunching",
            "film_trunk_lean",
            "trunk-forward-lean",
            "side",
            "either",
            0.25,
            "film-trunk",
        ),
        ("trunk-lean-norm", "trunk-lean-groups", "lbp-fatigue-posture", "unknown-form-causes-lbp"),
    ),
    FilmMeasure(
        *(
            "posture-not-neutral",
            "film_thigh_extension",
            "hip-extension-toeoff",
            "side",
            "low",
            0.12,
            "film-hip",
        ),
        ("pelvic-tilt-hip-extension", "pelvic-tilt-not-from-keypoints", "lbp-gait-meta"),
    ),
    FilmMeasure(
        *("arm-movement", "film_arm_crossing", "arm-cross-midline", "rear", "high", 0.15, "film-arms"),
        ("arm-angular-momentum", "arm-swing-passive", "lbp-pelvis-rotation"),
    ),
    FilmMeasure(
        *("arm-movement", "film_arm_asymmetry", "arm-swing-asymmetry", "rear", "either", 0.1, "film-arms"),
        ("asymmetry-not-risk", "arm-swing-cost"),
    ),
    FilmMeasure(
        *("pelvic-drop", "film_pelvic_drop", "pelvic-drop", "rear", "high", 0.25, "film-pelvis"),
        ("pelvic-drop-injury", "biomech-prospective-null", "frontal-2d-validity"),
    ),
)


def film_findings(films: Sequence[KeptFilm], today: date) -> list[Finding | Missing]:
    """Return what the films of the twelve weeks to ``today`` say; ``films`` are all of the runner, by day."""
    window = DateRange.ending(today, RECENT_DAYS)
    recent = [one for one in films if window.first <= one.day <= window.last]
    fresh = [one for one in recent if one.moment != "tired"]
    found: list[Finding | Missing] = [_measured(measure, fresh) for measure in MEASURES]
    found.append(strike_finding([one for one in fresh if one.view == "side"], window))
    return found + decay_findings(recent, window)


def _measured(measure: FilmMeasure, films: Sequence[KeptFilm]) -> Finding | Missing:
    metric = next(one for one in metrics() if one.id == measure.metric)
    of_view = [one for one in films if one.view == measure.view]
    known = [(film, value) for film in of_view if (value := film.value(measure.metric)) is not None]
    if not known:
        return Missing(measure.cause, measure.measure, _why_not(metric, of_view, measure.view))
    film, value = known[-1]
    share = _share(measure, metric, value)
    if share > 0:
        # Two films agree where the one before said so too.
        before = _share(measure, metric, known[-2][1]) if len(known) > 1 else 0.0
        share *= 1.0 if before > 0 else ONE_FILM_SHARE
    centre = share * measure.greatest
    half = LEAST_DOUBT + DOUBT * abs(centre)
    return Finding(
        cause=measure.cause,
        measure=measure.measure,
        group=measure.group,
        value=value.value,
        unit=value.unit,
        reference=reference_words(metric),
        log_lr=centre,
        log_lr_interval=(centre - half, centre + half),
        basis="judged",
        evidence=measure.evidence,
        window=DateRange(known[0][0].day, film.day),
        sentence=_sentence(measure, metric, film, value, beyond=share > 0, twice=len(known) > 1),
    )


def _share(measure: FilmMeasure, metric: Metric, value: FormValue) -> float:
    """Return the share of the greatest weight, by how many errors the value lies beyond the typical range."""
    error = max(value.error, metric.sem_deg_or_unit)
    over, under = (value.value - metric.typical_high) / error, (metric.typical_low - value.value) / error
    beyond = {"high": over, "low": under, "either": max(over, under)}[measure.beyond]
    places, shares = zip(*WEIGHTS, strict=True)
    return 0.0 if isnan(beyond) else float(np.interp(beyond, places, shares))


def _why_not(metric: Metric, films: Sequence[KeptFilm], view: View) -> str:
    seen = "side" if view == "side" else "behind"
    if films:
        return (
            f"{metric.name.lower()}: the film from {'the ' if view == 'side' else ''}{seen} does not carry it"
        )
    return (
        f"no film from {'the ' if view == 'side' else ''}{seen} in the last {RECENT_DAYS // 7} weeks; "
        "runback gait guide says how to film"
    )


def _sentence(
    measure: FilmMeasure, metric: Metric, film: KeptFilm, value: FormValue, *, beyond: bool, twice: bool
) -> str:
    told = f"{film_words(film)}: {metric.name.lower()} {value_words(value)}"
    if not beyond:
        return f"{told}, {reference_words(metric)}. {NO_TRIAL}"
    cadence = film.value("cadence-video")
    trial = cadence_trial(cadence.value).sentence if measure.with_trial and cadence is not None else ""
    agreed = "" if twice else " One film says so; a second would tell whether it lasts."
    return (
        f"{told}, beyond what is typical by more than the error ({reference_words(metric)}).{agreed} "
        f"Worth a try for some weeks, with your pain log as the judge: {trial or cue(metric.id)}"
        f"{'.' if trial else ''} {NO_TRIAL}"
    )
