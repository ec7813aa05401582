"""No user-facing text may hold a phrase that diagnoses, promises or alarms (knowledge/words.toml)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "src" / "runback"
KNOWLEDGE = PACKAGE / "knowledge"

# `use` and `review_note` instruct the developers and are never shown; they quote phrases to forbid them.
HIDDEN_KEYS = {"id", "use", "review_note"}


@dataclass(frozen=True)
class Phrase:
    """One forbidden phrase."""

    id: str
    pattern: re.Pattern[str]
    instead: str
    examples: tuple[str, ...]
    allowed: tuple[str, ...]


def phrases() -> list[Phrase]:
    words = tomllib.loads((KNOWLEDGE / "words.toml").read_text(encoding="utf-8"))["word"]
    return [
        Phrase(
            word["id"],
            re.compile(word["pattern"], re.IGNORECASE),
            word["instead"],
            tuple(word["examples"]),
            tuple(word["allowed"]),
        )
        for word in words
    ]


PHRASES = phrases()

Line = tuple[str, str]
"""Place (file:line) and text."""


def strings_of_python(path: Path, source: str) -> Iterator[Line]:
    """Every string literal, f-strings whole; docstrings only where the command line shows them as help."""
    tree = ast.parse(source)
    inside_f_string = set()
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside_f_string |= {id(part) for part in node.values}
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            shown_as_help = "cli" in path.parts and isinstance(node, ast.FunctionDef)
            match node.body[:1]:
                case [ast.Expr(value=ast.Constant() as docstring)] if not shown_as_help:
                    docstrings.add(id(docstring))
    for node in ast.walk(tree):
        if id(node) in inside_f_string or id(node) in docstrings:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
            yield f"{path}:{node.lineno}", text
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"{path}:{node.lineno}", node.value


def strings_of_toml(path: Path, text: str) -> Iterator[Line]:
    """Every line of an entry that a user may see; the files hold no text of several lines."""
    assert '"""' not in text, f"{path}: text of several lines would hide its place"
    for number, line in enumerate(text.splitlines(), start=1):
        key = re.match(r"\s*([\w.-]+) = ", line)
        if line.startswith("#") or (key and key[1] in HIDDEN_KEYS):
            continue
        yield f"{path}:{number}", line


def strings_of_markdown(path: Path, text: str) -> Iterator[Line]:
    """Every line outside quotation marks: a page may quote a phrase in order to say that it is not used."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"{path}:{number}", re.sub(r'"[^"]*"|`[^`]*`', "", line)


def strings_of_page(path: Path, text: str) -> Iterator[Line]:
    """Every line of a template or script: nearly all of it is shown, and the rest holds no such phrase."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"{path}:{number}", line


def user_facing() -> Iterator[Line]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from strings_of_python(path.relative_to(REPOSITORY), path.read_text(encoding="utf-8"))
    for path in sorted(KNOWLEDGE.rglob("*.toml")):
        if path.name != "words.toml":
            yield from strings_of_toml(path.relative_to(REPOSITORY), path.read_text(encoding="utf-8"))
    pages = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.typ"), *PACKAGE.glob("web/static/**/*.js")]
    for path in sorted(pages):
        yield from strings_of_page(path.relative_to(REPOSITORY), path.read_text(encoding="utf-8"))
    for path in [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]:
        yield from strings_of_markdown(path.relative_to(REPOSITORY), path.read_text(encoding="utf-8"))


def findings(lines: Iterator[Line]) -> list[str]:
    return [
        f"{place}: {match[0]!r} ({phrase.id}); say: {phrase.instead}"
        for place, text in lines
        for phrase in PHRASES
        if (match := phrase.pattern.search(text))
    ]


def test_no_user_facing_text_holds_a_forbidden_phrase() -> None:
    lines = list(user_facing())
    assert len(lines) > 3000, "the walk over the texts lost its way"
    found = findings(iter(lines))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.id)
def test_each_pattern_catches_its_examples_and_lets_near_phrases_pass(phrase: Phrase) -> None:
    for example in phrase.examples:
        assert phrase.pattern.search(example), example
    for allowed in phrase.allowed:
        assert not phrase.pattern.search(allowed), allowed


def test_planted_phrases_are_found_with_their_place() -> None:
    source = '''"""You have a module docstring, which nobody sees."""

def command():
    """You have a herniated disc."""
    print(f"It is safe to {'run'}, and {1} is fine to run.")
    raise ValueError("This caused " "your pain.")
'''
    shown = findings(strings_of_python(Path("src/runback/cli/planted.py"), source))
    assert sorted(line.split(": ")[0] for line in shown) == [
        f"src/runback/cli/planted.py:{number}" for number in (4, 5, 6)
    ]
    hidden = findings(strings_of_python(Path("src/runback/load/planted.py"), source))
    assert len(hidden) == 2, "a docstring outside the command line is not shown"

    toml = '[[cause]]\nid = "x"\nuse = "Never say all clear."\nname = "All clear"\n'
    assert [line.split(" ")[0] for line in findings(strings_of_toml(Path("causes.toml"), toml))] == [
        "causes.toml:4:"
    ]

    page = 'It never says "all clear".\nHere it is all clear.\n'
    assert [line.split(" ")[0] for line in findings(strings_of_markdown(Path("a.md"), page))] == ["a.md:2:"]
