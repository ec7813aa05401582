"""The contributors and patterns of the report: support and resemblance with their intervals, no diagnosis."""

from __future__ import annotations

from typing import Any

from runback.causes import RankedCause
from runback.knowledge import patterns
from runback.model import Family, Finding
from runback.reports.clinician_input import ReportInput
from runback.reports.clinician_words import cleaned, first_sentence, named_facts, share_words
from runback.screening.patterns import NON_SPECIFIC

_ON_PAGE_ONE = 3
_PATTERNS_ON_PAGE_ONE = 3
_NEXT_SHOWN = 5
_HOW_TO_READ = (
    "Support is how far the runner's own data speak for a contributor. It is no chance of injury and names "
    "no disease."
)


def contributor_rows(report: ReportInput) -> list[dict[str, str]]:
    """Return the leading measured causes that the data do not speak against, for page one."""
    leading = [cause for cause in measured_causes(report) if cause.state != "unlikely"]
    return [
        {
            "name": cause.name,
            "state": cause.state,
            "support": support_words(cause),
            "why": _why(cause),
        }
        for cause in leading[:_ON_PAGE_ONE]
    ]


def measured_causes(report: ReportInput) -> list[RankedCause]:
    """Return the causes that any finding bears on, most supported first."""
    if report.ranking is None:
        return []
    return [cause for cause in report.ranking.causes if cause.state != "unmeasured"]


def support_words(cause: RankedCause) -> str:
    """Return support with its 90 % interval."""
    return share_words(cause.support, cause.interval)


def _why(cause: RankedCause) -> str:
    favouring = [one for one in cause.findings if one.log_lr > 0]
    shown = (favouring or list(cause.findings))[0]
    return cleaned(first_sentence(shown.sentence), 260)


def contributor_notes(report: ReportInput) -> list[str]:
    """Return what page one says beside the rows: families not measured, and how to read support."""
    if report.ranking is None:
        return ["No ranking was made yet."]
    unmeasured = {cause.family for cause in report.ranking.causes if cause.state == "unmeasured"}
    notes = []
    if not contributor_rows(report):
        notes.append("Nothing measured speaks for any contributor.")
    if unmeasured:
        listed = ", ".join(family.value for family in Family if family in unmeasured)
        notes.append(f"Not measured, or only in part, which is not the same as unlikely: {listed}.")
    notes.append(_HOW_TO_READ)
    return notes


def pattern_line(report: ReportInput) -> str:
    """Return the likest patterns in one line; empty where nothing was answered."""
    rows = pattern_rows(report)[:_PATTERNS_ON_PAGE_ONE]
    if not rows:
        return ""
    shown = "; ".join(f"{row['name']} {row['share']}" for row in rows)
    return (
        f"The answers resemble, as shares of likeness with 90 % intervals: {shown}. Many other things look "
        "alike; none of the ratios was measured in runners."
    )


def pattern_rows(report: ReportInput) -> list[dict[str, str]]:
    """Return every pattern that answers can tell, the likest first, with its share of likeness."""
    screening = report.screening
    if screening is None or not any(pattern.asked for pattern in screening.patterns):
        return []
    names = {pattern.id: pattern.name for pattern in patterns()} | {NON_SPECIFIC: "Non-specific pain"}
    return [
        {
            "name": names[pattern.id],
            "share": share_words(pattern.resemblance, pattern.interval),
            "sentence": pattern.sentence,
            "evidence": named_facts(pattern.evidence),
        }
        for pattern in screening.patterns
        if not pattern.education_only
    ]


def finding_groups(report: ReportInput) -> list[dict[str, Any]]:
    """Return every measured cause with all of its findings, for the appendix."""
    return [
        {
            "name": cause.name,
            "state": cause.state,
            "support": support_words(cause),
            "findings": [_finding(one) for one in cause.findings],
        }
        for cause in measured_causes(report)
    ]


def _finding(finding: Finding) -> dict[str, str]:
    sign = "for" if finding.log_lr > 0 else "against" if finding.log_lr < 0 else "neutral"
    return {
        "sentence": finding.sentence,
        "note": f"{sign}; weight {finding.basis}; {named_facts(finding.evidence)}",
    }


def family_lines(report: ReportInput, family: Family) -> list[str]:
    """Return the findings of one family as lines; a family without any is not measured yet."""
    found = [
        one.sentence for cause in measured_causes(report) if cause.family is family for one in cause.findings
    ]
    return list(dict.fromkeys(found)) or ["Not measured yet."]


def next_rows(report: ReportInput) -> list[dict[str, str]]:
    """Return what would be worth measuring next."""
    if report.ranking is None:
        return []
    return [
        {"name": one.name, "minutes": f"{one.minutes:g} min", "how": one.how}
        for one in report.ranking.next[:_NEXT_SHOWN]
    ]


def evidence_ids(report: ReportInput) -> list[str]:
    """Return the id of every fact that the report rests on, in alphabetical order."""
    ids = {"session-spike-bands"} if report.shown_runs is not None else set()
    for cause in measured_causes(report):
        ids |= {fact_id for finding in cause.findings for fact_id in finding.evidence}
    if report.screening is not None:
        ids |= {fact_id for flag in report.screening.red_flags for fact_id in flag.evidence}
        if pattern_rows(report):
            ids |= {fact_id for pattern in report.screening.patterns for fact_id in pattern.evidence}
    if report.progress is not None:
        ids |= {fact_id for one in report.progress.escalations for fact_id in one.evidence}
        ids |= {fact_id for one in report.progress.pain_changes for fact_id in one.evidence}
        ids |= {fact_id for one in report.progress.score_changes for fact_id in one.evidence}
    return sorted(ids)
