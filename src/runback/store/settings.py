"""Django settings of the store alone: one app, one SQLite database, nothing of the web."""

from __future__ import annotations

from typing import Any

from runback.store.home import Home

INSTALLED_APPS = ["runback.store"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The store keeps its own log (opening.py); Django's would write SQL with personal values when debugging.
LOGGING_CONFIG = None

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Home.default().database),
        "OPTIONS": {
            # A writer takes its lock at BEGIN: a transaction that read first and wants to write later could
            # otherwise fail at once, busy timeout or not.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
        },
    }
}
