"""What a claim rests on, the common advice, and professional care, as the command line shows them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from cli_runs import Ran
from typer.testing import CliRunner

from runback import knowledge
from runback.cli.app import application


def said(*words: str) -> str:
    """Run a command that needs no store within this process, which is faster than one of its own."""
    ran = CliRunner().invoke(application(), list(words), env={"COLUMNS": "110"})
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.mark.parametrize(
    "fact", [fact for fact in knowledge.facts() if fact.series], ids=lambda fact: fact.id
)
def test_rows_of_a_fact_are_shown_and_those_from_memory_are_not(fact: knowledge.Fact) -> None:
    text, printed = said("evidence", fact.id), json.loads(said("evidence", fact.id, "--json"))
    assert printed[0]["series"].keys() == fact.printable_series.keys()
    for name, row in fact.series.items():
        shown = ", ".join(f"{value:g}" for value in row)
        assert (shown in " ".join(text.split())) is (name in fact.printable_series)


def test_a_fact_from_memory_prints_no_figure_at_all() -> None:
    remembered = "mri-pain-free-60-to-80-remembered"
    assert knowledge.fact(remembered).series, "the case that the test is about"
    printed = json.loads(said("evidence", remembered, "--json"))[0]
    assert printed["series"] == printed["numbers"] == {}
    assert "none that may be shown" in said("evidence", remembered)


@pytest.mark.parametrize("test", knowledge.self_tests(), ids=lambda test: test.id)
def test_norms_from_memory_are_not_shown_and_empty_fields_neither(test: knowledge.SelfTest) -> None:
    entries = json.loads(said("evidence", test.id, "--json"))
    printed = next(entry for entry in entries if entry["kind"] == "self_test")
    read = [norm for norm in test.norms if norm.checked != "unverified"]
    assert [row["source"] for row in printed["norms"]] == [norm.source for norm in read]
    assert all(row["checked"] != "unverified" for row in printed["norms"])
    text = said("evidence", test.id)
    assert "None" not in text
    assert "; ;" not in text
    assert "checked unverified" not in " ".join(text.split())


def test_a_process_of_its_own_prints_the_same(runback: Callable[..., Ran]) -> None:
    assert runback("evidence", "mri-pain-free-by-age", "--json").out == said(
        "evidence", "mri-pain-free-by-age", "--json"
    )


def test_the_list_of_treatments_names_each_with_whom_it_is_for(runback: Callable[..., Ran]) -> None:
    text = " ".join(runback("care").out.split())
    printed = json.loads(said("care", "--json"))
    assert [row["id"] for row in printed] == [treatment.id for treatment in knowledge.treatments()]
    for treatment in knowledge.treatments():
        assert treatment.id in text
        assert treatment.name in text
        assert treatment.for_what in text
    assert "a talk with a clinician" in text
    assert "emergency department" in text


@pytest.mark.parametrize("treatment", knowledge.treatments(), ids=lambda treatment: treatment.id)
def test_a_treatment_is_shown_in_full(treatment: knowledge.Treatment) -> None:
    text = " ".join(said("care", treatment.id).split())
    parts = (treatment.what_it_is, treatment.for_what, treatment.harms, treatment.guideline_position)
    for part in (*parts, treatment.when, treatment.provided_by, *treatment.questions):
        assert part in text
    for effect in treatment.effects:
        assert effect.outcome in text
        assert effect.reading in text
    for fact_id in treatment.evidence:
        assert f"{fact_id}: {knowledge.fact(fact_id).how_sure}" in text
    assert "{" not in text


def test_an_effect_is_printed_with_its_interval_scale_and_how_sure_it_is() -> None:
    text = " ".join(said("care", "physical-therapy").split())
    odi = knowledge.fact("early-pt-fritz-2015").numbers
    interval = f"({odi['ci_low']:g} to {odi['ci_high']:g})"
    assert f"{odi['odi_difference_3_months']:g} {interval}, Oswestry points of 100" in text
    assert "[early-pt-fritz-2015: the abstract was read; confirmed by a second reader]" in text


def test_an_effect_known_second_hand_is_said_to_be_so() -> None:
    effects = json.loads(said("care", "epidural-steroid", "--json"))["effects"]
    second_hand = next(effect for effect in effects if effect["fact"] == "epidural-sciatica-cochrane")
    assert (
        second_hand["value"]
        == knowledge.fact("epidural-sciatica-cochrane").numbers["leg_pain_2_weeks_to_3_months"]
    )
    assert second_hand["low"] is None
    assert second_hand["established"] is False
    text = " ".join(said("care", "epidural-steroid").split())
    assert "-5 (no interval seen), points of 100" in text
    assert "confirmed by a second reader: not established]" in text


def test_one_treatment_as_json_carries_its_facts_with_how_sure_each_is() -> None:
    printed = json.loads(said("care", "physical-therapy", "--json"))
    evidence = knowledge.treatment("physical-therapy").evidence
    assert printed["facts"] == [
        {
            "id": fact_id,
            "established": knowledge.fact(fact_id).established,
            "how_sure": knowledge.fact(fact_id).how_sure,
        }
        for fact_id in evidence
    ]
    by_evidence = json.loads(said("evidence", "physical-therapy", "--json"))
    assert {"kind": "treatment"} | printed in by_evidence
    assert {entry["kind"] for entry in by_evidence} == {"treatment", "advice"}


def test_care_explains_itself(runback: Callable[..., Ran]) -> None:
    assert "care " in runback("--help").out
    assert "--json" in runback("care", "--help").out


def test_an_unknown_treatment_names_those_that_look_alike(runback: Callable[..., Ran]) -> None:
    ran = runback("care", "phisical-therapy")
    assert ran.status == 2
    assert "physical-therapy" in ran.err
    assert "Traceback" not in ran.err


def test_the_common_advice_is_printed_whole_with_verdict_facts_and_what_runback_does() -> None:
    text = " ".join(said("evidence", "--advice").split())
    for piece in knowledge.advice():
        assert f"{piece.verdict.upper()} {piece.statement} ({piece.id})" in text
        assert piece.because in text
        assert f"Runback: {piece.runback_does}" in text
        for fact_id in piece.facts:
            shown = fact_id if knowledge.fact(fact_id).established else f"{fact_id} (not established)"
            assert shown in text
    assert f"{len(knowledge.advice())} pieces of common advice" in text
    assert "{" not in text


def test_the_common_advice_as_json_says_how_sure_each_fact_is(runback: Callable[..., Ran]) -> None:
    printed = runback("evidence", "--advice", "--json").json
    assert [piece["id"] for piece in printed] == [piece.id for piece in knowledge.advice()]
    for piece, shown in zip(knowledge.advice(), printed, strict=True):
        assert shown["verdict"] == piece.verdict
        assert [fact["id"] for fact in shown["facts"]] == list(piece.facts)
        assert [fact["established"] for fact in shown["facts"]] == [
            knowledge.fact(fact_id).established for fact_id in piece.facts
        ]


@pytest.mark.parametrize("words", [("how-common",), ("--search", "rest")], ids=" ".join)
def test_advice_goes_with_neither_an_id_nor_a_search(
    words: tuple[str, ...], runback: Callable[..., Ran]
) -> None:
    ran = runback("evidence", "--advice", *words)
    assert ran.status == 2
    assert "runback evidence ID" in ran.err
