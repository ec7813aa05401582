"""Support of the measured causes: a mark at the estimate on the line of its 90 % interval."""

from __future__ import annotations

from collections.abc import Sequence

from runback.causes import RankedCause
from runback.figures.look import GREY, INK, amount, finished, layer
from runback.figures.rendering import Chart

_ROW_PX = 22
_FRAME_PX = 46
_FIRM = ("strong", "supported")


def support_chart(causes: Sequence[RankedCause], *, width: int = 640) -> Chart:
    """Return the chart of ranked causes in the order given, one line each; filled marks from supported on.

    Raises ``ValueError`` without causes.
    """
    if not causes:
        raise ValueError("a chart of support needs at least one cause")
    records = (
        {
            "name": cause.name,
            "support": cause.support,
            "low": cause.interval[0],
            "high": cause.interval[1],
            "firm": cause.state in _FIRM,
        }
        for cause in causes
    )
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 0, "ticks": False, "domain": False},
    }
    share = {"scale": {"domain": [0, 1]}}
    low = amount(
        "low",
        title="support, with its 90 % interval",
        axis={"format": "%", "values": [0, 0.25, 0.5, 0.75, 1]},
        **share,
    )
    fill = {"condition": {"test": "datum.firm", "value": INK}, "value": "white"}
    layers = [
        layer("rule", {"y": y, "x": low, "x2": {"field": "high"}}, color=GREY, strokeWidth=2),
        layer(
            "point",
            {"y": y, "x": amount("support", **share), "fill": fill},
            size=60,
            stroke=INK,
            strokeWidth=1.4,
            opacity=1,
            filled=True,
        ),
    ]
    return finished(records, layers, width=width, height=_FRAME_PX + _ROW_PX * len(causes))
