"""Writes the pages of exercises and self-tests, each with its moving figure, when the documentation is built.

Everything on them is read from `runback.knowledge` and drawn by `runback.figures`; the figures are files
of their own, so that a page loads only those in view.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from runback import knowledge
from runback.figures.movement import drawn_rungs, movement_ids, movement_svg
from runback.figures.movement.poses import movement
from runback.knowledge import Exercise, SelfTest

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

KINDS = {"strength": "Strength", "stretch": "Stretches", "mobility": "Mobility"}

EXERCISES_NOTE = """
Every exercise with its ladder from the easiest rung to the hardest; the figure shows the rung where a runner
with mild or no pain starts. What moves is coloured and has an arrow. Doses are starting points inside
guideline ranges unless a fact says more. They are for training and for a talk with a clinician; stop when
pain rises above 3 of 10.
"""

TESTS_NOTE = """
Self-tests that need no lab. What moves is coloured and has an arrow. Each has a stop rule, and people for
whom it is not; a result weighs little where the evidence is weak, and the facts say how weak.
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and their figures to the files of the docs folder."""
    from mkdocs.structure.files import File

    for path, content in (pages() | figures()).items():
        files.append(File.generated(config, path, content=content))
    return files


def pages() -> dict[str, str]:
    """The pages by their path below the docs folder."""
    return {"movement/exercises.md": _exercises_page(), "movement/self-tests.md": _tests_page()}


def figures() -> dict[str, str]:
    """Every figure by its path below the docs folder."""
    first = {_path(movement_id): movement_svg(movement_id) for movement_id in movement_ids()}
    others = {
        _path(exercise.id, rung): movement_svg(exercise.id, rung=rung)
        for exercise in knowledge.exercises()
        for rung in _other_rungs(exercise)
    }
    return first | others


def _path(movement_id: str, rung: int | None = None) -> str:
    return f"movement/{movement_id}{'' if rung is None else f'-rung-{rung}'}.svg"


def _other_rungs(exercise: Exercise) -> list[int]:
    return [rung for rung in drawn_rungs(exercise.id) if rung != exercise.start_step]


def _exercises_page() -> str:
    lines = ["# Exercises", EXERCISES_NOTE]
    for kind, title in KINDS.items():
        lines += [f"## {title}", ""]
        for exercise in (exercise for exercise in knowledge.exercises() if exercise.type == kind):
            lines += _exercise(exercise)
    return "\n".join(lines)


def _exercise(exercise: Exercise) -> list[str]:
    rungs = [
        f"{number}. {_plain(rung.text)}" + (" — **start here**" if number - 1 == exercise.start_step else "")
        for number, rung in enumerate(exercise.rungs, start=1)
    ]
    others = [
        line for rung in _other_rungs(exercise) for line in _picture(exercise.id, rung, f"Rung {rung + 1}: ")
    ]
    return [
        f"### {_plain(exercise.name)} {{#{exercise.id}}}",
        "",
        *_picture(exercise.id, None, ""),
        *rungs,
        "",
        *others,
        "Doing it well:",
        "",
        f"- Cues: {_listed(exercise.cues)}",
        f"- Common faults: {_listed(exercise.errors)}",
        f"- Not with: {_listed(exercise.avoid_if)}",
        f"- {exercise.per_week_low} to {exercise.per_week_high} times a week",
        f"- Facts: {_facts(exercise.evidence)}",
        "",
    ]


def _tests_page() -> str:
    lines = ["# Self-tests", TESTS_NOTE]
    for test in knowledge.self_tests():
        lines += _test(test)
    return "\n".join(lines)


def _test(test: SelfTest) -> list[str]:
    steps = [f"{number}. {_plain(step)}" for number, step in enumerate(test.procedure, start=1)]
    return [
        f"## {_plain(test.name)} {{#{test.id}}}",
        "",
        f"Measures {_plain(test.measures)}, in {_plain(test.unit)}{', each side' if test.sides else ''}.",
        "",
        *_picture(test.id, None, ""),
        *steps,
        "",
        "Before and during:",
        "",
        f"- Stop: {_plain(test.stop_rule)}",
        f"- Safety: {_plain(test.safety)}",
        f"- Reliability: {_plain(test.reliability)}",
        f"- Facts: {_facts(test.evidence)}",
        "",
    ]


def _picture(movement_id: str, rung: int | None, label: str) -> list[str]:
    """A figure with what it shows in words, which are also its text for those who do not see it."""
    plan = movement(movement_id, rung)
    told = f"{label}{plan.start} {plan.moves} {plan.end}"
    file = _path(movement_id, rung).removeprefix("movement/")
    return [f'![{_plain(told)}]({file}){{ loading="lazy" }}', "", f"*{_plain(told)}*", ""]


def _facts(fact_ids: Iterable[str]) -> str:
    named = (
        f"{{fact {fact_id}}}" + ("" if knowledge.fact(fact_id).established else " (not established)")
        for fact_id in fact_ids
    )
    return ", ".join(named) or "none"


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(_plain(text) for text in texts)


def _plain(text: str) -> str:
    """Return text in which nothing is taken for Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]|{}])", r"\\\1", escape(text, quote=False))
