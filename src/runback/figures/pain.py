"""The course of pain: told days as points, the smoothed level as a line, its 90 % band in grey."""

from __future__ import annotations

import altair as alt
import polars as pl

from runback.figures.look import GREY, INK, PALE, days_axis, finished, rows


def pain_chart(trend: pl.DataFrame, *, width: int = 640, height: int = 220) -> alt.LayerChart:
    """Return the chart of a pain trend.

    ``trend`` has one row a day: ``day``, ``told`` (null where not told), ``mean``, ``low``, ``high``; all of
    pain 0 to 10. Where ``mean`` is null only the told days are drawn. Raises
    ``ValueError`` for a frame without rows.
    """
    if trend.is_empty():
        raise ValueError("a pain chart needs at least one day")
    days = trend["day"].to_list()
    x = days_axis("day", days[0], days[-1], width)
    base = alt.Chart()
    band = base.mark_area(color=PALE).encode(x=x, y=_pain("low"), y2="high:Q")
    edges = [base.mark_line(color=GREY, strokeWidth=0.6).encode(x=x, y=_pain(end)) for end in ("low", "high")]
    told = (
        base.transform_filter("datum.told != null")
        .mark_point(shape="circle", size=14, color=INK, strokeWidth=0.9, filled=False)
        .encode(x=x, y=_pain("told"))
    )
    level = base.mark_line(color=INK, strokeWidth=2).encode(x=x, y=_pain("mean"))
    return finished(rows(trend.iter_rows(named=True)), [band, *edges, told, level], width, height)


def _pain(field: str) -> alt.Y:
    """The same axis for every layer, so that all of its labels stay."""
    return alt.Y(
        f"{field}:Q",
        title="pain, 0 to 10",
        scale=alt.Scale(domain=[0, 10]),
        axis=alt.Axis(values=[0, 2, 4, 6, 8, 10]),
    )
