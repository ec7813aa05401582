"""Wishes that no plan can be made for are turned away at the door, with the range that is allowed."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite

from runback.errors import BadInputError
from runback.knowledge import fact
from runback.planning.plan import Goal, Wishes

MOST_WEEKS = 26
MOST_MINUTES = 600.0
WEEKLY_RANGE_M = (1_000.0, 250_000.0)
RACE_RANGE_M = (1_000.0, 100_000.0)


def check_wishes(wishes: Wishes, first: date) -> None:
    """Check wishes for a plan from ``first`` on.

    Raises:
        BadInputError: no day with time, minutes outside 0 to 600, counts a week or a goal's distance outside
            their range, a race before ``first`` or more than 26 weeks ahead.
    """
    _check_days(wishes)
    low = int(fact("acsm-progression").numbers["days_low"])
    high = int(fact("acsm-progression").numbers["days_high"])
    _check_count(wishes.strength_per_week, low, high, "strength sessions a week")
    _check_count(wishes.runs_per_week, 1, 6, "runs a week")
    if wishes.goal is not None:
        _check_goal(wishes.goal, first)


def check_weeks(weeks: int) -> None:
    """Check the number of weeks.

    Raises:
        BadInputError: outside 1 to 26.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInputError(
            f"a plan of {weeks} weeks cannot be made.", where="weeks", remedy=f"Give 1 to {MOST_WEEKS} weeks."
        )


def _check_days(wishes: Wishes) -> None:
    for weekday, minutes in wishes.minutes.items():
        if weekday not in range(7):
            raise BadInputError(
                f"{weekday} is no weekday.", where="days", remedy="Give 0 (Monday) to 6 (Sunday)."
            )
        if not isfinite(minutes) or not 0 <= minutes <= MOST_MINUTES:
            raise BadInputError(
                f"{minutes:g} minutes on a day are outside the range.",
                where="days",
                remedy=f"Give 0 to {MOST_MINUTES:.0f} minutes.",
            )
    if not any(wishes.minutes.values()):
        raise BadInputError(
            "no day of the week has any time.",
            where="days",
            remedy="Give at least one weekday with its minutes.",
        )
    if wishes.long_run_weekday is not None and wishes.long_run_weekday not in range(7):
        raise BadInputError(
            f"{wishes.long_run_weekday} is no weekday.",
            where="weekday of the long run",
            remedy="Give 0 (Monday) to 6 (Sunday).",
        )


def _check_count(count: int | None, low: int, high: int, what: str) -> None:
    if count is not None and not low <= count <= high:
        raise BadInputError(f"{count} is outside the range.", where=what, remedy=f"Give {low} to {high}.")


def _check_goal(goal: Goal, first: date) -> None:
    low, high = WEEKLY_RANGE_M if goal.day is None else RACE_RANGE_M
    if not isfinite(goal.distance_m) or not low <= goal.distance_m <= high:
        raise BadInputError(
            f"a distance of {goal.distance_m / 1000:g} km is outside the range.",
            where=f"goal {goal.name}",
            remedy=f"Give {low / 1000:.0f} to {high / 1000:.0f} km.",
        )
    if goal.day is None:
        return
    if goal.day < first:
        raise BadInputError(
            f"the day {goal.day} is before the first day of the plan.",
            where=f"goal {goal.name}",
            remedy=f"Give a day from {first} on.",
        )
    latest = first + timedelta(weeks=MOST_WEEKS, days=-1)
    if goal.day > latest:
        raise BadInputError(
            f"the day {goal.day} is more than {MOST_WEEKS} weeks ahead.",
            where=f"goal {goal.name}",
            remedy=f"Give a day up to {latest}.",
        )
