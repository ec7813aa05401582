"""How far each placed run goes: the week's distance over its runs, never beyond the lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor

from runback.knowledge import fact
from runback.planning.coaching import HARD_RUN_RANGE_M, SHORTEST_RUN_M
from runback.planning.running_history import RunningHistory
from runback.planning.running_weeks import Week, most_week_m
from runback.planning.schedule import Placed

_TINY = 1e-6


def run_minutes(metres: float, speed_m_s: float) -> int:
    """Return the whole minutes that a run of ``metres`` takes, rounded up."""
    return ceil(metres / speed_m_s / 60 - _TINY)


def rounded_down(metres: float) -> float:
    """Return a distance as a coach would say it: half kilometres, below 5 km hundreds of metres."""
    unit = 500 if metres >= 5000 else 100
    return float(unit * floor(metres / unit + _TINY))


@dataclass
class Legs:
    """Distance by day, run and planned: what a later run is held against."""

    history: RunningHistory
    planned_m: dict[date, float] = field(default_factory=dict)

    def line_m(self, day: date) -> float | None:
        """Return the longest run (metres) within the published line on ``day``; None after a break.

        The line holds against the longest run of the window before, the last day of the window counted in
        and out: files do not say whether a run of that morning is still inside.
        """
        numbers = fact("session-spike-bands").numbers
        window = int(numbers["window_days"])
        near = self._longest(day, window - 1)
        at_edge = self._longest(day, window)
        reference = near or at_edge
        return None if reference == 0 else numbers["reference_max_ratio"] * reference

    def longest_m(self, day: date) -> float | None:
        """Return the longest run (metres) of the window before ``day``, None without any."""
        return self._longest(day, int(fact("session-spike-bands").numbers["window_days"])) or None

    def week_m(self, monday: date) -> float:
        """Return the distance of a calendar week, run and planned."""
        planned = sum(self.planned_m.get(monday + timedelta(days=day), 0.0) for day in range(7))
        return self.history.week_m(monday) + planned

    def _longest(self, day: date, window: int) -> float:
        days = [day - timedelta(days=back) for back in range(1, window + 1)]
        return max(max(self.history.longest_m.get(one, 0.0), self.planned_m.get(one, 0.0)) for one in days)


def fill_distances(
    weeks: Sequence[Week],
    placed: Mapping[date, Placed],
    room_min: Mapping[date, float],
    history: RunningHistory,
    race: tuple[date, float] | None = None,
    kept_m: Mapping[date, float] | None = None,
) -> dict[date, float]:
    """Return the distance (metres) of every placed run, day by day in order.

    ``room_min`` is the time left for running on each day. The long run and the hard runs get their aims, the easy
    runs share the rest; a day's time, the published line for single runs and the bound on the week cut them
    down. A run in ``kept_m`` keeps its distance as far as these allow. Easy and hard runs stay below the long
    run of their week.
    """
    legs = Legs(history)
    for week in weeks:
        _fill_week(week, placed, room_min, legs, race, kept_m or {})
    return legs.planned_m


def _fill_week(
    week: Week,
    placed: Mapping[date, Placed],
    room_min: Mapping[date, float],
    legs: Legs,
    race: tuple[date, float] | None,
    kept_m: Mapping[date, float],
) -> None:
    kinds = {day: one.run for day in week.days if (one := placed.get(day)) and one.run}
    speed = legs.history.easy_speed_m_s
    room = {day: room_min[day] * 60 * speed for day in kinds}
    done = legs.history.week_m(week.monday)
    before = [legs.week_m(week.monday - timedelta(weeks=back)) for back in range(1, 5)]
    bound = max(0.0, most_week_m(before) - done)
    aims = _aims(week, kinds, room, done, bound) | {day: kept_m[day] for day in kinds if day in kept_m}
    excess = max(1.0, sum(aims.values()) / bound) if bound > 0 else 1.0
    aims = {day: aim / excess for day, aim in aims.items()}
    top = _top(week, kinds, aims, room, legs, race)
    for day in sorted(kinds):
        line = legs.line_m(day)
        most = [aims[day], room[day], *([line] if line is not None else [])]
        if kinds[day] != "long":
            most.append(top)
        legs.planned_m[day] = rounded_down(min(most))
    if race is not None and race[0] in week.days:
        legs.planned_m[race[0]] = race[1]


def _aims(
    week: Week, kinds: Mapping[date, str], room: Mapping[date, float], done: float, bound: float
) -> dict[date, float]:
    """Return the distance aimed at for each run of a week, time on the day allowed for."""
    share = min(1.0, len(kinds) / week.runs) if week.runs else 0.0
    total = min(week.total_m * share if not week.whole else week.total_m, bound)
    if not week.whole:
        total = max(0.0, min(total, week.total_m - done))
    aims = {day: min(week.long_m, room[day]) for day, kind in kinds.items() if kind == "long"}
    hard = hard_run_m(week)
    aims |= {day: min(hard, room[day]) for day, kind in kinds.items() if kind == "hard"}
    easy = sorted((day for day, kind in kinds.items() if kind == "easy"), key=lambda day: (room[day], day))
    left = total - sum(aims.values())
    for number, day in enumerate(easy):
        # Days with the least time first: what they cannot hold goes to the others.
        aims[day] = max(min(left / (len(easy) - number), room[day]), min(SHORTEST_RUN_M, room[day]))
        left -= aims[day]
    return aims


def hard_run_m(week: Week) -> float:
    """Return the distance of a hard run, warming up and running down counted in: a mean run of the week."""
    low, high = HARD_RUN_RANGE_M
    return min(max(week.total_m / max(week.runs, 1), low), high)


def _top(
    week: Week,
    kinds: Mapping[date, str],
    aims: Mapping[date, float],
    room: Mapping[date, float],
    legs: Legs,
    race: tuple[date, float] | None,
) -> float:
    """Return the most that any run beside the longest of the week may have.

    Below the long run, which alone may be the longest: the day before it holds no strength session. A week
    without one has all runs alike, unless it had its longest already or holds the race.
    """
    if race is not None and race[0] in week.days:
        return race[1] - 500
    ran = max(
        (legs.history.longest_m.get(week.monday + timedelta(days=day), 0.0) for day in range(7)), default=0.0
    )
    for day, kind in kinds.items():
        if kind == "long":
            line = legs.line_m(day)
            long = rounded_down(min([aims[day], room[day], *([line] if line is not None else [])]))
            return max(0.0, long - (500 if long >= 5000 else 100))
    others = [min(aims[day], room[day], legs.line_m(day) or aims[day]) for day in kinds]
    return max(ran, rounded_down(min(others, default=0.0)))
