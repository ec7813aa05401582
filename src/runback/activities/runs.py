"""The runs frame: one row a run, every column with its unit. All later packages read this alone."""

from __future__ import annotations

import polars as pl

SPEED_BIN_M_S = 0.1
"""Width of the bins of ``speed_seconds``: entry i counts seconds at i*0.1 to (i+1)*0.1 m/s."""

SPEED_BINS = 80
"""0 to 8 m/s; faster samples count in the last bin."""

BEST_EFFORT_SECONDS = (60, 300, 1200, 3600)
"""Durations of the best mean speeds kept for each run, as ``best_60s_m_s`` and so on."""

BEST_EFFORT_METRES = (1000, 5000, 10000, 21097)
"""Distances of the best times kept for each run, as ``best_1000m_s`` and so on."""

RUN_COLUMNS: dict[str, pl.DataType] = {
    # What it is and where it came from
    "run_id": pl.String(),
    "source": pl.String(),
    "sport": pl.String(),
    "sub_sport": pl.String(),
    "title": pl.String(),
    "device": pl.String(),
    "start_utc": pl.Datetime("us", "UTC"),
    "zone": pl.String(),
    "zone_source": pl.String(),
    "local_date": pl.Date(),
    # Runback's own totals
    "distance_m": pl.Float64(),
    "moving_s": pl.Float64(),
    "elapsed_s": pl.Float64(),
    "ascent_m": pl.Float64(),
    "descent_m": pl.Float64(),
    "uphill_m": pl.Float64(),
    "downhill_m": pl.Float64(),
    "mean_speed_m_s": pl.Float64(),
    "mean_heart_rate_bpm": pl.Float64(),
    "max_heart_rate_bpm": pl.Float64(),
    "mean_cadence_spm": pl.Float64(),
    "steps": pl.Float64(),
    "stance_time_ms": pl.Float64(),
    "stance_balance_pct": pl.Float64(),
    "vertical_oscillation_mm": pl.Float64(),
    "step_length_mm": pl.Float64(),
    # The device's totals, beside Runback's
    "device_distance_m": pl.Float64(),
    "device_elapsed_s": pl.Float64(),
    "device_timer_s": pl.Float64(),
    "device_ascent_m": pl.Float64(),
    "device_descent_m": pl.Float64(),
    # Effort
    "rpe": pl.Float64(),
    "session_rpe_load": pl.Float64(),
    "trimp": pl.Float64(),
    "heart_rate_zone_s": pl.List(pl.Float64()),
    "energy_cost_j_kg": pl.Float64(),
    "flat_equivalent_m": pl.Float64(),
    "lumbar_load_index": pl.Float64(),
    # Speed
    **{f"best_{seconds}s_m_s": pl.Float64() for seconds in BEST_EFFORT_SECONDS},
    **{f"best_{metres}m_s": pl.Float64() for metres in BEST_EFFORT_METRES},
    "speed_seconds": pl.List(pl.Float64()),
    # Change from the first to the last third at like speed, per cent
    "cadence_decay_pct": pl.Float64(),
    "stance_time_decay_pct": pl.Float64(),
    "vertical_oscillation_decay_pct": pl.Float64(),
    # What the runner or the export says
    "shoe": pl.String(),
    "surface": pl.String(),
}
"""Names and types of the runs frame.

``run_id`` is the first 16 hex digits of the file's content hash, a dash and the number of the session in the
file. ``source`` says where it lies (``export.zip > activities/1.fit.gz``). ``uphill_m`` and ``downhill_m``
are metres run on slopes, ``ascent_m`` and ``descent_m`` metres of height. ``zone_source`` is ``file``,
``position``, ``runner`` or ``assumed``. All measures are null where they cannot be made.
"""


def runs_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Return rows (a dict a run; absent keys are null) as a runs frame sorted by ``start_utc``."""
    full = [{name: row.get(name) for name in RUN_COLUMNS} for row in rows]
    return pl.DataFrame(full, schema=RUN_COLUMNS, orient="row").sort("start_utc", "run_id")
