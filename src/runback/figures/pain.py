"""The course of pain: told days as points, the smoothed level as a line, its 90 % band in grey."""

from __future__ import annotations

import polars as pl

from runback.figures.look import GREY, INK, PALE, Part, amount, days_axis, finished, layer
from runback.figures.rendering import Chart


def pain_chart(trend: pl.DataFrame, *, width: int = 640, height: int = 220) -> Chart:
    """Return the chart of a pain trend.

    ``trend`` has one row a day: ``day``, ``told`` (null where not told), ``mean``, ``low``, ``high``; all of
    pain 0 to 10. Where ``mean`` is null only the told days are drawn. Raises
    ``ValueError`` for a frame without rows.
    """
    if trend.is_empty():
        raise ValueError("a pain chart needs at least one day")
    x = days_axis("day", trend["day"][0], trend["day"][-1], width)
    layers = [
        layer("area", {"x": x, "y": _pain("low"), "y2": {"field": "high"}}, color=PALE),
        *(layer("line", {"x": x, "y": _pain(end)}, color=GREY, strokeWidth=0.6) for end in ("low", "high")),
        layer(
            "point",
            {"x": x, "y": _pain("told")},
            only="datum.told != null",
            shape="circle",
            size=14,
            color=INK,
            strokeWidth=0.9,
            filled=False,
        ),
        layer("line", {"x": x, "y": _pain("mean")}, color=INK, strokeWidth=2),
    ]
    return finished(trend.iter_rows(named=True), layers, width=width, height=height)


def _pain(field: str) -> Part:
    """The same axis for every layer, so that all of its labels stay."""
    return amount(
        field, title="pain, 0 to 10", scale={"domain": [0, 10]}, axis={"values": [0, 2, 4, 6, 8, 10]}
    )
