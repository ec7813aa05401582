"""What of an entry a reader is shown: no figure from memory, no note to the developers, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from runback.knowledge.entries import Entry, Fact
from runback.knowledge.loading import source
from runback.knowledge.movement_entries import SelfTest

# Written for the developers, or shown in words of its own.
_HIDDEN = ("id", "use", "checked", "reviewed", "added_by_review", "numbers", "series", "doi_checked", "meta")
_EMPTY: tuple[object, ...] = (None, "", [], {})


def shown(entry: Entry) -> dict[str, Any]:
    """Return the fields of an entry without any figure from memory; what is not known is None."""
    plain: dict[str, Any] = asdict(entry)
    if isinstance(entry, Fact):
        plain |= {"numbers": entry.printable_numbers, "series": entry.printable_series}
    if isinstance(entry, SelfTest):
        plain["norms"] = [asdict(norm) for norm in entry.norms if norm.checked != "unverified"]
    known = _without_unknown(plain)
    assert isinstance(known, dict)
    return known


def rows(entry: Entry) -> list[tuple[str, str]]:
    """Return an entry as rows of a label and its words; a fact with its numbers, sureness and sources."""
    told = [
        (name.replace("_", " "), _in_words(value))
        for name, value in shown(entry).items()
        if name not in _HIDDEN and value not in _EMPTY
    ]
    return told + _fact_rows(entry) if isinstance(entry, Fact) else told


def _fact_rows(fact: Fact) -> list[tuple[str, str]]:
    numbers, series = fact.printable_numbers, fact.printable_series
    told = [("numbers", _in_words(numbers))] if numbers else []
    told += [(name.replace("_", " "), _row(values)) for name, values in series.items()]
    told = told or [("numbers", "none that may be shown")]
    if any(name.startswith("derived_") for name in numbers):
        told.append(("", "derived: computed for Runback from the source's figures"))
    told.append(("how sure", fact.how_sure + ("" if fact.established else ": not established")))
    for source_id in (fact.source, *fact.also_sources):
        paper = source(source_id)
        year = f" ({paper.year})" if paper.year else ""
        told.append(
            ("source", f"{paper.authors}{year}. {paper.title}. {paper.journal}. {paper.doi or paper.url}")
        )
    return told


def _without_unknown(value: Any) -> Any:
    """Return ``value`` with every nan, which means that no figure was found, as None: JSON has no nan."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - nan alone differs from itself
        return None
    if isinstance(value, dict):
        return {key: _without_unknown(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_unknown(inner) for inner in value]
    return value


def _row(values: tuple[float, ...]) -> str:
    return ", ".join("not known" if value != value else f"{value:g}" for value in values)  # noqa: PLR0124 - nan


def _in_words(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "; ".join(_pair(key, inner) for key, inner in value.items() if inner not in _EMPTY)
    if isinstance(value, list):
        return "\n".join(_in_words(inner) for inner in value)
    return str(value)


def _pair(key: str, value: Mapping[str, Any] | Any) -> str:
    return f"{key.replace('_', ' ')} {_in_words(value)}"
