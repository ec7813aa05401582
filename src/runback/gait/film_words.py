"""Films and their values in words."""

from __future__ import annotations

from math import isnan

from runback.gait.form_values import FormValue
from runback.gait.own_films import KeptFilm
from runback.knowledge import Metric
from runback.units import day_words

NO_TRIAL = "No study ties it to back pain, so it weighs little."


def film_words(film: KeptFilm) -> str:
    """Return which film is meant, as the beginning of a sentence."""
    seen = "from the side" if film.view == "side" else "from behind"
    return f"Your film {seen} of {day_words(film.day)}"


def value_words(value: FormValue) -> str:
    """Return a value with its unit and 90 % band."""
    digits = 2 if value.unit in ("leg lengths", "shoulder widths") else 0
    unit = "degrees" if value.unit == "deg" else value.unit
    low, high = value.band
    return f"{value.value:.{digits}f} {unit} (90 % band {low:.{digits}f} to {high:.{digits}f})"


def reference_words(metric: Metric) -> str:
    """Return what a value is held against."""
    if isnan(metric.typical_low):
        return "no typical range is known"
    return f"{metric.typical_low:g} to {metric.typical_high:g} is typical of other runners"
