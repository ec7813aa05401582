"""What each week of the plan aims at: its distance, its longest run, how many runs, which of them hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf

from runback.knowledge import fact
from runback.planning.plan import RunSort, Wishes
from runback.planning.running.coaching import (
    FEW_RUNS,
    HARD_RUN_LEAST_RUNS,
    HARD_RUN_LEAST_WEEKLY_M,
    HARD_RUN_LEAST_WEEKS,
    LEAST_WEEK_FLOOR_M,
    LONG_RACE_M,
    LONGEST_TRAINING_RUN_MIN,
    MEDIUM_LONG_LEAST_RUNS,
    MEDIUM_LONG_LEAST_WEEKLY_M,
    MEDIUM_LONG_SHARE,
    MOST_M_A_RUN,
    MOST_WEEKLY_RISE,
    SECOND_HARD_LEAST_RUNS,
    SECOND_HARD_LEAST_WEEKLY_M,
    SHARES,
    TRAIL_CLIMB_M_KM,
    USUAL_RUNS_PER_WEEK,
)
from runback.planning.running.history import RunningHistory
from runback.planning.running.limits import RunLimits
from runback.planning.running.phases import Phase, Return, phases_of, taper_of

NEARLY = 0.99
WEEKS_OF_LINE = 4
"""Weeks that lie in the window of the published line."""


@dataclass(frozen=True, slots=True)
class Week:
    """One calendar week: ``days`` are those inside the plan, all amounts are for the whole week.

    ``total_m`` is the distance without a race, ``long_m`` that of the longest run (0: none), ``runs`` the
    number of runs beside the race, ``hard`` the sorts of the hard runs, ``medium_m`` the distance of a second
    longer run (0: none). With ``spare`` the plan keeps the published line whichever one run is missed.
    """

    monday: date
    days: tuple[date, ...]
    phase: Phase
    total_m: float
    long_m: float
    runs: int
    hard: tuple[RunSort, ...]
    medium_m: float = 0.0
    spare: bool = True

    @property
    def whole(self) -> bool:
        """Whether all seven days lie inside the plan."""
        return len(self.days) == 7


@dataclass(frozen=True, slots=True)
class Room:
    """The most metres that the runner's time holds in a week, and in one run."""

    week_m: float = inf
    long_m: float = inf


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
    *,
    back: Return | None = None,
    began: date | None = None,
    room: Room | None = None,
) -> tuple[Week, ...]:
    """Return the aims of every calendar week between ``first`` and ``last``.

    Weekly distance goes from the runner's own last weeks to the goal's by equal steps, with a lighter week
    after three others and a taper before a race; the longest run likewise, never beyond the published line.
    A race after ``last`` is aimed at all the same. With ``back`` the first weeks hold run-walk sessions alone
    and the rest builds on them. ``began`` is the Monday from which every fourth week is counted. ``room``
    bounds weeks and long runs by the time there is. Sizes that no study gives stand in ``running.coaching``.
    """
    race = wishes.goal.day if wishes.goal else None
    days = calendar_weeks(first, max(last, race) if race else last)
    gone = (monday_of(first) - began).days // 7 if began and back is None else 0
    phases = phases_of(days, wishes, back, gone)
    aims = _Aims(tuple(days), tuple(phases), history, wishes, back, room or Room())
    runs = runs_per_week(history, wishes, back)
    totals = aims.totals(limits)
    longs, steep = (aims.long_runs(totals, runs, spare=spare) for spare in (True, False))
    # A race may ask for steps so large that every one of them is needed.
    spare = race is None or max(longs) >= NEARLY * max(steep)
    weeks = []
    for number, (week, phase) in enumerate(zip(days, phases, strict=True)):
        count = min(runs, back.per_week) if back and phase == "return" else runs
        if phase == "race":
            count -= 1
        long_m = longs[number] if spare else steep[number]
        # No run is longer than the long one, so neither is the week longer than so many of it.
        total_m = min(totals[number], count * long_m) if long_m else totals[number]
        if limits.no_hard and number == 0:
            long_m = 0.0
        plain = Week(monday_of(week[0]), week, phase, total_m, long_m, count, (), spare=spare)
        weeks.append(_with_parts(plain, number + gone, history, limits))
    return tuple(week for week in weeks if week.days[0] <= last)


def _with_parts(week: Week, number: int, history: RunningHistory, limits: RunLimits) -> Week:
    """Return the week with its hard runs and its second longer run."""
    medium = (
        week.total_m >= MEDIUM_LONG_LEAST_WEEKLY_M
        and week.runs >= MEDIUM_LONG_LEAST_RUNS
        and week.phase in {"steady", "build", "lighter"}
    )
    return replace(
        week,
        hard=_hard(week, number, history, limits),
        medium_m=MEDIUM_LONG_SHARE * week.long_m if medium else 0.0,
    )


def runs_per_week(history: RunningHistory, wishes: Wishes, back: Return | None) -> int:
    """Return the wished runs a week, else the habit, with one more where single runs would grow large."""
    if wishes.runs_per_week is not None:
        return wishes.runs_per_week
    if back is not None:
        return back.per_week
    habit = round(history.runs_per_week) or USUAL_RUNS_PER_WEEK
    one_run_m = _goal_week_m(history, wishes) / habit
    longest_m = history.longest_before(history.today + timedelta(days=1))
    grown = one_run_m > max(MOST_M_A_RUN, history.weekly_m / habit) or one_run_m > longest_m > 0
    runs = habit + 1 if grown else habit
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


@dataclass(frozen=True)
class _Aims:
    """What the weekly and the long distances are worked out from."""

    days: tuple[tuple[date, ...], ...]
    phases: tuple[Phase, ...]
    history: RunningHistory
    wishes: Wishes
    back: Return | None
    room: Room

    def totals(self, limits: RunLimits) -> list[float]:
        """Return the distance of each week."""
        back, phases = self.back, self.phases
        level = back.per_week * back.run_m if back else self.history.weekly_m
        goal_m = _goal_week_m(self.history, self.wishes)
        if back:
            goal_m = max(goal_m, level, self.history.usual_weekly_m)
        steps = sum(phase == "build" for phase in phases[1:])
        totals: list[float] = []
        for number, phase in enumerate(phases):
            if phase == "build" and number > 0 and level > 0:
                level = _next_level(level, goal_m, steps, limits)
                steps -= 1
            totals.append(min(self._share(number) * level, self.room.week_m))
        return totals

    def _share(self, number: int) -> float:
        """Return the share of the level that a week has by its phase."""
        phase = self.phases[number]
        if phase == "lighter":
            return SHARES.cut_back
        if phase == "recovery":
            return SHARES.after_race
        if phase in {"taper", "race"} and self.wishes.goal is not None:
            return taper_of(self.wishes.goal.distance_m)[list(self.phases[number:]).index("race")]
        return 1.0

    def long_runs(self, totals: Sequence[float], runs: int, *, spare: bool) -> list[float]:
        """Return the longest run of each week, 0 where the week has none of its own.

        With ``spare`` any one run of the plan may be missed and the published line still holds for the rest.
        """
        line = fact("session-spike-bands").numbers["reference_max_ratio"]
        usual = max(SHARES.long_run[runs], self.history.long_share)
        most_share = SHARES.long_run[runs] if runs < FEW_RUNS else SHARES.most_long_run
        bound = min(LONGEST_TRAINING_RUN_MIN * 60 * self.history.easy_speed_m_s, self.room.long_m)
        longs: list[float] = []
        ran: list[tuple[float, float]] = []
        for number, phase in enumerate(self.phases):
            if phase in {"race", "return"}:
                longs.append(0.0)
                stage_m = self.back.run_m if self.back and phase == "return" else 0.0
                ran.append((stage_m, stage_m))
                continue
            done = self.history.longest_before(self.days[number][-1])
            planned = sorted(metres for week in ran[-WEEKS_OF_LINE:] for metres in week)
            reference = max([done, *planned])
            aim = self._long_wish(number, usual * totals[number], reference, longs)
            aim = min(aim, most_share * totals[number], bound)
            if spare and planned:
                reference = max(done, planned[-2])
            longs.append(min(aim, line * reference) if reference > 0 else aim)
            easy = (totals[number] - longs[-1]) / (runs - 1) if runs > 1 else 0.0
            ran.append((longs[-1], min(easy, longs[-1])))
        return longs

    def _long_wish(self, number: int, usual: float, reference: float, longs: Sequence[float]) -> float:
        """Return the long run wished in a week: its usual share of the week, or what leads to the race."""
        phase, goal = self.phases[number], self.wishes.goal
        if goal is None or goal.day is None:
            return usual
        if phase == "taper":
            return min(usual, SHARES.taper_long * max(longs, default=usual))
        if phase not in {"build", "lighter"}:
            return usual
        wanted = longest_wanted_m(self.history, self.wishes)
        left = 1 + sum(one == "build" for one in self.phases[number + 1 :])
        if 0 < reference < wanted:
            wanted = reference * float((wanted / reference) ** (1 / left))
        return max(usual, wanted) * (SHARES.cut_back_long if phase == "lighter" else 1.0)


def _next_level(level: float, goal_m: float, steps: int, limits: RunLimits) -> float:
    if goal_m <= level:
        return max(goal_m, level / MOST_WEEKLY_RISE)
    most = SHARES.held_rise if limits.hold_for else MOST_WEEKLY_RISE
    return level * min(float((goal_m / level) ** (1 / steps)), most)


def _hard(week: Week, number: int, history: RunningHistory, limits: RunLimits) -> tuple[RunSort, ...]:
    """Return the sorts of a week's hard runs: none for beginners, in light weeks, or while a cause
    forbids."""
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
