"""From a specification to bytes, by vl-convert: no browser, no network, its own fonts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import vl_convert

VEGA_LITE = "6.4"
"""The version of Vega-Lite that the charts are written in; vl-convert holds several."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as Vega-Lite: plain values, for a page's own drawing or, as SVG, PNG or PDF, by vl-convert.

    Written by hand, not through Altair, whose import alone takes a fifth of the time a report may take; the
    tests hold every chart against Altair's copy of the Vega-Lite schema. A notebook shows it as SVG.
    """

    specification: dict[str, Any]

    def _repr_svg_(self) -> str:
        return svg(self)


def start_engine() -> None:
    """Start the drawing engine of this process, which takes as long as drawing ten charts."""
    pdf(Chart({"mark": "point", "data": {"values": [{}]}}))


def svg(chart: Chart) -> str:
    """Return the chart as SVG text."""
    return str(vl_convert.vegalite_to_svg(chart.specification, vl_version=VEGA_LITE))


def png(chart: Chart, *, scale: float = 2.0) -> bytes:
    """Return the chart as PNG, ``scale`` pixels to a pixel of the chart."""
    return bytes(vl_convert.vegalite_to_png(chart.specification, vl_version=VEGA_LITE, scale=scale))


def pdf(chart: Chart) -> bytes:
    """Return the chart as a PDF of one page of its size, fonts embedded."""
    return bytes(vl_convert.vegalite_to_pdf(chart.specification, vl_version=VEGA_LITE))
