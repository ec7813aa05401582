"""From ranking, history, wishes and pain to a plan of dated sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from runback.causes import Ranking
from runback.knowledge import fact
from runback.model import CheckIn, Runner
from runback.planning.checking_wishes import check_weeks, check_wishes
from runback.planning.conflicts import Made, plan_conflicts
from runback.planning.distances import Bounds, fill_distances, run_minutes
from runback.planning.outlook import (
    Outlook,
    first_day,
    held_before,
    last_day,
    outlook,
    strength_done,
)
from runback.planning.plan import Plan, RunSort, Session, SessionDone, Wishes
from runback.planning.plan_sessions import Wording, sessions_of, sorts_of
from runback.planning.replanning import Slot, coming, match_sessions, name_sessions, placed_now
from runback.planning.running_weeks import Return, Week, monday_of, running_weeks
from runback.planning.schedule import Ground, Schedule, WeekNeeds, solve_schedule
from runback.planning.week_needs import StrengthWish, as_in_calendar, week_needs
from runback.units import Units


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

    This calendar week counts as the first of ``wishes.weeks`` while four or more of its days are left; ``last``
    sets another last day, as when a plan is made anew within its time. ``runs`` is a runs frame. ``forbids``
    holds ``running`` or ``loading`` while a raised red flag forbids them. ``current`` is the plan in the
    calendar, its past sessions included where known: while the wishes are the same it stays as it is as far as
    the rules allow. The same input gives the same plan.

    Raises:
        BadInputError: wishes outside their range (see ``planning.checking_wishes``).
    """
    check_weeks(wishes.weeks)
    first = first_day(today, runs, log)
    last = last or last_day(first, wishes.weeks)
    check_wishes(wishes, first, last)
    view = outlook(wishes, today, ranking, runs, runner, check_ins, forbids, log, current, (first, last))
    draft = _draft(wishes, view, log, current)
    schedule, strength_min = _schedule(draft, view)
    return _written(wishes, draft, schedule, strength_min, view, log, current, units)


@dataclass(frozen=True)
class _Draft:
    """The weeks with their needs, the ground without strength minutes, and what is kept of the calendar."""

    weeks: tuple[Week, ...]
    needs: tuple[WeekNeeds, ...]
    ground: Ground
    kept: tuple[Session, ...]
    frozen: bool
    began: date
    race: tuple[date, float] | None


def _draft(wishes: Wishes, view: Outlook, log: Sequence[SessionDone], current: Plan | None) -> _Draft:
    kept = coming(current, view.first)
    frozen = _stays(wishes, view, kept, current)
    began = (current.began or monday_of(current.first)) if current and frozen else monday_of(view.first)
    back = _way_back(view)
    weeks = running_weeks(view.first, view.last, view.history, wishes, view.limits, back=back, began=began)
    race = _race(wishes, view)
    needs = []
    for number, week in enumerate(weeks):
        held = [one for one in kept if one.day in week.days]
        if frozen and held:
            missed = _missed(current, view, week)
            week = as_in_calendar(week, held, missed, view.limits, view.history)  # noqa: PLW2901
            weeks = (*weeks[:number], week, *weeks[number + 1 :])
        open_days = [day for day in week.days if day not in view.no_run]
        wish = _strength_wish(wishes, view, log, week)
        needs.append(week_needs(week, open_days, view.history, wish, kept=held if frozen and held else None))
    ground = Ground(
        free_min={day: wishes.minutes.get(day.weekday(), 0.0) for week in weeks for day in week.days},
        strength_min=float(view.programme.minutes_strength),
        stretch_min=float(view.programme.minutes_stretch),
        weekday_share=view.history.weekday_share,
        long_weekday=view.history.long_weekday,
        wished_long_weekday=wishes.long_run_weekday,
        race=race[0] if race else None,
        no_run=view.no_run,
        no_hard=view.no_hard,
        no_strength=view.no_strength,
        before=held_before(view.history, log, current),
        current=placed_now(kept),
        tired=bool(view.limits.tired_for),
    )
    return _Draft(weeks, tuple(needs), ground, kept, frozen, began, race)


def _stays(wishes: Wishes, view: Outlook, kept: Sequence[Session], current: Plan | None) -> bool:
    """Return whether the plan in the calendar keeps its shape: same wishes, and run-walk only where it was."""
    if current is None or current.wishes not in {None, wishes} or not kept:
        return False
    run_walk = any(one.sort == "run-walk" for one in kept)
    return run_walk == bool(view.ladder and view.ladder.stages)


def _missed(current: Plan | None, view: Outlook, week: Week) -> list[Session]:
    """Return the runs of the plan in the calendar earlier in this week on days without a run."""
    past = current.sessions if current else ()
    return [
        one
        for one in past
        if one.kind == "run" and week.monday <= one.day < view.first and one.day not in view.history.longest_m
    ]


def _way_back(view: Outlook) -> Return | None:
    if view.ladder is None or not view.ladder.stages:
        return None
    last = view.ladder.stages[-1].distance_m(view.history.easy_speed_m_s)
    return Return(len(view.ladder.stages), view.ladder.sessions_per_week, last)


def _race(wishes: Wishes, view: Outlook) -> tuple[date, float] | None:
    goal = wishes.goal
    if goal is None or goal.day is None or goal.day in view.no_run:
        return None
    return goal.day, goal.distance_m


def _strength_wish(wishes: Wishes, view: Outlook, log: Sequence[SessionDone], week: Week) -> StrengthWish:
    least = int(fact("acsm-progression").numbers["days_low"])
    if not view.programme.minutes_strength or all(day in view.no_strength for day in week.days):
        return StrengthWish(0, 0, 0)
    return StrengthWish(wishes.strength_per_week or least, least, strength_done(log, week))


def _schedule(draft: _Draft, view: Outlook) -> tuple[Schedule, float]:
    """Return the schedule and the minutes kept for a strength session: fewer where the full ones do not fit."""
    full = solve_schedule(draft.needs, draft.ground)
    if not any(full.strength_missing):
        return full, draft.ground.strength_min
    least = float(view.programme.least_minutes_strength)
    return solve_schedule(draft.needs, replace(draft.ground, strength_min=least)), least


def _written(
    wishes: Wishes,
    draft: _Draft,
    schedule: Schedule,
    strength_min: float,
    view: Outlook,
    log: Sequence[SessionDone],
    current: Plan | None,
    units: Units,
) -> Plan:
    in_calendar: dict[date, RunSort] = {one.day: one.sort for one in draft.kept if one.sort is not None}
    stages = len(view.ladder.stages) if view.ladder else 0
    race = draft.race[0] if draft.race else None
    sorts = sorts_of(draft.weeks, schedule.placed, race, stages, in_calendar)
    lifts = sorted(day for day, one in schedule.placed.items() if one.strength)
    slots = [Slot(day, "run", sort) for day, sort in sorts.items()] + [Slot(day, "strength") for day in lifts]
    matched = match_sessions(slots, draft.kept)
    taken = [one.session for one in log] + [one.id for one in (current.sessions if current else ())]
    names = name_sessions(slots, matched, taken)
    ground = draft.ground
    room = {
        day: ground.free_min[day] - ground.stretch_min - (strength_min if one.strength else 0.0)
        for day, one in schedule.placed.items()
    }
    bounds = Bounds(
        room,
        kept_m=_kept_distances(matched) if draft.frozen else {},
        stage_m=_stage_distances(sorts, view),
        share=view.share,
        race=draft.race,
    )
    run_days = {day: one.run for day, one in schedule.placed.items() if one.run}
    metres = fill_distances(draft.weeks, run_days, bounds, view.history)
    strength = {day: _left(day, ground, sorts, metres, view) for day in lifts}
    wording = Wording(view.history, view.limits, view.ladder, view.programme, frozenset(view.share), units)
    sessions = sessions_of(draft.weeks, sorts, strength, metres, names, wording)
    made = Made(wishes, draft.weeks, draft.needs, ground, schedule, metres, view.history)
    conflicts = plan_conflicts(made, units)
    return Plan(view.first, view.last, sessions, conflicts, view.notes(), wishes, draft.began)


def _kept_distances(matched: Mapping[Slot, Session]) -> dict[date, float]:
    return {
        slot.day: one.distance_m
        for slot, one in matched.items()
        if one.distance_m is not None and (slot.sort == "long") == (one.sort == "long")
    }


def _stage_distances(sorts: Mapping[date, RunSort], view: Outlook) -> dict[date, float]:
    if view.ladder is None:
        return {}
    days = sorted(day for day, sort in sorts.items() if sort == "run-walk")
    speed = view.history.easy_speed_m_s
    return {day: stage.distance_m(speed) for day, stage in zip(days, view.ladder.stages, strict=False)}


def _left(
    day: date,
    ground: Ground,
    sorts: Mapping[date, RunSort],
    metres: Mapping[date, float],
    view: Outlook,
) -> float:
    """Return the minutes that a day leaves for its strength session."""
    left = ground.free_min[day] - ground.stretch_min
    if day in sorts and view.ladder is not None and sorts[day] == "run-walk":
        return left - max(stage.minutes for stage in view.ladder.stages)
    return left - run_minutes(metres[day], view.history.easy_speed_m_s) if day in sorts else left
