"""From the aims of a calendar week to what its open days are to hold, in sessions and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from runback.planning.coaching import SHORTEST_RUN_MIN
from runback.planning.distances import hard_run_m
from runback.planning.plan import Session
from runback.planning.running_history import RunningHistory
from runback.planning.running_weeks import Week
from runback.planning.schedule import Minutes, WeekNeeds

HARD_LEAST_SHARE = 0.7
EASY_MOST_SHARE = 1.5
OPEN_DAYS_FOR_STRENGTH = 3


def week_needs(
    week: Week,
    history: RunningHistory,
    *,
    strength: int,
    strength_least: int,
    strength_done: int,
    race: date | None,
    kept: Sequence[Session] = (),
) -> WeekNeeds:
    """Return the needs of a week's days inside the plan.

    A week that began before the plan holds what is left of it. ``kept`` are the sessions of the plan in the
    calendar in that week, if its structure is to stay.
    """
    if kept:
        return _as_kept(week, history, kept, strength_least, strength_done, race)
    open_days = len(week.days)
    runs, long, hard = week.runs, week.long_m > 0, len(week.hard)
    if not week.whole:
        done = history.runs_since(week.monday)
        runs = min(max(0, runs - done), ceil(runs * open_days / 7))
        ran = max(
            (history.longest_m.get(week.monday + timedelta(days=day), 0.0) for day in range(7)), default=0.0
        )
        long = long and runs > 0 and ran < 0.9 * week.long_m
        hard = min(hard, max(0, runs - 1)) if open_days > OPEN_DAYS_FOR_STRENGTH else 0
        strength = max(0, min(strength - strength_done, ceil(open_days / OPEN_DAYS_FOR_STRENGTH)))
        strength_least = min(max(0, strength_least - strength_done), strength)
    if race in week.days:
        runs, hard = max(0, runs - 1), 0
    return _sized(week, history, runs, long, hard, strength, strength_least)


def _as_kept(
    week: Week,
    history: RunningHistory,
    kept: Sequence[Session],
    strength_least: int,
    strength_done: int,
    race: date | None,
) -> WeekNeeds:
    runs = sum(one.kind == "run" and one.day != race for one in kept)
    long = any(one.sort == "long" for one in kept)
    hard = min(len(week.hard), sum(one.sort in {"hills", "speed"} for one in kept))
    strength = max(sum(one.kind == "strength" for one in kept), strength_least - strength_done)
    return _sized(
        week, history, runs, long, hard, strength, max(0, min(strength, strength_least - strength_done))
    )


def _sized(
    week: Week, history: RunningHistory, runs: int, long: bool, hard: int, strength: int, strength_least: int
) -> WeekNeeds:
    def minutes(metres: float) -> float:
        return metres / history.easy_speed_m_s / 60

    long_m = week.long_m if long else 0.0
    hard_m = hard_run_m(week) * hard
    easy_runs = runs - hard - int(long)
    share = runs / week.runs if week.runs and not week.whole else 1.0
    easy_m = max(0.0, week.total_m * share - long_m - hard_m) / easy_runs if easy_runs > 0 else 0.0
    easy = max(minutes(easy_m), SHORTEST_RUN_MIN)
    longest = max(minutes(long_m), easy)
    one_hard = max(minutes(hard_run_m(week)), SHORTEST_RUN_MIN)
    return WeekNeeds(
        days=week.days,
        runs=runs,
        long=long,
        hard=hard,
        strength=strength,
        strength_least=strength_least,
        easy_min=Minutes(easy, min(easy, SHORTEST_RUN_MIN), min(EASY_MOST_SHARE * easy, longest)),
        long_min=Minutes(longest, min(easy, SHORTEST_RUN_MIN), longest),
        hard_min=Minutes(one_hard, HARD_LEAST_SHARE * one_hard, one_hard),
        running_min=easy * max(0, easy_runs) + (longest if long else 0.0) + one_hard * hard,
    )
