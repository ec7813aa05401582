"""``runback exercises``: what strengthens what, one exercise in full with its ladder, and its figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.terminal import JsonFlag, console, parse_day, print_json, write_file
from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.planning.strength.standing import Standing


def exercises(
    exercise_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id of an exercise, as the list shows it.")
    ] = None,
    *,
    cause: Annotated[
        str | None,
        typer.Option("--for", metavar="CAUSE", help="Those for one cause, such as weak-glutes."),
    ] = None,
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the moving figure of the exercise as SVG.")
    ] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Look from this day.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the exercises by what they work on, or show one: ladder, doses, cues, when to stop, evidence.

    With a log of your sessions (runback done) it shows the rung that you are on.
    """
    if exercise_id is None and figure is not None:
        raise BadInputError("a figure is of one exercise.", remedy="Write runback exercises ID --figure FILE")
    if exercise_id is not None and cause is not None:
        raise BadInputError(
            "--for goes with the list, not with one exercise.", remedy="Leave out either the id or --for."
        )
    if exercise_id is not None:
        _show(exercise_id, figure, today, as_json=as_json)
        return
    _list(cause, today, as_json=as_json)


def _list(cause: str | None, today: str | None, *, as_json: bool) -> None:
    from runback import knowledge
    from runback.cli.exercise_text import list_json, list_text
    from runback.planning.leading import exercises_for
    from runback.store import open_store

    entries = knowledge.exercises() if cause is None else exercises_for(cause)
    screening = open_store().health.screening(_as_of(today))
    if as_json:
        print_json(list_json(entries, screening))
    else:
        console().print(list_text(entries, cause, screening))


def _as_of(today: str | None) -> date:
    return parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day


def _show(exercise_id: str, figure: Path | None, today: str | None, *, as_json: bool) -> None:
    from runback.cli.exercise_text import show_json, show_text
    from runback.operations.exercising import own_standing
    from runback.planning.strength.doses import exercise
    from runback.store import open_store

    entry = exercise(exercise_id)
    as_of = _as_of(today)
    store = open_store()
    screening = store.health.screening(as_of)
    found = own_standing(store, as_of, entry.id)
    if figure is not None:
        _draw(entry.id, found, figure)
    if as_json:
        print_json(show_json(entry, found, screening))
        return
    console().print(show_text(entry, found, screening))
    if figure is not None:
        console().print(f"{figure} written.", markup=False)


def _draw(exercise_id: str, found: Standing, target: Path) -> None:
    """Write the figure of the runner's own rung where one is drawn, else that of the starting rung."""
    from runback.figures.movement import drawn_rungs, movement_svg

    rung = found.dose.rung if found.dose is not None and found.sessions else None
    drawn = rung if rung in drawn_rungs(exercise_id) else None
    write_file(target, movement_svg(exercise_id, rung=drawn).encode())
