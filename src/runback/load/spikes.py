"""Session spikes: each run against the longest run of the 30 days before it."""

from __future__ import annotations

import polars as pl

from runback.knowledge import fact


def session_spikes(runs: pl.DataFrame) -> pl.DataFrame:
    """Return ``run_id``, ``local_date``, ``distance_m``, ``longest_before_m`` and ``ratio`` of each run.

    ``longest_before_m`` is the longest run that started in the 30 days before this one's start. Without such
    a run the ratio is null: a restart, not an infinite spike. ``runs`` must be sorted by ``start_utc``.
    Source: fact ``session-spike-bands`` (Frandsen 2025).
    """
    days = int(fact("session-spike-bands").numbers["window_days"])
    before = pl.col("distance_m").rolling_max_by("start_utc", f"{days}d", closed="left")
    return runs.select("run_id", "local_date", "distance_m", before.alias("longest_before_m")).with_columns(
        pl.when(pl.col("longest_before_m") > 0)
        .then(pl.col("distance_m") / pl.col("longest_before_m"))
        .alias("ratio")
    )
