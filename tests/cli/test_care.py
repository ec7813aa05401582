"""What a claim rests on, the common advice, and professional care, as the command line shows them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from cli_runs import Ran
from typer.testing import CliRunner

from runback import knowledge
from runback.cli.app import app


def said(*words: str) -> str:
    """Run a command that needs no store within this process, which is faster than one of its own."""
    ran = CliRunner().invoke(app, list(words), env={"COLUMNS": "110"})
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
