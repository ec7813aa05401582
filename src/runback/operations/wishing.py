"""What a runner wishes of a plan, from the words that runners use: races, weekly distances, free time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.planning.plan import Goal, Wishes
from runback.units import METRES, Units

if TYPE_CHECKING:
    from runback.store import Store

WORKDAY_MIN, WEEKEND_MIN = 90.0, 240.0
"""Minutes of a day of which the runner said nothing: enough not to bind most plans."""

RACES_M = {
    "5k": 5000.0,
    "10k": 10000.0,
    "half": 21097.5,
    "half marathon": 21097.5,
    "half-marathon": 21097.5,
    "marathon": 42195.0,
}
EQUIPMENT_WORDS: Mapping[str, frozenset[str]] = {
    "band": frozenset({"loop-band", "long-band"}),
    "dumbbell": frozenset({"weight"}),
    "kettlebell": frozenset({"weight"}),
    "backpack": frozenset({"weight"}),
    "sofa": frozenset({"bench"}),
    "stair": frozenset({"step"}),
}
"""Words that runners use for what exercises ask for."""

_LENGTH = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>km|k|mi|miles|mile)")


def last_wishes(store: Store) -> Wishes:
    """Return the wishes of the plan last written; the usual ones where there is none."""
    current = store.plans.current()
    wishes = current.plan.wishes if current is not None else None
    return Wishes(minutes=usual_minutes(range(7))) if wishes is None else wishes


def usual_minutes(weekdays: Iterable[int]) -> dict[int, float]:
    """Return the minutes taken to be free on weekdays (0 is Monday) of which the runner said nothing."""
    return {day: WEEKEND_MIN if day >= 5 else WORKDAY_MIN for day in weekdays}


def race(today: date, name: str, day: date) -> Goal:
    """Return a race as a goal; its distance is that of its name: ``half marathon``, ``12 km``, ``8 mi``.

    Raises:
        BadInputError: the day is past, or the distance cannot be told from the name.
    """
    if day < today:
        raise BadInputError(f"{day} lies in the past.", where="goal", remedy=f"Give a day from {today} on.")
    return Goal(name, _race_m(name), day)


def weekly_distance(amount: float, units: Units) -> Goal:
    """Return a weekly distance to reach, in ``units``, as a goal."""
    return Goal(f"{amount:g} {units} a week", amount * METRES[units])


def equipment_named(words: Iterable[str]) -> frozenset[str]:
    """Return what exercises may ask for, from what is at hand: ``band``, ``dumbbell``; a mat always is.

    Raises:
        BadInputError: no exercise asks for such a thing; the message names what they ask for.
    """
    from runback.planning.strength.doses import checked_equipment

    names = [word.strip().lower() for word in words]
    said = [name for name in names if name and name not in {"none", "mat"}]
    return checked_equipment(frozenset().union(*(EQUIPMENT_WORDS.get(name, {name}) for name in said)))


def _race_m(name: str) -> float:
    known = RACES_M.get(" ".join(name.lower().split()))
    if known is not None:
        return known
    length = _LENGTH.search(name.lower())
    if length is None:
        races = ", ".join(sorted(RACES_M))
        raise BadInputError(
            f"the distance of {name!r} is not known.",
            where="goal",
            remedy=f"Known are {races}; of others give the distance, such as 12 km or 8 mi.",
        )
    unit: Units = "mi" if length["unit"].startswith("mi") else "km"
    return float(length["amount"].replace(",", ".")) * METRES[unit]
