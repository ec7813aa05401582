"""Reads the TOML files beside it, only as far as asked: one fact costs one block, not the whole base."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from runback.errors import UnknownFactError
from runback.knowledge.entries import (
    Advice,
    CauseEntry,
    Effect,
    Entry,
    Exposure,
    Fact,
    Influence,
    Measurement,
    OutcomeMeasure,
    Pattern,
    PatternItem,
    RedFlag,
    Source,
    Treatment,
)
from runback.knowledge.movement_entries import Exercise, Metric, Norm, Rung, SelfTest
from runback.model import Family

_HERE = Path(__file__).parent

# The kinds, each with its files; `facts/load` stands first because `assess` asks for it most.
_FILES: dict[type[Entry], tuple[str, ...]] = {
    CauseEntry: ("causes",),
    Measurement: ("measurements",),
    Fact: ("facts/load", "facts/structural", "facts/care", "facts/body", "facts/gait"),
    SelfTest: ("self_tests",),
    Exercise: ("exercises",),
    Metric: ("metrics",),
    RedFlag: ("red_flags",),
    Pattern: ("patterns",),
    Treatment: ("treatments",),
    OutcomeMeasure: ("outcome_measures",),
    Influence: ("influences",),
    Exposure: ("exposures",),
    Advice: ("advice",),
    Source: ("sources",),
}
_KINDS = {kind.kind: kind for kind in _FILES}

_T = TypeVar("_T", bound=Entry)


def fact(fact_id: str) -> Fact:
    """Return the fact with this id. Raises ``UnknownFactError`` naming ids that look alike."""
    return _one(Fact, fact_id)


def source(source_id: str) -> Source:
    """Return the source with this id. Raises ``UnknownFactError`` naming ids that look alike."""
    return _one(Source, source_id)


def cause(cause_id: str) -> CauseEntry:
    """Return the cause with this id. Raises ``UnknownFactError`` naming ids that look alike."""
    return _one(CauseEntry, cause_id)


def self_test(test_id: str) -> SelfTest:
    """Return the self-test with this id. Raises ``UnknownFactError`` naming ids that look alike."""
    return _one(SelfTest, test_id)


def treatment(treatment_id: str) -> Treatment:
    """Return the treatment with this id. Raises ``UnknownFactError`` naming ids that look alike."""
    return _one(Treatment, treatment_id)


def facts(topic: str | None = None) -> tuple[Fact, ...]:
    """Return every fact, or those of one topic: ``load``, ``structural``, ``care``, ``body`` or ``gait``."""
    return tuple(
        entry
        for file in _FILES[Fact]
        if topic is None or file == f"facts/{topic}"
        for entry in _parsed(Fact.kind, file)
        if isinstance(entry, Fact)
    )


def sources() -> tuple[Source, ...]:
    """Return every source, by id."""
    return _all(Source)


def causes() -> tuple[CauseEntry, ...]:
    """Return the complete list of causes, family by family."""
    return _all(CauseEntry)


def measurements() -> tuple[Measurement, ...]:
    """Return everything a runner can measure."""
    return _all(Measurement)


def self_tests() -> tuple[SelfTest, ...]:
    """Return every self-test."""
    return _all(SelfTest)


def exercises() -> tuple[Exercise, ...]:
    """Return every exercise."""
    return _all(Exercise)


def metrics() -> tuple[Metric, ...]:
    """Return every running-form metric."""
    return _all(Metric)


def red_flags() -> tuple[RedFlag, ...]:
    """Return every red-flag question."""
    return _all(RedFlag)


def patterns() -> tuple[Pattern, ...]:
    """Return every structural pattern."""
    return _all(Pattern)


def treatments() -> tuple[Treatment, ...]:
    """Return every treatment."""
    return _all(Treatment)


def outcome_measures() -> tuple[OutcomeMeasure, ...]:
    """Return every outcome measure."""
    return _all(OutcomeMeasure)


def influences() -> tuple[Influence, ...]:
    """Return every influence from outside running."""
    return _all(Influence)


def exposures() -> tuple[Exposure, ...]:
    """Return everything of a day that may come before worse or better days."""
    return _all(Exposure)


def advice() -> tuple[Advice, ...]:
    """Return every piece of common advice."""
    return _all(Advice)


def entries(entry_id: str) -> tuple[Entry, ...]:
    """Return everything that carries this id, of whatever kind; a cause and a piece of advice may share one.

    Raises ``UnknownFactError`` naming ids that look alike.
    """
    found = [entry for kind in _KINDS if (entry := _find(kind, entry_id)) is not None]
    if not found:
        raise _unknown("entry", entry_id, tuple(_KINDS))
    return tuple(found)


def _one(kind: type[_T], entry_id: str) -> _T:
    found = _find(kind.kind, entry_id)
    if not isinstance(found, kind):
        raise _unknown(kind.kind, entry_id, (kind.kind,))
    return found


def _all(kind: type[_T]) -> tuple[_T, ...]:
    return tuple(
        entry
        for file in _FILES[_KINDS[kind.kind]]
        for entry in _parsed(kind.kind, file)
        if isinstance(entry, kind)
    )


@cache
def _find(kind: str, entry_id: str) -> Entry | None:
    for text in _texts(kind):
        # Every entry begins with its table line and its id (tests/knowledge holds the files to it).
        start = text.find(f'\n[[{kind}]]\nid = "{entry_id}"\n')
        if start >= 0:
            end = text.find("\n[[", start + 1)
            return _entry(kind, tomllib.loads(text[start : end if end >= 0 else None])[kind][0])
    return None


@cache
def _parsed(kind: str, file: str) -> tuple[Entry, ...]:
    return tuple(_entry(kind, raw) for raw in tomllib.loads(_text(file))[kind])


def _texts(kind: str) -> Iterator[str]:
    return (_text(file) for file in _FILES[_KINDS[kind]])


@cache
def _text(file: str) -> str:
    return "\n" + (_HERE / f"{file}.toml").read_text(encoding="utf-8")


def _unknown(what: str, entry_id: str, kinds: tuple[str, ...]) -> UnknownFactError:
    ids = {
        found
        for kind in kinds
        for text in _texts(kind)
        for found in re.findall(rf'^\[\[{kind}\]\]\nid = "(.*)"$', text, re.MULTILINE)
    }
    near = get_close_matches(entry_id, sorted(ids), n=3, cutoff=0.5)
    remedy = f"Did you mean {' or '.join(near)}?" if near else ""
    return UnknownFactError(f"The evidence base has no {what.replace('_', ' ')} {entry_id!r}.", remedy=remedy)


def _entry(kind: str, raw: dict[str, Any]) -> Entry:
    shaped = {key: _frozen(value) for key, value in raw.items()}
    match kind:
        case "fact":
            shaped |= _numbers_and_series(shaped["numbers"])
        case "cause":
            shaped["family"] = Family(shaped["family"])
        case "self_test":
            shaped["norms"] = tuple(Norm(**row) for row in shaped["norms"])
        case "pattern":
            shaped["items"] = tuple(PatternItem(**item) for item in shaped["items"])
        case "exercise":
            shaped["type"] = shaped.pop("kind")
            shaped["rungs"] = tuple(Rung(**row) for row in shaped["rungs"])
        case "advice":
            shaped = _quoting(shaped)
        case "treatment":
            shaped = _quoting(shaped)
            shaped["effects"] = tuple(Effect(**effect) for effect in shaped["effects"])
    return _KINDS[kind](**shaped)


# {FACT KEY} in a text is that number of that fact; with " %" a proportion as per cent, with " abs" unsigned.
_QUOTED = re.compile(r"\{([a-z0-9-]+) (\w+)( %| abs)?\}")


def _quoting(value: Any) -> Any:
    """Return ``value`` with its quoted numbers filled in; ``KeyError`` for one that may not be shown."""
    if isinstance(value, str):
        return _QUOTED.sub(lambda quoted: _quoted(quoted[1], quoted[2], quoted[3]), value)
    if isinstance(value, tuple):
        return tuple(_quoting(item) for item in value)
    if isinstance(value, dict):
        return {key: _quoting(item) for key, item in value.items()}
    return value


def _quoted(fact_id: str, key: str, form: str | None) -> str:
    number = fact(fact_id).printable_numbers[key]
    if form == " %":
        return f"{100 * number:.3g} %"
    return f"{abs(number) if form else number:g}"


def _numbers_and_series(numbers: dict[str, Any]) -> dict[str, Any]:
    return {
        "numbers": {key: float(value) for key, value in numbers.items() if not isinstance(value, tuple)},
        "series": {key: value for key, value in numbers.items() if isinstance(value, tuple)},
    }


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
