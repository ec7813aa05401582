"""What stands around every page: the menu, raised signs, work under way, the theme, the runner's units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token

from runback.screening import Screening
from runback.store.store import Store
from runback.web.answers import answer
from runback.web.charts import engine_version
from runback.web.jobs.views import under_way
from runback.web.looking import is_looking
from runback.web.menu import MENU, TABS, Room
from runback.web.runner_store import own_store, runners_day

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "runback_theme"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs; without a session only the theme."""
    theme = request.COOKIES.get(THEME_COOKIE, THEMES[0])
    around: dict[str, Any] = {
        "theme": theme if theme in THEMES else THEMES[0],
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "chart_engine": f"/charts/engine-{engine_version()}.js",
    }
    if not getattr(request, "has_session", False):
        return around
    get_token(request)  # sets the cookie that scripts send back
    store = own_store()
    today = runners_day(store)
    rooms = [room for _, group in MENU for room in group]
    return around | {
        "menu": MENU,
        "tabs": [room for room in rooms if room.name in TABS],
        "here": _room_of(request.path, rooms),
        "raised": raised_flags(store, today),
        "units": store.units(),
        "today": today,
        "under_way": under_way(),
        "looking_at_demo": is_looking(),
        # Called by the template, on Today alone.
        "nothing_here": lambda: _nothing_here(store),
    }


def raised_flags(store: Store, today: date) -> Screening | None:
    """Return the screen if it raises a sign, which then comes first on every page."""
    screening = answer(own_screening, store, today)
    return screening if screening is not None and screening.red_flags else None


def own_screening(store: Store, today: date) -> Screening | None:
    """Return the screen of the runner's latest answers."""
    return store.health.screening(today)


def _nothing_here(store: Store) -> bool:
    """Return whether the store is as empty as at the first start."""
    return not store.batches() and not store.health.check_ins()


def _room_of(path: str, rooms: list[Room]) -> Room | None:
    within = [
        room
        for room in rooms
        if path == room.address or (room.address != "/" and path.startswith(room.address))
    ]
    return max(within, key=lambda room: len(room.address), default=None)
