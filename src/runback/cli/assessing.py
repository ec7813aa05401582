"""``runback assess`` and ``runback demo``: the main job."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.terminal import JsonFlag, console, parse_day, print_json

if TYPE_CHECKING:
    from runback.store import Store

TodayOption = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="Look from this day, as 2026-11-23. Default: today."),
]


def assess(*, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Rank what in your training may load your back, with the evidence and what to measure next."""
    from runback.store import open_store

    show_assessment(open_store(), parse_day(today, "--today") or date.today(), as_json=as_json)  # noqa: DTZ011


def show_assessment(store: Store, today: date, *, as_json: bool) -> None:
    """Print the ranking of the stored runs as seen from ``today``."""
    from runback.causes import assess as rank_causes
    from runback.causes import to_json

    runs = store.runs()
    units = store.units()
    ranking = rank_causes(runs, today, units=units)
    if as_json:
        print_json(to_json(ranking))
        return
    from runback.cli.assessment_text import assessment_text

    console().print(assessment_text(ranking, runs))


def demo(
    *,
    files: Annotated[
        Path | None, typer.Option(help="Your own files or export, instead of a virtual runner's.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the virtual runner's files and data go.")] = Path(
        "demo-data"
    ),
) -> None:
    """Show the whole path: files in, assessment out. Without --files on a virtual (simulated) runner."""
    del files, folder
