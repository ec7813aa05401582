"""``runback import``, ``undo-import``, ``imports``, ``recompute``: bringing runs in and taking them out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.terminal import JsonFlag, console, plural, print_json
from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.store import Store
    from runback.store.reports import Failure, ImportReport

SHOWN_FAILURES = 20


def import_files(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Folders, FIT, TCX, GPX, .gz, or a Strava or Garmin export zip."
        ),
    ],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Bring in runs from watch files, folders and whole export archives, newest first.

    Importing the same files again changes nothing. A file that cannot be read is named and never stops
    the rest; undo-import takes a whole import out again.
    """
    from runback.store import open_store

    store = open_store()
    report = run_import(store, paths)
    if as_json:
        print_json(_report_json(report))
    else:
        print_report(store, report)


def run_import(store: Store, paths: list[Path]) -> ImportReport:
    """Import ``paths`` with a progress bar on standard error.

    Raises ``BadInputError`` before anything is read where a path does not exist.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise BadInputError(
            f"there is no {' and no '.join(missing)}.", remedy="Nothing was imported; check the path."
        )
    with progress_bar("Reading files") as progress:
        return store.import_paths(paths, progress=progress)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function (done, total) that moves a bar on standard error, where a person watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_report(store: Store, report: ImportReport) -> None:
    """Print what an import did and how to take it back."""
    out = console()
    resumed = " (an import that had been cut off is now complete)" if report.resumed else ""
    out.print(f"Import {report.batch} done in {report.seconds:.1f} s{resumed}", style="bold")
    out.print(f"  {report.new:>6}  new")
    out.print(f"  {report.duplicates:>6}  already there")
    out.print(f"  {report.not_runs:>6}  not runs")
    out.print(f"  {len(report.failed):>6}  could not be read")
    _print_failures("Could not be read:", report.failed)
    _print_failures("Read up to a damage; all whole samples before it were kept:", report.damaged)
    if any(source == "assumed" for source in store.runs()["zone_source"]):
        out.print(
            "Some runs tell neither place nor time zone; UTC was assumed for them. "
            "Name your zone: runback settings zone Europe/Zurich"
        )
    out.print(f"Take it back with: runback undo-import {report.batch}", style="dim")


def _print_failures(heading: str, failures: tuple[Failure, ...]) -> None:
    if not failures:
        return
    out = console()
    out.print(heading)
    for failure in failures[:SHOWN_FAILURES]:
        place = f"at {failure.place}: " if failure.place else ""
        out.print(f"  {failure.source}\n    {place}{failure.reason}", markup=False)
    if len(failures) > SHOWN_FAILURES:
        out.print(f"  and {len(failures) - SHOWN_FAILURES} more; --json lists all")


def _report_json(report: ImportReport) -> dict[str, object]:
    return asdict(report)


def undo_import(
    batch: Annotated[
        int | None,
        typer.Argument(metavar="[IMPORT]", help="Number of the import (see imports); default: the latest."),
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Take out one import whole: its runs, files and measures. Files that came by another import stay."""
    from runback.store import open_store

    store = open_store()
    number = batch if batch is not None else _latest(store)
    if not yes and sys.stdin.isatty():
        typer.confirm(f"Take out import {number} with all its runs?", abort=True, err=True)
    report = store.undo_import(number)
    if as_json:
        print_json(asdict(report))
        return
    console().print(
        f"Import {report.batch} taken out: {plural(report.runs, 'run')}, {plural(report.files, 'file')}. "
        "Your own files were not touched; import them again to bring the runs back."
    )
    if report.rated:
        console().print(f"{plural(report.rated, 'run')} among them carried a note that you had typed in.")


def _latest(store: Store) -> int:
    batches = store.batches()
    if not batches:
        raise BadInputError(
            "There is no import to take back.", remedy="Bring runs in with: runback import PATH"
        )
    return batches[0].number


def imports(*, as_json: JsonFlag = False) -> None:
    """List the imports, latest first."""
    from rich.table import Table

    from runback.store import open_store

    batches = open_store().batches()
    if as_json:
        print_json([asdict(batch) for batch in batches])
        return
    table = Table(box=None)
    for name in ("import", "begun", "state", "new", "already there", "not runs", "not readable", "from"):
        table.add_column(name, justify="left" if name in ("begun", "state", "from") else "right")
    for batch in batches:
        state = "done" if batch.state == "done" else "unfinished: import the same paths again"
        table.add_row(
            str(batch.number),
            f"{batch.started_utc:%Y-%m-%d %H:%M} UTC",
            state,
            *(str(count) for count in (batch.new, batch.duplicates, batch.not_runs, batch.failed)),
            ", ".join(batch.sources),
        )
    console().print(table)


def recompute(*, as_json: JsonFlag = False) -> None:
    """Measure runs again whose measures rest on an older method or on changed settings."""
    from runback.store import open_store

    store = open_store()
    with progress_bar("Measuring again") as progress:
        report = store.recompute_outdated(progress=progress)
    if as_json:
        print_json(asdict(report))
        return
    out = console()
    out.print(f"{plural(report.runs, 'run')} measured again in {report.seconds:.1f} s.")
    for reason in report.reasons:
        out.print(f"  {reason}")
    _print_failures("Kept their old measures:", report.failed)


def recompute_in_background(store: Store) -> None:
    """Begin measuring outdated runs again in a process of its own, and say on standard error what and why."""
    outdated = store.outdated()
    if not outdated.runs:
        return
    reasons = " ".join(outdated.reasons)
    print(
        f"runback: {plural(outdated.runs, 'run')} are being measured again in the background. {reasons} "
        "Numbers may move until that is done.",
        file=sys.stderr,
    )
    subprocess.Popen(
        [sys.executable, "-m", "runback", "recompute"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"RUNBACK_HOME": str(store.home.root)},
    )
