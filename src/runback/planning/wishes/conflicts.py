"""Wishes that cannot all be met, in words: which clash, why, and what the nearest plan gives up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from runback.knowledge import fact
from runback.planning.drafting import Draft
from runback.planning.placing.schedule import Ground, Schedule, WeekNeeds
from runback.planning.plan import Conflict, Goal, Wishes
from runback.planning.running.coaching import MOST_WEEKLY_RISE
from runback.planning.running.distances import run_minutes
from runback.planning.running.history import RunningHistory
from runback.planning.running.weeks import longest_wanted_m
from runback.planning.wishes.clashes import Wish, clash_of
from runback.units import Units, day_words, distance

NEAR_M = 600.0
"""A goal missed by less than this is met: distances are rounded."""

NEAR_SHARE = 0.97

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Made:
    """A plan as made, before it is put into words: wishes, draft, schedule, distances, history."""

    wishes: Wishes
    draft: Draft
    schedule: Schedule
    metres: Mapping[date, float]
    history: RunningHistory

    @property
    def ground(self) -> Ground:
        """The ground of the draft."""
        return self.draft.ground


def plan_conflicts(made: Made, units: Units) -> tuple[Conflict, ...]:
    """Return the wishes that the plan does not meet, in smallest sets, each with what was given up
    instead."""
    return (*_of_the_week(made), *_of_the_goal(made, units))


def _of_the_week(made: Made) -> Iterator[Conflict]:
    wishes, ground = made.wishes, made.ground
    wished: list[Wish] = ["time", "strength"]
    if wishes.runs_per_week is not None or any(_no_run_left(made, at) for at in range(len(made.draft.needs))):
        wished.append("runs")
    wished += ["long run"] if wishes.long_run_weekday is not None else []
    for number, (week, needs) in enumerate(zip(made.draft.weeks, made.draft.needs, strict=True)):
        if not week.whole or ground.race in week.days or not ground.no_run.isdisjoint(week.days):
            continue
        if not _falls_short(made, number):
            continue
        clash = clash_of(needs, ground, wished)
        if clash is not None:
            yield Conflict(
                tuple(_wish_words(one, wishes, needs) for one in clash.wishes),
                _why_not(ground, needs),
                f"The plan holds {_count(clash.runs, 'run')} and "
                f"{_count(clash.strength, 'strength session')} a "
                "week.",
            )
            return
    short = [
        (week, missing)
        for week, missing in zip(made.draft.weeks, made.schedule.strength_missing, strict=True)
        if week.whole and missing
    ]
    if short:
        days = ", ".join(day_words(week.monday) for week, _ in short)
        yield Conflict(
            (_wish_words("strength", wishes, made.draft.needs[-1]),),
            f"In the week of {days} not every strength session fits between the runs that stand there: "
            "never on "
            "consecutive days, nor on the day before the longest or a hard run.",
            f"{_count(sum(missing for _, missing in short), 'strength session')} left out.",
        )


def _no_run_left(made: Made, number: int) -> bool:
    needs, week = made.draft.needs[number], made.draft.weeks[number]
    return week.whole and 0 < needs.runs == made.schedule.runs_missing[number]


def _falls_short(made: Made, number: int) -> bool:
    wishes, days = made.wishes, made.draft.weeks[number].days
    longs = [
        day.weekday()
        for day in days
        if made.schedule.placed.get(day) and made.schedule.placed[day].run == "long"
    ]
    return bool(
        made.schedule.strength_missing[number]
        or _no_run_left(made, number)
        or (wishes.runs_per_week is not None and made.schedule.runs_missing[number])
        or (wishes.long_run_weekday is not None and longs and longs[0] != wishes.long_run_weekday)
    )


def _wish_words(wish: Wish, wishes: Wishes, needs: WeekNeeds) -> str:
    if wish == "time":
        return _time_words(wishes)
    if wish == "strength":
        asked = "" if wishes.strength_per_week else ", the least that counts as training"
        return f"strength work {needs.strength} times a week{asked}"
    if wish == "runs":
        return f"{_count(needs.runs, 'run')} a week"
    return f"the long run on {WEEKDAYS[wishes.long_run_weekday or 0]}"


def _time_words(wishes: Wishes) -> str:
    free = [f"{WEEKDAYS[day]} {minutes:g} min" for day, minutes in sorted(wishes.minutes.items()) if minutes]
    return f"the time on your days ({', '.join(free)})"


def _why_not(ground: Ground, needs: WeekNeeds) -> str:
    return (
        "These do not fit into one week. Strength work never falls on consecutive days nor on the day "
        "before the "
        "long run or a hard run, and of any seven days one stays free. On a day, strength takes at least "
        f"{ground.strength_min.least:.0f} min, a run at least {needs.easy_min.least:.0f} min, and "
        "stretches some "
        "minutes more."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _of_the_goal(made: Made, units: Units) -> Iterator[Conflict]:
    goal = made.wishes.goal
    if goal is None or not made.metres:
        return
    if goal.day is None:
        yield from _weekly_goal(goal, made, units)
    elif made.ground.race is not None:
        yield from _race_goal(goal, goal.day, made, units)


def _race_goal(goal: Goal, race: date, made: Made, units: Units) -> Iterator[Conflict]:
    numbers = fact("session-spike-bands").numbers
    window = timedelta(days=numbers["window_days"])
    wanted = longest_wanted_m(made.history, made.wishes)
    known = {**made.history.longest_m, **made.metres}
    reached = max((metres for day, metres in known.items() if race - window <= day < race), default=0.0)
    if reached >= wanted - NEAR_M:
        return
    name, when = goal.name, day_words(race)
    start = (
        f"{name} on {when} would need a longest run of {distance(wanted, units)} in the {window.days} days "
        "before."
    )
    given_up = (
        f"The plan reaches {distance(reached, units)}, and the race stays in the calendar as your own goal."
    )
    aimed = max((week.long_m for week in made.draft.free_weeks if week.monday < race), default=0.0)
    if aimed > reached + NEAR_M:
        minutes = run_minutes(min(wanted, aimed), made.history.easy_speed_m_s)
        yield Conflict(
            (f"{name} on {when}", _time_words(made.wishes)),
            f"{start} {distance(min(wanted, aimed), units)} would take about {minutes} min at your easy "
            "speed, beside "
            "stretches and the other sessions of the week.",
            given_up,
        )
    if aimed < wanted - NEAR_M:
        line = round(100 * (numbers["reference_max_ratio"] - 1))
        yield Conflict(
            (f"{name} on {when}",),
            f"{start} Within the line of {line} % beyond the longest run of {window.days} days, and with "
            "lighter weeks "
            f"between, you can reach {distance(aimed, units)} by then.",
            given_up,
        )


def _weekly_goal(goal: Goal, made: Made, units: Units) -> Iterator[Conflict]:
    weeks = [sum(made.metres.get(day, 0.0) for day in week.days) for week in made.draft.weeks if week.whole]
    reached = max(weeks, default=0.0)
    if reached >= NEAR_SHARE * goal.distance_m:
        return
    wish = f"{distance(goal.distance_m, units, 0)} a week"
    given_up = f"The fullest week of the plan holds {distance(reached, units)}."
    aimed = min(max(week.total_m for week in made.draft.free_weeks), goal.distance_m)
    if NEAR_SHARE * aimed > reached:
        minutes = run_minutes(aimed, made.history.easy_speed_m_s)
        held = sum(made.wishes.minutes.values())
        yield Conflict(
            (wish, _time_words(made.wishes)),
            f"{distance(aimed, units, 0)} in a week take about {minutes} min of running at your easy "
            "speed. Your week "
            f"holds {held:.0f} min, from which strength work, stretches and a free day are taken, and no "
            "run is longer "
            "than its day or the published line for single runs allows.",
            given_up,
        )
    if aimed < NEAR_SHARE * goal.distance_m:
        rise = round(100 * (MOST_WEEKLY_RISE - 1))
        yield Conflict(
            (wish, f"within {_count(made.wishes.weeks, 'week')}"),
            f"From {distance(made.history.weekly_m, units)} a week now, with at most {rise} % more from "
            "week to week "
            f"and every fourth week lighter (judged sizes), {distance(aimed, units)} can be reached in "
            "this time.",
            given_up,
        )
