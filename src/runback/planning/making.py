"""From ranking, history, wishes and pain to a plan of dated sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from runback.causes import Ranking
from runback.model import CheckIn, Runner
from runback.planning.drafting import Draft, draft_plan, keeps_shape
from runback.planning.following.replanning import Slot, coming, match_sessions, name_sessions
from runback.planning.outlook import Outlook, first_day, last_day, outlook
from runback.planning.placing.schedule import Schedule, solve_schedule
from runback.planning.plan import Plan, RunSort, Session, SessionDone, Wishes
from runback.planning.plan_sessions import Wording, sessions_of, sorts_of
from runback.planning.running.distances import Bounds, fill_distances, run_minutes
from runback.planning.running.return_ladder import Ladder, ladder_for
from runback.planning.running.sessions import is_reduced
from runback.planning.wishes.checking import check_weeks, check_wishes
from runback.planning.wishes.conflicts import Made, plan_conflicts
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
    conditions: frozenset[str] = frozenset(),
    log: Sequence[SessionDone] = (),
    current: Plan | None = None,
    last: date | None = None,
    units: Units = "km",
) -> Plan:
    """Return the plan from ``today``, or from tomorrow once today's session is done, to a Sunday.

    This calendar week counts as the first of ``wishes.weeks`` while four or more of its days are left;
    ``last`` sets another last day, as when a plan is made anew within its time. ``runs`` is a runs frame.
    ``forbids`` holds ``running`` or ``loading`` while a raised red flag forbids them, ``conditions`` what was
    told that speaks against some exercises (``Screening.conditions``). ``current`` is the
    plan in the calendar, its past sessions included where known: while the wishes are the same it stays as
    it is as far as the rules allow. The same input gives the same plan.

    Raises:
        BadInputError: wishes outside their range (see ``planning.wishes.checking``).
    """
    check_weeks(wishes.weeks)
    first = first_day(today, runs, log)
    check_wishes(wishes, first)
    days = (first, last or last_day(first, wishes.weeks))
    view = outlook(
        wishes,
        today,
        days,
        ranking=ranking,
        runs=runs,
        runner=runner,
        check_ins=check_ins,
        forbids=forbids,
        conditions=conditions,
        log=log,
        current=current,
    )
    view, draft, schedule = _placed(wishes, view, log, current)
    late = _late_ladder(view, schedule, check_ins, log)
    if late is not None:
        view, draft, schedule = _placed(wishes, replace(view, ladder=late), log, current)
    taken = [one.session for one in log] + [one.id for one in (current.sessions if current else ())]
    return _written(wishes, view, draft, schedule, taken=taken, units=units)


def _placed(
    wishes: Wishes, view: Outlook, log: Sequence[SessionDone], current: Plan | None
) -> tuple[Outlook, Draft, Schedule]:
    """Return the outlook as far as the plan in the calendar holds it, the draft, and the solved schedule."""
    kept = coming(current, view.first, log)
    frozen = keeps_shape(wishes, view, kept, current)
    if frozen:
        view = view.as_in_calendar(kept)
    draft = draft_plan(wishes, view, kept, log, current, frozen=frozen)
    return view, draft, solve_schedule(draft.needs, draft.ground)


def _late_ladder(
    view: Outlook, schedule: Schedule, check_ins: Sequence[CheckIn], log: Sequence[SessionDone]
) -> Ladder | None:
    """Return the way back of a runner whose break becomes one only by the first run that fits."""
    first = min((day for day, one in schedule.placed.items() if one.run), default=None)
    if view.ladder is not None or first is None:
        return None
    longest_m = view.history.longest_m
    return ladder_for(
        longest_m.keys(), check_ins, log, view.history.today, distances_m=longest_m, next_run=first
    )


def _written(
    wishes: Wishes, view: Outlook, draft: Draft, schedule: Schedule, *, taken: Sequence[str], units: Units
) -> Plan:
    """Return the solved draft as a plan: distances, names, sessions, conflicts and notes."""
    in_calendar: dict[date, RunSort] = {one.day: one.sort for one in draft.kept if one.sort is not None}
    stages = len(view.ladder.stages) if view.ladder else 0
    race = draft.race[0] if draft.race else None
    sorts = sorts_of(draft.weeks, schedule.placed, race, stages, in_calendar)
    lifts = [day for day, one in schedule.placed.items() if one.strength]
    slots = [Slot(day, "run", sort) for day, sort in sorts.items()] + [Slot(day, "strength") for day in lifts]
    matched = match_sessions(slots, draft.kept)
    names = name_sessions(slots, matched, taken)
    metres = _distances(view, draft, schedule, sorts, matched)
    # Where the bounds leave no distance, no run is left either.
    sorts = {day: sort for day, sort in sorts.items() if metres[day] > 0}
    wording = Wording(
        view.history,
        view.limits,
        view.ladder,
        view.programme,
        frozenset(view.share),
        draft.ground.stretch_min,
        units,
    )
    strength = {day: _left(day, draft, sorts, metres, view) for day in lifts}
    sessions = sessions_of(draft.weeks, sorts, strength, metres, names=names, wording=wording)
    conflicts = plan_conflicts(Made(wishes, draft, schedule, metres, view.history), units)
    return Plan(
        view.first,
        view.last,
        sessions,
        conflicts,
        view.notes(wishes.goal.day if wishes.goal else None),
        wishes,
        draft.began,
    )


def _distances(
    view: Outlook,
    draft: Draft,
    schedule: Schedule,
    sorts: Mapping[date, RunSort],
    matched: Mapping[Slot, Session],
) -> dict[date, float]:
    ground = draft.ground
    room = {
        day: ground.free_min[day]
        - ground.stretch_min[day]
        - (ground.strength_min.least if one.strength else 0.0)
        for day, one in schedule.placed.items()
    }
    kept = {
        slot.day: one.distance_m
        for slot, one in matched.items()
        if one.distance_m is not None and (slot.sort == "long") == (one.sort == "long")
    }
    bounds = Bounds(
        room,
        kept_m=kept if draft.frozen else {},
        stage_m=_stage_distances(sorts, view, room),
        share=view.share,
        reduced=frozenset(slot.day for slot, one in matched.items() if is_reduced(one)),
        race=draft.race,
    )
    runs = {day: one.run for day, one in schedule.placed.items() if one.run}
    return fill_distances(draft.weeks, runs, bounds, view.history)


def _stage_distances(
    sorts: Mapping[date, RunSort], view: Outlook, room: Mapping[date, float]
) -> dict[date, float]:
    """Return the distance of each run-walk session, less on a day without the time for all of it."""
    if view.ladder is None:
        return {}
    days = sorted(day for day, sort in sorts.items() if sort == "run-walk")
    return {
        day: stage.distance_m(view.history.easy_speed_m_s) * min(1.0, room[day] / stage.minutes)
        for day, stage in zip(days, view.ladder.stages, strict=False)
    }


def _left(
    day: date, draft: Draft, sorts: Mapping[date, RunSort], metres: Mapping[date, float], view: Outlook
) -> float:
    """Return the minutes that a day leaves for its strength session."""
    left = draft.ground.free_min[day] - draft.ground.stretch_min[day]
    if day not in sorts:
        return left
    if sorts[day] == "run-walk" and view.ladder is not None:
        left -= max(stage.minutes for stage in view.ladder.stages)
    else:
        left -= run_minutes(metres[day], view.history.easy_speed_m_s)
    return max(left, draft.ground.strength_min.least)
