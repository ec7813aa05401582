"""The clinician's report as PDF: charts drawn once, texts handed to typst as data."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files

from runback.reports.clinician_input import ReportInput
from runback.reports.clinician_report import clinician_document, with_progress
from runback.reports.report_charts import ReportCharts


def clinician_report_pdf(report: ReportInput, *, charts: ReportCharts | None = None) -> bytes:
    """Return the report as PDF (A4): page one for a minute's reading, then appendices.

    The same input gives the same bytes; the date in the file is that of ``report.today``. Text from the
    runner cannot act as markup: it reaches typst as strings in JSON. Charts already begun come in
    ``charts``; else they are drawn here.

    Raises:
        BadInputError: answers or scores that the evidence base does not know.
    """
    import typst

    return typst.compile(
        _template(),
        format="pdf",
        sys_inputs=_inputs(report, charts or ReportCharts()),
        timestamp=_midnight_utc(report.today),
    )


def clinician_report_pages(
    report: ReportInput, *, charts: ReportCharts | None = None, pixels_per_inch: float = 110.0
) -> list[bytes]:
    """Return the pages of the report as PNG, for a look on the screen; ``charts`` as for the PDF.

    Raises:
        BadInputError: as :func:`clinician_report_pdf`.
    """
    import typst

    made: bytes | list[bytes] = typst.compile(
        _template(),
        format="png",
        ppi=pixels_per_inch,
        sys_inputs=_inputs(report, charts or ReportCharts()),
    )
    # typst hands one page over bare and several as a list; its stub names the one page alone.
    return made if isinstance(made, list) else [made]


def _template() -> bytes:
    return files("runback.reports").joinpath("clinician.typ").read_bytes()


def _inputs(report: ReportInput, charts: ReportCharts) -> dict[str, str]:
    report = with_progress(report)
    charts.begin(report)
    document = clinician_document(report)
    document["charts"] = {name: list(pdf) for name, pdf in charts.drawn().items()}
    return {"report": json.dumps(document, ensure_ascii=False, allow_nan=False)}


def _midnight_utc(day: date) -> int:
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
