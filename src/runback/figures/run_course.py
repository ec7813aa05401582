"""A run along its way: one measure as a line, with its value under the pointer."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl

from runback.figures.look import GREY, INK, PALE, Part, amount, finished, layer, under_pointer
from runback.figures.rendering import Chart
from runback.units import METRES, Units, duration

Shape = Literal["line", "ground"]

_CLOCK = "floor(datum.value / 60) + ':' + format(datum.value % 60, '02.0f')"


def run_course_chart(
    course: pl.DataFrame,
    *,
    title: str,
    at: Literal["distance_m", "t_s"],
    units: Units,
    pace: bool = False,
    ground: bool = False,
    width: int = 640,
    height: int = 160,
) -> Chart:
    """Return the chart of a frame with ``at`` and ``value``, as ``runback.activities.along`` makes it.

    ``pace``: values are seconds a kilometre or mile, the faster the higher. ``ground``: filled to the foot,
    as an altitude is. ``title`` names the measure with its unit. Raises ``ValueError`` without a value.
    """
    known = course.drop_nulls("value")
    if known.is_empty():
        raise ValueError("a chart of a run needs at least one value")
    per = METRES[units] if at == "distance_m" else 60.0
    x = amount(
        "x",
        title=units if at == "distance_m" else "minutes",
        scale={"domain": [0, float(known["at"][-1]) / per], "nice": False},
        axis={"grid": False, "format": "~g", "tickCount": max(3, width // 70)},
    )
    y = amount("value", title=title, scale=_scale(known["value"], pace=pace), axis=_axis(pace=pace))
    spoken = (pl.col("value").map_elements(duration, pl.String)) if pace else pl.col("value").round(0)
    shown = course.select(
        (pl.col("at") / per).round(3).alias("x"), pl.col("value").round(1), spoken.alias("spoken")
    )
    line = layer("line", {"x": x, "y": y}, color=INK, strokeWidth=1.6, clip=True)
    fill = layer("area", {"x": x, "y": y}, color=PALE, line={"color": GREY, "strokeWidth": 1.4}, clip=True)
    where = {"field": "x", "type": "quantitative", "title": units if at == "distance_m" else "minute"}
    told: list[Part] = [
        {**where, "format": ".2f"},
        {"field": "spoken", "type": "nominal" if pace else "quantitative", "title": title},
    ]
    layers = [fill if ground else line, under_pointer(x, "x", told)]
    return finished(shown.iter_rows(named=True), layers, width=width, height=height)


def _scale(values: pl.Series, *, pace: bool) -> dict[str, Any]:
    """Return a scale that shows the middle 98 of 100 values with some room: a stop would flatten all else."""
    low, high = (float(values.quantile(share, "linear") or 0.0) for share in (0.01, 0.99))
    room = max(0.12 * (high - low), 1.0)
    return {"domain": [low - room, high + room], "nice": not pace, "reverse": pace, "zero": False}


def _axis(*, pace: bool) -> dict[str, Any]:
    return {"labelExpr": _CLOCK, "tickCount": 4} if pace else {"tickCount": 4}
