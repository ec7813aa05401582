"""The questionnaires: which may be asked, which only come as a typed-in score, how each is scored."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, Literal

from runback.errors import BadInputError
from runback.knowledge import outcome_measures
from runback.knowledge.entries import OutcomeMeasure
from runback.model import Score

Answer = bool | float | str | None
"""True or False for a statement, a number for a rating, a text for a name, None where not answered."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Item:
    """One statement (yes or no) or one rating from ``minimum`` to ``maximum``.

    Where ``names`` is not empty the runner names what is rated; ``names`` asks for it.
    """

    id: str
    wording: str
    type: Literal["yes-no", "number"]
    minimum: float = 0.0
    maximum: float = 1.0
    names: str = ""

    @property
    def name_id(self) -> str:
        """The id of the answer that names what is rated."""
        return f"{self.id}-name"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """An outcome measure as it is asked; without ``items`` only its total is taken (see ``licence``).

    ``range`` is that of the score, on the measure's own scale. ``least_answered`` is the number of items
    below which no score is given.
    """

    id: str
    name: str
    instruction: str
    items: tuple[Item, ...]
    scoring: Literal["count", "mean", "share", "typed-in"]
    least_answered: int
    range: tuple[float, float]
    direction: str
    licence: str
    citation: str
    evidence: tuple[str, ...]

    @property
    def typed_only(self) -> bool:
        """Whether its text may not be shipped, so that only a total from elsewhere is taken."""
        return not self.items


@cache
def questionnaires() -> tuple[Questionnaire, ...]:
    """Return every questionnaire that Runback asks or takes the score of."""
    text = (files("runback.knowledge") / "questionnaires.toml").read_text(encoding="utf-8")
    asked = {raw["id"]: raw for raw in tomllib.loads(text)["questionnaire"]}
    return tuple(
        _questionnaire(measure, asked.get(measure.id))
        for measure in outcome_measures()
        if measure.id in asked or not measure.shippable
    )


def questionnaire(questionnaire_id: str) -> Questionnaire:
    """Return the questionnaire with this id. Raises ``BadInputError`` naming those there are."""
    for known in questionnaires():
        if known.id == questionnaire_id:
            return known
    raise BadInputError(
        f"no questionnaire is called '{questionnaire_id}'.",
        remedy=f"Choose one of {', '.join(known.id for known in questionnaires())}.",
    )


def score_questionnaire(questionnaire_id: str, answers: Mapping[str, Answer], day: date) -> Score:
    """Score the answers, by item id, that were given on ``day``.

    An item that is absent or None was not answered. Counts and shares are then made up for in proportion to
    the items answered (a count is rounded to whole points), means are taken over the items answered; below
    ``least_answered`` items nothing is scored. This rule is judged.

    Raises:
        BadInputError: an unknown questionnaire or item, an answer of the wrong type or outside its range,
            too few answers, or a questionnaire whose text may not be shipped.
    """
    form = questionnaire(questionnaire_id)
    if form.typed_only:
        raise BadInputError(
            f"{form.name} cannot be asked here: {form.licence}",
            where=form.id,
            remedy=f"Fill it in elsewhere and type in its score, from {_words(form.range)}.",
        )
    nameable = {item.name_id for item in form.items if item.names}
    unknown = sorted(set(answers) - {item.id for item in form.items} - nameable)
    if unknown:
        raise BadInputError(
            f"no item is called '{unknown[0]}'.",
            where=form.id,
            remedy=f"The items are {', '.join(item.id for item in form.items)}.",
        )
    given = [
        _checked(form, item, answer) for item in form.items if (answer := answers.get(item.id)) is not None
    ]
    if len(given) < form.least_answered:
        missing = [item.id for item in form.items if answers.get(item.id) is None]
        raise BadInputError(
            f"{len(given)} of {len(form.items)} items answered; at least {form.least_answered} are needed.",
            where=form.id,
            remedy=f"Answer {', '.join(missing)}.",
        )
    named = {key: _name(form, key, answers[key]) for key in sorted(nameable & set(answers))}
    told = {key: answer for key, answer in answers.items() if answer is not None}
    return Score(form.id, day, _score(form, given), {**told, **named})


def typed_score(questionnaire_id: str, value: float, day: date) -> Score:
    """Take a score that was worked out elsewhere, for example on a clinic's form.

    Raises:
        BadInputError: an unknown questionnaire, or a value outside its range.
    """
    form = questionnaire(questionnaire_id)
    low, high = form.range
    if isinstance(value, bool) or not isfinite(value) or not low <= value <= high:
        raise BadInputError(
            f"a score of {value} is outside the scale.",
            where=form.id,
            remedy=f"Type in the total, from {_words(form.range)}.",
        )
    return Score(form.id, day, float(value))


def _score(form: Questionnaire, given: list[float]) -> float:
    total = sum(given)
    match form.scoring:
        case "count":
            return float(round(total * len(form.items) / len(given)))
        case "share":
            return 100.0 * total / sum(item.maximum for item in form.items[: len(given)])
        case _:
            return total / len(given)


def _name(form: Questionnaire, key: str, name: Answer) -> str:
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadInputError(
            f"{name!r} names nothing.",
            where=f"{form.id}, {key}",
            remedy=f"Give a text of 1 to {LONGEST_NAME} characters.",
        )
    return name.strip()


def _checked(form: Questionnaire, item: Item, answer: bool | float | str) -> float:
    where = f"{form.id}, {item.id}"
    if item.type == "yes-no":
        if not isinstance(answer, bool):
            raise BadInputError(
                f"{answer!r} is no answer to a statement.", where=where, remedy="Say yes or no."
            )
        return float(answer)
    rated = isinstance(answer, int | float) and not isinstance(answer, bool) and isfinite(answer)
    if not rated or not item.minimum <= float(answer) <= item.maximum:
        raise BadInputError(
            f"{answer!r} is outside the scale.",
            where=where,
            remedy=f"Give a number from {_words((item.minimum, item.maximum))}.",
        )
    return float(answer)


def _questionnaire(measure: OutcomeMeasure, raw: dict[str, Any] | None) -> Questionnaire:
    low, high = measure.range
    if raw is None:
        raw = {
            "instruction": "Type in the total from the official form.",
            "items": [],
            "scoring": "typed-in",
            "least_answered": 0,
            "citation": "",
            "type": "number",
        }
    return Questionnaire(
        id=measure.id,
        name=measure.name,
        instruction=raw["instruction"],
        items=tuple(Item(type=raw["type"], **item) for item in raw["items"]),
        scoring=raw["scoring"],
        least_answered=raw["least_answered"],
        range=(float(low), float(high)),
        direction=measure.direction,
        licence=measure.licence,
        citation=raw["citation"],
        evidence=measure.evidence,
    )


def _words(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:g} to {bounds[1]:g}"
