"""``runback evidence``: what a claim rests on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, print_json
from runback.errors import BadInputError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from runback.knowledge import Advice, Entry


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
    from runback.knowledge.showing import shown

    if isinstance(entry, Treatment):
        return {"kind": entry.kind} | treatment_json(entry)
    if isinstance(entry, Advice):
        return {"kind": entry.kind} | _advice_json(entry)
    plain: dict[str, Any] = {"kind": entry.kind} | shown(entry)
    plain.pop("use", None)
    if isinstance(entry, Fact):
        plain["established"] = entry.established
    return plain


def _entry_text(entry: Entry) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from runback.cli.care import treatment_text
    from runback.knowledge import Advice, Treatment
    from runback.knowledge.showing import rows

    if isinstance(entry, Treatment):
        return treatment_text(entry)
    if isinstance(entry, Advice):
        return _advice_text(entry)
    table = Table(box=None, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for label, text in rows(entry):
        table.add_row(label, text)
    return Group(Text(f"{entry.id}  ({entry.kind.replace('_', ' ')})", style="bold"), table)
