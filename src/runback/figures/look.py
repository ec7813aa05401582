"""The common look: black, white and greys, told apart by line, shape and filling, so that print keeps all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import altair as alt

FONT = "Liberation Sans"
"""Bundled with vl-convert: the charts look alike on every machine."""

INK, GREY, PALE = "#111111", "#6b6b6b", "#d4d4d4"
_FONT_PX = 11
_LABEL_PX = 75


def finished(data: alt.InlineData, layers: list[alt.Chart], width: int, height: int) -> alt.LayerChart:
    """Return the layers (lowest first) on ``data`` in the common look, ``width`` by ``height`` pixels.

    Made in one step: each of Altair's own would copy all of the data.
    """
    return alt.LayerChart(
        data=data,
        layer=layers,
        width=width,
        height=height,
        padding=2,
        background="white",
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        config=alt.Config(
            font=FONT,
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(
                labelFontSize=_FONT_PX,
                titleFontSize=_FONT_PX,
                titleFontWeight="normal",
                labelColor=INK,
                titleColor=INK,
                gridColor="#e6e6e6",
                domainColor=GREY,
                tickColor=GREY,
            ),
            legend=alt.LegendConfig(
                labelFontSize=_FONT_PX, titleFontSize=_FONT_PX, labelColor=INK, orient="top", labelLimit=0
            ),
        ),
    )


def days_axis(field: str, first: date, last: date, width: int) -> alt.X:
    """Return a horizontal axis of days from ``first`` to ``last``, in UTC so that no zone shifts a day."""
    days, label = _ticks(first, last, max(2, width // _LABEL_PX))
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(
            type="utc", domain=[first.isoformat(), (last + timedelta(days=1)).isoformat()], nice=False
        ),
        axis=alt.Axis(format=label, values=[_milliseconds(day) for day in days], labelFlush=True, grid=False),
    )


def _ticks(first: date, last: date, most: int) -> tuple[list[date], str]:
    """Return at most ``most`` days to label, evenly spread, and the format of their labels."""
    step = 1
    while (last - first).days // step >= most and step < 31:
        step += 1
    if step < 31:
        return [first + timedelta(days=at) for at in range(0, (last - first).days + 1, step)], "%-d %b"
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    every = next((step for step in (1, 2, 3, 4, 6, 12, 24, 60) if len(months) <= step * most), 120)
    return months[::every], "%b %Y"


def _milliseconds(day: date) -> int:
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp() * 1000)


def rows(records: Iterable[dict[str, Any]]) -> alt.InlineData:
    """Return records as data of a chart, dates as ISO text."""
    return alt.InlineData(
        values=[
            {key: value.isoformat() if isinstance(value, date) else value for key, value in record.items()}
            for record in records
        ]
    )
