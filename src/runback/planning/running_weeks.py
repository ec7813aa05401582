"""What each week of the plan aims at: its distance, its longest run, how many runs, which of them hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from runback.knowledge import fact
from runback.planning.coaching import (
    CUT_BACK_EVERY,
    HARD_RUN_LEAST_RUNS,
    HARD_RUN_LEAST_WEEKLY_M,
    HARD_RUN_LEAST_WEEKS,
    LEAST_WEEK_FLOOR_M,
    LONG_RACE_M,
    LONGEST_TRAINING_RUN_MIN,
    MOST_M_A_RUN,
    MOST_WEEKLY_RISE,
    SECOND_HARD_LEAST_RUNS,
    SECOND_HARD_LEAST_WEEKLY_M,
    SHARES,
    TRAIL_CLIMB_M_KM,
    USUAL_RUNS_PER_WEEK,
)
from runback.planning.plan import RunSort, Wishes
from runback.planning.running_history import RunningHistory
from runback.planning.running_limits import RunLimits

Phase = Literal["return", "steady", "build", "lighter", "taper", "race", "recovery"]


@dataclass(frozen=True, slots=True)
class Week:
    """One calendar week: ``days`` are those inside the plan, all amounts are for the whole week.

    ``total_m`` is the distance without a race, ``long_m`` that of the longest run (0: none), ``runs`` the
    number of runs beside the race, ``hard`` the sorts of the hard runs.
    """

    monday: date
    days: tuple[date, ...]
    phase: Phase
    total_m: float
    long_m: float
    runs: int
    hard: tuple[RunSort, ...]

    @property
    def whole(self) -> bool:
        """Whether all seven days lie inside the plan."""
        return len(self.days) == 7


@dataclass(frozen=True, slots=True)
class Return:
    """A way back into running: so many run-walk sessions, so many a week, each of about ``run_m`` metres."""

    sessions: int
    per_week: int
    run_m: float


def calendar_weeks(first: date, last: date) -> list[tuple[date, ...]]:
    """Return the days from ``first`` to ``last`` cut into calendar weeks (Monday to Sunday)."""
    weeks: dict[date, list[date]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        weeks.setdefault(monday_of(day), []).append(day)
    return [tuple(days) for days in weeks.values()]


def monday_of(day: date) -> date:
    """Return the Monday of a day's calendar week."""
    return day - timedelta(days=day.weekday())


def needed_long_run_m(race_m: float) -> float:
    """Return the longest training run (metres) that a race asks for.

    Where it can be had, one that puts the race itself within the published line (``session-spike-bands``);
    for longer races a judged share of the distance.
    """
    line = fact("session-spike-bands").numbers["reference_max_ratio"]
    return race_m / line if race_m <= 1.5 * LONG_RACE_M else SHARES.peak_of_race * race_m


def most_week_m(weeks_before: Sequence[float]) -> float:
    """Return the most (metres) that a week may hold after the four ``weeks_before``.

    The bound of ``weekly-increase-over-30-percent``, which is weak: it keeps a plan from leaping, no more.
    Weeks of a few short runs are always allowed.
    """
    ratio = fact("weekly-increase-over-30-percent").numbers["threshold_ratio"]
    return max(LEAST_WEEK_FLOOR_M, ratio * max(weeks_before, default=0.0))


def running_weeks(
    first: date,
    last: date,
    history: RunningHistory,
    wishes: Wishes,
    limits: RunLimits,
    back: Return | None = None,
    began: date | None = None,
) -> tuple[Week, ...]:
    """Return the aims of every calendar week between ``first`` and ``last``.

    Weekly distance goes from the runner's own last weeks to the goal's by equal steps, with a lighter week
    after three others and a taper before a race; the longest run likewise, never beyond the published line.
    With ``back`` the first weeks hold run-walk sessions alone and the rest builds on them. ``began`` is the
    Monday from which every fourth week is counted.
    Sizes that no study gives stand in ``planning.coaching``.
    """
    days = calendar_weeks(first, last)
    gone = (monday_of(first) - began).days // 7 if began else 0
    phases = _phases(days, wishes, back, 0 if back else gone)
    runs = _runs_per_week(history, wishes, back)
    totals = _totals(phases, history, wishes, limits, back)
    longs = _long_runs(phases, totals, runs, history, wishes, days)
    weeks = []
    for number, (week, phase) in enumerate(zip(days, phases, strict=True)):
        count = min(runs, back.per_week) if back and phase == "return" else runs
        if phase == "race":
            count -= 1
        plain = Week(monday_of(week[0]), week, phase, totals[number], longs[number], count, ())
        weeks.append(replace(plain, hard=_hard(plain, number, history, limits)))
    return tuple(weeks)


def _race_week(days: Sequence[tuple[date, ...]], wishes: Wishes) -> int | None:
    goal = wishes.goal
    if goal is None or goal.day is None:
        return None
    return next(number for number, week in enumerate(days) if goal.day in week)


def _phases(days: Sequence[tuple[date, ...]], wishes: Wishes, back: Return | None, gone: int) -> list[Phase]:
    usual: Phase = "steady" if wishes.goal is None and back is None else "build"
    returning = _weeks_of_return(days, back)
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
    taper = _taper(wishes.goal.distance_m)
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


def _weeks_of_return(days: Sequence[tuple[date, ...]], back: Return | None) -> int:
    if back is None:
        return 0
    left, number = back.sessions, 0
    while left > 0 and number < len(days):
        left -= round(back.per_week * len(days[number]) / 7)
        number += 1
    return number


def _taper(race_m: float) -> tuple[float, ...]:
    return SHARES.taper_long_race if race_m >= LONG_RACE_M else SHARES.taper_short_race


def _runs_per_week(history: RunningHistory, wishes: Wishes, back: Return | None) -> int:
    """Return the wished runs a week, else the habit, with one more where single runs would grow large."""
    if wishes.runs_per_week is not None:
        return wishes.runs_per_week
    if back is not None:
        return back.per_week
    habit = round(history.runs_per_week) or USUAL_RUNS_PER_WEEK
    wanted = _goal_week_m(history, wishes) / MOST_M_A_RUN
    runs = habit + 1 if wanted > habit else habit
    free = sum(minutes > 0 for minutes in wishes.minutes.values())
    return max(1, min(runs, free, 6))


def _goal_week_m(history: RunningHistory, wishes: Wishes) -> float:
    """Return the distance of the fullest week that the goal asks for."""
    goal = wishes.goal
    if goal is None:
        return history.weekly_m
    if goal.day is None:
        return goal.distance_m
    return max(history.weekly_m, longest_wanted_m(history, wishes) / SHARES.race_long_run)


def longest_wanted_m(history: RunningHistory, wishes: Wishes) -> float:
    """Return the longest training run for the race of ``wishes``, bounded by the hours that make sense."""
    assert wishes.goal is not None
    bound = LONGEST_TRAINING_RUN_MIN * 60 * history.easy_speed_m_s
    return min(needed_long_run_m(wishes.goal.distance_m), bound)


def _totals(
    phases: Sequence[Phase],
    history: RunningHistory,
    wishes: Wishes,
    limits: RunLimits,
    back: Return | None,
) -> list[float]:
    level = back.per_week * back.run_m if back else history.weekly_m
    goal_m = max(_goal_week_m(history, wishes), history.usual_weekly_m if back else 0.0)
    steps = sum(phase == "build" for phase in phases[1:])
    taper = _taper(wishes.goal.distance_m) if wishes.goal else ()
    totals: list[float] = []
    for number, phase in enumerate(phases):
        if phase == "build" and number > 0 and level > 0:
            level = _next_level(level, goal_m, steps, limits)
            steps -= 1
        share = 1.0
        if phase == "lighter":
            share = SHARES.cut_back
        elif phase in {"taper", "race"}:
            share = taper[_weeks_to_race(phases, number)]
        elif phase == "recovery":
            share = SHARES.after_race
        totals.append(share * level)
    return totals


def _weeks_to_race(phases: Sequence[Phase], number: int) -> int:
    return list(phases[number:]).index("race")


def _next_level(level: float, goal_m: float, steps: int, limits: RunLimits) -> float:
    if goal_m <= level:
        return max(goal_m, level / MOST_WEEKLY_RISE)
    most = SHARES.held_rise if limits.hold_for else MOST_WEEKLY_RISE
    return level * min(float((goal_m / level) ** (1 / steps)), most)


def _long_runs(
    phases: Sequence[Phase],
    totals: Sequence[float],
    runs: int,
    history: RunningHistory,
    wishes: Wishes,
    days: Sequence[tuple[date, ...]],
) -> list[float]:
    line = fact("session-spike-bands").numbers["reference_max_ratio"]
    racing = wishes.goal is not None and wishes.goal.day is not None
    wanted = longest_wanted_m(history, wishes) if racing else 0.0
    longs: list[float] = []
    for number, phase in enumerate(phases):
        if phase in {"race", "return"}:
            longs.append(0.0)
            continue
        share_m = SHARES.long_run[min(runs, 7)] * totals[number]
        reference = max([history.longest_before(days[number][-1]), *longs[-4:]], default=0.0)
        aim = share_m
        if racing and phase in {"build", "lighter"}:
            left = 1 + sum(one == "build" for one in phases[number + 1 :])
            if reference > 0 and wanted > reference:
                aim = max(aim, reference * min((wanted / reference) ** (1 / left), line))
            else:
                aim = max(aim, wanted)
            aim = aim * SHARES.cut_back_long if phase == "lighter" else aim
        elif racing and phase == "taper":
            aim = min(aim, SHARES.taper_long * max(longs, default=aim))
        most = SHARES.long_run[runs] if runs < 3 else SHARES.most_long_run
        aim = min(aim, most * totals[number], LONGEST_TRAINING_RUN_MIN * 60 * history.easy_speed_m_s)
        longs.append(min(aim, line * reference) if reference > 0 else aim)
    return longs


def _hard(week: Week, number: int, history: RunningHistory, limits: RunLimits) -> tuple[RunSort, ...]:
    """Return the sorts of a week's hard runs: none for beginners, in light weeks, or while a cause forbids."""
    if (
        (limits.no_hard and number == 0)
        or week.phase in {"lighter", "race", "recovery", "return"}
        or week.total_m < HARD_RUN_LEAST_WEEKLY_M
        or week.runs < HARD_RUN_LEAST_RUNS
        or history.weeks_known < HARD_RUN_LEAST_WEEKS
    ):
        return ()
    trail = history.climb_m_km is not None and history.climb_m_km >= TRAIL_CLIMB_M_KM
    order: list[RunSort] = ["hills", "speed"] if (number % 2 == 0) == trail else ["speed", "hills"]
    allowed = [sort for sort in order if not (limits.hills_for if sort == "hills" else limits.speed_for)]
    two = week.total_m >= SECOND_HARD_LEAST_WEEKLY_M and week.runs >= SECOND_HARD_LEAST_RUNS
    return tuple(allowed[: 2 if two and week.phase != "taper" else 1])
