"""The common look: black, white and greys, told apart by line, shape and filling, so that print keeps all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from runback.figures.rendering import Chart

FONT = "Liberation Sans"
"""Bundled with vl-convert: the charts look alike on every machine."""

INK, GREY, PALE = "#111111", "#6b6b6b", "#d4d4d4"
_FONT_PX = 11
_LABEL_PX = 75

Part = dict[str, Any]
"""A part of a Vega-Lite specification: a layer, a channel, a scale."""

_TEXT: Part = {"labelFontSize": _FONT_PX, "titleFontSize": _FONT_PX, "labelColor": INK}
_CONFIG: Part = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        **_TEXT,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "gridColor": "#e6e6e6",
        "domainColor": GREY,
        "tickColor": GREY,
    },
    "legend": {**_TEXT, "orient": "top", "labelLimit": 0},
}


def finished(records: Iterable[Mapping[str, Any]], layers: list[Part], *, width: int, height: int) -> Chart:
    """Return the layers (lowest first) on the records in the common look, ``width`` by ``height`` pixels."""
    return Chart(
        {
            "data": {"values": [_plain(record) for record in records]},
            "layer": layers,
            "width": width,
            "height": height,
            "padding": 2,
            "background": "white",
            "autosize": {"type": "fit", "contains": "padding"},
            "config": _CONFIG,
        }
    )


def layer(mark: str, encoding: Part, *, only: str | None = None, **look: object) -> Part:
    """Return a layer of ``mark`` with its ``look``, drawn only where the expression ``only`` holds."""
    drawn: Part = {"mark": {"type": mark, **look}, "encoding": encoding}
    return drawn if only is None else {"transform": [{"filter": only}], **drawn}


def under_pointer(x: Part, field: str, told: list[Part]) -> Part:
    """Return a layer that tells the values ``told`` of the record nearest to the pointer, along ``x``."""
    return {
        "mark": {"type": "rule", "color": GREY},
        "params": [
            {
                "name": "near",
                "select": {
                    "type": "point",
                    "fields": [field],
                    "nearest": True,
                    "on": "pointerover",
                    "clear": "pointerout",
                },
            }
        ],
        "encoding": {
            "x": x,
            "opacity": {"condition": {"param": "near", "empty": False, "value": 0.8}, "value": 0},
            "tooltip": told,
        },
    }


def amount(field: str, **more: object) -> Part:
    """Return a channel of the numbers in ``field``, with ``more`` of its scale, title and axis."""
    return {"field": field, "type": "quantitative", **more}


def days_axis(field: str, first: date, last: date, width: int) -> Part:
    """Return a horizontal axis of days from ``first`` to ``last``, in UTC so that no zone shifts a day."""
    days, label = _ticks(first, last, max(2, width // _LABEL_PX))
    # Days as expressions: plain numbers become datetime(ms), which the pages' engine reads as a year, and it
    # takes domains of text in several layers for conflicting ones.
    return {
        "field": field,
        "type": "temporal",
        "title": None,
        "scale": {
            "type": "utc",
            "domain": {"expr": str([_milliseconds(first), _milliseconds(last + timedelta(days=1))])},
            "nice": False,
        },
        "axis": {
            "format": label,
            "values": {"expr": str([_milliseconds(day) for day in days])},
            "labelFlush": True,
            "grid": False,
        },
    }


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


def _plain(record: Mapping[str, Any]) -> Part:
    """Return a record with its dates as ISO text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in record.items()}
