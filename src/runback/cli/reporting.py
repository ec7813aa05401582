"""``runback report``: what to take along to a clinician."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from runback.cli.terminal import console, parse_day, write_file
from runback.errors import BadInputError


def report(
    *,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report as PDF.")] = None,
    fhir: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a FHIR R4B bundle (JSON), all patient-reported."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only from this day on.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only up to this day.")] = None,
    name: Annotated[str, typer.Option(help="Your name, if it shall stand on the report.")] = "",
    tried: Annotated[
        list[str] | None, typer.Option(help="Something you tried and how it went; give it again for more.")
    ] = None,
    ask: Annotated[
        list[str] | None, typer.Option(help="A question of your own; give it again for more.")
    ] = None,
    titles: Annotated[
        bool, typer.Option("--titles", help="Show the titles of runs, which may name places.")
    ] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="Write it as of this day.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write a report for a clinician: one page to read in a minute, then the details and their sources.

    It holds no map and no coordinates, and no titles of runs unless you ask for them.
    """
    targets = [path for path in (pdf, fhir) if path is not None]
    if not targets:
        raise BadInputError("no file is named.", remedy="Give --pdf report.pdf, --fhir report.json, or both.")
    for path in targets:
        if path.exists() and not force:
            raise BadInputError(
                "the file is there already.", where=str(path), remedy="Replace it with --force."
            )
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    first, last = parse_day(since, "--from"), parse_day(until, "--to")
    from contextlib import ExitStack

    from runback.operations.reporting import report_input
    from runback.store import open_store

    with ExitStack() as started:
        charts = None
        if pdf is not None:
            from runback.figures import DrawingProcess

            drawing = started.enter_context(DrawingProcess())
            from runback.reports import ReportCharts

            charts = ReportCharts(drawing)
        given = report_input(
            open_store(),
            as_of,
            first=first,
            last=last,
            name=name,
            tried=tuple(tried or ()),
            questions=tuple(ask or ()),
            include_titles=titles,
            charts=charts,
        )
        if pdf is not None:
            from runback.reports import clinician_report_pdf

            _write(pdf, clinician_report_pdf(given, charts=charts))
    if fhir is not None:
        from runback.reports import fhir_bundle

        _write(fhir, fhir_bundle(given))


def _write(path: Path, content: bytes) -> None:
    write_file(path, content)
    console().print(f"{path} written. Look through it before you hand it on.", markup=False)
