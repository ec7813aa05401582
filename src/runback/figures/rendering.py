"""From a specification to bytes, by vl-convert: no browser, no network, its own fonts."""

from __future__ import annotations

import altair as alt
import vl_convert

VEGA_LITE = "6.4"
"""The version of Vega-Lite that Altair 6 writes; vl-convert holds several."""


def svg(chart: alt.LayerChart) -> str:
    """Return the chart as SVG text."""
    return str(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=VEGA_LITE))


def png(chart: alt.LayerChart, *, scale: float = 2.0) -> bytes:
    """Return the chart as PNG, ``scale`` pixels to a pixel of the chart."""
    return bytes(vl_convert.vegalite_to_png(chart.to_dict(), vl_version=VEGA_LITE, scale=scale))


def pdf(chart: alt.LayerChart) -> bytes:
    """Return the chart as a PDF of one page of its size, fonts embedded."""
    return bytes(vl_convert.vegalite_to_pdf(chart.to_dict(), vl_version=VEGA_LITE))
