"""Support of the measured causes: a mark at the estimate on the line of its 90 % interval."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from runback.causes import RankedCause
from runback.figures.look import GREY, INK, finished, rows

_ROW_PX = 22
_FRAME_PX = 46
_FIRM = ("strong", "supported")


def support_chart(causes: Sequence[RankedCause], *, width: int = 640) -> alt.LayerChart:
    """Return the chart of ranked causes in the order given, one line each; filled marks from supported on.

    Raises ``ValueError`` without causes.
    """
    if not causes:
        raise ValueError("a chart of support needs at least one cause")
    data = rows(
        {
            "name": cause.name,
            "support": cause.support,
            "low": cause.interval[0],
            "high": cause.interval[1],
            "firm": cause.state in _FIRM,
        }
        for cause in causes
    )
    base = alt.Chart()
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=0, ticks=False, domain=False))
    x_scale = alt.Scale(domain=[0, 1])
    interval = base.mark_rule(color=GREY, strokeWidth=2).encode(
        y=y,
        x=alt.X(
            "low:Q",
            title="support, with its 90 % interval",
            scale=x_scale,
            axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
        ),
        x2="high:Q",
    )
    mark = base.mark_point(size=60, stroke=INK, strokeWidth=1.4, opacity=1, filled=True).encode(
        y=y,
        x=alt.X("support:Q", scale=x_scale),
        fill=alt.condition("datum.firm", alt.value(INK), alt.value("white")),
    )
    return finished(data, [interval, mark], width, _FRAME_PX + _ROW_PX * len(causes))
