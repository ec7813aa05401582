"""``runback export``: everything back out, in open forms."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.terminal import console
from runback.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

    from runback.store import Store

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
            _write_zip(partial, store, runs, positions=positions)
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


def _write_zip(target: Path, store: Store, runs: pl.DataFrame, *, positions: bool) -> None:
    from runback.reports import activities_csv, runs_csv, runs_parquet, streams_parquet
    from runback.reports.diary_csv import diary_csv

    def streams() -> Iterator[tuple[str, pl.DataFrame]]:
        for run_id in runs["run_id"]:
            yield run_id, store.stream(run_id)

    originals = store.original_files()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("runs.csv", runs_csv(runs))
        archive.writestr("runs.parquet", runs_parquet(runs))
        archive.writestr("diary.csv", diary_csv(store.health.check_ins()))
        archive.writestr("streams.parquet", streams_parquet(streams(), positions=positions))
        if positions:
            names = {run_id: f"originals/{path.name}" for run_id, path in originals.items()}
            archive.writestr("activities.csv", activities_csv(runs, names))
            for path in sorted(set(originals.values())):
                archive.write(path, f"originals/{path.name}")
