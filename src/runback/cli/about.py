"""``runback evidence``: what a claim rests on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, print_json
from runback.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from runback.knowledge import Advice, Entry, Fact

# Written for the developers, or shown in words of its own.
_HIDDEN = ("id", "use", "checked", "reviewed", "added_by_review", "numbers", "series", "doi_checked", "meta")
_EMPTY: tuple[object, ...] = (None, "", [], {})


def evidence(
    entry_id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="Id of a fact, source, cause, measurement or test."),
    ] = None,
    *,
    search: Annotated[
        str | None, typer.Option(help="List the facts whose id or claim has these words.")
    ] = None,
    advice: Annotated[
        bool, typer.Option("--advice", help="Common advice to runners, each piece with its verdict.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Show what a claim rests on: the fact, who was studied, the source, and how far it was checked."""
    from runback import knowledge

    if advice:
        if entry_id is not None or search is not None:
            raise BadInputError(
                "--advice lists every piece of advice, without an id or a search.",
                remedy="One piece in full: runback evidence ID",
            )
        _show_advice(knowledge.advice(), as_json=as_json)
        return
    if entry_id is not None:
        _show(knowledge.entries(entry_id), as_json=as_json)
        return
    words = (search or "").lower().split()
    found = [
        fact for fact in knowledge.facts() if all(word in f"{fact.id} {fact.claim}".lower() for word in words)
    ]
    if search and not found:
        raise BadInputError(f"no fact speaks of {search!r}.", remedy="Try fewer or other words.")
    if as_json:
        print_json([_entry_json(fact) for fact in found])
        return
    for fact in found:
        console().print(f"{fact.id}\n    {fact.claim}", markup=False)
    console().print(f"{len(found)} facts. One in full: runback evidence ID", style="dim")


def _show(entries: tuple[Entry, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([_entry_json(entry) for entry in entries])
        return
    for entry in entries:
        console().print(_entry_text(entry))


def _show_advice(pieces: tuple[Advice, ...], *, as_json: bool) -> None:
    from collections import Counter

    if as_json:
        print_json([_advice_json(piece) for piece in pieces])
        return
    for piece in pieces:
        console().print(_advice_text(piece))
    verdicts = Counter(piece.verdict for piece in pieces)
    counted = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    console().print(f"{len(pieces)} pieces of common advice: {counted}.", style="dim")


def _advice_json(piece: Advice) -> dict[str, Any]:
    from runback.cli.care import checked_facts

    return asdict(piece) | {"facts": checked_facts(piece.facts)}


def _advice_text(piece: Advice) -> RenderableType:
    from rich.text import Text

    from runback.knowledge import fact

    named = (f if fact(f).established else f"{f} (not established)" for f in piece.facts)
    return Text.assemble(
        (f"{piece.verdict.upper()}  ", "bold"),
        f"{piece.statement}  ({piece.id})\n",
        f"{piece.because}\n",
        f"Runback: {piece.runback_does}\n",
        (f"Facts: {', '.join(named)}\n", "dim"),
    )


def _entry_json(entry: Entry) -> dict[str, Any]:
    from runback.cli.care import treatment_json
    from runback.knowledge import Advice, Fact, Treatment

    if isinstance(entry, Treatment):
        return {"kind": entry.kind} | treatment_json(entry)
    if isinstance(entry, Advice):
        return {"kind": entry.kind} | _advice_json(entry)
    plain: dict[str, Any] = {"kind": entry.kind} | _shown(entry)
    plain.pop("use", None)
    if isinstance(entry, Fact):
        plain["established"] = entry.established
    return plain


def _shown(entry: Entry) -> dict[str, Any]:
    """Return the fields of an entry without any figure from memory."""
    from runback.knowledge import Fact, SelfTest

    plain: dict[str, Any] = asdict(entry)
    if isinstance(entry, Fact):
        plain |= {"numbers": entry.printable_numbers, "series": entry.printable_series}
    if isinstance(entry, SelfTest):
        plain["norms"] = [asdict(norm) for norm in entry.norms if norm.checked != "unverified"]
    shown = _without_unknown(plain)
    assert isinstance(shown, dict)
    return shown


def _without_unknown(value: Any) -> Any:
    """Return ``value`` with every nan, which means that no figure was found, as None: JSON has no nan."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - nan alone differs from itself
        return None
    if isinstance(value, dict):
        return {key: _without_unknown(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_unknown(inner) for inner in value]
    return value


def _entry_text(entry: Entry) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from runback.cli.care import treatment_text
    from runback.knowledge import Advice, Fact, Treatment

    if isinstance(entry, Treatment):
        return treatment_text(entry)
    if isinstance(entry, Advice):
        return _advice_text(entry)
    table = Table(box=None, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, value in _shown(entry).items():
        if name not in _HIDDEN and value not in _EMPTY:
            table.add_row(name.replace("_", " "), _in_words(value))
    if isinstance(entry, Fact):
        for label, text in _fact_rows(entry):
            table.add_row(label, text)
    return Group(Text(f"{entry.id}  ({entry.kind.replace('_', ' ')})", style="bold"), table)


def _fact_rows(fact: Fact) -> list[tuple[str, str]]:
    from runback.knowledge import source

    numbers, series = fact.printable_numbers, fact.printable_series
    rows = [("numbers", _in_words(numbers))] if numbers else []
    rows += [(name.replace("_", " "), _row(values)) for name, values in series.items()]
    rows = rows or [("numbers", "none that may be shown")]
    if any(name.startswith("derived_") for name in numbers):
        rows.append(("", "derived: computed for Runback from the source's figures"))
    rows.append(("how sure", fact.how_sure + ("" if fact.established else ": not established")))
    for source_id in (fact.source, *fact.also_sources):
        paper = source(source_id)
        year = f" ({paper.year})" if paper.year else ""
        rows.append(
            ("source", f"{paper.authors}{year}. {paper.title}. {paper.journal}. {paper.doi or paper.url}")
        )
    return rows


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
