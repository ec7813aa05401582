"""One measure of training by week or month as bars, with its value under the pointer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import polars as pl

from runback.figures.look import GREY, INK, Part, amount, days_axis, finished, layer
from runback.figures.rendering import Chart
from runback.units import day_words


def period_bars_chart(
    periods: pl.DataFrame,
    *,
    title: str,
    told: Mapping[str, str],
    tick: str | None = None,
    width: int = 640,
    height: int = 200,
) -> Chart:
    """Return bars of ``value`` over the days from ``first`` to ``last`` of each row.

    ``title`` names the axis with its unit; ``told`` the further columns, in words, that the pointer tells,
    with their headings; ``tick`` a column drawn across each bar as a short line. Raises ``ValueError``
    without rows.
    """
    if periods.is_empty():
        raise ValueError("a chart of periods needs at least one")
    shown = periods.with_columns(
        (pl.col("last") + pl.duration(days=1)).alias("end"),
        pl.struct("first", "last")
        .map_elements(lambda days: _days(days["first"], days["last"]), pl.String)
        .alias("days"),
    )
    first, last = periods["first"][0], periods["last"][-1]
    values = [periods["value"], *([periods[tick]] if tick else [])]
    top = max(float(one.max() or 0.0) for one in values)  # type: ignore[arg-type] # the maximum of floats
    scale = {"domain": [0, max(top, 1.0)], "nice": True}
    x: Part = {"x": days_axis("first", first, last, width), "x2": {"field": "end"}}
    thin = 0.5 if width / periods.height > 4 else 0.0
    bars = {
        **x,
        "y": amount("value", title=title, scale=scale, axis={"tickCount": 4}),
        "y2": {"datum": 0},
        "tooltip": [
            {"field": "days", "type": "nominal", "title": "days"},
            *({"field": name, "type": "nominal", "title": words} for name, words in told.items()),
        ],
    }
    layers = [layer("rect", bars, color="#bdbdbd", stroke=GREY, strokeWidth=thin)]
    if tick is not None:
        across = {**x, "y": amount(tick, scale=scale)}
        layers.append(layer("rule", across, only=f"datum.{tick} > 0", color=INK, strokeWidth=2))
    wanted = ["first", "end", "value", "days", *told, *([tick] if tick else [])]
    return finished(shown.select(wanted).iter_rows(named=True), layers, width=width, height=height)


def _days(first: Any, last: Any) -> str:
    if first == last:
        return day_words(first)
    whole_month = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month
    return f"{first:%b %Y}" if whole_month else f"{day_words(first)} to {day_words(last)}"
