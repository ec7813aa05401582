"""The clinician's report as PDF: charts drawn once, texts handed to typst as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import polars as pl

from runback import figures
from runback.load import session_spikes
from runback.reports.clinician_contributors import measured_causes
from runback.reports.clinician_course import trend_frame
from runback.reports.clinician_input import ReportInput
from runback.reports.clinician_report import clinician_document, with_progress

Draw = Callable[[Callable[[figures.Chart], bytes], Iterable[figures.Chart]], Iterable[bytes]]

_SMALL_PX, _WIDE_PX, _SMALL_HEIGHT_PX = 320, 680, 125
_SMALL_WEEKS = 26
_WIDE_DAYS = 728
"""The load charts reach back two years where no first day is asked for: more is slow to draw."""


def clinician_report_pdf(report: ReportInput, *, draw: Draw = map) -> bytes:
    """Return the report as PDF (A4): page one for a minute's reading, then appendices.

    The same input gives the same bytes; the date in the file is that of ``report.today``. Text from the
    runner cannot act as markup: it reaches typst as strings in JSON. ``draw`` calls a function on each chart,
    as ``map`` does; the ``map`` of a process pool draws them elsewhere.

    Raises:
        BadInputError: answers or scores that the evidence base does not know.
    """
    import typst

    return typst.compile(
        _template(), format="pdf", sys_inputs=_inputs(report, draw), timestamp=_midnight_utc(report.today)
    )


def clinician_report_pages(report: ReportInput, *, pixels_per_inch: float = 110.0) -> list[bytes]:
    """Return the pages of the report as PNG, for a look on the screen.

    Raises:
        BadInputError: as :func:`clinician_report_pdf`.
    """
    import typst

    made: bytes | list[bytes] = typst.compile(
        _template(), format="png", ppi=pixels_per_inch, sys_inputs=_inputs(report, map)
    )
    # typst hands one page over bare and several as a list; its stub names the one page alone.
    return made if isinstance(made, list) else [made]


def _template() -> bytes:
    return files("runback.reports").joinpath("clinician.typ").read_bytes()


def _inputs(report: ReportInput, draw: Draw) -> dict[str, str]:
    report = with_progress(report)
    names: list[str] = []

    def charts() -> Iterator[figures.Chart]:
        for name, chart in _charts(report):
            names.append(name)
            yield chart

    drawing = draw(figures.pdf, charts())
    document = clinician_document(report)
    drawn = [list(pdf) for pdf in drawing]
    document["charts"] = dict(zip(names, drawn, strict=True))
    return {"report": json.dumps(document, ensure_ascii=False, allow_nan=False)}


def _midnight_utc(day: date) -> int:
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp())


def _charts(report: ReportInput) -> Iterator[tuple[str, figures.Chart]]:
    """Make every chart that the data allow, with its name in the template."""
    trend = trend_frame(report)
    if trend is not None:
        recent = trend.tail(7 * _SMALL_WEEKS)
        yield "pain_small", figures.pain_chart(recent, width=_SMALL_PX, height=_SMALL_HEIGHT_PX)
        yield "pain", figures.pain_chart(trend, width=_WIDE_PX)
    runs, days = report.shown_runs, report.run_days
    if runs is not None and days is not None:
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
    causes = measured_causes(report)
    if causes:
        yield "support", figures.support_chart(causes, width=_WIDE_PX)
