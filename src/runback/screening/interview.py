"""The order of an interview: red flags first, branches only where they apply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from runback.screening.actions import Action
from runback.screening.answers import allowed_answers, state_facts
from runback.screening.flags import raise_flags
from runback.screening.tables import Question, questions


def next_question(answers: Mapping[str, object], *, cleared: bool = False) -> Question | None:
    """Return the first question that applies and is not answered yet, or None when the interview is over.

    Once an emergency is raised the remaining red-flag questions are still put, but no others. ``cleared``
    says whether the runner states that a clinician looked at a flag; only then is asked what changed since.

    Raises:
        BadInputError: an unknown question or a value that is not allowed.
    """
    facts = state_facts(answers)
    # Clearances are left out on purpose: they shorten no interview.
    flags = raise_flags(facts, clearances=(), worse_since=False, today=date.max)
    emergency = any(flag.action is Action.EMERGENCY for flag in flags)
    for question in questions():
        if question.id in facts.answered or (question.only_with_clearance and not cleared):
            continue
        if emergency and question.section == "patterns":
            return None
        # An open condition means that whether it applies is not known: then it is asked.
        if question.ask is None or question.ask.holds(facts) is not False:
            return question
    return None


def questions_to_json() -> list[dict[str, object]]:
    """Return every question as plain values: id, wording, type, when asked, options, allowed answers."""
    return [
        {
            "id": question.id,
            "section": question.section,
            "wording": question.wording,
            "type": question.type,
            "asked": _asked(question),
            "options": [{"id": option.id, "wording": option.wording} for option in question.options],
            "unit": question.unit,
            "allowed": allowed_answers(question),
        }
        for question in questions()
    ]


def _asked(question: Question) -> object:
    if question.only_with_clearance:
        return "after a clinician looked at a flag"
    return "always" if question.ask is None else question.ask_as_data
