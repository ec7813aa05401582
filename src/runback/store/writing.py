"""Files and locks of the store: written whole or not at all, one writer at a time, plain words on failure."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

from runback.errors import StoreError
from runback.store.home import TEMPORARY_SUFFIX, Home

FLUSHES_AT_ONCE = 8


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that the path holds all of it or does not exist.

    Not flushed to the disk: ``flush`` does that for many files at once, before a row names them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{uuid4().hex[:8]}{TEMPORARY_SUFFIX}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def flush(paths: Iterable[Path]) -> None:
    """Make sure that files, and the folders that name them, survive a loss of power."""
    files = list(paths)
    # Flushes that wait at the same time share one write of the file system's journal.
    with ThreadPoolExecutor(FLUSHES_AT_ONCE) as pool:
        list(pool.map(partial(_flush, mode=os.O_RDWR), files))
        if os.name == "posix":  # Windows cannot open a folder to flush it.
            list(pool.map(partial(_flush, mode=os.O_RDONLY), {path.parent for path in files}))


def _flush(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_orphans(home: Home) -> int:
    """Delete files that a killed import left half written; return how many. Call with the lock held."""
    count = 0
    for folder in (home.originals, home.streams):
        for path in folder.glob(f"*/*{TEMPORARY_SUFFIX}"):
            path.unlink(missing_ok=True)
            count += 1
    return count


def remove_unnamed(home: Home) -> int:
    """Delete originals and streams that no row names, left by a process killed at the wrong moment.

    Call with the lock held and no import half done.
    """
    from runback.store.models import Activity, Original

    originals = set(Original.objects.values_list("stored_name", flat=True))
    streams = {f"{run_id}.parquet" for run_id in Activity.objects.values_list("run_id", flat=True)}
    count = 0
    for folder, named in ((home.originals, originals), (home.streams, streams)):
        for path in folder.glob("*/*"):
            if path.name not in named:
                path.unlink(missing_ok=True)
                count += 1
    return count


@contextmanager
def changing(home: Home) -> Iterator[None]:
    """Hold the store's lock while many rows and files change.

    Raises:
        StoreError: another process holds it.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(home.lock, timeout=0.5):
            yield
    except Timeout as error:
        raise StoreError(
            "another import, undo or recomputing is at work.",
            where=str(home.root),
            remedy="Wait until it has ended, then try again.",
        ) from error


@contextmanager
def store_errors(home: Home) -> Iterator[None]:
    """Turn a failing disk or database into a ``StoreError`` that says where and what to do."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise StoreError(
            f"the database cannot be used ({error}).",
            where=str(home.database),
            remedy="See that the disk has room and the folder can be written to; what was stored stays.",
        ) from error
    except OSError as error:
        raise StoreError(
            f"a file cannot be written or read ({error.strerror or error}).",
            where=str(error.filename or home.root),
            remedy="See that the disk has room and the folder can be written to; what was stored stays.",
        ) from error
