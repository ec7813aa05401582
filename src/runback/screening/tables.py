"""The interview, the red-flag rules and the pattern weights, read once from ``knowledge/screening.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from runback.screening.actions import Action
from runback.screening.conditions import Condition, parse_condition

QuestionType = Literal["yes-no", "number", "choice", "multi"]
Forbidden = Literal["running", "loading"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice or of a tick list; ``unknown`` marks an option that tells nothing."""

    id: str
    wording: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question: ``ask`` says when it is put (None: always); numbers carry unit and range.

    ``unlisted_is_no`` says whether an option left out of a given list counts as "no" (tick lists) or stays
    open (findings that may never have been looked for). Every question may be answered "don't know";
    ``if_unsure`` then says how to find out.
    """

    id: str
    type: QuestionType
    section: Literal["red-flags", "patterns"]
    wording: str
    options: tuple[Option, ...]
    ask: Condition | None
    ask_as_data: object
    unit: str
    minimum: float | None
    maximum: float | None
    unlisted_is_no: bool
    if_unsure: str
    only_with_clearance: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One fixed red-flag rule. ``tier`` weak: never more than a routine visit, whatever the company."""

    id: str
    suspects: str
    action: Action
    tier: Literal["strong", "weak"]
    when: Condition
    lead: str
    why: str
    evidence: tuple[str, ...]
    forbids: frozenset[Forbidden]


@dataclass(frozen=True, slots=True)
class Prior:
    """Judged 90 % bounds of the chance of a pattern against non-specific pain, where ``when`` holds."""

    when: Condition
    low: float
    high: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemRule:
    """How one item of a pattern is read off the answers.

    ``weight`` is the judged natural log that a "yes" adds where no published ratio counts; the bounds name
    ``fact.number`` of the published interval of the positive and the negative ratio. ``background`` marks age
    and sex, which alone make no finding.
    """

    id: str
    when: Condition
    weight: float
    only_yes: bool
    background: bool
    positive_bounds: tuple[str | None, str | None]
    negative_bounds: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One structural pattern, the cause it speaks to, its priors (first match holds) and items."""

    pattern: str
    cause: str
    often: str
    education_only: bool
    judged_evidence: tuple[str, ...]
    priors: tuple[Prior, ...]
    items: tuple[ItemRule, ...]


@dataclass(frozen=True, slots=True)
class PatternLimits:
    """Cap of the judged sum (natural log), spread of ratios without an interval, draws and seed."""

    judged_cap: float
    assumed_ratio_spread: float
    draws: int
    seed: int


class _Reader:
    """Turns the tables of the file into typed values; conditions are checked against the known ids."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.groups: Mapping[str, Sequence[str]] = data["groups"]
        self.known = {row["id"] for row in data["question"]}
        self.known |= {option["id"] for row in data["question"] for option in row.get("options", [])}

    def condition(self, value: object, where: str) -> Condition:
        return parse_condition(value, groups=self.groups, known=self.known, where=where)

    def question(self, row: Mapping[str, Any]) -> Question:
        ask = row.get("ask")
        return Question(
            id=row["id"],
            type=row["type"],
            section=row["section"],
            wording=row["wording"],
            options=tuple(Option(**option) for option in row.get("options", [])),
            ask=None if ask is None else self.condition(ask, row["id"]),
            ask_as_data=ask,
            unit=row.get("unit", ""),
            minimum=row.get("minimum"),
            maximum=row.get("maximum"),
            unlisted_is_no=row.get("unlisted", "no") == "no",
            if_unsure=row.get("if_unsure", "You answered don't know, which does not count as a no."),
            only_with_clearance=row.get("only_with_clearance", False),
        )

    def rule(self, row: Mapping[str, Any]) -> Rule:
        action = self.data["actions"][row["action"]]
        return Rule(
            id=row["id"],
            suspects=row["suspects"],
            action=Action(row["action"]),
            tier=row.get("tier", "strong"),
            when=self.condition(row["when"], row["id"]),
            lead=row.get("lead", action["lead"]),
            why=row["why"],
            evidence=tuple(row["evidence"]),
            forbids=frozenset(cast("list[Forbidden]", row.get("forbids", action["forbids"]))),
        )

    def pattern(self, row: Mapping[str, Any]) -> PatternRule:
        name = row["pattern"]
        return PatternRule(
            pattern=name,
            cause=row["cause"],
            often=row["often"],
            education_only=row.get("education_only", False),
            judged_evidence=tuple(row["judged_evidence"]),
            priors=tuple(
                Prior(self.condition(p["when"], name), p["low"], p["high"], tuple(p["evidence"]))
                for p in row["priors"]
            ),
            items=tuple(
                ItemRule(
                    id=item["id"],
                    when=self.condition(item["when"], f"{name}/{item['id']}"),
                    weight=item["weight"],
                    only_yes=item.get("only_yes", False),
                    background=item.get("background", False),
                    positive_bounds=(item.get("low"), item.get("high")),
                    negative_bounds=(item.get("neg_low"), item.get("neg_high")),
                )
                for item in row["items"]
            ),
        )


@cache
def _reader() -> _Reader:
    text = files("runback.knowledge").joinpath("screening.toml").read_text(encoding="utf-8")
    return _Reader(tomllib.loads(text))


@cache
def questions() -> tuple[Question, ...]:
    """Return every question in the order asked, red flags first."""
    reader = _reader()
    return tuple(reader.question(row) for row in reader.data["question"])


@cache
def rules() -> tuple[Rule, ...]:
    """Return every red-flag rule in the order of the file."""
    reader = _reader()
    return tuple(reader.rule(row) for row in reader.data["rule"])


@cache
def pattern_rules() -> tuple[PatternRule, ...]:
    """Return every pattern in the order of the file."""
    reader = _reader()
    return tuple(reader.pattern(row) for row in reader.data["pattern_rule"])


@cache
def pattern_limits() -> PatternLimits:
    """Return the caps and the settings of the uncertainty of patterns."""
    return PatternLimits(**_reader().data["pattern_limits"])
