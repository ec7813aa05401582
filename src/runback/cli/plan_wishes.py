"""Wishes as the runner types them: days, minutes, a goal, what is at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from runback.cli.terminal import parsed_number
from runback.errors import BadInputError
from runback.operations.session_names import WEEKDAYS
from runback.operations.wishing import equipment_named, race, usual_minutes, weekly_distance
from runback.planning.following.outcomes import without_past_race
from runback.planning.plan import Goal, Wishes

_RACE_DAY = re.compile(r"(?P<name>.+?)\s+(?P<day>\d{4}-\d\d?-\d\d?)")
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


def wished(said: Said, before: Wishes, today: date) -> Wishes:
    """Return the wishes ``before`` with what was said now; what was never said takes its usual value.

    Raises:
        BadInputError: something cannot be read, or two goals at once.
    """
    wishes = before
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
        wishes = replace(wishes, equipment=equipment_named(said.equipment.split(",")))
    return _with_goal(said, wishes, today)


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


def _with_goal(said: Said, wishes: Wishes, today: date) -> Wishes:
    goals = [one for one in (said.goal, said.weekly_km, said.weekly_mi) if one is not None]
    if len(goals) > 1:
        raise BadInputError(
            "more than one goal was given.",
            where="--goal, --weekly-km, --weekly-mi",
            remedy="Give a race or a weekly distance; the way to a race sets the weekly distance.",
        )
    if said.weekly_km is not None:
        return replace(wishes, goal=weekly_distance(said.weekly_km, "km"))
    if said.weekly_mi is not None:
        return replace(wishes, goal=weekly_distance(said.weekly_mi, "mi"))
    if said.goal is not None:
        return replace(wishes, goal=_goal(said.goal, today))
    return without_past_race(wishes, today)


def _goal(text: str, today: date) -> Goal | None:
    if text.strip().lower() in {"none", ""}:
        return None
    parts = _RACE_DAY.fullmatch(text.strip())
    if parts is None:
        raise BadInputError(f"{text!r} names no race with its day.", where="--goal", remedy=GOAL_EXAMPLE)
    try:
        day = date.fromisoformat(parts["day"])
    except ValueError:
        raise BadInputError(f"{parts['day']!r} is not a day.", where="--goal", remedy=GOAL_EXAMPLE) from None
    return race(today, parts["name"], day)


def _minutes_of_days(text: str, before: Mapping[int, float]) -> dict[int, float]:
    days = sorted({weekday(name, "--days") for name in text.split(",") if name.strip()})
    if not days:
        raise BadInputError(
            "no days are named.", where="--days", remedy="Name at least one, such as mon,wed,sun."
        )
    usual = usual_minutes(days)
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
