"""The pages of exercises and self-tests: each entry whole, each with its figure and that in words."""

from __future__ import annotations

import importlib.util
import re
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

from runback import knowledge
from runback.figures.movement.poses import movement

HOOK = Path(__file__).parents[2] / "docs" / "hooks" / "exercise_pages.py"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("exercise_pages", HOOK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def section(page: str, entry_id: str) -> str:
    text = page.split(f"{{#{entry_id}}}")[1].split("\n#", maxsplit=1)[0]
    return re.sub(r"\\([\\`*_\[\]|{}])", r"\1", unescape(text))


def test_every_exercise_stands_there_with_its_ladder_cues_and_facts(hook: ModuleType) -> None:
    page = hook.pages()["movement/exercises.md"]
    for exercise in knowledge.exercises():
        own = section(page, exercise.id)
        for number, rung in enumerate(exercise.rungs):
            start = " — **start here**" if number == exercise.start_step else ""
            assert f"\n{number + 1}. {rung.text}{start}\n" in own
        for text in (*exercise.cues, *exercise.errors, *exercise.avoid_if):
            assert text in own
        for fact_id in exercise.evidence:
            doubt = "" if knowledge.fact(fact_id).established else " (not established)"
            assert f"{{fact {fact_id}}}{doubt}" in own


def test_every_self_test_stands_there_with_procedure_stop_rule_and_safety(hook: ModuleType) -> None:
    page = hook.pages()["movement/self-tests.md"]
    for test in knowledge.self_tests():
        own = section(page, test.id)
        for text in (*test.procedure, test.stop_rule, test.safety, test.reliability):
            assert text in own


def test_every_picture_has_its_file_and_its_words(hook: ModuleType) -> None:
    figures = hook.figures()
    assert all(content.startswith("<svg ") for content in figures.values())
    shown: set[str] = set()
    for page in hook.pages().values():
        for words, file in re.findall(r"!\[(.+)\]\(([^)]+)\)\{ loading", page):
            shown.add(f"movement/{file}")
            entry_id, _, rung = file.removesuffix(".svg").partition("-rung-")
            plan = movement(entry_id, int(rung) if rung else None)
            assert plan.start in unescape(words) and plan.end in unescape(words)
    assert shown == set(figures)
