"""The store behind the pages: opened once by the server, one light handle for each request."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from runback.store.home import Home
from runback.store.store import Store
from runback.web.looking import demo_home, is_looking


def own_home() -> Home:
    """Return the folder that this server shows."""
    return Home.default()


def own_store() -> Store:
    """Return a handle on the runner's store, or on the demo's where this request looks at that.

    ``open_store`` was called when the server started.
    """
    return Store(demo_home(own_home()) if is_looking() else own_home())


def runners_day(store: Store) -> date:
    """Return today where the runner lives: in their own zone where it is told, else this machine's."""
    zone = store.runner().zone
    return datetime.now(ZoneInfo(zone)).date() if zone else date.today()  # noqa: DTZ011 - this machine's day
