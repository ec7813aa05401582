"""What a runner takes along to a clinician, gathered from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.operations.assessing import assess_store
from runback.operations.progressing import own_progress

if TYPE_CHECKING:
    from runback.causes import Ranking
    from runback.reports import ReportCharts, ReportInput
    from runback.store import Store


def report_input(
    store: Store,
    today: date,
    *,
    first: date | None = None,
    last: date | None = None,
    name: str = "",
    tried: tuple[str, ...] = (),
    questions: tuple[str, ...] = (),
    include_titles: bool = False,
    charts: ReportCharts | None = None,
    ranking: Ranking | None = None,
) -> ReportInput:
    """Return all that a report as of ``today`` holds, for ``clinician_report_pdf`` and ``fhir_bundle``.

    ``first`` and ``last`` bound its days. ``name``, what was ``tried`` and ``questions`` are the runner's own
    words; titles of runs may name places and stay out unless asked for. ``charts`` are begun as soon as
    what they show is known, and drawn while the rest is made. ``ranking`` is that of all the runner's data
    as of ``today``, where it was made already.

    Raises:
        BadInputError: the report would hold no day.
    """
    from runback.reports import ReportInput

    if first is not None and first > min(last or today, today):
        raise BadInputError("the report would hold no day.", remedy="Let its first day come before its last.")
    runs = store.shoes.named(store.runs())
    known = ReportInput(
        today=today,
        runner=store.runner(),
        units=store.units(),
        runs=runs,
        answers=store.health.screening_answers(today),
        checkins=tuple(entry for entry in store.health.check_ins() if entry.day <= today),
        scores=tuple(score for score in store.health.scores() if score.day <= today),
        self_tests=store.self_tests.results(),
        first=first,
        last=last,
        name=name,
        tried=tried,
        questions=questions,
        include_titles=include_titles,
    )
    if charts is not None:
        charts.begin(known)
    course = replace(known, progress=own_progress(store, today, runs=runs))
    if charts is not None:
        charts.begin(course)
    if ranking is not None:
        return replace(course, ranking=ranking, screening=store.health.screening(today))
    found = assess_store(store, today, runs=runs)
    return replace(course, ranking=found.ranking, screening=found.screening)
