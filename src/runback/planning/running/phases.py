"""What each week is for: building up, a lighter week, the weeks before and after a race, the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from runback.planning.plan import Wishes
from runback.planning.running.coaching import CUT_BACK_EVERY, LONG_RACE_M, SHARES

Phase = Literal["return", "steady", "build", "lighter", "taper", "race", "recovery"]


@dataclass(frozen=True, slots=True)
class Return:
    """A way back into running: so many run-walk sessions, so many a week, each of about ``run_m`` metres."""

    sessions: int
    per_week: int
    run_m: float


def _race_week(days: Sequence[tuple[date, ...]], wishes: Wishes) -> int | None:
    goal = wishes.goal
    if goal is None or goal.day is None:
        return None
    return next(number for number, week in enumerate(days) if goal.day in week)


def phases_of(
    days: Sequence[tuple[date, ...]], wishes: Wishes, back: Return | None, gone: int
) -> list[Phase]:
    """Return what each of the weeks is for; ``gone`` weeks of the plan lie before the first."""
    usual: Phase = "steady" if wishes.goal is None and back is None else "build"
    returning = _weeks_of_return(days, wishes, back)
    phases: list[Phase] = [
        "return"
        if number < returning
        else "lighter"
        if (number + gone - returning) % CUT_BACK_EVERY == CUT_BACK_EVERY - 1
        else usual
        for number in range(len(days))
    ]
    race = _race_week(days, wishes)
    if race is None or wishes.goal is None:
        return phases
    taper = taper_of(wishes.goal.distance_m)
    for weeks in range(len(taper)):
        if race - weeks >= 0:
            phases[race - weeks] = "taper" if weeks else "race"
    # A lighter week right before the taper would make three light weeks in a row.
    before = race - len(taper)
    if before >= 1 and phases[before] == "lighter":
        phases[before] = usual
        if before >= 2 * CUT_BACK_EVERY - 1:
            phases[before - 1] = "lighter"
    for after in range(race + 1, len(days)):
        phases[after] = "recovery" if after == race + 1 else "steady"
    return phases


def _weeks_of_return(days: Sequence[tuple[date, ...]], wishes: Wishes, back: Return | None) -> int:
    """Return the weeks until the last stage, with a day between two of them."""
    if back is None:
        return 0
    left, number = back.sessions, 0
    ran: date | None = None
    while left > 0 and number < len(days):
        room = round(back.per_week * len(days[number]) / 7)
        for day in days[number]:
            if room > 0 and wishes.minutes.get(day.weekday()) and (ran is None or (day - ran).days > 1):
                ran, room, left = day, room - 1, left - 1
        number += 1
    return number


def taper_of(race_m: float) -> tuple[float, ...]:
    """Return the share of a usual week that the weeks before a race hold, race week first."""
    return SHARES.taper_long_race if race_m >= LONG_RACE_M else SHARES.taper_short_race
