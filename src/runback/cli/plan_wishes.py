"""Wishes as the runner types them: days, minutes, a goal, what is at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from runback.cli.terminal import parsed_number
from runback.errors import BadInputError
from runback.operations.session_names import WEEKDAYS
from runback.planning.following.outcomes import without_past_race
from runback.planning.plan import Goal, Wishes
from runback.units import METRES, Units

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

_RACE_DAY = re.compile(r"(?P<name>.+?)\s+(?P<day>\d{4}-\d\d?-\d\d?)")
_LENGTH = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>km|k|mi|miles|mile)")
GOAL_EXAMPLE = 'Write it as "half marathon 2027-04-18" or "12 km 2027-03-07"; "none" for no race.'


@dataclass(frozen=True, slots=True)
class Said:
    """The wishes said with one command, as typed; None was not said."""

    weeks: int | None = None
    goal: str | None = None
    weekly_km: float | None = None
    weekly_mi: float | None = None
    days: str | None = None
    minutes: str | None = None
    long_run: str | None = None
    strength: int | None = None
    runs: int | None = None
    equipment: str | None = None

    @property
    def anything(self) -> bool:
        """Whether any wish was said."""
        return self != Said()


def wished(said: Said, before: Wishes | None, units: Units, today: date) -> Wishes:
    """Return the wishes ``before`` with what was said now; what was never said takes its usual value.

    Raises:
        BadInputError: something cannot be read, or two goals at once.
    """
    wishes = before or Wishes(minutes=_usual_minutes(range(7)))
    if said.weeks is not None:
        wishes = replace(wishes, weeks=said.weeks)
    if said.days is not None:
        wishes = replace(wishes, minutes=_minutes_of_days(said.days, wishes.minutes))
    if said.minutes is not None:
        wishes = replace(wishes, minutes=_minutes(said.minutes, wishes.minutes))
    if said.long_run is not None:
        free = said.long_run.strip().lower() in {"none", "any"}
        wishes = replace(wishes, long_run_weekday=None if free else weekday(said.long_run, "--long-run"))
    if said.strength is not None:
        wishes = replace(wishes, strength_per_week=said.strength)
    if said.runs is not None:
        wishes = replace(wishes, runs_per_week=said.runs)
    if said.equipment is not None:
        wishes = replace(wishes, equipment=_equipment(said.equipment))
    return _with_goal(said, wishes, units, today)


def weekday(text: str, where: str) -> int:
    """Return the number of a weekday (0 is Monday) from its name or first three letters."""
    short = text.strip().lower()[:3]
    if short not in WEEKDAYS:
        raise BadInputError(
            f"{text.strip()!r} is no weekday.", where=where, remedy=f"Weekdays: {', '.join(WEEKDAYS)}."
        )
    return WEEKDAYS.index(short)


def minutes_words(minutes: Mapping[int, float]) -> str:
    """Return the days with time, such as ``mon 45, wed 90``."""
    return ", ".join(f"{WEEKDAYS[day]} {free:g}" for day, free in sorted(minutes.items()) if free > 0)


def _with_goal(said: Said, wishes: Wishes, units: Units, today: date) -> Wishes:
    goals = [one for one in (said.goal, said.weekly_km, said.weekly_mi) if one is not None]
    if len(goals) > 1:
        raise BadInputError(
            "more than one goal was given.",
            where="--goal, --weekly-km, --weekly-mi",
            remedy="Give a race or a weekly distance; the way to a race sets the weekly distance.",
        )
    if said.weekly_km is not None:
        return replace(wishes, goal=_weekly(said.weekly_km, "km"))
    if said.weekly_mi is not None:
        return replace(wishes, goal=_weekly(said.weekly_mi, "mi"))
    if said.goal is not None:
        return replace(wishes, goal=_goal(said.goal, units, today))
    return without_past_race(wishes, today)


def _weekly(amount: float, units: Units) -> Goal:
    return Goal(f"{amount:g} {units} a week", amount * METRES[units])


def _goal(text: str, units: Units, today: date) -> Goal | None:
    if text.strip().lower() in {"none", ""}:
        return None
    parts = _RACE_DAY.fullmatch(text.strip())
    if parts is None:
        raise BadInputError(f"{text!r} names no race with its day.", where="--goal", remedy=GOAL_EXAMPLE)
    try:
        day = date.fromisoformat(parts["day"])
    except ValueError:
        raise BadInputError(f"{parts['day']!r} is not a day.", where="--goal", remedy=GOAL_EXAMPLE) from None
    if day < today:
        raise BadInputError(f"{day} lies in the past.", where="--goal", remedy=f"Give a day from {today} on.")
    return Goal(parts["name"], _race_m(parts["name"], units), day)


def _race_m(name: str, units: Units) -> float:
    known = RACES_M.get(" ".join(name.lower().split()))
    if known is not None:
        return known
    length = _LENGTH.search(name.lower())
    if length is None:
        races = ", ".join(sorted(RACES_M))
        raise BadInputError(
            f"the distance of {name!r} is not known.",
            where="--goal",
            remedy=f"Known are {races}; of others give the distance, such as 12 km or 8 mi.",
        )
    unit: Units = "mi" if length["unit"].startswith("mi") else "km"
    return parsed_number(length["amount"], "--goal") * METRES[unit]


def _usual_minutes(days: range | list[int]) -> dict[int, float]:
    return {day: WEEKEND_MIN if day >= 5 else WORKDAY_MIN for day in days}


def _minutes_of_days(text: str, before: Mapping[int, float]) -> dict[int, float]:
    days = sorted({weekday(name, "--days") for name in text.split(",") if name.strip()})
    if not days:
        raise BadInputError(
            "no days are named.", where="--days", remedy="Name at least one, such as mon,wed,sun."
        )
    usual = _usual_minutes(days)
    return {day: before.get(day) or usual[day] for day in days}


def _minutes(text: str, before: Mapping[int, float]) -> dict[int, float]:
    """Return the minutes of days: one number for all that have any, or ``mon=45,sat=120`` for some."""
    if "=" not in text:
        free = parsed_number(text.strip(), "--minutes")
        return dict.fromkeys(before, free)
    minutes = dict(before)
    for part in text.split(","):
        name, _, said = part.partition("=")
        minutes[weekday(name, "--minutes")] = parsed_number(said.strip(), "--minutes")
    return minutes


def _equipment(text: str) -> frozenset[str]:
    from runback.planning.strength.doses import checked_equipment

    names = [name.strip().lower() for name in text.split(",")]
    said = [name for name in names if name and name not in {"none", "mat"}]
    return checked_equipment(frozenset().union(*(EQUIPMENT_WORDS.get(name, {name}) for name in said)))
