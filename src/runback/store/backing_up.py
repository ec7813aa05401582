"""The whole store as one zip: a copy of the database made while others may read it, and every file."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from runback.errors import StoreError
from runback.store import sqlite
from runback.store.home import TEMPORARY_SUFFIX, Home


def back_up(home: Home, target: Path) -> None:
    """Write the store to ``target``, whole or not at all. Call with the store's lock held.

    The zip has the layout of ``RUNBACK_HOME``: unpacked into an empty folder it is a store again. The log,
    earlier backups and locks stay out.

    Raises:
        StoreError: the database is not a file of this machine.
    """
    partial = target.with_name(f"{target.name}.{uuid4().hex[:8]}{TEMPORARY_SUFFIX}")
    try:
        with (
            TemporaryDirectory(dir=home.root) as folder,
            zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            copy = sqlite.back_up(home.database, Path(folder), datetime.now(UTC))
            if copy is None:
                raise StoreError(
                    "the database is kept by a server.", remedy="Back it up there, and this folder apart."
                )
            archive.write(copy, home.database.name)
            for place in (home.originals, home.streams):
                for path in sorted(place.glob("*/*")):
                    archive.write(path, path.relative_to(home.root).as_posix())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
