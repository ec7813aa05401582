"""Common advice and treatments: verdicts and figures rest on facts, and none reads surer than it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from runback import knowledge
from runback.errors import UnknownFactError
from runback.knowledge import Advice, Treatment
from runback.knowledge.effects import size
from runback.knowledge.loading import _quoting

FOLDER = Path(knowledge.__file__).parent
RAW = {
    kind: {entry["id"]: entry for entry in tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))[kind]}
    for kind, file in (("advice", "advice.toml"), ("treatment", "treatments.toml"))
}
MARK = re.compile(r"\{[^}]*\}")
GUIDELINE = re.compile("^(nice|who-2023|jospt)")

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


each_treatment = pytest.mark.parametrize(
    "treatment", knowledge.treatments(), ids=lambda treatment: treatment.id
)


@each_treatment
def test_a_treatment_says_everything_that_a_runner_asks(treatment: Treatment) -> None:
    texts = (treatment.what_it_is, treatment.for_what, treatment.harms, treatment.guideline_position)
    assert all((*texts, treatment.when, treatment.provided_by, treatment.effects))
    assert 3 <= len(treatment.questions) <= 5
    assert all(question.endswith("?") for question in treatment.questions)
    assert len(set(treatment.evidence)) == len(treatment.evidence)


@each_treatment
def test_every_figure_of_an_effect_is_a_number_of_its_fact(treatment: Treatment) -> None:
    for effect in treatment.effects:
        assert effect.fact in treatment.evidence
        told = knowledge.fact(effect.fact)
        figures = size(effect)
        for key, value in (
            (effect.number, figures.value),
            (effect.low, figures.low),
            (effect.high, figures.high),
        ):
            assert value == (told.printable_numbers[key] if key else None)
        assert (figures.established, figures.how_sure) == (told.established, told.how_sure)
        assert bool(effect.scale) is bool(figures.in_words)
        assert bool(effect.low) is bool(effect.high)


@each_treatment
def test_an_interval_holds_its_value_and_no_effect_rests_on_memory(treatment: Treatment) -> None:
    for effect in treatment.effects:
        assert knowledge.fact(effect.fact).checked != "unverified"
        figures = size(effect)
        if figures.low is not None and figures.high is not None:
            middle = figures.low if figures.value is None else figures.value
            assert figures.low <= middle <= figures.high, effect.outcome


@each_treatment
def test_an_interval_that_the_fact_has_is_not_left_out(treatment: Treatment) -> None:
    for effect in treatment.effects:
        told = knowledge.fact(effect.fact)
        if effect.number and not effect.low:
            assert not any("ci" in key.split("_") for key in told.printable_numbers), effect.outcome


@each_treatment
def test_figures_of_its_texts_are_quoted_from_its_own_evidence(treatment: Treatment) -> None:
    raw = RAW["treatment"][treatment.id]
    effects = (value for effect in raw["effects"] for key, value in effect.items() if key != "fact")
    texts = [value for value in (*raw.values(), *effects) if isinstance(value, str)]
    for text in texts:
        quoted = {mark.strip("{}").split(" ")[0] for mark in MARK.findall(text)}
        assert quoted <= set(treatment.evidence), quoted - set(treatment.evidence)
    for text in (raw["harms"], *(effect["reading"] for effect in raw["effects"])):
        assert set(re.findall(r"\d+(?:\.\d+)?", MARK.sub("", text))) <= {"10", "24"}, text


@each_treatment
def test_what_is_known_second_hand_is_said_to_be_so(treatment: Treatment) -> None:
    for effect in treatment.effects:
        if not knowledge.fact(effect.fact).established:
            assert "second-hand" in effect.reading or not effect.number, effect.outcome
    unsure = [f for f in treatment.evidence if not knowledge.fact(f).established and GUIDELINE.search(f)]
    if unsure:
        assert "second-hand" in treatment.guideline_position


@each_treatment
def test_a_guideline_is_quoted_only_by_a_fact_of_its_own(treatment: Treatment) -> None:
    guidelines = {"NICE": "nice-", "WHO": "who-2023", "ACP": "acp-2017", "JOSPT": "jospt-2021"}
    for name, prefix in guidelines.items():
        told = treatment.guideline_position.replace(f"{name}'s position was not seen", "")
        if name in told:
            assert any(fact_id.startswith(prefix) for fact_id in treatment.evidence), name


def test_a_treatment_is_found_by_its_id_and_an_unknown_one_names_those_alike() -> None:
    assert knowledge.treatment("heat").name == "Superficial heat"
    with pytest.raises(UnknownFactError, match="physical-therapy"):
        knowledge.treatment("phisical-therapy")


def test_an_effect_without_a_middle_value_or_interval_says_what_is_missing() -> None:
    facet, dose = (
        knowledge.treatment("facet-steroid"),
        knowledge.treatment("chiropractic-spinal-manipulation"),
    )
    assert size(facet.effects[0]).in_words == "somewhere in -3 to 4, no middle value seen"
    assert size(dose.effects[0]).in_words == ""
    assert size(dose.effects[2]).in_words == "2 (no interval seen)"
