"""What the store asks of SQLite alone; on another database every function here answers "nothing to do"."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from django.db import connection


def schema_version() -> int | None:
    """Return the number of the last migration applied, kept in ``PRAGMA user_version``; None if not SQLite.

    Asking Django instead costs a third of a second at each start, to load and compare every migration.
    """
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        return int(cursor.fetchone()[0])


def note_schema_version(version: int) -> None:
    """Write the number of the last migration applied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {version:d}")


def back_up(database: Path, folder: Path, now: datetime) -> Path | None:
    """Copy a database that has tables into ``folder``, whole even while others read it; return the copy."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"runback-{now:%Y%m%d-%H%M%S-%f}.sqlite3"
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    target.close()
    source.close()
    return copy


def write_anew() -> None:
    """Write the database file anew from its rows: what was deleted stands in it no more."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
