"""Every fact that the code names exists, and so does every number that it takes from one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from runback import knowledge

PACKAGE = Path(knowledge.__file__).parents[1]
FACT_IDS = {fact.id for fact in knowledge.facts()}
LOADERS = {"fact": FACT_IDS, "cause": {c.id for c in knowledge.causes()}}
KNOWN = FACT_IDS | LOADERS["cause"] | {m.id for m in knowledge.measurements()}
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def called_ids(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """(line, loader, id) of every fact("...") and cause("...")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if name in LOADERS and isinstance(node.args[0].value, str):
                yield node.lineno, name, node.args[0].value


def evidence_ids(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings in evidence=(...), in constants named EVIDENCE, and beside a fact's id in any tuple."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        match node:
            case ast.keyword(arg=str(name), value=value) if "evidence" in name:
                parts = strings_of(value)
            case ast.Assign(targets=[target], value=value) if "EVIDENCE" in ast.unparse(target):
                parts = strings_of(value)
            case ast.Tuple(elts=elements) if any(text_of(part) in FACT_IDS for part in elements):
                parts = elements
        for part in parts:
            if text := text_of(part):
                yield part.lineno, text


def text_of(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def strings_of(value: ast.expr) -> list[ast.expr]:
    """The parts of a tuple or list, also of several added together; other expressions hold no ids."""
    if isinstance(value, ast.BinOp):
        return strings_of(value.left) + strings_of(value.right)
    if isinstance(value, ast.IfExp):
        return strings_of(value.body) + strings_of(value.orelse)
    return value.elts if isinstance(value, ast.Tuple | ast.List) else []


def numbers_taken(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """(line, fact id, key) of every fact("...").numbers["..."], also by way of a local name."""
    for scope in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Module)]:
        held: dict[str, str] = {}
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                fact_id = numbers_of(node.value)
                if fact_id:
                    held[node.targets[0].id] = fact_id
        for node in ast.walk(scope):
            if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)):
                continue
            fact_id = numbers_of(node.value)
            if fact_id is None and isinstance(node.value, ast.Name) and isinstance(scope, ast.FunctionDef):
                fact_id = held.get(node.value.id)
            if fact_id and isinstance(node.slice.value, str):
                yield node.lineno, fact_id, node.slice.value


def numbers_of(node: ast.AST) -> str | None:
    """The id in fact("id").numbers."""
    if isinstance(node, ast.Attribute) and node.attr == "numbers":
        for _, name, fact_id in called_ids(node.value):
            if name == "fact":
                return fact_id
    return None


def wrong_references(place: str, tree: ast.Module) -> list[str]:
    wrong = [
        f"{place}:{line}: {loader}({entry_id!r})"
        for line, loader, entry_id in called_ids(tree)
        if entry_id not in LOADERS[loader]
    ]
    wrong += [
        f"{place}:{line}: evidence {text!r}" for line, text in evidence_ids(tree) if text not in FACT_IDS
    ]
    wrong += [
        f"{place}:{line}: fact {fact_id!r} has no number {key!r}"
        for line, fact_id, key in numbers_taken(tree)
        if fact_id in FACT_IDS and key not in knowledge.fact(fact_id).numbers
    ]
    wrong += [
        f"{place}:{node.lineno}: {node.value!r} looks like a misspelt fact"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and KEBAB.fullmatch(node.value)
        and node.value not in KNOWN
        and get_close_matches(node.value, FACT_IDS, n=1, cutoff=0.9)
    ]
    return wrong


def test_every_fact_cause_and_number_that_the_code_names_exists() -> None:
    named = 0
    wrong: list[str] = []
    for place, tree in modules():
        named += len(list(called_ids(tree))) + len(list(evidence_ids(tree)))
        wrong += wrong_references(place, tree)
    assert not wrong, "\n".join(wrong)
    assert named >= 20, "the walk over the code lost its way"


def test_a_planted_mistake_is_found() -> None:
    source = """
X = fact("session-spike-band").numbers["large_hrr"]
def f():
    numbers = fact("session-spike-bands").numbers
    return numbers["large_hazard"]
Finding(evidence=("no-such-fact-here",))
ABOUT = ("session-spike-bands", "runsafe-base-rates")
LONE = "lbp-marathon-fatigues"
"""
    wrong = wrong_references("planted.py", ast.parse(source))
    assert {line.split(":")[1] for line in wrong} == {"2", "5", "6", "7", "8"}, wrong
