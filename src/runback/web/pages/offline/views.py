"""The manifest, the service worker, the page shown without a server, and the way in for what waited."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_POST

from runback.errors import BadInputError
from runback.web.outbox import take
from runback.web.pages.today.check_in import check_in_form
from runback.web.runner_store import own_store, runners_day
from runback.web.templatetags.words import asset

MOST_MESSAGES = 200

SHELL = (
    "runback/css/tokens.css",
    "runback/css/frame.css",
    "runback/css/parts.css",
    "runback/css/today.css",
    "runback/css/player.css",
    "django_htmx/htmx-2.min.js",
    "runback/js/frame.js",
    "runback/js/outbox.js",
    "runback/js/today.js",
    "runback/js/timer.js",
    "runback/js/player.js",
    "runback/icons/sprite.svg",
    "runback/icons/runback.svg",
)
"""The files that the offline pages are made of."""

PLAIN = ("runback/fonts/source-serif-4.woff2",)
"""Those that a page asks for without the hash of their content."""

MANIFEST = {
    "id": "/",
    "name": "Runback",
    "short_name": "Runback",
    "description": "Why your lower back hurts when you run, and how to run on. On your own machine.",
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "background_color": "#f7f4ee",
    "theme_color": "#0f5f5c",
    "icons": [
        {"src": static("runback/icons/runback.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("runback/icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("runback/icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": static("runback/icons/icon-maskable-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ],
}


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell the browser how the app is installed."""
    response = JsonResponse(MANIFEST, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker; it names its files, so that a change of one is a new worker."""
    response = HttpResponse(_worker(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _worker() -> str:
    files = [*(asset(name) for name in SHELL), *(static(name) for name in PLAIN)]
    script = render_to_string("runback/offline/service-worker.js")
    version = hashlib.sha256((script + "".join(files)).encode()).hexdigest()[:12]
    told = json.dumps({"version": version, "files": files})
    return f'"use strict";\nconst SHELL = {told};\n{script}'


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Show the check-in without anything of the runner in it; the service worker keeps this page."""
    return render(request, "runback/offline/offline.html", {"form": check_in_form(None), "raised": None})


@require_POST
def outbox(request: HttpRequest) -> HttpResponse:
    """Take what waited in a browser, message by message, and tell what became of each."""
    try:
        messages = json.loads(request.body)["messages"]
    except (ValueError, KeyError, TypeError):
        raise BadInputError("the messages cannot be read.", remedy="Load the page anew.") from None
    if not isinstance(messages, list) or len(messages) > MOST_MESSAGES:
        raise BadInputError("the messages cannot be read.", remedy=f"Send up to {MOST_MESSAGES} at once.")
    store = own_store()
    today = runners_day(store)
    taken = [take(store, today, one) for one in messages if isinstance(one, dict)]
    return JsonResponse({"messages": [asdict(one) for one in taken]})
