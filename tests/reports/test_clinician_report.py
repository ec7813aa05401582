"""The clinician's PDF: what stands on it, what never does, and that its words stay words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pypdf
import pytest

from runback.causes import assess
from runback.model import CheckIn, Runner, Score
from runback.progress import progress
from runback.reports import ReportCharts, ReportInput, clinician_report_pages, clinician_report_pdf
from runback.screening import questions, screen
from runback.simulate import simulate_runs, virtual_runner

TODAY = date(2026, 11, 22)
NUMB: dict[str, object] = {"age": 44, "sex": "male", "saddle-numbness": "yes"}


@cache
def full_report() -> ReportInput:
    runs = simulate_runs(virtual_runner(3, days=400, last=TODAY))
    return ReportInput(
        today=TODAY,
        runner=Runner(sex="male", birth_year=1982),
        runs=runs,
        ranking=assess(runs, TODAY),
        screening=screen(NUMB, TODAY),
        answers=NUMB,
        checkins=tuple(
            CheckIn(TODAY - timedelta(days=back), worst_pain=float(3 + back % 3), note="behind Elm Street")
            for back in range(60)
        ),
        scores=(Score("rmdq-24", TODAY - timedelta(days=40), 14.0), Score("rmdq-24", TODAY, 6.0)),
        tried=("Two weeks without hills",),
    )


def pages(report: ReportInput) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(clinician_report_pdf(report)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def changed(**changes: Any) -> ReportInput:
    return replace(full_report(), **changes)


def test_red_flags_stand_first() -> None:
    first = pages(full_report())[0]
    assert first.index("EMERGENCY") < first.index("Training load")
    assert first.index("EMERGENCY") < first.index("What was tried")


def test_seventy_flags_are_all_named_on_page_one_beside_pain_and_load() -> None:
    answers: dict[str, object] = {"age": 72, "sex": "female"}
    for question in questions():
        if question.type == "yes-no" and not question.only_with_clearance:
            answers[question.id] = "yes"
        elif question.type == "multi":
            answers[question.id] = [option.id for option in question.options if not option.unknown]
    raised = screen(answers, TODAY)
    assert len(raised.red_flags) > 20
    first, *_ = pages(replace(full_report(), screening=raised, answers=answers, progress=None))
    assert all(flag.id.replace("-", " ") in first.lower() for flag in raised.red_flags)
    assert "What was measured" in first


def test_page_one_holds_what_a_minute_needs() -> None:
    first = pages(full_report())[0]
    for words in ("Red flags", "Pain", "Training load", "possible contributors", "Two weeks without hills"):
        assert words in first
    assert "not a diagnosis" in first


def test_page_one_tells_how_much_of_the_plan_was_done() -> None:
    days = [TODAY - timedelta(days=back) for back in (2, 4, 6, 8)]
    planned = pl.DataFrame({"local_date": days, "kind": ["run"] * 4})
    found = progress(full_report().checkins, (), TODAY, planned=planned, done=planned.head(3))
    assert "Plan: 3 of 4 planned sessions done" in pages(changed(progress=found))[0]
    assert "Plan:" not in pages(changed(progress=None))[0]


@pytest.mark.parametrize("screening", [None, screen({"age": 30, "saddle-numbness": "no"}, TODAY)])
def test_nothing_ever_says_that_there_are_no_flags(screening: Any) -> None:
    answers = {} if screening is None else {"age": 30, "saddle-numbness": "no"}
    text = " ".join(pages(changed(screening=screening, answers=answers))).lower()
    assert "no red flags" not in text
    assert "all clear" not in text
    assert "not asked yet" in text if screening is None else "reassure little" in text


def test_sources_say_how_far_they_were_checked() -> None:
    text = " ".join(pages(full_report()))
    assert "runsafe-base-rate" in text or "training-errors-inconclusive" in text
    assert "abstract" in text


def test_no_notes_titles_or_places_leave() -> None:
    titled = full_report().runs
    assert titled is not None
    runs = titled.with_columns(title=titled["title"].fill_null("run").str.replace(".*", "Elm Street loop"))
    assert "Elm Street" not in " ".join(pages(changed(runs=runs)))


def test_a_report_up_to_an_earlier_day_names_the_end_of_its_last_weeks() -> None:
    assert "Last 28 days:" in pages(full_report())[0]
    earlier = pages(changed(last=TODAY - timedelta(days=30)))[0]
    assert "Last 28 days to 23 Oct 2026:" in earlier and "Last 28 days:" not in earlier


def test_miles_and_kilometres() -> None:
    assert "km a week" in pages(full_report())[0]
    runs = full_report().runs
    assert runs is not None
    in_miles = pages(changed(units="mi", ranking=assess(runs, TODAY, units="mi")))[0]
    assert "mi a week" in in_miles
    assert " km" not in in_miles


def test_the_runners_words_are_no_markup() -> None:
    nasty = '#panic("x") $x$ *bold* <label> @ref \\ `raw` "quote" #sys.inputs'
    text = " ".join(pages(changed(name=nasty, tried=(nasty,), questions=(nasty,))))
    assert '#panic("x")' in text.replace("“", '"').replace("”", '"')


def test_the_same_report_gives_the_same_bytes() -> None:
    assert clinician_report_pdf(full_report()) == clinician_report_pdf(full_report())


def test_an_empty_report_can_be_read() -> None:
    text = pages(ReportInput(today=TODAY))
    assert "Not asked yet" in text[0]
    assert clinician_report_pages(ReportInput(today=TODAY))[0].startswith(b"\x89PNG")


def test_no_day_no_report() -> None:
    with pytest.raises(ValueError, match="no days"):
        ReportInput(today=TODAY, first=TODAY + timedelta(days=1))


def test_charts_begun_in_stages_give_the_same_report() -> None:
    told = full_report()
    report = changed(progress=progress(told.checkins, told.scores, TODAY))
    charts = ReportCharts()
    charts.begin(replace(report, progress=None, ranking=None, screening=None))
    first = set(charts.drawn())
    charts.begin(replace(report, ranking=None))
    assert first < set(charts.drawn())
    assert clinician_report_pdf(report, charts=charts) == clinician_report_pdf(report)
