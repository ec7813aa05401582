"""A form measure of each level run against its speed: the last weeks filled, the weeks before as rings."""

from __future__ import annotations

import polars as pl

from runback.figures.look import GREY, INK, amount, finished, layer
from runback.figures.rendering import Chart
from runback.units import METRES, Units

S_PER_H = 3600.0


def form_at_speed_chart(
    runs: pl.DataFrame, *, title: str, units: Units, width: int = 640, height: int = 240
) -> Chart:
    """Return the chart of runs: ``local_date``, ``mean_speed_m_s``, ``value``, ``recent`` (a boolean).

    ``title`` names the value with its unit. Raises ``ValueError`` for a frame without rows.
    """
    if runs.is_empty():
        raise ValueError("a chart of form at speed needs at least one run")
    records = runs.with_columns(speed=pl.col("mean_speed_m_s") * S_PER_H / METRES[units]).drop(
        "mean_speed_m_s"
    )
    told = [
        {"field": "local_date", "type": "temporal", "title": "day", "format": "%-d %b %Y"},
        {"field": "speed", "type": "quantitative", "title": f"{units}/h", "format": ".1f"},
        {"field": "value", "type": "quantitative", "title": title, "format": ".1f"},
    ]
    at = {
        "x": amount("speed", title=f"speed, {units}/h", scale={"zero": False, "nice": True}),
        "y": amount("value", title=title, scale={"zero": False, "nice": True}),
        "tooltip": told,
    }
    ring = {"shape": "circle", "size": 40, "color": GREY, "filled": False, "strokeWidth": 1}
    dot = {"shape": "circle", "size": 44, "color": INK, "filled": True, "opacity": 1}
    layers = [
        layer("point", at, only="!datum.recent", **ring),
        layer("point", at, only="datum.recent", **dot),
    ]
    return finished(records.iter_rows(named=True), layers, width=width, height=height)
