"""``runback questionnaire``: outcome measures, asked here or typed in."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.days import DayOption, told_day
from runback.cli.terminal import JsonFlag, console, parsed_number, print_json
from runback.errors import BadInputError, UnreadableFileError

if TYPE_CHECKING:
    from runback.progress import Item, Questionnaire


def questionnaire(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="Which one; without it: a list.")] = None,
    *,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answers by item id from a JSON file.")
    ] = None,
    score: Annotated[float | None, typer.Option(help="A total worked out elsewhere, typed in.")] = None,
    of_day: DayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Answer an outcome questionnaire, or type in a score from elsewhere; progress shows the change."""
    from runback import progress

    if name is None:
        _list_questionnaires(as_json=as_json)
        return
    form = progress.questionnaire(name)
    today = date.today()  # noqa: DTZ011 - the runner's own day
    when = told_day(of_day, "--day", today)
    from runback.operations.questionnaires import answer_questionnaire, last_answers, type_in_total
    from runback.store import open_store

    store = open_store()
    if score is not None:
        scored = type_in_total(store, today, form.id, score, day=when)
    else:
        given = _from_file(answers) if answers is not None else _asked(form, last_answers(store, form.id))
        scored = answer_questionnaire(store, today, form.id, given, day=when)
    if as_json:
        print_json(asdict(scored))
        return
    low, high = form.range
    console().print(f"{form.name}, {when}: {scored.value:g} (scale {low:g} to {high:g}, {form.direction})")


def _list_questionnaires(*, as_json: bool) -> None:
    from runback.progress import questionnaires

    if as_json:
        print_json([asdict(form) for form in questionnaires()])
        return
    for form in questionnaires():
        how = "score typed in" if form.typed_only else f"{len(form.items)} items"
        console().print(f"{form.id:<24} {form.name} ({how})", markup=False)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFileError(
            f"cannot be read ({error.strerror}).", where=str(path), remedy="Check the path."
        ) from error
    except ValueError as error:
        raise BadInputError(
            f"this is not valid JSON: {error}.", where=str(path), remedy='Write {"item id": true, ...}.'
        ) from error
    if not isinstance(read, dict):
        raise BadInputError(
            "the answers are not a table of item to answer.",
            where=str(path),
            remedy='Write {"item id": true}.',
        )
    return read


def _asked(form: Questionnaire, before: Mapping[str, Any]) -> dict[str, Any]:
    """Ask item by item; a name given last time is offered again, so that the same things are rated."""
    if form.typed_only:
        return {}
    if not sys.stdin.isatty():
        raise BadInputError(
            "the questionnaire needs a terminal to answer in.",
            where=form.id,
            remedy="Give --answers FILE, or --score for a total from elsewhere.",
        )
    console().print(f"{form.instruction}\n", markup=False)
    answers: dict[str, Any] = {}
    for item in form.items:
        if item.names:
            known = str(before.get(item.name_id, ""))
            name = typer.prompt(item.names, default=known, show_default=bool(known)).strip()
            if not name:
                continue
            answers[item.name_id] = name
        answer = _ask_item(item)
        if answer is not None:
            answers[item.id] = answer
    return answers


def _ask_item(item: Item) -> bool | float | None:
    hint = "yes / no" if item.type == "yes-no" else f"{item.minimum:g} to {item.maximum:g}"
    question = f"{item.wording} ({hint}; Enter to skip)"
    while True:
        said = str(typer.prompt(question, default="", show_default=False)).strip().lower()
        if not said:
            return None
        if item.type == "yes-no":
            if said in ("yes", "y", "no", "n"):
                return said in ("yes", "y")
            continue
        try:
            return parsed_number(said, item.id)
        except BadInputError as error:
            console().print(str(error), markup=False)
