"""The demo runner: made, looked at, left, removed. It never mixes with the runner's own store."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from runback.errors import StoreError
from runback.operations.demonstrating import remove_demo
from runback.web import jobs
from runback.web.looking import DEMO_COOKIE, demo_folder, demo_is_whole
from runback.web.models import Job
from runback.web.runner_store import own_home


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Begin to make the demo runner; one that is there is looked at."""
    if demo_is_whole(own_home()):
        return look(request)
    if not Job.objects.filter(kind="demo", ended_utc=None).exists():
        jobs.begin("demo")
    return redirect("start")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Show the demo runner to this browser from now on."""
    response = redirect("today")
    if demo_is_whole(own_home()):
        response.set_cookie(DEMO_COOKIE, "yes", httponly=True, samesite="Strict")
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Show the runner's own store again."""
    response = redirect("today")
    response.delete_cookie(DEMO_COOKIE)
    return response


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Delete the demo runner."""
    if Job.objects.filter(kind="demo", ended_utc=None).exists():
        raise StoreError("the demo runner is being made.", remedy="Wait until that has ended.")
    remove_demo(demo_folder(own_home()))
    response = redirect("start")
    response.delete_cookie(DEMO_COOKIE)
    return response
