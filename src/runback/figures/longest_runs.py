"""Each run against the longest of the 30 days before it; steps over it stand out by shape and size."""

from __future__ import annotations

import altair as alt
import polars as pl

from runback.figures.look import GREY, INK, days_axis, finished, rows
from runback.knowledge import fact
from runback.units import METRES, Units

_SIZES = {"small": 45, "moderate": 75, "large": 110}


def longest_runs_chart(
    spikes: pl.DataFrame, *, units: Units, width: int = 640, height: int = 220
) -> alt.LayerChart:
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
    days = known["local_date"].to_list()
    x = days_axis("local_date", days[0], days[-1], width)
    y = alt.Y("distance_m:Q", title=f"{units} a run")
    shown = known.select("local_date", "distance_m", "longest_before_m", "band")
    base = alt.Chart()
    before = base.mark_line(
        color=GREY, interpolate="step-before", strokeWidth=1.2, strokeDash=[4, 2], clip=True
    ).encode(x=x, y=alt.Y("longest_before_m:Q"))
    usual = (
        base.transform_filter("datum.band == null")
        .mark_point(shape="circle", size=9, color=GREY, strokeWidth=0.8, filled=False)
        .encode(x=x, y=y)
    )
    steps = (
        base.transform_filter("datum.band != null")
        .mark_point(shape="triangle-up", color=INK, filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            size=alt.Size(
                "band:N", scale=alt.Scale(domain=list(_SIZES), range=list(_SIZES.values())), legend=None
            ),
        )
    )
    return finished(rows(shown.iter_rows(named=True)), [before, usual, steps], width, height)


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
