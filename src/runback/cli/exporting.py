"""``runback export`` and ``backup``: everything back out, in open forms or as it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runback.cli.terminal import console
from runback.errors import BadInputError

KINDS = {
    ".csv": "the runs as a table",
    ".parquet": "the runs as a table",
    ".zip": "everything: runs, samples, your original files, and the diary",
}


def export(
    target: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="runs.csv or runs.parquet (the runs), or all.zip (everything)."),
    ],
    *,
    positions: Annotated[
        bool,
        typer.Option(
            help="With a zip: whether samples and original files, which hold where you ran, go along. "
            "Without: the runs and the samples without coordinates."
        ),
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write your runs to a file: a table by .csv or .parquet, everything by .zip.

    The zip can be imported again and gives the same runs; the days in it come back with diary import.
    """
    from runback.operations.exporting import export_all
    from runback.reports import runs_csv, runs_parquet
    from runback.store import open_store

    kind = target.suffix.lower()
    if kind not in KINDS:
        choices = "; ".join(f"{suffix}: {what}" for suffix, what in KINDS.items())
        raise BadInputError("the ending of the file says what to write.", where=str(target), remedy=choices)
    if target.exists() and not force:
        raise BadInputError(
            "the file is there already.", where=str(target), remedy="Replace it with --force."
        )
    store = open_store()
    runs = store.runs()
    partial = target.with_name(target.name + ".part")
    try:
        if kind == ".zip":
            export_all(store, partial, positions=positions)
        else:
            partial.write_bytes(runs_csv(runs) if kind == ".csv" else runs_parquet(runs))
        partial.replace(target)
    except OSError as error:
        raise BadInputError(
            f"the file cannot be written ({error.strerror}).", where=str(target), remedy="Name another place."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    console().print(f"{target}: {KINDS[kind]} ({runs.height} runs).", markup=False)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Where to write.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Copy the whole store to one zip: runs, files, diary, tests, plans, settings.

    Unpacked into an empty folder it is a store again: RUNBACK_HOME=FOLDER runback runs.
    """
    from runback.store import open_store

    if target.exists() and not force:
        raise BadInputError(
            "the file is there already.", where=str(target), remedy="Replace it with --force."
        )
    open_store().back_up(target)
    console().print(
        f"{target}: the whole store. To look into it, unpack it into an empty folder and name that in "
        "RUNBACK_HOME.",
        markup=False,
    )
