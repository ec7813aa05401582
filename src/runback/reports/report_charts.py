"""The charts of a clinician's report, each drawn as soon as what it shows is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import polars as pl

from runback import figures
from runback.load import session_spikes
from runback.reports.clinician_input import ReportInput

_SMALL_PX, _WIDE_PX, _SMALL_HEIGHT_PX = 320, 680, 125
_SMALL_WEEKS = 26
_WIDE_DAYS = 728
"""The load charts reach back two years where no first day is asked for: more is slow to draw."""


class ReportCharts:
    """The charts of one report as PDF, by their names in the template.

    ``drawing`` draws them beside the work of this process; without it each is drawn here when begun.
    """

    def __init__(self, drawing: figures.DrawingProcess | None = None) -> None:
        self._drawing = drawing
        self._begun: dict[str, Callable[[], bytes]] = {}
        self._made: set[Callable[[ReportInput], Iterator[tuple[str, figures.Chart]]]] = set()

    def begin(self, report: ReportInput) -> None:
        """Begin every chart that ``report`` allows and that was not begun before.

        A report may be begun as soon as its runs are read, and again when its progress and its ranking are
        made: the charts of each join those at work.
        """
        for charts in (_load_charts, _pain_charts, _support_charts):
            if charts not in self._made:
                begun = {name: self._draw(chart) for name, chart in charts(report)}
                self._begun |= begun
                self._made |= {charts} if begun else set()

    def drawn(self) -> dict[str, bytes]:
        """Return the charts that were begun, waiting for those at work."""
        return {name: result() for name, result in self._begun.items()}

    def _draw(self, chart: figures.Chart) -> Callable[[], bytes]:
        if self._drawing is not None:
            return self._drawing.pdf(chart).result
        made = figures.pdf(chart)
        return lambda: made


# What a group of charts needs is imported when its turn comes: the first ones shall not wait for the last.


def _load_charts(report: ReportInput) -> Iterator[tuple[str, figures.Chart]]:
    runs, days = report.shown_runs, report.run_days
    if runs is None or days is None:
        return
    first = report.first or max(days.first, days.last - timedelta(days=_WIDE_DAYS))
    spikes = session_spikes(runs).filter(pl.col("local_date") >= first)
    if spikes["distance_m"].is_not_null().any():
        yield "longest", figures.longest_runs_chart(spikes, units=report.units, width=_WIDE_PX)
    weekly = figures.weekly_distance(runs, first, days.last)
    yield (
        "load_small",
        figures.weekly_distance_chart(
            weekly.tail(_SMALL_WEEKS), units=report.units, width=_SMALL_PX, height=_SMALL_HEIGHT_PX
        ),
    )
    yield "load", figures.weekly_distance_chart(weekly, units=report.units, width=_WIDE_PX)


def _pain_charts(report: ReportInput) -> Iterator[tuple[str, figures.Chart]]:
    if report.progress is None:
        return
    from runback.reports.clinician_course import trend_frame

    trend = trend_frame(report)
    if trend is None:
        return
    recent = trend.tail(7 * _SMALL_WEEKS)
    yield "pain_small", figures.pain_chart(recent, width=_SMALL_PX, height=_SMALL_HEIGHT_PX)
    yield "pain", figures.pain_chart(trend, width=_WIDE_PX)


def _support_charts(report: ReportInput) -> Iterator[tuple[str, figures.Chart]]:
    if report.ranking is None:
        return
    from runback.reports.clinician_contributors import measured_causes

    causes = measured_causes(report)
    if causes:
        yield "support", figures.support_chart(causes, width=_WIDE_PX)
