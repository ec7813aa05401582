"""The common look: black, white and greys, told apart by line, shape and filling, so that a print keeps all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import altair as alt

FONT = "Liberation Sans"
"""Bundled with vl-convert: the charts look alike on every machine."""

INK, GREY, PALE = "#111111", "#6b6b6b", "#d4d4d4"
_FONT_PX = 11


def finished(chart: alt.LayerChart, width: int, height: int) -> alt.LayerChart:
    """Return the chart in the common look, ``width`` by ``height`` pixels with everything around it."""
    finished: alt.LayerChart = (
        chart.properties(
            width=width,
            height=height,
            padding=2,
            background="white",
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        )
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=_FONT_PX,
            titleFontSize=_FONT_PX,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor="#e6e6e6",
            domainColor=GREY,
            tickColor=GREY,
        )
        .configure_legend(
            labelFontSize=_FONT_PX, titleFontSize=_FONT_PX, labelColor=INK, orient="top", labelLimit=0
        )
    )
    return finished


def days_axis(field: str, first: date, last: date) -> alt.X:
    """Return a horizontal axis of days from ``first`` to ``last``, in UTC so that no zone shifts a day."""
    months = (last.year - first.year) * 12 + last.month - first.month
    label = "%-d %b" if months < 4 else "%b %Y" if months < 24 else "%Y"
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()], nice=False),
        axis=alt.Axis(
            format=label, labelOverlap="greedy", labelSeparation=12, labelFlush=True, grid=False, tickCount=6
        ),
    )


def rows(records: Iterable[dict[str, Any]]) -> alt.InlineData:
    """Return records as data of a chart, dates as ISO text."""
    return alt.InlineData(
        values=[
            {key: value.isoformat() if isinstance(value, date) else value for key, value in record.items()}
            for record in records
        ]
    )
