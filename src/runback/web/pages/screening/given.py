"""The answers of an interview under way: they travel with the form, and nothing is kept before its end."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import QueryDict

from runback.errors import BadInputError
from runback.screening import Question, parse_answers

DONT_KNOW = "don't know"
NONE = "none"
LARGEST = 20_000


def answers_so_far(form: QueryDict) -> dict[str, object]:
    """Return the answers that the form carries from the screens before.

    Raises:
        BadInputError: they are damaged, or one is not allowed.
    """
    text = form.get("so_far", "{}")
    try:
        answers = json.loads(text) if len(text) <= LARGEST else None
    except ValueError:
        answers = None
    if not isinstance(answers, dict):
        raise BadInputError("the answers so far are damaged.", remedy="Begin the interview again.")
    parse_answers(json.dumps(answers))
    return answers


def answered(question: Question, form: QueryDict) -> object:
    """Return what the form answers to ``question``: nothing chosen means "don't know", never "no".

    Raises:
        BadInputError: it is not allowed; the message names the range.
    """
    chosen = [one for one in form.getlist("answer") if one.strip()]
    value: object
    if not chosen or "dont-know" in form:
        value = DONT_KNOW
    elif question.type == "multi":
        value = NONE if chosen == [NONE] else chosen
    else:
        value = chosen[0]
    parse_answers(json.dumps({question.id: value}))
    return value


def carried(answers: Mapping[str, object]) -> str:
    """Return the answers as the next form carries them."""
    return json.dumps(answers)


def without_last(answers: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
    """Return the answers without the latest one, as Back asks; what the settings told stays."""
    told = [name for name in answers if name not in known]
    return {name: value for name, value in answers.items() if not told or name != told[-1]}
