"""The check-in as a form: what it asks, what is told already, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from runback.model import CheckIn
from runback.progress.check_ins import PLACES, RANGES, YES_NO
from runback.web.pages.today.body_map import REGIONS, Region

PLACE_WORDS = {
    "upper-back": "Upper back",
    "lower-back-left": "Lower back, left",
    "lower-back-middle": "Lower back, middle",
    "lower-back-right": "Lower back, right",
    "buttock-left": "Buttock, left",
    "buttock-right": "Buttock, right",
    "hip-or-groin-left": "Hip or groin, left",
    "hip-or-groin-right": "Hip or groin, right",
    "leg-above-knee-left": "Leg above the knee, left",
    "leg-above-knee-right": "Leg above the knee, right",
    "leg-below-knee-left": "Leg below the knee, left",
    "leg-below-knee-right": "Leg below the knee, right",
}
_NO_DAY = date.min
PAINS = tuple(range(11))
STIFF_MIN = (0, 5, 10, 20, 30, 60, 120)


@dataclass(frozen=True, slots=True)
class Keys:
    """A row of keys for one number or word: its choices, and the one told."""

    name: str
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    told: str


@dataclass(frozen=True, slots=True)
class Number:
    """A field for a number with its range and what is told."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    told: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the body and whether it was told."""

    id: str
    words: str
    told: bool


@dataclass(frozen=True, slots=True)
class CheckInForm:
    """The whole form: the first three questions, what is folded away, and the body map."""

    pain: Keys
    places: tuple[Place, ...]
    stiffness: Keys
    more: tuple[Keys, ...]
    numbers: tuple[Number, ...]
    yes_no: tuple[Keys, ...]
    note: str
    regions: tuple[Region, ...]
    more_told: bool


def check_in_form(told: CheckIn | None) -> CheckInForm:
    """Return the form with what is ``told`` of the day filled in; empty where None."""
    day = told or CheckIn(_NO_DAY)
    more = (
        _pain("pain_during_run", "Pain during the run", "", day),
        _pain("pain_next_morning", "Pain the next morning", "Come back to this day tomorrow.", day),
        _pain("stress", "Stress", "0 none, 10 the most you know", day),
        _pain("sleep_quality", "How restful was the night", "0 not at all, 10 fully", day),
    )
    numbers = (
        _number("sleep_h", "Slept the night before", "hours", day),
        _number("sitting_h", "Sat", "hours", day),
        _number("driving_h", "Drove", "hours", day),
    )
    yes_no = (
        _yes_no("lifting", "Heavy lifting or awkward work", day),
        _yes_no("strength", "Strength exercises done", day),
        _yes_no("stretches", "Stretches done", day),
        _yes_no("pack", "A pack carried on the run", day),
        _yes_no("easy_start", "First ten minutes of the run easy", day),
    )
    return CheckInForm(
        pain=_pain("worst_pain", "Worst pain in the back today", "0 none, 10 the worst imaginable", day),
        places=tuple(
            Place(one, PLACE_WORDS[one], one in day.places) for one in sorted(PLACES, key=_not_in_the_middle)
        ),
        stiffness=_stiffness(day),
        more=more,
        numbers=numbers,
        yes_no=yes_no,
        note=day.note,
        regions=REGIONS,
        more_told=any(one.told for one in (*more, *numbers, *yes_no)) or bool(day.note),
    )


def told_by_form(sent: QueryDict) -> Mapping[str, Any]:
    """Return the fields that a form sent without scripts tells; None where one was left empty.

    What is no number stays text, which the check-in refuses with its range.
    """
    told: dict[str, Any] = {name: _as_number(sent.get(name, "")) for name in RANGES}
    told |= {name: {"yes": True, "no": False}.get(sent.get(name, "")) for name in YES_NO}
    return told | {"places": tuple(sent.getlist("places")), "note": sent.get("note", "").strip()}


def _not_in_the_middle(place: str) -> bool:
    """The middle of the back comes first, so that the others stand in pairs, left beside right."""
    return place.endswith(("-left", "-right"))


def _as_number(said: str) -> float | str | None:
    said = said.strip().replace(",", ".")
    if not said:
        return None
    try:
        return float(said)
    except ValueError:
        return said


def _pain(name: str, label: str, hint: str, day: CheckIn) -> Keys:
    return Keys(name, label, hint, _with_told(PAINS, getattr(day, name)), _words(getattr(day, name)))


def _stiffness(day: CheckIn) -> Keys:
    choices = _with_told(STIFF_MIN, day.stiffness_min)
    return Keys(
        "stiffness_min",
        "Morning stiffness, minutes",
        "How long until the back felt loose",
        choices,
        _words(day.stiffness_min),
    )


def _with_told(usual: tuple[int, ...], told: float | None) -> tuple[tuple[str, str], ...]:
    """Return the usual choices and, in its place, what was told where it is none of them."""
    values: list[float] = sorted({*usual, *([] if told is None else [told])})
    return tuple((f"{one:g}", f"{one:g}") for one in values)


def _number(name: str, label: str, unit: str, day: CheckIn) -> Number:
    low, high, _ = RANGES[name]
    return Number(name, label, unit, low, high, _words(getattr(day, name)))


def _yes_no(name: str, label: str, day: CheckIn) -> Keys:
    told = {True: "yes", False: "no", None: ""}[getattr(day, name)]
    return Keys(name, label, "", (("yes", "Yes"), ("no", "No")), told)


def _words(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
