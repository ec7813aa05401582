"""From ranking, history, wishes and pain to a plan of dated sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from runback.causes import Ranking
from runback.model import CheckIn, Runner
from runback.planning.checking_wishes import check_weeks, check_wishes
from runback.planning.distances import fill_distances
from runback.planning.plan import Plan, Session, SessionDone, Wishes
from runback.planning.plan_sessions import PlanWords, sessions_of
from runback.planning.replanning import coming, placed_now
from runback.planning.running_history import RunningHistory, running_history
from runback.planning.running_weeks import RunLimits, Week, monday_of, running_weeks
from runback.planning.schedule import DAY, Ground, Placed, solve_schedule
from runback.planning.week_needs import week_needs
from runback.units import Units

STRENGTH_PER_WEEK = 2
OPEN_DAYS_OF_A_WEEK = 4


def make_plan(
    wishes: Wishes,
    today: date,
    *,
    ranking: Ranking,
    runs: pl.DataFrame,
    runner: Runner,
    check_ins: Sequence[CheckIn] = (),
    forbids: frozenset[str] = frozenset(),
    log: Sequence[SessionDone] = (),
    current: Plan | None = None,
    last: date | None = None,
    units: Units = "km",
) -> Plan:
    """Return the plan from ``today``, or from tomorrow once today's session is done, to a Sunday.

    This calendar week counts as the first of ``wishes.weeks`` where four or more of its days are left; ``last`` sets
    another last day, as when a plan is made anew within its time. ``runs`` is a runs frame. ``forbids`` holds
    ``running`` or ``loading`` while a raised red flag forbids them. ``current`` is the plan in the calendar, its past
    sessions included where known: it stays as it is as far as rules and wishes allow. The same input gives the same
    plan.

    Raises:
        BadInputError: wishes outside their range (see ``planning.checking_wishes``).
    """
    check_weeks(wishes.weeks)
    first = _first_day(today, runs, log)
    last = last or _last_day(first, wishes.weeks)
    check_wishes(wishes, first, last)
    history = running_history(runs, today, log, current)
    limits = RunLimits()
    weeks = running_weeks(first, last, history, wishes, limits)
    race = wishes.goal.day if wishes.goal else None
    words = PlanWords(history, wishes, ranking, units)
    kept = coming(current, first)
    same = current is not None and current.wishes in (None, wishes)
    needs = [
        week_needs(
            week,
            history,
            strength=wishes.strength_per_week or STRENGTH_PER_WEEK,
            strength_least=STRENGTH_PER_WEEK,
            strength_done=_strength_done(log, week),
            race=race,
            kept=[one for one in kept if one.day in week.days] if same else [],
        )
        for week in weeks
    ]
    free = {day: wishes.minutes.get(day.weekday(), 0.0) for week in weeks for day in week.days}
    ground = Ground(
        free_min=free,
        strength_min=words.strength_min,
        stretch_min=words.stretch_min,
        weekday_share=history.weekday_share,
        long_weekday=history.long_weekday,
        wished_long_weekday=wishes.long_run_weekday,
        race=race,
        before=_before(history, log, current),
        current=placed_now(kept),
    )
    schedule = solve_schedule(needs, ground)
    room = {
        day: free[day] - words.stretch_min - (words.strength_min if one.strength else 0.0)
        for day, one in schedule.placed.items()
    }
    metres = fill_distances(
        weeks,
        schedule.placed,
        room,
        history,
        race=(race, wishes.goal.distance_m) if race and wishes.goal else None,
        kept_m=_kept_distances(kept, schedule.placed) if same else {},
    )
    sessions = sessions_of(weeks, schedule.placed, metres, words, kept, log)
    return Plan(first, last, sessions, (), (), wishes)


def _first_day(today: date, runs: pl.DataFrame, log: Sequence[SessionDone]) -> date:
    ran = bool((runs["local_date"] == today).any()) if runs.height else False
    told = any(one.day == today and one.kind in {"run", "strength"} for one in log)
    return today + DAY if ran or told else today


def _last_day(first: date, weeks: int) -> date:
    sunday = monday_of(first) + 6 * DAY
    left = (sunday - first).days + 1
    return sunday + timedelta(weeks=weeks - 1 if left >= OPEN_DAYS_OF_A_WEEK else weeks)


def _strength_done(log: Sequence[SessionDone], week: Week) -> int:
    days = {one.day for one in log if one.kind == "strength" and one.done}
    return sum(0 <= (day - week.monday).days < 7 and day < week.days[0] for day in days)


def _before(
    history: RunningHistory, log: Sequence[SessionDone], current: Plan | None
) -> Mapping[date, Placed]:
    """Return what the days up to today held, as far as runs, log and the plan in the calendar tell."""
    sorts = {one.day: one.sort for one in current.sessions if one.kind == "run"} if current else {}
    hard = {day for day, sort in sorts.items() if sort in {"hills", "speed", "race"}}
    long = {day for day, sort in sorts.items() if sort == "long"}
    before = {
        day: Placed("hard" if day in hard else "long" if day in long else "easy")
        for day in history.longest_m
        if (history.today - day).days < 7
    }
    for one in log:
        if one.kind == "strength" and one.done and (history.today - one.day).days < 7:
            before[one.day] = Placed(before.get(one.day, Placed()).run, strength=True)
    return before


def _kept_distances(kept: Sequence[Session], placed: Mapping[date, Placed]) -> dict[date, float]:
    return {
        one.day: one.distance_m
        for one in kept
        if one.distance_m is not None and one.day in placed and placed[one.day].run is not None
    }
