"""The ranking, seen: each cause with its support on a line, its findings unfolded, what to measure next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.web.answers import answer
from runback.web.questions import own_ranking
from runback.web.runner_store import own_store, runners_day


@require_GET
def ranking(request: HttpRequest) -> HttpResponse:
    """Show every cause by how far the runner's own data speak for it."""
    store = own_store()
    ranked = answer(own_ranking, store, runners_day(store))
    return render(
        request,
        "runback/causes/ranking.html",
        {
            "measured": [cause for cause in ranked.causes if cause.state != "unmeasured"],
            "unmeasured": [cause for cause in ranked.causes if cause.state == "unmeasured"],
            "next": ranked.next,
        },
    )
