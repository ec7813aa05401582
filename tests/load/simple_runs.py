"""Runs frames built by hand: only what a test says, everything else null."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from runback.activities.runs import SPEED_BIN_M_S, SPEED_BINS, runs_frame


def run(day: date, distance_m: float = 10_000.0, *, hour: float = 8.0, **more: object) -> dict[str, object]:
    """Return one run's row at a steady 3 m/s unless told otherwise."""
    start = datetime.combine(day, time(), UTC) + timedelta(hours=hour)
    row: dict[str, object] = {
        "run_id": f"{start:%Y%m%d%H%M%S%f}",
        "start_utc": start,
        "local_date": day,
        "distance_m": distance_m,
        "moving_s": distance_m / 3.0,
        "mean_speed_m_s": 3.0,
    }
    return row | more


def frame(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    """Return the rows as a runs frame."""
    return runs_frame(list(rows))


def histogram(speeds: dict[float, float]) -> list[float]:
    """Return seconds by speed (m/s) as the bins of ``speed_seconds``."""
    bins = [0.0] * SPEED_BINS
    for speed, seconds in speeds.items():
        bins[min(int(speed / SPEED_BIN_M_S + 1e-9), SPEED_BINS - 1)] += seconds
    return bins


def steady(
    today: date, weeks: int, weekdays: tuple[int, ...] = (1, 3, 5), **more: object
) -> list[dict[str, object]]:
    """Return ``weeks`` weeks to ``today`` with the same run on the same weekdays, all measures there."""
    full: dict[str, object] = {
        "ascent_m": 80.0,
        "descent_m": 80.0,
        "steps": 9000.0,
        "session_rpe_load": 10_000 / 180 * 4,
        "rpe": 4.0,
        "heart_rate_zone_s": [600.0, 1200.0, 1000.0, 400.0, 100.0],
        "mean_heart_rate_bpm": 145.0,
        "lumbar_load_index": 98.0,
        "best_60s_m_s": 3.4,
        "best_300s_m_s": 3.2,
        "best_1200s_m_s": 3.1,
        "speed_seconds": histogram({2.9: 1500.0, 3.0: 1500.0, 3.15: 333.0}),
        "cadence_decay_pct": -0.5,
    }
    days = (today - timedelta(days=back) for back in range(weeks * 7 - 1, -1, -1))
    return [run(day) | full | more for day in days if day.weekday() in weekdays]
