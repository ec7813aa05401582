"""Which day holds which session: the nouns of the schedule, and its solution week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one kind of session: aimed at, and the least that it may have."""

    aim: float
    least: float


@dataclass(frozen=True, slots=True)
class WeekNeeds:
    """What one week is to hold on ``days`` (the days still open): counts of runs (long and hard among
    them), of hard runs and of strength sessions, whether a long run, and the minutes of each.

    ``strength_least`` is the least number of strength sessions; ``running_min`` the minutes of running
    aimed at. ``run_walk`` says that the runs are run-walk sessions.
    """

    days: tuple[date, ...]
    runs: int
    long: bool
    hard: int
    strength: int
    strength_least: int
    easy_min: Minutes
    long_min: Minutes
    hard_min: Minutes
    run_walk: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """What a day holds: a run (easy, long, hard; None without) and strength or not."""

    run: str | None = None
    strength: bool = False


@dataclass(frozen=True)
class Ground:
    """What the schedule stands on.

    ``free_min`` maps each day of the plan to the minutes free on it (0: none), ``stretch_min`` to those that
    its stretches take if it is active; ``strength_min`` are those of a strength session.
    ``no_run`` are days without running, ``no_hard`` without a hard run and ``no_strength`` without strength;
    ``race`` is the day of the race. ``before`` tells what the days before the plan held. ``current`` is what
    the plan in the calendar holds, ``current_min`` the minutes of its runs, ``like`` what the week before
    held, a week later. ``weekday_share`` and ``long_weekday`` are habits, ``wished_long_weekday`` a wish.
    """

    free_min: Mapping[date, float]
    stretch_min: Mapping[date, float]
    strength_min: Minutes
    weekday_share: tuple[float, ...] = (0.0,) * 7
    long_weekday: int | None = None
    wished_long_weekday: int | None = None
    race: date | None = None
    no_run: frozenset[date] = frozenset()
    no_hard: frozenset[date] = frozenset()
    no_strength: frozenset[date] = frozenset()
    before: Mapping[date, Placed] = field(default_factory=dict)
    current: Mapping[date, Placed] = field(default_factory=dict)
    current_min: Mapping[date, float] = field(default_factory=dict)
    like: Mapping[date, Placed] = field(default_factory=dict)
    tired: bool = False


@dataclass(frozen=True)
class Schedule:
    """The placed sessions by day, and by week (in the order asked) what could not be placed."""

    placed: Mapping[date, Placed]
    runs_missing: tuple[int, ...]
    strength_missing: tuple[int, ...]

    def cut(self, number: int, days: Sequence[date]) -> Schedule:
        """Return the part of one of its weeks."""
        return Schedule(
            {day: one for day, one in self.placed.items() if day in days},
            (self.runs_missing[number],),
            (self.strength_missing[number],),
        )


def solve_schedule(weeks: Sequence[WeekNeeds], ground: Ground) -> Schedule:
    """Return a schedule that keeps every rule and serves the wishes as well as each week can.

    Rules, as rows of a linear model: the minutes of a day; one run a day; strength never on consecutive days
    nor the day before a long run, a hard run or a race; hard runs (a race among them) at least three days
    apart and never beside the long run; of any seven days one free of both. Counts that cannot be met are
    missed at a cost, so that there is always an answer. Each week is solved to its optimum by
    ``scipy.optimize.milp`` after the one before, so that it could be repeated for ever; where that leaves
    something out, together with the one before.
    """
    solved: list[Schedule] = []
    for number, week in enumerate(weeks):
        here = _after(solved, ground)
        found = _solve_week(week, here)
        if number and _missing(found):
            both = solve_together(weeks[number - 1 : number + 1], _after(solved[:-1], ground))
            if _missing(both) < _missing(solved[-1]) + _missing(found):
                solved[-1], found = both.cut(0, weeks[number - 1].days), both.cut(1, week.days)
        solved.append(found)
    return Schedule(
        {day: one for part in solved for day, one in part.placed.items()},
        tuple(part.runs_missing[0] for part in solved),
        tuple(part.strength_missing[0] for part in solved),
    )


def solve_together(weeks: Sequence[WeekNeeds], ground: Ground, *, repeatable: bool = False) -> Schedule:
    """Return the best schedule of the weeks taken together; ``repeatable``: the last could follow itself."""
    from runback.planning.placing.schedule_model import ScheduleModel  # it needs the nouns above

    model = ScheduleModel(weeks, ground, repeatable=repeatable)
    values = model.linear.solve()
    assert values is not None, "an empty plan keeps every rule"
    return model.read(values.tolist())


def _solve_week(week: WeekNeeds, ground: Ground) -> Schedule:
    whole = len(week.days) == 7 and ground.race not in week.days
    found = solve_together([week], ground, repeatable=whole)
    if whole and _missing(found):
        loose = solve_together([week], ground)
        return loose if _missing(loose) < _missing(found) else found
    return found


def _after(solved: Sequence[Schedule], ground: Ground) -> Ground:
    """Return the ground as it is after the weeks solved, which the next one should resemble."""
    placed = {day: one for part in solved for day, one in part.placed.items()}
    like = {day + timedelta(weeks=1): one for day, one in placed.items()} if len(solved) > 1 else {}
    return replace(ground, before={**ground.before, **placed}, like=like)


def _missing(schedule: Schedule) -> int:
    return 2 * sum(schedule.strength_missing) + sum(schedule.runs_missing)
