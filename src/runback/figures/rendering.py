"""From a specification to bytes, by vl-convert: no browser, no network, its own fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import vl_convert

if TYPE_CHECKING:
    import altair as alt

Specification = dict[str, Any]
"""A chart as Vega-Lite: plain values, which another process can draw."""

VEGA_LITE = "6.4"
"""The version of Vega-Lite that Altair 6 writes; vl-convert holds several."""


def start_engine() -> None:
    """Start the drawing engine of this process, which takes as long as drawing ten charts."""
    pdf({"mark": "point", "data": {"values": [{}]}})


def svg(chart: alt.LayerChart) -> str:
    """Return the chart as SVG text."""
    return str(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=VEGA_LITE))


def png(chart: alt.LayerChart, *, scale: float = 2.0) -> bytes:
    """Return the chart as PNG, ``scale`` pixels to a pixel of the chart."""
    return bytes(vl_convert.vegalite_to_png(chart.to_dict(), vl_version=VEGA_LITE, scale=scale))


def pdf(chart: Specification) -> bytes:
    """Return the chart as a PDF of one page of its size, fonts embedded."""
    return bytes(vl_convert.vegalite_to_pdf(chart, vl_version=VEGA_LITE))
