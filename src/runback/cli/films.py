"""``runback gait``: a film or the watch by default; ``list``, ``forget`` and ``guide`` beside it."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from runback.cli import gait
from runback.cli.terminal import JsonFlag, console, print_json

DEFAULT = "film"


class FilmUnlessNamed(TyperGroup):
    """Reads ``runback gait run.mp4`` as ``runback gait film run.mp4``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in front where no command is named."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=FilmUnlessNamed,
    rich_markup_mode=None,
    add_completion=False,
    help="Running form: from the watch, or from a film. 'film' may be left out: runback gait FILM.",
)
app.command(DEFAULT)(gait.gait)


@app.command("list")
def films(*, as_json: JsonFlag = False) -> None:
    """List the films measured so far, and what changed from the earlier ones."""
    from runback.gait.own_films import changes_to_json, to_json
    from runback.operations.filming import film_history
    from runback.store import open_store

    seen = film_history(open_store())
    if as_json:
        print_json({"films": [to_json(one.film) | {"changes": changes_to_json(one.changes)} for one in seen]})
        return
    from runback.cli.film_text import films_text

    console().print(films_text(seen))


@app.command("forget")
def forget(number: Annotated[int, typer.Argument(help="Number of the film, as: runback gait list")]) -> None:
    """Take a measured film back: it is shown, compared and used nowhere any more."""
    from runback.store import open_store
    from runback.units import day_words

    gone = open_store().films.forget(number)
    console().print(f"Film {gone.number} ({gone.name}, {day_words(gone.day)}) is taken back.", markup=False)
