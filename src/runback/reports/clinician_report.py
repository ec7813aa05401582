"""The report for a clinician as plain values: what page one and the appendices say, before any layout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runback.knowledge import fact, source
from runback.model import Family
from runback.progress import progress
from runback.reports.clinician_contributors import (
    contributor_notes,
    contributor_rows,
    evidence_ids,
    family_lines,
    finding_groups,
    next_rows,
    pattern_line,
    pattern_rows,
)
from runback.reports.clinician_course import (
    load_lines,
    pain_lines,
    places_line,
    plan_lines,
    score_rows,
    spike_rows,
)
from runback.reports.clinician_flags import flags_appendix, flags_section
from runback.reports.clinician_input import ReportInput
from runback.reports.clinician_self_tests import self_test_rows
from runback.reports.clinician_words import cleaned, first_sentence
from runback.units import day_words

_TRIED_ON_PAGE_ONE = 3
_QUESTIONS_ON_PAGE_ONE = 6


def with_progress(report: ReportInput) -> ReportInput:
    """Return the report with its progress made from check-ins and scores, where none was given."""
    if report.progress is not None or not (report.checkins or report.scores):
        return report
    return replace(report, progress=progress(report.checkins, report.scores, report.today))


def clinician_document(report: ReportInput) -> dict[str, Any]:
    """Return every text of the report as plain values for the template; the charts come beside it.

    Raises:
        BadInputError: answers or scores that the evidence base does not know.
    """
    report = with_progress(report)
    questions = clinician_questions(report)
    tried = [cleaned(entry) for entry in report.tried if entry.strip()]
    return {
        "prepared": day_words(report.today),
        "who": _who(report),
        "period": _period(report),
        "flags": flags_section(report),
        "pain": {"lines": pain_lines(report), "places": places_line(report)},
        "load": {"lines": [*load_lines(report), *plan_lines(report)]},
        "contributors": {
            "rows": contributor_rows(report),
            "notes": contributor_notes(report),
            "patterns": pattern_line(report),
        },
        "tried": [cleaned(entry, 150) for entry in report.tried if entry.strip()][:_TRIED_ON_PAGE_ONE],
        "tried_more": max(0, len(tried) - _TRIED_ON_PAGE_ONE),
        "reasons": _reasons(report),
        "questions": [cleaned(entry, 160) for entry in questions[:_QUESTIONS_ON_PAGE_ONE]],
        "appendix": {
            "flags": flags_appendix(report),
            "units": report.units,
            "titles": report.include_titles,
            "spikes": spike_rows(report),
            "scores": [row["text"] for row in score_rows(report, latest=False)],
            "changes": _changes(report),
            "tried": tried,
            "questions": questions,
            "groups": finding_groups(report),
            "patterns": pattern_rows(report),
            "self_tests": self_test_rows(report),
            "muscle": family_lines(report, Family.MUSCLE),
            "form": family_lines(report, Family.FORM),
            "outside": family_lines(report, Family.OUTSIDE),
            "next": next_rows(report),
            "sources": [_source_row(fact_id) for fact_id in evidence_ids(report)],
        },
    }


def _who(report: ReportInput) -> str:
    runner = report.runner
    parts = [
        cleaned(report.name, 80) or "Name not given",
        runner.sex,
        f"born {runner.birth_year}" if runner.birth_year else None,
        f"{runner.height_cm:.0f} cm" if runner.height_cm else None,
        f"{runner.mass_kg:.0f} kg" if runner.mass_kg else None,
    ]
    return ", ".join(part for part in parts if part)


def _period(report: ReportInput) -> str:
    days = report.run_days
    diary = report.shown_checkins
    parts = []
    if days is not None:
        runs = report.shown_runs
        assert runs is not None
        parts.append(f"{runs.height} runs from {day_words(days.first)} to {day_words(days.last)}")
    if diary:
        parts.append(f"{len(diary)} diary days from {day_words(diary[0].day)} to {day_words(diary[-1].day)}")
    return "; ".join(parts) or "no runs and no diary days yet"


def _reasons(report: ReportInput) -> list[str]:
    """Return the reasons to see someone that the progress rules found, without their explanations."""
    if report.progress is None:
        return []
    return [cleaned(first_sentence(one.sentence), 200) for one in report.progress.escalations[:3]]


def _changes(report: ReportInput) -> list[str]:
    if report.progress is None:
        return []
    return [one.sentence for one in (*report.progress.pain_changes, *report.progress.score_changes)]


def clinician_questions(report: ReportInput) -> list[str]:
    """Return the questions to the clinician: the runner's own, then those that the report raises."""
    asked = [cleaned(entry) for entry in report.questions if entry.strip()]
    if report.screening is None:
        asked.append("Which serious causes should be asked about and examined for?")
    elif any(flag.counts for flag in report.screening.red_flags):
        asked.append("Which of the signs raised above need to be examined, and how soon?")
    if report.progress is not None:
        # One question of each reason first, so that no reason crowds the others off page one.
        longest = max((len(one.ask) for one in report.progress.escalations), default=0)
        asked += [
            one.ask[place]
            for place in range(longest)
            for one in report.progress.escalations
            if place < len(one.ask)
        ]
    leading = contributor_rows(report)
    if leading:
        asked.append(
            f"Does “{leading[0]['name'].lower()}” fit what you find, and what would you change first?"
        )
    asked.append("Would an examination of strength, mobility and running form help now, and by whom?")
    asked.append("What should make me come back sooner than planned?")
    return list(dict.fromkeys(asked))


def _source_row(fact_id: str) -> dict[str, str]:
    about = fact(fact_id)
    paper = source(about.source)
    year = f" ({paper.year})" if paper.year else ""
    return {
        "id": about.id,
        "claim": about.claim,
        "how_sure": about.how_sure + ("" if about.established else ": not established"),
        "source": f"{paper.authors}{year}. {paper.title}. {paper.journal}. {paper.doi or paper.url}",
    }
