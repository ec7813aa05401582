"""Distance by calendar week as bars, the longest run of each week as a tick across."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from runback.figures.look import GREY, INK, amount, days_axis, finished, layer
from runback.figures.rendering import Chart
from runback.units import METRES, Units


def weekly_distance(runs: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """Return ``week`` (its Monday), ``distance_m`` and ``longest_run_m`` of each week from first to last.

    Weeks without a run hold 0; runs without a distance count nothing.
    """
    monday = first - timedelta(days=first.weekday())
    calendar = pl.DataFrame({"week": pl.date_range(monday, last, "1w", eager=True)})
    summed = (
        runs.filter(pl.col("local_date").is_between(first, last))
        .group_by(pl.col("local_date").dt.truncate("1w").alias("week"))
        .agg(pl.col("distance_m").sum(), pl.col("distance_m").max().alias("longest_run_m"))
    )
    return calendar.join(summed, on="week", how="left", maintain_order="left").with_columns(
        pl.col("distance_m", "longest_run_m").fill_null(0.0)
    )


def weekly_distance_chart(
    weekly: pl.DataFrame, *, units: Units, width: int = 640, height: int = 220
) -> Chart:
    """Return the chart of a frame as ``weekly_distance`` makes it. Raises ``ValueError`` without weeks."""
    if weekly.is_empty():
        raise ValueError("a chart of weeks needs at least one week")
    shown = weekly.with_columns(
        (pl.col("week") + pl.duration(days=7)).alias("end"),
        (pl.col("week") + pl.duration(days=1)).alias("tick_from"),
        (pl.col("week") + pl.duration(days=6)).alias("tick_to"),
        pl.col("distance_m", "longest_run_m") / METRES[units],
    )
    first, last = weekly["week"][0], weekly["week"][-1] + timedelta(days=6)
    top = float(shown["distance_m"].max() or 0.0)  # type: ignore[arg-type] # the maximum of floats is a float
    scale = {"domain": [0, max(top, 1.0)], "nice": True}
    bars = {
        "x": days_axis("week", first, last, width),
        "x2": {"field": "end"},
        "y": amount("distance_m", title=f"{units} a week", scale=scale),
        "y2": {"datum": 0},
    }
    longest = {
        "x": days_axis("tick_from", first, last, width),
        "x2": {"field": "tick_to"},
        "y": amount("longest_run_m", scale=scale),
    }
    layers = [
        layer("rect", bars, color="#bdbdbd", stroke=GREY, strokeWidth=0.5),
        layer("rule", longest, only="datum.longest_run_m > 0", color=INK, strokeWidth=2),
    ]
    return finished(shown.iter_rows(named=True), layers, width=width, height=height)
