"""The red flags of the report: what was raised, what was asked and not reported, what stayed open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runback.reports.clinician_input import ReportInput
from runback.reports.clinician_words import cleaned, named_facts
from runback.screening import Action, RedFlag, questions
from runback.screening.answers import AnsweredFacts, state_facts
from runback.screening.tables import Question, rules
from runback.units import day_words

URGENCY = {
    Action.EMERGENCY: "EMERGENCY",
    Action.SAME_DAY: "SAME DAY",
    Action.WITHIN_DAYS: "WITHIN DAYS",
    Action.ROUTINE: "ROUTINE VISIT",
}
_TOPICS_ON_PAGE_ONE = 10
_FLAGS_WITH_SENTENCE = 3
_FLAGS_WITH_ROW = 12
_REASSURES_LITTLE = (
    "Answers of no reassure little: serious causes often begin without any of these signs. "
    "Nothing here replaces asking again and examining."
)


def flags_section(report: ReportInput) -> dict[str, Any]:
    """Return the red flags for page one: ``headline``, ``rows`` and ``notes``."""
    screening = report.screening
    if screening is None:
        return {
            "headline": "Not asked yet",
            "rows": [],
            "notes": [
                "The red-flag questions have not been put to this runner, so nothing is known of them."
            ],
        }
    asked = f"Asked on {day_words(screening.today)}"
    raised = screening.red_flags
    if not raised:
        return {
            "headline": f"{asked}; what was asked, and not reported",
            "rows": [],
            "notes": [*_topics(report), _open_words(report), _REASSURES_LITTLE],
        }
    with_sentence = len(raised) <= _FLAGS_WITH_SENTENCE
    notes = [] if with_sentence else ["What each sign means and the advice given: appendix A."]
    return {
        "headline": f"{asked}; {len(raised)} raised, those not looked at yet and the most urgent first",
        "rows": [_row(flag, with_sentence=with_sentence) for flag in raised[:_FLAGS_WITH_ROW]],
        "notes": [*_also_raised(raised[_FLAGS_WITH_ROW:]), *notes, _open_words(report)],
    }


def _also_raised(flags: Iterable[RedFlag]) -> list[str]:
    """Name the flags for which page one has no row, a line for each urgency: none is left out."""
    named: dict[str, list[str]] = {}
    for flag in flags:
        looked_at = " (looked at)" if flag.looked_at else ""
        named.setdefault(URGENCY[flag.action], []).append(flag.id.replace("-", " ") + looked_at)
    return [f"Also raised, {urgency}: {'; '.join(ids)}." for urgency, ids in named.items()]


def _row(flag: RedFlag, *, with_sentence: bool) -> dict[str, str]:
    return {
        "urgency": URGENCY[flag.action],
        "about": f"{flag.id.replace('-', ' ').capitalize()} (asked because of: {flag.suspects})",
        "looked_at": _looked_at(flag),
        "sentence": cleaned(flag.sentence, 900) if with_sentence else "",
        "evidence": named_facts(flag.evidence),
    }


def _looked_at(flag: RedFlag) -> str:
    if flag.looked_at is None:
        return "Not looked at yet, as far as told."
    said = cleaned(flag.looked_at.statement, 160)
    return f"Looked at on {day_words(flag.looked_at.date)}, by the runner's own statement: “{said}”"


def _topics(report: ReportInput) -> list[str]:
    """Name what was asked about and not reported; only answers can tell, so without them nothing is named."""
    if not report.answers:
        return ["The answers themselves were not handed on, so what was asked cannot be listed here."]
    facts = state_facts(report.answers)
    told = {rule.suspects: True for rule in rules()}
    for rule in rules():
        told[rule.suspects] &= rule.when.holds(facts) is False
    asked = _distinct(topic for topic, known in told.items() if known)
    still_open = _distinct(topic for topic, known in told.items() if not known)
    lines = []
    if asked:
        lines.append(f"Asked about and not reported, signs of: {_listed(asked)}.")
    if still_open:
        lines.append(f"Cannot be told from the answers, signs of: {_listed(still_open)}.")
    return lines


def _distinct(topics: Iterable[str]) -> list[str]:
    """Leave out topics that only add to one already named: "X or Y" beside "X"."""
    named = list(topics)
    return [topic for topic in named if not any(other != topic and other in topic for other in named)]


def _listed(topics: list[str]) -> str:
    shown = "; ".join(topics[:_TOPICS_ON_PAGE_ONE])
    rest = len(topics) - _TOPICS_ON_PAGE_ONE
    return f"{shown}; and {rest} more (every answer: appendix A)" if rest > 0 else shown


def _open_words(report: ReportInput) -> str:
    assert report.screening is not None
    left = len(report.screening.missing)
    if not left:
        return "Every question that applies was answered."
    return f"Questions that apply and stayed open: {left} (appendix A)."


def flags_appendix(report: ReportInput) -> dict[str, Any]:
    """Return every raised flag with its sentence, and the answers question by question."""
    if report.screening is None:
        return {"rows": [], "answers": [], "open": [], "none": "Not asked yet."}
    wording = {question.id: question.wording for question in questions()}
    return {
        "rows": [_row(flag, with_sentence=True) for flag in report.screening.red_flags],
        "answers": answer_rows(report) if report.answers else [],
        "open": [
            {"question": wording[entry.id], "answer": entry.reason} for entry in report.screening.missing
        ],
        "none": "",
    }


def answer_rows(report: ReportInput) -> list[dict[str, str]]:
    """Return each answered question with what was reported, in the order asked."""
    facts = state_facts(report.answers)
    rows = ((question, _answer(question, facts)) for question in questions())
    return [{"question": question.wording, "answer": answer} for question, answer in rows if answer]


def _answer(question: Question, facts: AnsweredFacts) -> str:
    match question.type:
        case "number":
            number = facts.number(question.id)
            told = "" if number is None else f"{number:g} {question.unit}".strip()
        case "choice":
            chosen = facts.choice(question.id)
            told = next((one.wording for one in question.options if one.id == chosen), "")
        case "yes-no":
            told = {True: "Yes.", False: "No.", None: ""}[facts.yes(question.id)]
        case "multi":
            told = _ticks(question, facts)
    if told:
        return told
    return "Don't know." if question.id in facts.unsure else ""


def _ticks(question: Question, facts: AnsweredFacts) -> str:
    def of(value: bool | None) -> Iterable[str]:
        return (
            option.wording.rstrip(".")
            for option in question.options
            if facts.yes(option.id) is value and (value is not None or option.id in facts.unsure)
        )

    reported, denied, unsure = "; ".join(of(True)), "; ".join(of(False)), "; ".join(of(None))
    parts = [
        f"Reported: {reported}." if reported else "",
        f"Not reported: {denied}." if denied else "",
        f"Don't know: {unsure}." if unsure else "",
    ]
    return " ".join(part for part in parts if part)
