"""Each run against the longest of the 30 days before it; steps over it stand out by shape and size."""

from __future__ import annotations

import polars as pl

from runback.figures.look import GREY, INK, amount, days_axis, finished, layer
from runback.figures.rendering import Chart
from runback.knowledge import fact
from runback.units import METRES, Units

_SIZES = {"small": 45, "moderate": 75, "large": 110}


def longest_runs_chart(spikes: pl.DataFrame, *, units: Units, width: int = 640, height: int = 220) -> Chart:
    """Return the chart of a frame as ``runback.load.session_spikes`` makes it.

    Runs are open circles; a run beyond the published reference is a filled triangle, larger in each band of
    fact ``session-spike-bands``; the stepped line is the longest run of the 30 days before. Raises
    ``ValueError`` where no run has a distance.
    """
    known = spikes.filter(pl.col("distance_m").is_not_null()).with_columns(
        _band().alias("band"), pl.col("distance_m", "longest_before_m") / METRES[units]
    )
    if known.is_empty():
        raise ValueError("a chart of longest runs needs at least one run with a distance")
    x = days_axis("local_date", known["local_date"][0], known["local_date"][-1], width)
    run = {"x": x, "y": amount("distance_m", title=f"{units} a run")}
    band = {
        "field": "band",
        "type": "nominal",
        "scale": {"domain": list(_SIZES), "range": list(_SIZES.values())},
        "legend": None,
    }
    layers = [
        layer(
            "line",
            {"x": x, "y": amount("longest_before_m")},
            color=GREY,
            interpolate="step-before",
            strokeWidth=1.2,
            strokeDash=[4, 2],
            clip=True,
        ),
        layer(
            "point",
            run,
            only="datum.band == null",
            shape="circle",
            size=9,
            color=GREY,
            strokeWidth=0.8,
            filled=False,
        ),
        layer(
            "point",
            {**run, "size": band},
            only="datum.band != null",
            shape="triangle-up",
            color=INK,
            filled=True,
            opacity=1,
        ),
    ]
    shown = known.select("local_date", "distance_m", "longest_before_m", "band")
    return finished(shown.iter_rows(named=True), layers, width=width, height=height)


def _band() -> pl.Expr:
    numbers = fact("session-spike-bands").numbers
    ratio = pl.col("ratio")
    return (
        pl.when(ratio > numbers["large_ratio_low"])
        .then(pl.lit("large"))
        .when(ratio > numbers["moderate_ratio_low"])
        .then(pl.lit("moderate"))
        .when(ratio > numbers["reference_max_ratio"])
        .then(pl.lit("small"))
    )
