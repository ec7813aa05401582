"""The tables behind the screen agree with the evidence base and with themselves."""

from __future__ import annotations

import pytest

from runback.knowledge import cause, fact, patterns, red_flags
from runback.model import Family
from runback.screening import Action, questions
from runback.screening.conditions import parse_condition
from runback.screening.tables import PatternRule, Rule, pattern_rules, rules

# The evidence calls these weak alone and the screen holds them to a routine visit whatever the company.
WEAK_BY_DESIGN = {"relentless-night-pain", "no-improvement-50plus", "age-over-70-new"}
# Items that are not weighed: age works through the prior, the others cannot be asked or do not discriminate.
NOT_WEIGHED = {
    "age-under-20",
    "age-over-65",
    "age-under-60",
    "younger-adult",
    "does-not-centralise",
    "revel-cluster",
    "no-cough-pain",
    "extension-rotation",
    "one-leg-hyperextension",
}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do_and_rests_on_known_facts(rule: Rule) -> None:
    assert rule.evidence
    for fact_id in rule.evidence:
        assert fact(fact_id).id == fact_id
    assert rule.lead and rule.why.endswith(".")
    if rule.action in {Action.EMERGENCY, Action.SAME_DAY} and rule.id != "red-painful-eye":
        assert rule.forbids == {"running", "loading"}
    assert rule.tier == "strong" or rule.action is Action.ROUTINE


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in rules()]
    assert len(set(ids)) == len(ids)


def test_every_red_flag_of_the_evidence_base_has_a_rule_at_least_as_urgent() -> None:
    own = {rule.id: rule for rule in rules()}
    for flag in red_flags():
        assert flag.id in own
        if flag.id not in WEAK_BY_DESIGN:
            assert own[flag.id].action.rank >= Action(flag.action).rank, flag.id


def test_question_and_option_ids_are_unique_and_red_flags_come_first() -> None:
    ids = [question.id for question in questions()]
    ids += [option.id for q in questions() if q.type == "multi" for option in q.options]
    assert len(set(ids)) == len(ids)
    sections = [question.section for question in questions()]
    assert sections == sorted(sections, key=["red-flags", "patterns"].index)
    for question in questions():
        assert question.wording.strip()
        assert (question.type in {"multi", "choice"}) == bool(question.options)
        assert question.type != "number" or (question.unit and question.maximum is not None)


@pytest.mark.parametrize("rule", pattern_rules(), ids=lambda rule: rule.pattern)
def test_a_pattern_weighs_only_items_of_the_evidence_base(rule: PatternRule) -> None:
    source = next(pattern for pattern in patterns() if pattern.id == rule.pattern)
    known = {item.id: item for item in source.items}
    weighed = {item.id for item in rule.items}
    assert weighed <= known.keys()
    assert not any(known[name].do_not_use for name in weighed)
    assert known.keys() - weighed <= NOT_WEIGHED
    assert cause(rule.cause).family is Family.STRUCTURAL
    for item in rule.items:
        assert 0 < item.weight <= 0.7, "a judged weight stays small"
        for reference in (*item.positive_bounds, *item.negative_bounds):
            if reference is not None:
                fact_id, _, name = reference.partition(".")
                assert fact(fact_id).numbers[name] > 0
    for prior in rule.priors:
        assert 0 < prior.low < prior.high < 1
        assert all(fact(fact_id) for fact_id in prior.evidence)
    assert all(fact(fact_id) for fact_id in rule.judged_evidence)


def test_every_pattern_and_every_structural_cause_is_served() -> None:
    assert {rule.pattern for rule in pattern_rules()} == {pattern.id for pattern in patterns()}


@pytest.mark.parametrize(
    "data", ["no-such-fact", "@no-such-group", {"none": ["fever"]}, {"all": "fever"}, {"at_least": 2}, 3]
)
def test_a_condition_that_asks_for_something_unknown_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="here"):
        parse_condition(data, groups={"ill": ["fever"]}, known={"fever"}, where="here")
