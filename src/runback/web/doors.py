"""Who comes in: only this machine's own browser, and only through a link that Runback printed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from runback.web.links import use_token
from runback.web.runner_store import own_home

Answer = Callable[[HttpRequest], HttpResponseBase]

SESSION_SALT = "runback.web.session"
SESSION_S = 90 * 24 * 3600
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

# What a browser asks for without the session: nothing of the runner is in it.
OPEN_PATHS = ("/static/", "/service-worker.js", "/manifest.webmanifest")


def session_cookie() -> str:
    """Return the name of the session's cookie; ports share cookies, so the port is in it."""
    return f"runback_{settings.PORT}"


class OwnHostOnly:
    """Refuse a request that names another host or comes from another page.

    A page elsewhere may point a name of its own at this machine (DNS rebinding) or send a form here.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse; Django calls this."""
        host = request.META.get("HTTP_HOST", "")
        if not _is_own(f"http://{host}"):
            return HttpResponse("Runback answers to this machine's own address alone.", status=421)
        origin = request.headers.get("Origin")
        foreign = origin is not None and (not _is_own(origin) or urlsplit(origin).netloc != host)
        if request.method not in SAFE_METHODS and (
            foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        ):
            return HttpResponse("This came from another page, so nothing was changed.", status=403)
        response = self._answer(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(), camera=(), microphone=(), payment=()"
        )
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response


class LinkHoldersOnly:
    """Let in whoever came through a one-time link; everybody else sees how to get one."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or show the closed door; Django calls this."""
        if request.path.startswith(OPEN_PATHS):
            return self._answer(request)
        if request.path == "/open/":
            return _open(request)
        if not _has_session(request):
            return render(request, "runback/locked.html", status=403)
        request.has_session = True  # type: ignore[attr-defined] # the frame of the page asks for it
        response = self._answer(request)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _open(request: HttpRequest) -> HttpResponseBase:
    if not use_token(own_home(), request.GET.get("link", "")):
        if _has_session(request):
            return redirect("/")
        return render(request, "runback/locked.html", {"used": True}, status=403)
    response = redirect("/")
    value = signing.TimestampSigner(salt=SESSION_SALT).sign("runner")
    response.set_cookie(session_cookie(), value, max_age=SESSION_S, httponly=True, samesite="Lax")
    return response


def _has_session(request: HttpRequest) -> bool:
    value = request.COOKIES.get(session_cookie(), "")
    try:
        signing.TimestampSigner(salt=SESSION_SALT).unsign(value, max_age=SESSION_S)
    except signing.BadSignature:
        return False
    return True


def _is_own(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    named = parts.hostname or ""
    own_hosts = [host.strip("[]") for host in settings.ALLOWED_HOSTS]
    return parts.scheme == "http" and named in own_hosts and port in (settings.PORT, None)
