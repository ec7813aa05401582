"""``runback assess`` and ``runback demo``: the main job."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.importing import print_report, progress_bar, recompute_in_background, run_import
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.operations.assessing import assess_store

if TYPE_CHECKING:
    from runback.store import Store

TodayOption = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="Look from this day, as 2026-11-23. Default: today."),
]


def assess(
    *,
    today: TodayOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Unfold the unlikely causes too.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Rank what in your training may load your back, with the evidence and what to measure next."""
    day = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    store = open_own_store()
    recompute_in_background(store)
    show_assessment(store, day, everything=everything, as_json=as_json)


def show_assessment(store: Store, today: date, *, everything: bool = False, as_json: bool = False) -> None:
    """Print the ranking of the stored runs as seen from ``today``."""
    from runback.causes import to_json
    from runback.cli.screening import flags_json, flags_text

    found = assess_store(store, today)
    if as_json:
        print_json(flags_json(found.screening) | to_json(found.ranking))
        return
    from runback.cli.assessment_text import assessment_text

    if found.screening is not None and found.screening.red_flags:
        console().print(flags_text(found.screening))
        console().print()
    up_to_today = found.runs.filter(found.runs["local_date"] <= today)
    console().print(assessment_text(found.ranking, up_to_today, everything=everything))


def demo(
    *,
    files: Annotated[
        Path | None, typer.Option(help="Your own files or export, instead of a virtual runner's.")
    ] = None,
    folder: Annotated[
        Path, typer.Option(help="Where the virtual runner's files and its own store go.")
    ] = Path("demo-data"),
) -> None:
    """Show the whole path: files in, assessment out.

    Without --files on a virtual runner, whose 18 months of files are made first; they and their store lie
    in the demo folder, apart from your own runs.
    """
    if files is not None:
        store = open_own_store()
        print_report(store, run_import(store, [files]))
        console().print()
        show_assessment(store, date.today())  # noqa: DTZ011 - the runner's own day
        return
    _demo_of_a_virtual_runner(folder, date.today())  # noqa: DTZ011 - the runner's own day


def open_own_store() -> Store:
    """Open the store in RUNBACK_HOME; imported late, for it brings Django with it."""
    from runback.store import open_store

    return open_store()


def _demo_of_a_virtual_runner(folder: Path, today: date) -> None:
    from runback.operations.demonstrating import make_demo

    out = console()
    out.print("Making a virtual runner's 18 months of watch files (simulated) ...", style="dim")
    with progress_bar("Making and reading files") as progress:
        made = make_demo(folder, today, progress=progress)
    files = made.files
    out.print(f"{files.files} files in {files.folder}: Garmin and Strava exports, loose files, two damaged.")
    print_report(made.store, made.report)
    out.print()
    show_assessment(made.store, today)
    out.print(f"\n{files.sentence}", style="bold")
    command = "runback" if shutil.which("runback") else sys.argv[0]
    out.print(
        f"Look around in the browser: RUNBACK_HOME={made.store.home.root} {command} serve "
        f"(or in the terminal: {command} runs). "
        f"Your own files: {command} import PATH, then {command} assess.",
        style="dim",
        markup=False,
    )
