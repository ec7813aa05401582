"""``runback care``: what each treatment is, does and asks of you, for a talk with a clinician."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from runback.knowledge import Effect, Treatment

NOTE = (
    "Topics for a talk with a clinician; what fits you is decided there. Numbness between the legs, trouble "
    "with bladder or bowel, or a leg that grows weaker belongs in an emergency department now."
)


def care(
    treatment_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id of a treatment, as the list shows it.")
    ] = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """List the treatments, or show one: effects, harms, guidelines, when to raise it, what to ask."""
    from runback import knowledge

    if treatment_id is not None:
        treatment = knowledge.treatment(treatment_id)
        if as_json:
            print_json(treatment_json(treatment))
        else:
            console().print(treatment_text(treatment))
            console().print(f"\n{NOTE}", style="dim")
        return
    if as_json:
        print_json([treatment_json(treatment) for treatment in knowledge.treatments()])
        return
    for treatment in knowledge.treatments():
        console().print(f"{treatment.id}\n    {treatment.name}: {treatment.for_what}", markup=False)
    console().print(f"\nOne in full: runback care ID. {NOTE}", style="dim")


def treatment_json(treatment: Treatment) -> dict[str, Any]:
    """Return a treatment with the figures of its effects and how far each of its facts was checked."""
    plain = asdict(treatment)
    plain["effects"] = [_effect_json(effect) for effect in treatment.effects]
    plain["facts"] = checked_facts(plain.pop("evidence"))
    return plain


def treatment_text(treatment: Treatment) -> RenderableType:
    """Return a treatment for the terminal."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, 1, 1, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("what it is", Text(treatment.what_it_is))
    table.add_row("for whom", Text(treatment.for_what))
    for number, effect in enumerate(treatment.effects):
        table.add_row("" if number else "effects", Text(effect_words(effect)))
    table.add_row("harms", Text(treatment.harms))
    table.add_row("guidelines", Text(treatment.guideline_position))
    table.add_row("when to raise it", Text(treatment.when))
    table.add_row("who provides it", Text(treatment.provided_by))
    table.add_row("questions to ask", Text("\n".join(treatment.questions)))
    checked = [f"{row['id']}: {_sureness(row)}" for row in checked_facts(treatment.evidence)]
    table.add_row("how well checked", Text("\n".join(checked)))
    return Group(Text(f"{treatment.name}  ({treatment.id})", style="bold"), Text(), table)


def effect_words(effect: Effect) -> str:
    """Return one effect in a line or two: outcome, size on its scale, reading, and how sure."""
    from runback.knowledge.effects import size

    figures = size(effect)
    told = f" {figures.in_words}, {effect.scale}." if figures.in_words else ""
    sure = figures.how_sure + ("" if figures.established else ": not established")
    return f"{effect.outcome}:{told} {effect.reading}\n[{effect.fact}: {sure}]"


def checked_facts(fact_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return the facts by id, each with whether it is established and how far it was checked."""
    from runback import knowledge

    facts = [knowledge.fact(fact_id) for fact_id in fact_ids]
    return [{"id": fact.id, "established": fact.established, "how_sure": fact.how_sure} for fact in facts]


def _effect_json(effect: Effect) -> dict[str, Any]:
    from runback.knowledge.effects import size

    plain = asdict(effect)
    for key in ("number", "low", "high"):
        plain.pop(key)
    return plain | asdict(size(effect))


def _sureness(row: dict[str, Any]) -> str:
    return str(row["how_sure"]) + ("" if row["established"] else ": not established")
