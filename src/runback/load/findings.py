"""The findings of the overexertion family: what the last six weeks say of its six causes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from runback.load.hills import DOWN, UP, fortnight_height, session_height
from runback.load.history import History
from runback.load.mileage import fortnight_distance, run_length, session_spike, weekly_change
from runback.load.recovery import hard_days_apart, longest_streak, rest_days
from runback.load.speed_increase import fast_end, fortnight_fast_time
from runback.load.too_hard import (
    cadence_decay,
    fortnight_lumbar_load,
    hard_time_finding,
    long_run_share,
    mean_effort,
    monotony,
)
from runback.model import Finding, Missing
from runback.units import Units


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one cause: ``make`` returns the finding, or in words why it could not be made."""

    cause: str
    name: str
    make: Callable[[History], Finding | str]
    needs_past: bool = True


MEASURES = (
    Measure("too-hard-too-long", "hard_time", hard_time_finding),
    Measure("too-hard-too-long", "mean_effort", mean_effort),
    Measure("too-hard-too-long", "long_run_share", long_run_share),
    Measure("too-hard-too-long", "fortnight_lumbar_load", fortnight_lumbar_load),
    Measure("too-hard-too-long", "cadence_decay", cadence_decay),
    Measure("too-hard-too-long", "monotony", monotony),
    Measure("mileage-increase", "session_spike", session_spike, needs_past=False),
    Measure("mileage-increase", "fortnight_distance", fortnight_distance),
    Measure("mileage-increase", "run_length", run_length),
    Measure("mileage-increase", "weekly_change", weekly_change, needs_past=False),
    Measure("speed-increase", "fortnight_fast_time", fortnight_fast_time),
    Measure("speed-increase", "fast_end", fast_end),
    Measure("hills-up", "fortnight_ascent", partial(fortnight_height, direction=UP)),
    Measure("hills-up", "session_ascent", partial(session_height, direction=UP)),
    Measure("hills-down", "fortnight_descent", partial(fortnight_height, direction=DOWN)),
    Measure("hills-down", "session_descent", partial(session_height, direction=DOWN)),
    Measure("lack-of-rest", "rest_days", rest_days),
    Measure("lack-of-rest", "longest_streak", longest_streak),
    Measure("lack-of-rest", "hard_days_apart", hard_days_apart),
)
"""Every measure of training, in the order of the causes."""


def load_findings(runs: pl.DataFrame, today: date, *, units: Units = "km") -> list[Finding | Missing]:
    """Return what the training of the six weeks to ``today`` says of the six overexertion causes.

    ``runs`` is a runs frame (see ``runback.activities.runs``); runs after ``today`` are left out. Each
    measure is held against the runner's own past, the twelve weeks before the six, and against published
    bands where there are any (session spikes, marathons on little training). A measure that cannot be made
    comes back as a ``Missing`` with its reason. Weights: see ``runback.load.weights``. ``units`` set the
    words, never ``value``.
    """
    history = History.of(runs, today, units)
    obstacle, past_obstacle = history.obstacle(), history.past_obstacle()
    results: list[Finding | Missing] = []
    for measure in MEASURES:
        reason = obstacle or (past_obstacle if measure.needs_past else None)
        made = reason or measure.make(history)
        results.append(Missing(measure.cause, measure.name, made) if isinstance(made, str) else made)
    return results
