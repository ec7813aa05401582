"""``runback progress``: where the back stands, and where it leads."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from runback.cli.terminal import JsonFlag, console, parse_day, print_json


def progress(
    *,
    leg_symptoms: Annotated[
        bool | None, typer.Option(help="Whether pain, tingling or numbness goes down a leg and lasts.")
    ] = None,
    limits_running: Annotated[bool | None, typer.Option(help="Whether pain limits your running.")] = None,
    onset: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day of this episode, if before the diary.")
    ] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Look from this day.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Where your back stands: trend, change that can be told, flare-ups, when to see someone, next steps."""
    from runback.cli.screening import flags_json, flags_text
    from runback.operations.progressing import own_progress
    from runback.progress import to_json
    from runback.store import open_store

    store = open_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    screening = store.health.screening(as_of)
    found = own_progress(
        store,
        as_of,
        leg_symptoms=leg_symptoms,
        pain_limits_running=limits_running,
        onset=parse_day(onset, "--onset"),
    )
    if as_json:
        print_json(flags_json(screening) | to_json(found))
        return
    from runback.cli.progress_text import progress_text

    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
    console().print(progress_text(found))
