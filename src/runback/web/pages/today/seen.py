"""When the runner looked last, kept in the browser, so that Today can tell what changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse

COOKIE = "runback_seen"
A_VISIT = timedelta(minutes=30)
KEPT_S = 400 * 24 * 3600


def last_visit(request: HttpRequest, now: datetime) -> datetime | None:
    """Return when the visit before this one ended; None at the first. Looking again soon is one visit."""
    before, latest = _read(request)
    if latest is None:
        return None
    return before if now - latest < A_VISIT else latest


def remember_visit(request: HttpRequest, response: HttpResponse, now: datetime) -> None:
    """Note in the browser that the runner looked now."""
    since = last_visit(request, now)
    value = f"{_said(since)}|{_said(now)}"
    response.set_cookie(COOKIE, value, max_age=KEPT_S, httponly=True, samesite="Strict")


def _said(when: datetime | None) -> str:
    return "" if when is None else str(int(when.timestamp()))


def _read(request: HttpRequest) -> tuple[datetime | None, datetime | None]:
    before, _, latest = request.COOKIES.get(COOKIE, "").partition("|")
    return _as_time(before), _as_time(latest)


def _as_time(said: str) -> datetime | None:
    return datetime.fromtimestamp(int(said), UTC) if said.isdecimal() and len(said) < 12 else None
