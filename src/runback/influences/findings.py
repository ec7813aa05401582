"""The findings of the outside family: what four weeks of diary and runs say of its seven causes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from runback.influences.day_habits import (
    cold_starts,
    driving,
    lifting,
    sitting,
    sleep_hours,
    sleep_quality,
    stress,
)
from runback.influences.ground import ground_change, hard_ground
from runback.influences.shoe_findings import new_pair, pair_distance, pairs_in_turn
from runback.influences.shoes import Pair
from runback.influences.weeks import Claim, Weeks, finding
from runback.model import CheckIn, Finding, Missing
from runback.units import Units


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one cause: ``make`` returns its claim, or in words why it could not be made."""

    cause: str
    name: str
    group: str
    make: Callable[[Weeks], Claim | str]


def _measures(units: Units) -> tuple[Measure, ...]:
    return (
        Measure("shoes", "pairs_in_turn", "shoe-rotation", pairs_in_turn),
        Measure("shoes", "new_pair", "shoe-change", partial(new_pair, units=units)),
        Measure("shoes", "pair_distance", "shoe-wear", partial(pair_distance, units=units)),
        Measure("hard-or-cambered-surface", "hard_ground", "ground", hard_ground),
        Measure("hard-or-cambered-surface", "ground_change", "ground", ground_change),
        Measure("long-sitting", "sitting", "sitting", sitting),
        Measure("long-sitting", "driving", "driving", driving),
        Measure("short-sleep", "sleep_hours", "sleep", sleep_hours),
        Measure("short-sleep", "sleep_quality", "sleep", sleep_quality),
        Measure("lifting-and-work", "lifting_days", "lifting", lifting),
        Measure("stress", "stress_level", "stress", stress),
        Measure("cold-start", "cold_starts", "cold-start", cold_starts),
    )


def influence_findings(
    runs: pl.DataFrame,
    check_ins: Iterable[CheckIn],
    today: date,
    *,
    pairs: Iterable[Pair] = (),
    units: Units = "km",
) -> list[Finding | Missing]:
    """Return what diary and runs of the four weeks to ``today`` say of the outside influences.

    ``runs`` is a runs frame with the defaults of shoe and surface filled in; ``pairs`` is what the runner
    told of the shoes. Every weight is judged and small (``runback.influences.weights``); what cannot be made
    comes back as a ``Missing`` with its reason.
    """
    weeks = Weeks.of(runs, check_ins, pairs, today)
    results: list[Finding | Missing] = []
    for measure in _measures(units):
        claim = measure.make(weeks)
        if isinstance(claim, str):
            results.append(Missing(measure.cause, measure.name, claim))
        else:
            results.append(finding(weeks, measure.cause, measure.name, measure.group, claim))
    return results
