"""A plan before it is solved: each week's aims and needs, and the ground that the sessions are placed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from runback.knowledge import fact
from runback.planning.following.replanning import placed_now
from runback.planning.outlook import Outlook, held_before, strength_done
from runback.planning.placing.schedule import DAY, Ground, Minutes, WeekNeeds
from runback.planning.placing.week_needs import StrengthWish, as_in_calendar, week_needs
from runback.planning.plan import Plan, Session, SessionDone, Wishes
from runback.planning.running.coaching import DAYS_OFF_AFTER_RACE
from runback.planning.running.phases import Return
from runback.planning.running.weeks import Room, Week, monday_of, running_weeks, runs_per_week

LAST_STAGES = 2
"""So many run-walk sessions may come into a plan in the calendar without changing its shape."""


@dataclass(frozen=True)
class Draft:
    """Weeks with their needs, the ground, and what is kept of the plan in the calendar.

    ``free_weeks`` are the weeks as they would be without a plan in the calendar and if time were no matter.
    ``frozen`` says that the plan in the calendar keeps its shape. ``race`` is the day of a race within the
    plan and its distance in metres.
    """

    weeks: tuple[Week, ...]
    free_weeks: tuple[Week, ...]
    needs: tuple[WeekNeeds, ...]
    ground: Ground
    kept: tuple[Session, ...]
    frozen: bool
    began: date
    race: tuple[date, float] | None


def draft_plan(
    wishes: Wishes,
    view: Outlook,
    kept: tuple[Session, ...],
    log: Sequence[SessionDone],
    current: Plan | None,
    *,
    frozen: bool,
) -> Draft:
    """Return the draft of a plan for wishes and outlook; ``frozen``: the plan in the calendar keeps its
    shape."""
    began = (current.began or monday_of(current.first)) if current and frozen else monday_of(view.first)
    back = _way_back(view)
    runs = runs_per_week(view.history, wishes, back)
    span = (view.first, view.last, view.history, wishes, view.limits)
    free_weeks = running_weeks(*span, back=back, began=began)
    weeks: list[Week] = []
    needs: list[WeekNeeds] = []
    race = _race(wishes, view)
    off = view.no_run | _off_after(race)
    for aimed in running_weeks(*span, back=back, began=began, room=_room(wishes, view, runs)):
        in_calendar = frozen and current is not None and aimed.days[0] <= current.last
        held = [one for one in kept if one.day in aimed.days]
        missed = _missed(current, view, aimed)
        if in_calendar:
            made_up = _stages_to_make_up(view, kept, missed)
            week = as_in_calendar(aimed, held, missed, view.limits, view.history, made_up=made_up)
        else:
            week = aimed
        open_days = [day for day in week.days if day not in off]
        wish = _strength_wish(wishes, view, log, week)
        weeks.append(week)
        needs.append(week_needs(week, open_days, view.history, wish, kept=held if in_calendar else None))
    ground = _ground(wishes, view, weeks, race, kept=kept, log=log, current=current)
    return Draft(tuple(weeks), free_weeks, tuple(needs), ground, kept, frozen, began, race)


def _ground(
    wishes: Wishes,
    view: Outlook,
    weeks: Sequence[Week],
    race: tuple[date, float] | None,
    *,
    kept: Sequence[Session],
    log: Sequence[SessionDone],
    current: Plan | None,
) -> Ground:
    free = {day: wishes.minutes.get(day.weekday(), 0.0) for week in weeks for day in week.days}
    return Ground(
        free_min=free,
        stretch_min={day: view.stretch_min(minutes) for day, minutes in free.items()},
        strength_min=Minutes(
            max(view.strength_least_min, view.programme.minutes_strength), view.strength_least_min
        ),
        weekday_share=view.history.weekday_share,
        long_weekday=view.history.long_weekday,
        wished_long_weekday=wishes.long_run_weekday,
        race=race[0] if race else None,
        no_run=view.no_run | _off_after(race),
        no_hard=view.no_hard,
        no_strength=view.no_strength | _off_after(race),
        before=held_before(view.history, log, current),
        current=placed_now(kept),
        current_min={one.day: one.minutes for one in kept if one.kind == "run"},
        tired=bool(view.limits.tired_for),
    )


def keeps_shape(wishes: Wishes, view: Outlook, kept: Sequence[Session], current: Plan | None) -> bool:
    """Return whether the plan in the calendar keeps its shape: same wishes, and run-walk only where it
    was."""
    if current is None or current.wishes not in (None, wishes) or not kept:
        return False
    stages = len(view.ladder.stages) if view.ladder else 0
    run_walk = any(one.sort == "run-walk" for one in kept)
    return bool(stages) if run_walk else stages <= LAST_STAGES


def _missed(current: Plan | None, view: Outlook, week: Week) -> list[Session]:
    """Return the runs of the plan in the calendar earlier in this week on days without a run."""
    past = current.sessions if current else ()
    return [
        one
        for one in past
        if one.kind == "run" and week.monday <= one.day < view.first and one.day not in view.history.longest_m
    ]


def _stages_to_make_up(view: Outlook, kept: Sequence[Session], missed: Sequence[Session]) -> int:
    """Return how many missed stages of this week the ladder cannot pass over.

    Made up on a day of its own, a stage leaves the later ones where they stand.
    """
    ahead = sum(one.sort == "run-walk" for one in kept)
    stages = len(view.ladder.stages) if view.ladder else 0
    return min(sum(one.sort == "run-walk" for one in missed), max(0, stages - ahead))


def _way_back(view: Outlook) -> Return | None:
    if view.ladder is None or not view.ladder.stages:
        return None
    last = view.ladder.stages[-1].distance_m(view.history.easy_speed_m_s)
    return Return(len(view.ladder.stages), view.ladder.sessions_per_week, last)


def _race(wishes: Wishes, view: Outlook) -> tuple[date, float] | None:
    goal = wishes.goal
    if goal is None or goal.day is None or goal.day in view.no_run or goal.day > view.last:
        return None
    return goal.day, goal.distance_m


def _off_after(race: tuple[date, float] | None) -> frozenset[date]:
    """Return the days after a race that stay free."""
    if race is None:
        return frozenset()
    day, metres = race
    days = next(days for least_m, days in DAYS_OFF_AFTER_RACE if metres >= least_m)
    return frozenset(day + number * DAY for number in range(1, days + 1))


def _room(wishes: Wishes, view: Outlook, runs: int) -> Room:
    """Return the most that the time of a usual week holds, strength work and stretches taken off."""
    free = {
        weekday: minutes - view.stretch_min(minutes)
        for weekday, minutes in wishes.minutes.items()
        if minutes > 0
    }
    days = sorted(free.values(), reverse=True)
    shared = max(0, (wishes.strength_per_week or 2) - max(0, len(days) - runs))
    spent = shared * view.strength_least_min
    longest = free.get(wishes.long_run_weekday, days[0]) if wishes.long_run_weekday is not None else days[0]
    speed = 60 * view.history.easy_speed_m_s
    return Room(max(0.0, sum(days[:runs]) - spent) * speed, max(0.0, longest) * speed)


def _strength_wish(wishes: Wishes, view: Outlook, log: Sequence[SessionDone], week: Week) -> StrengthWish:
    least = int(fact("acsm-progression").numbers["days_low"])
    if not view.programme.loading or all(day in view.no_strength for day in week.days):
        return StrengthWish(0, 0, 0)
    return StrengthWish(wishes.strength_per_week or least, least, strength_done(log, week))
