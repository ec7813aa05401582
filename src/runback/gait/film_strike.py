"""Foot strike from the foot's angle at contact: told as it is, never as a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from runback.gait.film_words import film_words
from runback.gait.own_films import KeptFilm
from runback.knowledge import fact
from runback.model import DateRange, Finding, Missing

Strike = Literal["rearfoot", "midfoot", "forefoot", "unsure"]

LEAST_RATE_HZ = 118.0
CAUSE, MEASURE = "foot-strike", "film_foot_strike"
NONE = "foot strike: no film from the side carries it; runback gait guide says how to film"
ORDINARY, CHANGED = -0.05, 0.1
DOUBT = 0.1
EVIDENCE = ("strike-prevalence", "strike-change-meta", "strike-lumbar", "strike-angle-cutoffs-validated")


def foot_strike(film: KeptFilm) -> Strike | None:
    """Return how the near foot lands; ``unsure`` near a border, None where the angle was not read.

    Borders: fact ``strike-angle-thresholds``; unsure within the angle's error of one, and below 120 frames a
    second.
    """
    value = film.value("foot-inclination-contact")
    if value is None:
        return None
    numbers = fact("strike-angle-thresholds").numbers
    borders = numbers["forefoot_lt"], numbers["rearfoot_gt"]
    if film.frames_per_s < LEAST_RATE_HZ or min(abs(value.value - one) for one in borders) < value.error:
        return "unsure"
    if value.value > borders[1]:
        return "rearfoot"
    return "forefoot" if value.value < borders[0] else "midfoot"


def strike_finding(films: Sequence[KeptFilm], window: DateRange) -> Finding | Missing:
    """Return what the latest film from the side says of foot strike; only a change weighs for the cause."""
    told = [(film, strike) for film in films if (strike := foot_strike(film)) is not None]
    if not told:
        return Missing(CAUSE, MEASURE, NONE)
    film, strike = told[-1]
    angle = film.value("foot-inclination-contact")
    assert angle is not None
    earlier = [one for _, one in told[:-1] if one != "unsure"]
    changed = strike != "unsure" and bool(earlier) and earlier[-1] != strike
    centre = CHANGED if changed else ORDINARY
    words = {
        "rearfoot": "you land heel first, as some nine of ten runners do",
        "midfoot": "you land on the middle of the foot",
        "forefoot": "you land on the front of the foot",
        "unsure": "heel, middle or front cannot be told apart",
    }
    was = f", and {earlier[-1]} before" if changed else ""
    return Finding(
        cause=CAUSE,
        measure=MEASURE,
        group="film-strike",
        value=angle.value,
        unit=angle.unit,
        reference="your own earlier films; no strike is a fault",
        log_lr=centre,
        log_lr_interval=(centre - DOUBT, centre + DOUBT),
        basis="judged",
        evidence=EVIDENCE,
        window=window,
        sentence=f"{film_words(film)}: {words[strike]}{was}. No landing is a fault, and a change is not "
        "shown to spare the back: keep your own.",
    )
