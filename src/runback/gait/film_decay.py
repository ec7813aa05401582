"""Form that decays: a film late in a run held against one early in a run of the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from runback.gait.film_words import NO_TRIAL
from runback.gait.own_films import KeptFilm, detectable
from runback.knowledge import metrics
from runback.model import DateRange, Finding, Missing
from runback.units import day_words

CAUSE = "form-decay"
LEAST_DOUBT, DOUBT = 0.08, 0.5
DRIFTED = ((0.0, -0.05), (1.0, 0.1), (2.0, 0.3))
"""Drift in multiples of what can be told, and the ``log_lr``."""


@dataclass(frozen=True, slots=True)
class FilmDrift:
    """A metric that drifts; ``drift`` is the drift's own entry, ``tired`` the sign that tiring has."""

    measure: str
    name: str
    metric: str
    drift: str
    tired: float
    evidence: tuple[str, ...]


DRIFTS = (
    FilmDrift(
        *("film_lean_drift", "trunk lean", "trunk-forward-lean", "drift-trunk-lean", 1.0),
        ("fatigue-novice-lean", "fatigue-trends-review"),
    ),
    FilmDrift(
        *("film_cadence_drift", "cadence", "cadence-video", "drift-cadence", -1.0),
        ("fatigue-trends-review", "cadence-elite-100km"),
    ),
)


def decay_findings(films: Sequence[KeptFilm], window: DateRange) -> list[Finding | Missing]:
    """Return the drift of lean and cadence from the fresh to the tired film of the latest day with both."""
    pair = _latest_pair(films)
    if pair is None:
        reason = "no film from the side both early and late in one run (--moment fresh, --moment tired)"
        return [_missing(drift, reason) for drift in DRIFTS]
    return [_drifted(*pair, drift, window) for drift in DRIFTS]


def _latest_pair(films: Sequence[KeptFilm]) -> tuple[KeptFilm, KeptFilm] | None:
    for tired in reversed([one for one in films if one.moment == "tired" and one.view == "side"]):
        for fresh in reversed(films):
            if (fresh.day, fresh.view, fresh.moment) == (tired.day, "side", "fresh"):
                return fresh, tired
    return None


def _drifted(fresh: KeptFilm, tired: KeptFilm, drift: FilmDrift, window: DateRange) -> Finding | Missing:
    one, other = fresh.value(drift.metric), tired.value(drift.metric)
    if one is None or other is None:
        return _missing(drift, f"drift of {drift.name} on film: one of the films does not carry it")
    entry = next(entry for entry in metrics() if entry.id == drift.drift)
    change = other.value - one.value
    smallest = detectable(other, [one])
    # The drift's own entry is in per cent for cadence, in the metric's unit for lean.
    smallest = max(smallest, entry.mdc * one.value / 100.0 if entry.unit == "percent" else entry.mdc)
    places, weights = zip(*DRIFTED, strict=True)
    centre = float(np.interp(drift.tired * change / smallest, places, weights))
    half = LEAST_DOUBT + DOUBT * abs(centre)
    unit = "degrees" if one.unit == "deg" else one.unit
    told = drift.tired * change >= smallest
    verdict = f"below {smallest:.0f} {unit} no drift is told."
    if told:
        verdict = f"worth a try when tired: {entry.cue}"
    return Finding(
        cause=CAUSE,
        measure=drift.measure,
        group="film-drift",
        value=change,
        unit=one.unit,
        reference="the film early in the same run",
        log_lr=centre,
        log_lr_interval=(centre - half, centre + half),
        basis="judged",
        evidence=drift.evidence,
        window=window,
        sentence=f"From the early to the late film of {day_words(tired.day)} your {drift.name} went from "
        f"{one.value:.0f} to {other.value:.0f} {unit}; {verdict} {NO_TRIAL}",
    )


def _missing(drift: FilmDrift, reason: str) -> Missing:
    return Missing(CAUSE, drift.measure, reason)
