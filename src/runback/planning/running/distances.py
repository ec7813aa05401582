"""How far each placed run goes: the week's distance over its runs, never beyond the lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor

from runback.knowledge import fact
from runback.planning.running.coaching import (
    DAY_BEFORE_RACE_MIN,
    EASY_ALIKE_M,
    EASY_MOST_SHARE,
    HARD_RUN_RANGE_M,
    SHORTEST_RUN_M,
)
from runback.planning.running.history import RunningHistory
from runback.planning.running.weeks import Week, most_week_m

_TINY = 1e-6
_DAY = timedelta(days=1)
MEDIUM_LONG_LEAST = 0.75
"""The share of the second longer run that its day must have the time for."""


def run_minutes(metres: float, speed_m_s: float) -> int:
    """Return the whole minutes that a run of ``metres`` takes, rounded up."""
    return ceil(metres / speed_m_s / 60 - _TINY)


def rounded_down(metres: float) -> float:
    """Return a distance as a coach would say it: half kilometres, below 8 km hundreds of metres."""
    unit = _unit(metres)
    return float(unit * floor(metres / unit + _TINY))


def _unit(metres: float) -> int:
    # Half a kilometre more than 8 km lies within the published line; more than 5 km it hardly does.
    return 500 if metres >= 8000 else 100


@dataclass
class Legs:
    """Distance by day, run and planned: what a later run is held against."""

    history: RunningHistory
    planned_m: dict[date, float] = field(default_factory=dict)

    def line_m(self, day: date, *, spare: bool = False) -> float | None:
        """Return the longest run (metres) within the published line on ``day``; None after a break.

        A run on the first day of the window counts only where nothing nearer does: files do not say whether
        its hour is still inside. With ``spare`` the longest of the planned runs before may yet be missed.
        """
        numbers = fact("session-spike-bands").numbers
        window = int(numbers["window_days"])
        reference = self._longest(day, window - 1, spare) or self._longest(day, window, spare)
        return numbers["reference_max_ratio"] * reference if reference else None

    def longest_m(self, day: date) -> float | None:
        """Return the longest run (metres) of the window before ``day``, None without any."""
        return self._longest(day, int(fact("session-spike-bands").numbers["window_days"]), False) or None

    def week_m(self, monday: date) -> float:
        """Return the distance of a calendar week, run and planned."""
        planned = sum(self.planned_m.get(monday + timedelta(days=day), 0.0) for day in range(7))
        return self.history.week_m(monday) + planned

    def longest_of_week(self, monday: date) -> float:
        """Return the longest run done in a calendar week, 0 without any."""
        days = [monday + timedelta(days=day) for day in range(7)]
        return max(self.history.longest_m.get(day, 0.0) for day in days)

    def _longest(self, day: date, window: int, spare: bool) -> float:
        days = [day - timedelta(days=back) for back in range(1, window + 1)]
        done = max(self.history.longest_m.get(one, 0.0) for one in days)
        planned = sorted((self.planned_m[one] for one in days if one in self.planned_m), reverse=True)
        sure = planned[1:2] if spare and (done or len(planned) > 1) else planned[:1]
        return max(done, *sure) if sure else done


@dataclass(frozen=True)
class Bounds:
    """What bounds the distance of runs, by day, in metres but for ``room_min`` (minutes for running).

    ``kept_m`` are the distances of the plan in the calendar, ``stage_m`` those of run-walk sessions,
    ``share`` the share of the usual distances while the pain rule says reduce, ``reduced`` the days whose
    distance in the calendar is that share already, ``race`` the race.
    """

    room_min: Mapping[date, float]
    kept_m: Mapping[date, float] = field(default_factory=dict)
    stage_m: Mapping[date, float] = field(default_factory=dict)
    share: Mapping[date, float] = field(default_factory=dict)
    reduced: frozenset[date] = frozenset()
    race: tuple[date, float] | None = None


def fill_distances(
    weeks: Sequence[Week], runs: Mapping[date, str], bounds: Bounds, history: RunningHistory
) -> dict[date, float]:
    """Return the distance (metres) of every placed run (``runs``: easy, long or hard by day), in order of
    days.

    The long run and the hard runs get their aims, the easy runs share the rest; a day's time, the published
    line for single runs and the bound on the week cut them down. A run in the calendar keeps its distance as
    far as these allow. Easy and hard runs stay below the long run of their week.
    """
    legs = Legs(history)
    for week in weeks:
        _fill_week(week, {day: runs[day] for day in week.days if day in runs}, bounds, legs)
    return legs.planned_m


def hard_run_m(week: Week) -> float:
    """Return the distance of a hard run, warming up and running down counted in: a mean run of the week."""
    low, high = HARD_RUN_RANGE_M
    return min(max(week.total_m / max(week.runs, 1), low), high)


def _fill_week(week: Week, kinds: Mapping[date, str], bounds: Bounds, legs: Legs) -> None:
    room = {day: bounds.room_min[day] * 60 * legs.history.easy_speed_m_s for day in kinds}
    own = {day: kind for day, kind in kinds.items() if day not in bounds.stage_m}
    aims = _aims(week, own, room, legs)
    for day, metres in bounds.kept_m.items():
        if day in own:
            aims[day] = metres
    eve = bounds.race[0] - _DAY if bounds.race else None
    if eve in aims:
        aims[eve] = min(aims[eve], DAY_BEFORE_RACE_MIN * 60 * legs.history.easy_speed_m_s)
    aims = _within_week(week, aims, legs, own if bounds.kept_m else None)
    for day, share in bounds.share.items():
        if day in aims and day not in bounds.reduced:
            usual = bounds.kept_m[day] if day in bounds.kept_m else _usual_m(own[day], week)
            aims[day] = min(aims[day], share * usual)
    top = _top(week, own, aims, room, bounds=bounds, legs=legs)
    for day in sorted(kinds):
        # A run that stands in the calendar has used its margin where another one was missed.
        line = legs.line_m(day, spare=week.spare and day in own and day not in bounds.kept_m)
        most = [bounds.stage_m[day]] if day in bounds.stage_m else [aims[day], room[day]]
        if line is not None:
            most.append(line)
        if own.get(day) in {"easy", "hard"}:
            most.append(top)
        legs.planned_m[day] = rounded_down(min(most))
    if bounds.race is not None and bounds.race[0] in week.days:
        legs.planned_m[bounds.race[0]] = bounds.race[1]


def _usual_m(kind: str, week: Week) -> float:
    """Return the distance that a kind of run has in a whole week without a pain rule."""
    if kind == "long":
        return week.long_m
    if kind == "hard":
        return hard_run_m(week)
    easy = week.runs - len(week.hard) - int(week.long_m > 0)
    left = week.total_m - week.long_m - len(week.hard) * hard_run_m(week)
    return max(left / easy if easy > 0 else 0.0, SHORTEST_RUN_M)


def _aims(week: Week, kinds: Mapping[date, str], room: Mapping[date, float], legs: Legs) -> dict[date, float]:
    """Return the distance aimed at for each run of a week, the time of the day allowed for."""
    total = week.total_m
    if not week.whole and week.runs:
        done = legs.history.week_m(week.monday)
        total = max(0.0, min(total * min(1.0, len(kinds) / week.runs), total - done))
    aims = {day: min(week.long_m, room[day]) for day, kind in kinds.items() if kind == "long"}
    aims |= {day: min(hard_run_m(week), room[day]) for day, kind in kinds.items() if kind == "hard"}
    easy = sorted((day for day, kind in kinds.items() if kind == "easy"), key=lambda day: (room[day], day))
    medium = _medium_day(week, kinds, room)
    if medium is not None:
        aims[medium] = min(week.medium_m, room[medium])
        easy.remove(medium)
    left = total - sum(aims.values())
    for number, day in enumerate(easy):
        # Days with the least time first: what they cannot hold goes to the others.
        share = min(left / (len(easy) - number), max(EASY_ALIKE_M, EASY_MOST_SHARE * week.long_m))
        aims[day] = min(max(share, SHORTEST_RUN_M), room[day])
        left -= aims[day]
    return aims


def _medium_day(week: Week, kinds: Mapping[date, str], room: Mapping[date, float]) -> date | None:
    """Return the day of the second longer run: an easy one with the time for it, far from the long run."""
    longs = [day for day, kind in kinds.items() if kind == "long"]
    if not week.medium_m or not longs:
        return None
    apart = {day: _days_apart(day, longs[0]) for day, kind in kinds.items() if kind == "easy"}
    days = [day for day in apart if apart[day] > 1 and room[day] >= MEDIUM_LONG_LEAST * week.medium_m]
    beside_hard = {day: any(kinds.get(day + step) == "hard" for step in (-_DAY, _DAY)) for day in days}
    return max(
        days,
        key=lambda day: (room[day] >= week.medium_m, not beside_hard[day], apart[day], day),
        default=None,
    )


def _days_apart(day: date, other: date) -> int:
    """Return the days between two of one week, or to the like day of the weeks beside it."""
    days = abs((day - other).days)
    return min(days, 7 - days)


def _within_week(
    week: Week, aims: Mapping[date, float], legs: Legs, in_calendar: Mapping[date, str] | None
) -> dict[date, float]:
    """Cut a week's runs down to the bound that the weeks before set: all alike, or few of those in the
    calendar, the long run last."""
    before = [legs.week_m(week.monday - timedelta(weeks=back)) for back in range(1, 5)]
    bound = max(0.0, most_week_m(before) - legs.history.week_m(week.monday))
    excess = sum(aims.values()) - bound
    if excess <= 0:
        return dict(aims)
    if in_calendar is None:
        return {day: aim * bound / (bound + excess) for day, aim in aims.items()}
    cut = dict(aims)
    for day in sorted(cut, key=lambda one: (in_calendar[one] == "long", -cut[one], one)):
        less = min(excess, max(0.0, cut[day] - SHORTEST_RUN_M))
        cut[day] -= less
        excess -= less
    # What even the shortest runs exceed is cut from all.
    return cut if excess <= 0 else {day: aim * bound / (bound + excess) for day, aim in cut.items()}


def _top(
    week: Week,
    kinds: Mapping[date, str],
    aims: Mapping[date, float],
    room: Mapping[date, float],
    *,
    bounds: Bounds,
    legs: Legs,
) -> float:
    """Return the most that any run beside the longest of the week may have.

    The long run and hard runs alone may be the longest, since no strength session stands before them. A week
    without either has all its runs alike, unless it had its longest already or holds the race.
    """
    if bounds.race is not None and bounds.race[0] in week.days:
        return bounds.race[1] - _unit(bounds.race[1])
    lines = {
        day: legs.line_m(day, spare=week.spare and day not in bounds.kept_m) or aims[day] for day in kinds
    }
    most = {day: rounded_down(min(aims[day], room[day], lines[day])) for day in kinds}
    longs = [most[day] for day, kind in kinds.items() if kind == "long"]
    if longs:
        return max(0.0, longs[0] - _unit(longs[0]))
    hard = max((most[day] for day, kind in kinds.items() if kind == "hard"), default=0.0)
    stages = [rounded_down(bounds.stage_m[day]) for day in week.days if day in bounds.stage_m]
    had = max(legs.longest_of_week(week.monday), hard)
    alike = [*most.values(), *stages]
    # A single run is alike with none: it stays within what the week had already.
    return had if had > 0 and len(alike) == 1 else max(had, min(alike, default=0.0))
