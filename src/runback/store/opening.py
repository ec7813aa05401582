"""Opening the store: Django set up, tables brought up to date, one log."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from runback.errors import StoreError
from runback.store.home import Home

if TYPE_CHECKING:
    from runback.store.store import Store

LOG_BYTES = 500_000
LOG_FILES = 3
MIGRATIONS = Path(__file__).parent / "migrations"


def open_store(home: Path | None = None) -> Store:
    """Open the runner's store, made if it is not there, in ``home`` (default: ``RUNBACK_HOME``).

    One process has one store open at a time; opening another closes the first. Before the tables of an
    existing store change, the database is copied to ``backups``.

    Raises:
        StoreError: the folder cannot be used, or a newer Runback wrote it.
    """
    place = Home(home.absolute()) if home is not None else Home.default()
    try:
        place.root.mkdir(parents=True, exist_ok=True)
        place.log.parent.mkdir(exist_ok=True)
        _point_log(place)
    except OSError as error:
        raise StoreError(
            f"the store's folder cannot be used ({error.strerror or error}).",
            where=str(place.root),
            remedy="Name a folder that you can write to in RUNBACK_HOME.",
        ) from error
    _point_django(place)
    from runback.store.store import Store
    from runback.store.writing import store_errors

    with store_errors(place):
        _bring_up_to_date(place)
        return Store(place)


def newest_schema() -> int:
    """Return the number of the last migration that this version of Runback knows."""
    return max(int(file.name[:4]) for file in MIGRATIONS.glob("[0-9]*.py"))


def _point_django(home: Home) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runback.store.settings")
    from django.apps import apps
    from django.conf import settings

    if not apps.ready:
        # What django.setup does, but for its address prefix: that alone loads all of Django's web half.
        apps.populate(settings.INSTALLED_APPS)
    from django.db import connections

    database = connections.settings["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3" and database["NAME"] != str(home.database):
        connections.close_all()
        database["NAME"] = str(home.database)


def _point_log(home: Home) -> None:
    log = logging.getLogger("runback")
    for handler in list(log.handlers):
        if isinstance(handler, RotatingFileHandler):
            if handler.baseFilename == str(home.log):
                return
            log.removeHandler(handler)
            handler.close()
    handler = RotatingFileHandler(
        home.log, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _bring_up_to_date(home: Home) -> None:
    from runback.store import sqlite

    wanted = newest_schema()
    if sqlite.schema_version() == wanted:
        return
    from django.core.management import call_command
    from filelock import FileLock

    with FileLock(home.root / "opening.lock"):
        found = sqlite.schema_version()
        if found == wanted:
            return
        if found is not None and found > wanted:
            raise StoreError(
                "a newer version of Runback wrote this store.",
                where=str(home.database),
                remedy="Install that version, or name another folder in RUNBACK_HOME.",
            )
        sqlite.back_up(home.database, home.backups, datetime.now(UTC))
        call_command("migrate", verbosity=0, interactive=False)
        sqlite.note_schema_version(wanted)
        logging.getLogger(__name__).info("tables brought from version %s to %s", found, wanted)
