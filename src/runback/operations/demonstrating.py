"""A virtual runner to look at: 18 months of simulated files, imported into a store of their own."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.simulate import DemoSummary
    from runback.store import Store
    from runback.store.reports import ImportReport
    from runback.store.store import Progress

DEMO_MARK = "made-by-runback-demo.txt"


@dataclass(frozen=True, slots=True)
class Demo:
    """A virtual runner's store, what was written for it and planted in it, and how its import went."""

    store: Store
    files: DemoSummary
    report: ImportReport


def make_demo(folder: Path, today: date, *, progress: Progress | None = None) -> Demo:
    """Make a virtual runner's files up to ``today`` in ``folder`` and import them into ``folder/store``.

    A demo that was there is made anew. The store opened is the demo's: one process has one store open at a
    time. ``progress`` is told the files read and found.

    Raises:
        BadInputError: the folder holds something other than a demo, or cannot be made.
        StoreError: the disk or database fails.
    """
    from runback.simulate import write_demo_export
    from runback.store import open_store

    _make_room(folder)
    summary = write_demo_export(folder / "files", last=today)
    store = open_store(folder / "store")
    told = asdict(summary.runner)
    store.update_runner(**{name: value for name, value in told.items() if value is not None})
    return Demo(store, summary, store.import_paths([folder / "files"], progress=progress))


def remove_demo(folder: Path) -> None:
    """Delete a demo with its files and its store; a folder that is not there is no matter.

    Raises:
        BadInputError: the folder holds something other than a demo, or cannot be deleted.
    """
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / DEMO_MARK).exists()):
        raise BadInputError(
            "there is something other than a demo.",
            where=str(folder),
            remedy="Name another folder; nothing was changed.",
        )
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise BadInputError(
            f"the demo folder cannot be deleted ({error.strerror}).",
            where=str(folder),
            remedy="See that you may write to it.",
        ) from error


def _make_room(folder: Path) -> None:
    remove_demo(folder)
    try:
        folder.mkdir(parents=True)
        # At once: a demo that was cut off while its files were written can be made anew too.
        (folder / DEMO_MARK).write_text("A virtual runner's files, made by runback demo. Delete at will.\n")
    except OSError as error:
        raise BadInputError(
            f"the demo folder cannot be made ({error.strerror}).",
            where=str(folder),
            remedy="Name one that you can write to.",
        ) from error
