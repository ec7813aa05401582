"""From the aims of a calendar week to what its open days are to hold, in sessions and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import ceil

from runback.planning.placing.schedule import Minutes, WeekNeeds
from runback.planning.plan import RunSort, Session
from runback.planning.running.coaching import SHORTEST_RUN_MIN
from runback.planning.running.distances import hard_run_m
from runback.planning.running.history import RunningHistory
from runback.planning.running.limits import RunLimits
from runback.planning.running.weeks import Week

HARD_LEAST_SHARE = 0.7
DAYS_A_STRENGTH_SESSION = 3
"""A week cut short holds a strength session for every three of its days, begun ones counted."""

LONG_DONE_SHARE = 0.9
"""A run of this share of the long run aimed at counts as the long run of its week."""


@dataclass(frozen=True, slots=True)
class StrengthWish:
    """Strength sessions a week wished, the least, and those of this week that are done."""

    wished: int
    least: int
    done: int


def as_in_calendar(
    week: Week,
    kept: Sequence[Session],
    missed: Sequence[Session],
    limits: RunLimits,
    history: RunningHistory,
    *,
    made_up: int = 0,
) -> Week:
    """Return a week as the plan in the calendar has it: its runs, their sorts and their distance.

    A long run ``missed`` earlier in the week is made up for while the week has a run left. ``made_up`` more
    sessions are wished, for missed ones that cannot be left out.
    """
    runs = [one for one in kept if one.kind == "run" and one.sort != "race"]
    barred: dict[RunSort, tuple[str, ...]] = {"hills": limits.hills_for, "speed": limits.speed_for}
    hard = tuple(one.sort for one in runs if one.sort in barred and not barred[one.sort])
    longs = [one.distance_m or 0.0 for one in runs if one.sort == "long"]
    lost = [one.distance_m or 0.0 for one in missed if one.sort == "long"]
    if not longs and lost and runs and not history_has(history, week, LONG_DONE_SHARE * lost[0]):
        longs = lost
    long_m = max(longs, default=0.0)
    total = sum(one.distance_m or 0.0 for one in runs)
    return replace(week, total_m=total, long_m=long_m, runs=len(runs) + made_up, hard=hard)


def history_has(history: RunningHistory, week: Week, metres: float) -> bool:
    """Return whether the week had a run of so many metres already."""
    days = (day for day in history.longest_m if 0 <= (day - week.monday).days < 7)
    return metres > 0 and any(history.longest_m[day] >= metres for day in days)


def week_needs(
    week: Week,
    open_days: Sequence[date],
    history: RunningHistory,
    strength: StrengthWish,
    *,
    kept: Sequence[Session] | None = None,
) -> WeekNeeds:
    """Return the needs of a week's days inside the plan; ``open_days`` are those on which running is allowed.

    A week that began before the plan holds what is left of it. With ``kept``, the sessions of the plan in the
    calendar in that week, ``week`` is already what is left (see ``as_in_calendar``).
    """
    runs, long, hard = week.runs, week.long_m > 0, len(week.hard)
    wished, least = strength.wished, strength.least
    if kept is not None:
        in_calendar = sum(one.kind == "strength" for one in kept)
        wished = max(in_calendar, least - strength.done)
    elif len(open_days) < 7:
        runs = min(max(0, runs - history.runs_since(week.monday)), ceil(runs * len(open_days) / 7))
        long = long and runs > 0 and not history_has(history, week, LONG_DONE_SHARE * week.long_m)
        hard = min(hard, max(0, runs - 1))
    if not week.whole and kept is not None:
        # In a week that has begun a missed session is made up for only where it moves no other.
        least = 0
    elif not week.whole:
        wished = max(0, min(wished - strength.done, ceil(len(week.days) / DAYS_A_STRENGTH_SESSION)))
    least = max(0, min(wished, least - strength.done))
    runs = runs if open_days else 0
    sized = _sized(
        week, history, runs, long and runs > 0, min(hard, max(0, runs - 1)), strength=(wished, least)
    )
    return sized if kept is None else _as_kept(sized, kept)


def _as_kept(needs: WeekNeeds, kept: Sequence[Session]) -> WeekNeeds:
    """Return the needs of a week in the calendar such that what stands there still fits."""
    hard = [one.minutes for one in kept if one.sort in {"hills", "speed"}]
    days = sorted(one.day for one in kept if one.kind == "run")
    return replace(
        needs,
        hard_min=Minutes(needs.hard_min.aim, min([needs.hard_min.least, *hard])),
        # Run-walk days that stand side by side stay so: to part them would cost a session.
        run_walk=needs.run_walk and all((later - sooner).days > 1 for sooner, later in pairwise(days)),
    )


def _sized(
    week: Week,
    history: RunningHistory,
    runs: int,
    long: bool,
    hard: int,
    *,
    strength: tuple[int, int],
) -> WeekNeeds:
    def minutes(metres: float) -> float:
        return metres / history.easy_speed_m_s / 60

    long_m = week.long_m if long else 0.0
    easy_runs = runs - hard - int(long)
    share = min(1.0, runs / week.runs) if week.runs else 0.0
    left = max(0.0, week.total_m * share - long_m - hard_run_m(week) * hard)
    easy = max(minutes(left / easy_runs) if easy_runs > 0 else 0.0, SHORTEST_RUN_MIN)
    longest = max(minutes(long_m), easy)
    one_hard = max(minutes(hard_run_m(week)), SHORTEST_RUN_MIN)
    return WeekNeeds(
        days=week.days,
        runs=runs,
        long=long,
        hard=hard,
        strength=strength[0],
        strength_least=strength[1],
        easy_min=Minutes(easy, SHORTEST_RUN_MIN),
        long_min=Minutes(longest, SHORTEST_RUN_MIN),
        hard_min=Minutes(one_hard, HARD_LEAST_SHARE * one_hard),
        run_walk=week.phase == "return",
    )
