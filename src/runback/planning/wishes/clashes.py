"""The smallest set of weekly wishes that no week can hold together, found by solving smaller weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from typing import Literal

from runback.planning.placing.schedule import Ground, Schedule, WeekNeeds, solve_together

Wish = Literal["time", "strength", "runs", "long run"]

ALL_DAY_MIN = 600.0


@dataclass(frozen=True, slots=True)
class Clash:
    """The smallest set of wishes that no week can hold together, with what a week can hold."""

    wishes: tuple[Wish, ...]
    runs: int
    strength: int


def clash_of(week: WeekNeeds, ground: Ground, wished: Sequence[Wish]) -> Clash | None:
    """Return the smallest set of ``wished`` that a usual week cannot hold together, None where it holds all.

    ``week`` is a whole week without a race. Sets are tried by size, the smallest first, each by solving the
    schedule of that week twice in a row with only the wishes of the set kept: the first that fails is a
    smallest conflict, since every smaller set can be met.
    """
    whole = _solve(week, ground, frozenset(wished))
    if _met(whole, week, frozenset(wished), ground):
        return None
    runs = week.runs - max(whole.runs_missing)
    strength = week.strength - max(whole.strength_missing)
    for size in range(1, len(wished) + 1):
        for kept in combinations(wished, size):
            asked = frozenset(kept)
            if not _met(_solve(week, ground, asked), week, asked, ground):
                return Clash(kept, runs, strength)
    return None


def _solve(week: WeekNeeds, ground: Ground, asked: frozenset[Wish]) -> Schedule:
    """Solve two such weeks in a row with only the wishes in ``asked``."""
    shift = timedelta(weeks=1)
    free = {day: ground.free_min[day] if "time" in asked else ALL_DAY_MIN for day in week.days}
    stretch = {day: ground.stretch_min[day] for day in week.days}
    strength = week.strength if "strength" in asked else 0
    one = replace(
        week,
        runs=week.runs if "runs" in asked else int("long run" in asked),
        long=week.long if "long run" in asked or "runs" in asked else False,
        hard=0,
        strength=strength,
        strength_least=min(week.strength_least, strength),
    )
    alone = replace(
        ground,
        free_min=free | {day + shift: minutes for day, minutes in free.items()},
        stretch_min=stretch | {day + shift: minutes for day, minutes in stretch.items()},
        race=None,
        no_run=frozenset(),
        no_hard=frozenset(),
        before={},
        current={},
        current_min={},
        like={},
        wished_long_weekday=ground.wished_long_weekday if "long run" in asked else None,
    )
    return solve_together([one, replace(one, days=tuple(day + shift for day in week.days))], alone)


def _met(schedule: Schedule, week: WeekNeeds, asked: frozenset[Wish], ground: Ground) -> bool:
    if "runs" in asked and any(schedule.runs_missing):
        return False
    if "strength" in asked and any(schedule.strength_missing):
        return False
    if "long run" in asked and week.long:
        longs = [day.weekday() for day, one in schedule.placed.items() if one.run == "long"]
        return len(longs) == 2 and set(longs) == {ground.wished_long_weekday}
    return True
