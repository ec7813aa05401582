"""Common advice and treatments: verdicts and figures rest on facts, and none reads surer than it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from runback import knowledge
from runback.errors import UnknownFactError
from runback.knowledge import Advice
from runback.knowledge.loading import _quoting

FOLDER = Path(knowledge.__file__).parent
RAW = {
    kind: {entry["id"]: entry for entry in tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))[kind]}
    for kind, file in (("advice", "advice.toml"), ("treatment", "treatments.toml"))
}
MARK = re.compile(r"\{[^}]*\}")

# The whole field that Runback answers to; a piece that is missing here would be advice left unanswered.
FIELD = """
how-common early-action impact-repetition too-hard-too-long sudden-mileage-or-speed hills rest weak-core
weak-glutes-back tight-muscles muscle-fatigue neutral-spine leaning-hunching overstriding arm-movement
foot-strike herniated-disc sacroiliac facet spondylolisthesis degenerative-disc diagnose-early
outside-influences planks deadbugs glute-bridges hip-thrusts strength-dose lumbar-rotation-stretch
side-flexion-stretch hamstring-hip-flexor-stretch stretch-dose physical-therapy steroid-injections
chiropractic when-to-seek-help long-term
"""

# Ages, limits and the names of scales and rules, which stand in the texts themselves; results never do.
FRAMES = {"10", "17", "19", "40", "50", "100"}

each_advice = pytest.mark.parametrize("advice", knowledge.advice(), ids=lambda advice: advice.id)


def test_the_whole_field_is_answered() -> None:
    assert len(FIELD.split()) == 37
    assert [advice.id for advice in knowledge.advice()] == FIELD.split()


@each_advice
def test_a_verdict_rests_on_facts_that_can_carry_it(advice: Advice) -> None:
    facts = [knowledge.fact(fact_id) for fact_id in advice.facts]
    assert facts
    assert len(set(advice.facts)) == len(facts)
    assert advice.verdict in {"supported", "weak", "untested", "contradicted"}
    if advice.verdict in {"supported", "contradicted"}:
        assert facts[0].established, "the first fact carries the verdict"
    if advice.verdict == "weak":
        assert any(fact.established for fact in facts)


@each_advice
def test_an_answer_is_one_or_two_sentences_and_says_what_runback_does(advice: Advice) -> None:
    assert len(re.findall(r"\.(?= |$)", advice.because)) <= 3
    assert advice.because.endswith(".")
    assert advice.runback_does.endswith(".")


@each_advice
def test_figures_are_quoted_from_the_facts_that_are_named(advice: Advice) -> None:
    raw = RAW["advice"][advice.id]["because"]
    quoted = {mark.strip("{}").split(" ")[0] for mark in MARK.findall(raw)}
    assert quoted <= set(advice.facts), quoted - set(advice.facts)
    typed = set(re.findall(r"\d+(?:\.\d+)?", MARK.sub("", raw)))
    assert typed <= FRAMES, f"typed, not quoted: {typed - FRAMES}"
    assert not MARK.search(advice.because)


@each_advice
def test_what_is_not_established_is_said_to_be_so(advice: Advice) -> None:
    unsure = [fact_id for fact_id in advice.facts if not knowledge.fact(fact_id).established]
    if unsure:
        assert re.search(r"second-hand|somebody else's account|not established|from memory", advice.because)


def test_a_number_that_may_not_be_shown_cannot_be_quoted() -> None:
    assert _quoting("{early-pt-fritz-2015 ci_low abs} of {lbp-italian-runners one_year_prevalence %}") == (
        "5.9 of 22.6 %"
    )
    for mark in (
        "{nsaid-effect nsaid_acute_md}",
        "{mcgill-hold-times recalled_ext_male}",
        "{hills-up nothing}",
    ):
        with pytest.raises((KeyError, UnknownFactError)):
            _quoting(mark)
