"""Looking at the demo runner: a store of its own, shown instead of the runner's, for reading only."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase

from runback.errors import BadInputError
from runback.store.home import Home
from runback.store.opening import newest_schema
from runback.web.pages.start.making import WHOLE_MARK

if TYPE_CHECKING:
    from django.db.models import Model

Answer = Callable[[HttpRequest], HttpResponseBase]

DEMO_COOKIE = "runback_demo"
DEMO_DATABASE = "demo"
OWN_PATHS = ("/outbox/", "/jobs/", "/start/demo/", "/settings/theme/", "/service-worker.js", "/offline/")
"""What a request here does concerns the runner or this browser, whoever is being looked at."""

MADE_PATHS = ("/report/",)
"""A form sent here makes something to take along and changes nothing, whoever is being looked at."""

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

_looking: ContextVar[bool] = ContextVar("looking_at_demo", default=False)


def is_looking() -> bool:
    """Return whether this request shows the demo runner."""
    return _looking.get()


def demo_folder(home: Home) -> Path:
    """Return the folder of the demo, with its files and its store."""
    return home.root / "demo"


def demo_home(home: Home) -> Home:
    """Return the store of the demo runner."""
    return Home(demo_folder(home) / "store")


def demo_is_whole(home: Home) -> bool:
    """Return whether a demo was made to its end, by a Runback with the tables of this one."""
    try:
        made_with = (demo_folder(home) / WHOLE_MARK).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return made_with == str(newest_schema()) and demo_home(home).database.exists()


class DemoRouter:
    """Send a request that looks at the demo runner to that store's database, opened for reading only."""

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        """Return the database to read; Django asks."""
        return DEMO_DATABASE if _looking.get() and model._meta.app_label == "store" else None

    def db_for_write(self, model: type[Model], **hints: object) -> str | None:
        """Return the database to write; a write into the demo's fails, and none goes elsewhere."""
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """Return that the demo's tables are made where its store is made; Django asks."""
        return False if db == DEMO_DATABASE else None


class LookAtDemo:
    """Show the demo runner to a browser that asked for it, and refuse to change anything of it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the runner's store or the demo's; Django calls this."""
        from runback.web.runner_store import own_home
        from runback.web.telling import told

        asked = request.COOKIES.get(DEMO_COOKIE) == "yes" and not request.path.startswith(OWN_PATHS)
        if not asked or not demo_is_whole(own_home()):
            return self._answer(request)
        token = _looking.set(True)
        try:
            if request.method not in SAFE_METHODS and not request.path.startswith(MADE_PATHS):
                error = BadInputError(
                    "you are looking at the demo runner, where nothing can be changed.",
                    remedy="Go back to your own first: the line above leads there.",
                )
                return told(request, error)
            return self._answer(request)
        finally:
            _looking.reset(token)
