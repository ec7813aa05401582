"""The evidence pages of the documentation: every fact is there, and none reads surer than it is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from runback import knowledge
from runback.errors import UnknownFactError
from runback.knowledge.effects import size

HOOK = Path(__file__).parents[2] / "docs" / "hooks" / "evidence_pages.py"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evidence_pages", HOOK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def entries(hook: ModuleType) -> dict[str, str]:
    """The text of every fact on its page, by id."""
    found: dict[str, str] = {}
    for path, page in hook.pages().items():
        for entry in page.split("\n### ")[1:] if path.removeprefix("evidence/")[:-3] in hook.TOPICS else ():
            found[entry.split(" ", 1)[0]] = entry
    return found


def test_every_fact_stands_on_a_page_with_its_source_and_how_sure_it_is(
    hook: ModuleType, entries: dict[str, str]
) -> None:
    assert set(entries) == {fact.id for fact in knowledge.facts()}
    sources = hook.pages()["evidence/sources.md"]
    for fact in knowledge.facts():
        assert fact.how_sure in entries[fact.id]
        assert ("**Not established.**" in entries[fact.id]) is not fact.established
        assert f'id="{fact.source}"' in sources


def test_no_number_from_memory_is_printed(entries: dict[str, str]) -> None:
    for fact in knowledge.facts():
        numbers = next(line for line in entries[fact.id].splitlines() if line.startswith("- Numbers: "))
        assert "recalled" not in numbers
        assert "nan" not in re.findall(r"\w+", numbers)
        if fact.checked == "unverified":
            assert not re.search(r"\d", numbers), fact.id


def test_marks_become_links_numbers_and_tables_and_a_wrong_one_ends_the_build(hook: ModuleType) -> None:
    page = (
        "{fact session-spike-bands} of {number session-spike-bands n_runners} runners\n{table load-measures}"
    )
    filled = hook.filled(page, lambda path: f"../{path}")
    assert filled.startswith(
        "[session-spike-bands](../evidence/load.md#session-spike-bands) of 5205 runners\n| cause |"
    )
    with pytest.raises(UnknownFactError):
        hook.filled("{fact session-spike-band}", str)
    with pytest.raises(KeyError):
        hook.filled("{number session-spike-bands no_such_number}", str)
    with pytest.raises(KeyError):
        hook.filled("{number mcgill-hold-times recalled_ext_male}", str)
    with pytest.raises(KeyError):
        hook.filled("{table no-such-table}", str)
    with pytest.raises(KeyError):
        hook.filled("{value no-such-value}", str)


def test_the_pages_of_the_docs_name_only_what_exists(hook: ModuleType) -> None:
    written = sorted(HOOK.parents[1].rglob("*.md"))
    assert written
    for path in written:
        filled = hook.filled(path.read_text(encoding="utf-8"), str)
        assert not re.search(r"\{(fact|number|value|table)\b", filled), path


def test_every_treatment_stands_on_its_page_with_sizes_harms_and_questions(hook: ModuleType) -> None:
    page = unescaped(hook.pages()["evidence/treatments.md"])
    for treatment in knowledge.treatments():
        section = page.split(f"{{#{treatment.id}}}")[1].split("\n## ")[0]
        texts = (treatment.what_it_is, treatment.harms, treatment.guideline_position, treatment.when)
        assert all(text in section for text in (*texts, treatment.provided_by, *treatment.questions))
        for effect in treatment.effects:
            row = next(line for line in section.splitlines() if line.startswith(f"| {effect.outcome} |"))
            figures = size(effect)
            assert (figures.in_words or "not seen") in row
            assert f"{figures.how_sure} {{fact {effect.fact}}}" in row
            assert ("**Not established**" in row) is not figures.established


def test_every_piece_of_advice_stands_on_its_page_with_its_verdict(hook: ModuleType) -> None:
    page = unescaped(hook.pages()["evidence/advice.md"])
    assert page.count("\n## ") == len(knowledge.advice())
    for piece in knowledge.advice():
        section = page.split(f"## {piece.statement} {{#{piece.id}}}")[1].split("\n## ")[0]
        assert f"**{piece.verdict.capitalize()}.** {piece.because}" in section
        assert f"What Runback does: {piece.runback_does}" in section
        for fact_id in piece.facts:
            doubt = "" if knowledge.fact(fact_id).established else " (not established)"
            assert f"{{fact {fact_id}}}{doubt}" in section


def test_the_generated_pages_name_only_what_exists(hook: ModuleType) -> None:
    for path in ("evidence/treatments.md", "evidence/advice.md"):
        filled = hook.filled(hook.pages()[path], lambda target: target.removeprefix("evidence/"))
        assert not re.search(r"\{(fact|number|value|table)\b", filled), path
        assert filled.count("](") > 30


def unescaped(markdown: str) -> str:
    """The text as a reader sees it: without the backslashes that keep signs from being Markdown."""
    return re.sub(r"\\([\\`*_\[\]|{}])", r"\1", markdown)
