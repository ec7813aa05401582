"""The schedule as a linear model: a flag for each session that a day may hold, the rules as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from runback.planning.placing import preferences as points
from runback.planning.placing.linear_model import LinearModel
from runback.planning.placing.schedule import DAY, Ground, Placed, Schedule, WeekNeeds

FEW_RUNS = 4
WEEK_DAYS = 7


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


class ScheduleModel:
    """The linear model of some weeks in a row."""

    def __init__(self, weeks: Sequence[WeekNeeds], ground: Ground, *, repeatable: bool = False) -> None:
        self.linear = LinearModel()
        self.ground = ground
        self.span = [day for week in weeks for day in week.days]
        self.days: dict[date, _Day] = {}
        for week in weeks:
            for day in week.days:
                if ground.free_min.get(day, 0.0) > 0 and day != ground.race:
                    self.days[day] = self._day(day, week)
        self.run_short: list[int] = []
        self.strength_short: list[tuple[int, int]] = []
        for week in weeks:
            self._counts(week)
            self._spread(week, repeatable=repeatable)
        self._neighbours()
        self._spare_next_week()
        if repeatable:
            self._repeat(weeks[-1].days[0], weeks[-1].days[-1])
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
        held_min = ground.current_min.get(day)
        if held_min is not None and held_min + ground.strength_min.least > free:
            cut = linear.amount(points.MINUTE_CUT, most=held_min)
            run = dict.fromkeys(one.runs, held_min)
            linear.row({**run, strength: ground.strength_min.least, cut: -1.0}, most=free)
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
        if ground.race is not None and (ahead := (ground.race - day).days) in {2, 3}:
            linear.charge(one.strength, points.STRENGTH_BEFORE_RACE[ahead - 2])
        self._prefer(one, ground.current.get(day), points.SESSION_MOVED)
        if ground.current.keys().isdisjoint(self.span):
            self._prefer(one, ground.like.get(day), points.UNLIKE_LAST_WEEK)
        both = linear.amount(points.LONG_RUN_WITH_STRENGTH, most=1.0)
        linear.row({one.long: 1.0, one.strength: 1.0, both: -1.0}, most=1.0)

    def _prefer(self, one: _Day, held: Placed | None, cost: float) -> None:
        """Favour what a day held by the cost of changing it."""
        if held is None:
            return
        if held.run is not None:
            self.linear.charge({"easy": one.easy, "long": one.long, "hard": one.hard}[held.run], -cost)
        if held.strength:
            self.linear.charge(one.strength, -cost)

    def _counts(self, week: WeekNeeds) -> None:
        linear = self.linear
        days = [self.days[day] for day in week.days if day in self.days]
        run_short = linear.amount(points.RUN_MISSING, most=week.runs)
        self.run_short.append(run_short)
        runs = {kind: 1.0 for day in days for kind in day.runs}
        linear.row({**runs, run_short: 1.0}, least=week.runs)
        linear.row(runs, most=week.runs)
        self._lone_run(week)
        long_short = linear.amount(points.LONG_RUN_MISSING, most=1.0)
        longs = {day.long: 1.0 for day in days}
        linear.row({**longs, long_short: 1.0}, least=float(week.long))
        linear.row(longs, most=float(week.long))
        hard_short = linear.amount(points.HARD_RUN_MISSING, most=week.hard)
        hards = {day.hard: 1.0 for day in days}
        linear.row({**hards, hard_short: 1.0}, least=week.hard)
        linear.row(hards, most=week.hard)
        least = linear.amount(points.STRENGTH_MISSING, most=week.strength_least)
        missing = (
            points.STRENGTH_NOT_MADE_UP
            if self._begun_in_calendar(week.days[-1])
            else points.STRENGTH_WISH_MISSING
        )
        wished = linear.amount(missing, most=week.strength)
        self.strength_short.append((least, wished))
        strength = {day.strength: 1.0 for day in days}
        linear.row({**strength, least: 1.0}, least=week.strength_least)
        linear.row({**strength, least: 1.0, wished: 1.0}, least=week.strength)
        linear.row(strength, most=week.strength)
        beyond = points.ACTIVE_DAY_BEYOND_FIVE_TIRED if self.ground.tired else points.ACTIVE_DAY_BEYOND_FIVE
        if len(days) > 5:
            linear.row({**{day.active: 1.0 for day in days}, linear.amount(beyond, most=2.0): -1.0}, most=5.0)

    def _begun_in_calendar(self, last: date) -> bool:
        """Return whether the week of its ``last`` day is under way in a plan that is made anew."""
        monday = last - last.weekday() * DAY
        return monday < self.span[0] and bool(self.ground.current)

    def _lone_run(self, week: WeekNeeds) -> None:
        """Keep strength off the day before an easy run that is its week's only one, and so its longest."""
        monday = week.days[0] - week.days[0].weekday() * DAY
        whole_week = [monday + number * DAY for number in range(WEEK_DAYS)]
        if week.run_walk or any(self._runs_at(day) is True for day in whole_week):
            return
        for day in week.days:
            if day in self.days:
                held = self._at(day - DAY, "strength")
                before = {} if isinstance(held, bool) else dict.fromkeys(held, 1.0)
                runs = [kind for other in week.days if other in self.days for kind in self.days[other].runs]
                others = {kind: -1.0 for kind in runs if kind not in self.days[day].runs}
                row = {self.days[day].easy: 1.0, **before, **others}
                self.linear.row(row, most=0.0 if held is True else 1.0)

    def _spread(self, week: WeekNeeds, *, repeatable: bool) -> None:
        """Spread the runs of who runs seldom, and run-walk sessions, over the week and across its ends."""
        cost = points.RUN_WALK_NEXT_DAY if week.run_walk else points.RUNS_NEXT_DAY_OF_FEW
        if not week.run_walk and week.runs > FEW_RUNS:
            return
        for day in (week.days[0] - DAY, *week.days[:-1]):
            self._beside(self._runs_at(day), self._runs_at(day + DAY), cost)
        if repeatable:
            self._beside(self._runs_at(week.days[-1]), self._runs_at(week.days[0]), cost)

    def _neighbours(self) -> None:
        """Keep the rules between days, with the two days before and a race in the two days after."""
        days = [self.span[0] - 2 * DAY, self.span[0] - DAY, *self.span, self.span[-1] + DAY]
        for day, following in pairwise([*days, self.span[-1] + 2 * DAY]):
            self._rules_beside(day, following)
            self._beside(self._at(day, "hard"), self._at(following + DAY, "hard"))
            self._beside(
                self._at(day, "long"), self._at(following, "strength"), points.STRENGTH_AFTER_LONG_RUN
            )

    def _spare_next_week(self) -> None:
        """Charge for strength work on the last day where it would move what the calendar holds on the
        next."""
        last = self.span[-1]
        held = self.ground.current.get(last + DAY)
        if last in self.days and held is not None and (held.strength or held.run in {"long", "hard"}):
            begun = self._begun_in_calendar(last)
            cost = points.MOVED_BY_MAKING_UP if begun else points.SESSION_MOVED
            self.linear.charge(self.days[last].strength, cost)

    def _repeat(self, first: date, last: date) -> None:
        """Keep the rules as if the week that ends with ``last`` followed itself."""
        self._rules_beside(last, first)
        self._beside(self._at(last, "hard"), self._at(first + DAY, "hard"))
        self._beside(self._at(last - DAY, "hard"), self._at(first, "hard"))

    def _rules_beside(self, day: date, following: date) -> None:
        self._beside(self._at(day, "strength"), self._at(following, "strength"))
        self._beside(self._at(day, "strength"), self._at(following, "long", "hard"))
        self._beside(self._at(day, "hard"), self._at(following, "long", "hard"))
        self._beside(self._at(day, "long"), self._at(following, "hard"))

    def _runs_at(self, day: date) -> list[int] | bool:
        return self._at(day, "easy", "long", "hard")

    def _at(self, day: date, *kinds: str) -> list[int] | bool:
        """Return the variables of a day's kinds; True where it is fixed that the day holds one of them."""
        ground = self.ground
        if day == ground.race:
            return "hard" in kinds
        if day in self.days:
            return [getattr(self.days[day], kind) for kind in kinds]
        held = ground.before.get(day, Placed())
        return held.run in kinds or (held.strength and "strength" in kinds)

    def _beside(self, one: list[int] | bool, other: list[int] | bool, cost: float | None = None) -> None:
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
        for day in self.span:
            window = [day - back * DAY for back in range(WEEK_DAYS)]
            active = [one for one in window if self._was_active(one)]
            terms = {self.days[one].active: 1.0 for one in window if one in self.days}
            if len(terms) + len(active) == WEEK_DAYS:
                self.linear.row(terms, most=WEEK_DAYS - 1.0 - len(active))

    def _was_active(self, day: date) -> bool:
        held = self.ground.before.get(day)
        return day == self.ground.race or (held is not None and (held.run is not None or held.strength))

    def read(self, values: Sequence[float]) -> Schedule:
        """Return the schedule that the values of the variables stand for."""
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
