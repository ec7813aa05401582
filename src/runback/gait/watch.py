"""All that the watch says of form, for the page and for the findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from runback.gait.watch_at_like_speed import MEASURES, LikeSpeed, at_like_speed
from runback.gait.watch_within_runs import DRIFTS, Drift, within_runs


@dataclass(frozen=True, slots=True)
class WatchForm:
    """Measures at like speed and drifts within runs by column; text where one cannot be told, and why."""

    today: date
    at_like_speed: dict[str, LikeSpeed | str]
    within_runs: dict[str, Drift | str]


def watch_form(runs: pl.DataFrame, today: date) -> WatchForm:
    """Return what the watch measured of form in the six weeks to ``today``; ``runs`` is a runs frame."""
    return WatchForm(
        today,
        {measure.column: at_like_speed(runs, measure, today) for measure in MEASURES},
        {drift.column: within_runs(runs, drift, today) for drift in DRIFTS},
    )


def to_json(form: WatchForm) -> dict[str, Any]:
    """Return the form as plain values: ``at_like_speed`` and ``within_runs``, each a list."""
    return {
        "today": form.today.isoformat(),
        "at_like_speed": [_like_speed(column, one) for column, one in form.at_like_speed.items()],
        "within_runs": [_drift(column, one) for column, one in form.within_runs.items()],
    }


def _like_speed(column: str, found: LikeSpeed | str) -> dict[str, Any]:
    if isinstance(found, str):
        return {"measure": column, "reason": found}
    return {
        "measure": column,
        "unit": found.measure.unit,
        "speed_m_s": found.speed_m_s,
        "now": found.now,
        "before": found.before,
        "change": found.change,
        "interval": list(found.interval),
        "smallest_told": found.smallest_told,
        "verdict": found.verdict,
        "runs_now": found.runs_now,
        "runs_before": found.runs_before,
    }


def _drift(column: str, found: Drift | str) -> dict[str, Any]:
    if isinstance(found, str):
        return {"measure": column, "reason": found}
    return {
        "measure": column,
        "median_pct": found.median_pct,
        "runs": found.runs,
        "tired_runs": found.tired_runs,
        "told": found.told,
    }
