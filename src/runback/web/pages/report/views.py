"""The report, made when it is asked for and kept nowhere: what it says goes to the browser alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from runback.errors import BadInputError
from runback.operations.reporting import report_input
from runback.reports import ReportCharts, ReportInput
from runback.web.answers import answer
from runback.web.form_values import asked_day
from runback.web.questions import own_ranking, own_runs
from runback.web.runner_store import own_store, runners_day

PREVIEW_PIXELS_PER_INCH = 90.0
MOST_LINES, LONGEST_LINE = 12, 400


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Ask what the report shall hold."""
    return _shown(request)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show the pages as they will be printed."""
    from runback.reports.report_pdf import clinician_report_pages

    try:
        with _gathered(request) as (given, charts):
            pages = clinician_report_pages(given, charts=charts, pixels_per_inch=PREVIEW_PIXELS_PER_INCH)
    except BadInputError as error:
        return _refused(request, error)
    pictures = [b64encode(page).decode("ascii") for page in pages]
    if request.htmx:  # type: ignore[attr-defined] # set by django-htmx
        return render(request, "runback/report/pages.html", {"pictures": pictures})
    return _shown(request, pictures=pictures)


@require_POST
def as_pdf(request: HttpRequest) -> HttpResponse:
    """Hand out the report as PDF."""
    from runback.reports import clinician_report_pdf

    try:
        with _gathered(request) as (given, charts):
            content = clinician_report_pdf(given, charts=charts)
    except BadInputError as error:
        return _refused(request, error)
    return _attached(content, f"runback-report-{given.today}.pdf", "application/pdf")


@require_POST
def as_fhir(request: HttpRequest) -> HttpResponse:
    """Hand out the report as a FHIR bundle, all of it patient-reported."""
    from runback.reports import fhir_bundle

    try:
        content = fhir_bundle(_input(request))
    except BadInputError as error:
        return _refused(request, error)
    day = runners_day(own_store())
    return _attached(content, f"runback-report-{day}.json", "application/fhir+json")


@contextmanager
def _gathered(request: HttpRequest) -> Iterator[tuple[ReportInput, ReportCharts]]:
    """Give what the report holds, its charts at work in a process beside until the report is made."""
    from runback.figures import DrawingProcess

    with DrawingProcess() as drawing:
        charts = ReportCharts(drawing)
        yield _input(request, charts), charts


def _input(request: HttpRequest, charts: ReportCharts | None = None) -> ReportInput:
    store = own_store()
    today = runners_day(store)
    return report_input(
        store,
        today,
        first=asked_day(request.POST.get("from", ""), "from"),
        last=asked_day(request.POST.get("to", ""), "to"),
        name=request.POST.get("name", "").strip(),
        tried=_lines(request, "tried"),
        questions=_lines(request, "questions"),
        include_titles="titles" in request.POST,
        charts=charts,
        ranking=answer(own_ranking, store, today),
    )


def _lines(request: HttpRequest, name: str) -> tuple[str, ...]:
    lines = [line.strip() for line in request.POST.get(name, "").splitlines() if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise BadInputError(
            "that is more than a clinician reads.",
            where={"tried": "what you tried", "questions": "your questions"}[name],
            remedy=f"Keep to {MOST_LINES} lines of at most {LONGEST_LINE} characters.",
        )
    return tuple(lines)


def _shown(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    store = own_store()
    asked = {name: request.POST.get(name, "") for name in ("name", "from", "to", "tried", "questions")}
    context = {
        "asked": asked,
        "titles": "titles" in request.POST,
        "runs": answer(own_runs, store, runners_day(store)).height,
        "told_days": len(store.health.check_ins()),
    }
    return render(request, "runback/report/report.html", context | more, status=status)


def _refused(request: HttpRequest, error: BadInputError) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined] # set by django-htmx
        raise error
    return _shown(request, status=422, error=error, error_above=True)


def _attached(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response
