"""Everything back out of a store in open forms."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from runback.store import Store
    from runback.store.store import Progress


def export_all(
    store: Store, target: Path | IO[bytes], *, positions: bool = True, progress: Progress | None = None
) -> int:
    """Write runs, samples, original files and diary to a zip; return the number of runs.

    The zip can be imported again and gives the same runs. Without ``positions`` the samples come without
    coordinates, and the original files, which hold them, stay out. ``progress`` is told the runs done.
    """
    from runback.reports import activities_csv, runs_csv, runs_parquet, streams_parquet
    from runback.reports.diary_csv import diary_csv

    runs = store.runs()

    def streams() -> Iterator[tuple[str, pl.DataFrame]]:
        for done, run_id in enumerate(runs["run_id"]):
            if progress is not None:
                progress(done, runs.height)
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
    return runs.height
