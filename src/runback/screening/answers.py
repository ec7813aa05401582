"""Answers as people give them, checked and turned into facts: yes, no, or not known."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from runback.errors import BadInputError
from runback.screening.tables import Question, questions

_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})
_NONE = frozenset({"none", "none of these", "nothing"}) | _NO
_DONT_KNOW = frozenset(
    {"don't know", "dont know", "don’t know", "dont-know", "dont_know", "dk", "unknown", "?"}
)


@dataclass(slots=True)
class AnsweredFacts:
    """The facts that the answers state; whatever is absent or "don't know" is not known.

    ``unsure`` holds the ids of questions and options answered "don't know", ``answered`` those of the
    questions that got any answer.
    """

    _yes: dict[str, bool | None] = field(default_factory=dict)
    _numbers: dict[str, float] = field(default_factory=dict)
    _choices: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)

    def yes(self, fact: str) -> bool | None:
        """Return whether the fact was affirmed; None where it is not known."""
        return self._yes.get(fact)

    def number(self, name: str) -> float | None:
        """Return the number answered; None where it is not known."""
        return self._numbers.get(name)

    def choice(self, name: str) -> str | None:
        """Return the option chosen; None where it is not known."""
        return self._choices.get(name)

    def state(self, fact: str, value: bool | None) -> None:
        """Take a fact in. Said twice, yes outweighs don't-know and don't-know outweighs no, in any order."""
        if value is None:
            self.unsure.add(fact)
        if fact not in self._yes or _weight(value) > _weight(self._yes[fact]):
            self._yes[fact] = value
        if self._yes[fact] is not None:
            self.unsure.discard(fact)

    def set_number(self, name: str, value: float) -> None:
        """Take a number in."""
        self._numbers[name] = value

    def set_choice(self, name: str, value: str) -> None:
        """Take a chosen option in."""
        self._choices[name] = value

    def fully_known(self, question: Question) -> bool:
        """Return whether nothing of the question is left open."""
        match question.type:
            case "yes-no":
                return self.yes(question.id) is not None
            case "number":
                return question.id in self._numbers
            case "choice":
                return question.id in self._choices
            case "multi":
                return all(self.yes(option.id) is not None for option in question.options)


def _weight(value: bool | None) -> int:
    return {False: 0, None: 1, True: 2}[value]


def state_facts(answers: Mapping[str, object], *, where: str = "answers") -> AnsweredFacts:
    """Check answers and return the facts in them.

    A tick list takes a list of option ids, one id, "none", "don't know", or a table of option to yes, no or
    "don't know"; an option may also be answered on its own, under its own id.

    Raises:
        BadInputError: an unknown question, or a value outside what the question allows; names both.
    """
    by_id = {question.id: question for question in questions()}
    owner = {option.id: q for q in questions() if q.type == "multi" for option in q.options}
    facts = AnsweredFacts()
    for name, value in answers.items():
        if name in by_id:
            _take(facts, by_id[name], value, where)
        elif name in owner:
            facts.state(name, _three_valued(value, name, where))
            if all(option.id in answers for option in owner[name].options):
                facts.answered.add(owner[name].id)
        else:
            near = difflib.get_close_matches(str(name), [*by_id, *owner], n=1)
            hint = f"Did you mean '{near[0]}'? " if near else ""
            raise BadInputError(
                f"no question is called '{name}'.",
                where=where,
                remedy=f"{hint}runback screen --questions lists them all.",
            )
    return facts


def _take(facts: AnsweredFacts, question: Question, value: object, where: str) -> None:
    facts.answered.add(question.id)
    if question.type == "multi":
        _take_ticks(facts, question, value, where)
    elif question.type == "yes-no":
        facts.state(question.id, _three_valued(value, question.id, where))
    elif _is_dont_know(value):
        facts.unsure.add(question.id)
    elif question.type == "number":
        facts.set_number(question.id, _number(question, value, where))
    else:
        _take_choice(facts, question, value, where)


def _take_ticks(facts: AnsweredFacts, question: Question, value: object, where: str) -> None:
    options = [option.id for option in question.options]
    if _is_dont_know(value):
        facts.unsure.add(question.id)
        for option in options:
            facts.state(option, None)
        return
    if isinstance(value, Mapping):
        for name, part in value.items():
            _check_option(question, name, where)
            facts.state(str(name), _three_valued(part, f"{question.id}/{name}", where))
        ticked: set[str] = {str(name) for name in value}
        unsure = False
    else:
        ticked, unsure = _ticked(question, value, where)
        for name in ticked:
            facts.state(name, True)
    for option in options:
        if option not in ticked and (unsure or question.unlisted_is_no):
            facts.state(option, None if unsure else False)


def _ticked(question: Question, value: object, where: str) -> tuple[set[str], bool]:
    """Return the ticked options, and whether "don't know" stood among them."""
    if value is False or (isinstance(value, str) and value.strip().lower() in _NONE):
        return set(), False
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, Iterable) or isinstance(listed, bytes):
        raise _bad(question, value, where)
    ticked: set[str] = set()
    unsure = False
    for entry in listed:
        if _is_dont_know(entry):
            unsure = True
        elif not (isinstance(entry, str) and entry.strip().lower() in _NONE):
            _check_option(question, entry, where)
            ticked.add(str(entry).strip())
    return ticked, unsure


def _take_choice(facts: AnsweredFacts, question: Question, value: object, where: str) -> None:
    chosen = value.strip().lower() if isinstance(value, str) else value
    for option in question.options:
        if option.id == chosen:
            facts.set_choice(question.id, option.id)
            return
    raise _bad(question, value, where)


def _check_option(question: Question, name: object, where: str) -> None:
    if not isinstance(name, str) or name.strip() not in {option.id for option in question.options}:
        raise _bad(question, name, where)


def _number(question: Question, value: object, where: str) -> float:
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError:
            raise _bad(question, value, where) from None
    low = -math.inf if question.minimum is None else question.minimum
    high = math.inf if question.maximum is None else question.maximum
    # Not a number lies outside any range.
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _bad(question, value, where)
    return float(value)


def _is_dont_know(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in _DONT_KNOW)


def _three_valued(value: object, name: str, where: str) -> bool | None:
    if isinstance(value, bool):
        return value
    if _is_dont_know(value):
        return None
    text = value.strip().lower() if isinstance(value, str) else ""
    if text in _YES | _NO:
        return text in _YES
    raise BadInputError(
        f"'{name}' was answered {shown(value)}.", where=where, remedy="Allowed: yes, no, don't know."
    )


def allowed_answers(question: Question) -> str:
    """Return in words what may be answered to ``question``."""
    names = ", ".join(option.id for option in question.options)
    match question.type:
        case "yes-no":
            return "yes, no, don't know"
        case "number":
            return (
                f"a number of {question.unit} from {question.minimum:g} to {question.maximum:g}, don't know"
            )
        case "choice":
            return f"one of {names}; don't know"
        case "multi":
            return f"a list of any of {names}; none; don't know"


def _bad(question: Question, value: object, where: str) -> BadInputError:
    return BadInputError(
        f"'{question.id}' was answered {shown(value)}.",
        where=where,
        remedy=f"Allowed: {allowed_answers(question)}.",
    )


def shown(value: object) -> str:
    """Return a value as an error message may quote it, cut short."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
