"""Which day holds which session: the rules as rows of a linear model, the wishes as costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from runback.planning import preferences as points
from runback.planning.linear_model import LinearModel

DAY = timedelta(days=1)
FEW_RUNS = 4


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
    ``race`` is the day of the race. ``before`` tells what the days before
    the plan held. ``current`` is what the plan in the calendar holds. ``weekday_share`` and
    ``long_weekday`` are habits, ``wished_long_weekday`` a wish.
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
    tired: bool = False


@dataclass(frozen=True)
class Schedule:
    """The placed sessions by day, and by week (in the order asked) what could not be placed."""

    placed: Mapping[date, Placed]
    runs_missing: tuple[int, ...]
    strength_missing: tuple[int, ...]


def solve_schedule(weeks: Sequence[WeekNeeds], ground: Ground) -> Schedule:
    """Return the schedule that keeps every rule and serves the wishes best.

    Rules, as rows: the minutes of a day; one run a day; strength never on consecutive days nor the day before
    a long run, a hard run or a race; hard runs (a race among them) at least three days apart, never beside the long run; of any seven
    days one free of both. Counts that cannot be met are missed at a cost, so that there is always an
    answer. Solved by ``scipy.optimize.milp`` to the optimum.
    """
    model = _ScheduleModel(weeks, ground)
    values = model.linear.solve()
    assert values is not None, "an empty plan keeps every rule"
    return model.read(values.tolist())


@dataclass(frozen=True, slots=True)
class _Day:
    """The numbers of a day's variables."""

    easy: int
    long: int
    hard: int
    strength: int
    active: int

    @property
    def runs(self) -> tuple[int, int, int]:
        return self.easy, self.long, self.hard


class _ScheduleModel:
    def __init__(self, weeks: Sequence[WeekNeeds], ground: Ground) -> None:
        self.linear = LinearModel()
        self.weeks, self.ground = weeks, ground
        self.days: dict[date, _Day] = {}
        for week in weeks:
            for day in week.days:
                if ground.free_min.get(day, 0.0) > 0 and day != ground.race:
                    self.days[day] = self._day(day, week)
        self.run_short: list[int] = []
        self.strength_short: list[tuple[int, int]] = []
        for week in weeks:
            self._counts(week)
            self._spread(week)
        self._neighbours()
        self._rest()

    def _day(self, day: date, week: WeekNeeds) -> _Day:
        linear, ground = self.linear, self.ground
        easy, long, hard, strength = (linear.flag(cost[day.weekday()]) for cost in points.TIE_BREAKS)
        active = linear.amount(most=1.0)
        one = _Day(easy, long, hard, strength, active)
        runs = {easy: 1.0, long: 1.0, hard: 1.0}
        linear.row(runs, most=0.0 if day in ground.no_run else 1.0)
        if day in ground.no_hard:
            linear.row({hard: 1.0}, most=0.0)
        if day in ground.no_strength:
            linear.row({strength: 1.0}, most=0.0)
        linear.row({**runs, active: -1.0}, most=0.0)
        linear.row({strength: 1.0, active: -1.0}, most=0.0)
        sizes = {
            easy: week.easy_min,
            long: week.long_min,
            hard: week.hard_min,
            strength: ground.strength_min,
        }
        free = ground.free_min[day] - ground.stretch_min[day]
        linear.row({kind: size.least for kind, size in sizes.items()}, most=free)
        most = max(sizes[kind].aim for kind in one.runs) + ground.strength_min.aim - free
        if most > 0:
            short = linear.amount(points.MINUTE_SHORT, most=most)
            linear.row({**{kind: size.aim for kind, size in sizes.items()}, short: -1.0}, most=free)
        self._habits(day, one)
        return one

    def _habits(self, day: date, one: _Day) -> None:
        linear, ground, weekday = self.linear, self.ground, day.weekday()
        for kind in one.runs:
            linear.charge(kind, points.WEEKDAY_WITHOUT_HABIT * (1.0 - ground.weekday_share[weekday]))
        if ground.wished_long_weekday is not None:
            if weekday != ground.wished_long_weekday:
                linear.charge(one.long, points.LONG_RUN_OFF_WISHED_WEEKDAY)
        elif ground.long_weekday is not None and weekday != ground.long_weekday:
            linear.charge(one.long, points.LONG_RUN_OFF_USUAL_WEEKDAY)
        if weekday < 5:
            linear.charge(one.long, points.LONG_RUN_ON_WORKDAY)
        held = ground.current.get(day)
        if held is not None:
            kept = {"easy": one.easy, "long": one.long, "hard": one.hard}.get(held.run or "")
            if kept is not None:
                linear.charge(kept, -points.SESSION_MOVED)
            if held.strength:
                linear.charge(one.strength, -points.SESSION_MOVED)
        both = linear.amount(points.LONG_RUN_WITH_STRENGTH, most=1.0)
        linear.row({one.long: 1.0, one.strength: 1.0, both: -1.0}, most=1.0)

    def _counts(self, week: WeekNeeds) -> None:
        linear = self.linear
        days = [self.days[day] for day in week.days if day in self.days]
        run_short = linear.amount(points.RUN_MISSING, most=week.runs)
        self.run_short.append(run_short)
        runs = {kind: 1.0 for day in days for kind in day.runs}
        linear.row({**runs, run_short: 1.0}, least=week.runs)
        linear.row(runs, most=week.runs)
        long_short = linear.amount(points.LONG_RUN_MISSING, most=1.0)
        longs = {day.long: 1.0 for day in days}
        linear.row({**longs, long_short: 1.0}, least=float(week.long))
        linear.row(longs, most=float(week.long))
        hard_short = linear.amount(points.HARD_RUN_MISSING, most=week.hard)
        hards = {day.hard: 1.0 for day in days}
        linear.row({**hards, hard_short: 1.0}, least=week.hard)
        linear.row(hards, most=week.hard)
        least = linear.amount(points.STRENGTH_MISSING, most=week.strength_least)
        wished = linear.amount(points.STRENGTH_WISH_MISSING, most=week.strength)
        self.strength_short.append((least, wished))
        strength = {day.strength: 1.0 for day in days}
        linear.row({**strength, least: 1.0}, least=week.strength_least)
        linear.row({**strength, least: 1.0, wished: 1.0}, least=week.strength)
        linear.row(strength, most=week.strength)
        beyond = points.ACTIVE_DAY_BEYOND_FIVE_TIRED if self.ground.tired else points.ACTIVE_DAY_BEYOND_FIVE
        if len(days) > 5:
            linear.row({**{day.active: 1.0 for day in days}, linear.amount(beyond, most=2.0): -1.0}, most=5.0)

    def _spread(self, week: WeekNeeds) -> None:
        """Spread the runs of who runs seldom, and run-walk sessions, over the week."""
        cost = points.RUN_WALK_NEXT_DAY if week.run_walk else points.RUNS_NEXT_DAY_OF_FEW
        if not week.run_walk and week.runs > FEW_RUNS:
            return
        for day in week.days:
            one, following = self.days.get(day), self.days.get(day + DAY)
            if one and following:
                row = dict.fromkeys((*one.runs, *following.runs), 1.0)
                self.linear.row({**row, self.linear.amount(cost, most=1.0): -1.0}, most=1.0)

    def _neighbours(self) -> None:
        first, last = min(self.ground.free_min), max(self.ground.free_min)
        span = [first + number * DAY for number in range(-2, (last - first).days + 1)]
        for day, following in pairwise(span):
            self._beside(self._at(day, "strength"), self._at(following, "strength"), None)
            self._beside(self._at(day, "strength"), self._at(following, "long", "hard"), None)
            self._beside(self._at(day, "hard"), self._at(following, "long", "hard"), None)
            self._beside(self._at(day, "long"), self._at(following, "hard"), None)
            self._beside(
                self._at(day, "long"), self._at(following, "strength"), points.STRENGTH_AFTER_LONG_RUN
            )
            self._beside(self._at(day, "hard"), self._at(following + DAY, "hard"), None)

    def _at(self, day: date, *kinds: str) -> list[int] | bool:
        """Return the variables of a day's kinds; True where it is fixed that the day holds one of them."""
        ground = self.ground
        if day == ground.race:
            return "hard" in kinds
        if day in self.days:
            return [getattr(self.days[day], kind) for kind in kinds]
        held = ground.before.get(day, Placed())
        return held.run in kinds or (held.strength and "strength" in kinds)

    def _beside(self, one: list[int] | bool, other: list[int] | bool, cost: float | None) -> None:
        """Forbid both, or charge for both where a cost is given; the kinds of a day exclude one another."""
        if one is False or other is False or (one is True and other is True):
            return
        terms: dict[int, float] = {}
        fixed = 0.0
        for side in (one, other):
            if isinstance(side, bool):
                fixed += float(side)
            else:
                terms.update(dict.fromkeys(side, 1.0))
        if cost is not None:
            terms[self.linear.amount(cost, most=1.0)] = -1.0
        self.linear.row(terms, most=1.0 - fixed)

    def _rest(self) -> None:
        """Of any seven days, those before the plan among them, one is free of running and strength."""
        first, last = min(self.ground.free_min), max(self.ground.free_min)
        for number in range((last - first).days + 1):
            window = [first + (number - back) * DAY for back in range(7)]
            active = [day for day in window if self._was_active(day)]
            terms = {self.days[day].active: 1.0 for day in window if day in self.days}
            if len(terms) + len(active) == 7:
                self.linear.row(terms, most=6.0 - len(active))

    def _was_active(self, day: date) -> bool:
        held = self.ground.before.get(day)
        return day == self.ground.race or (held is not None and (held.run is not None or held.strength))

    def read(self, values: Sequence[float]) -> Schedule:
        placed = {
            day: Placed(
                next((name for name in ("easy", "long", "hard") if values[getattr(one, name)] > 0.5), None),
                values[one.strength] > 0.5,
            )
            for day, one in self.days.items()
        }
        return Schedule(
            placed,
            _whole(values[at] for at in self.run_short),
            _whole(values[least] + values[wished] for least, wished in self.strength_short),
        )


def _whole(values: Iterable[float]) -> tuple[int, ...]:
    return tuple(round(value) for value in values)
