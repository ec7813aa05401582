"""The list of runs: searched, sorted, page by page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.web.answers import answer
from runback.web.pages.runs.listing import PER_PAGE, SORTS, Wanted, matching
from runback.web.questions import own_runs
from runback.web.runner_store import own_store, runners_day

NOT_KEPT = ("page", "sort", "order")
HEADINGS = {
    "day": "Day",
    "distance": "Distance",
    "time": "Time",
    "pace": "Pace",
    "climb": "Up",
    "heart": "Heart",
}


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Show the runs that the address asks for."""
    store = own_store()
    wanted = Wanted.of(request.GET.dict())
    every = answer(own_runs, store, runners_day(store))
    found = matching(every, wanted, store.units())
    pages = max(1, -(-found.height // PER_PAGE))
    page = min(wanted.page, pages)
    asked = {
        key: value for key, value in request.GET.items() if value and key not in ("page", "sort", "order")
    }
    kept = urlencode(asked)
    ordered = urlencode(asked | {"sort": wanted.sort, "order": "rising" if wanted.rising else "falling"})
    return render(
        request,
        "runback/runs/runs.html",
        {
            "wanted": wanted,
            "every": every.height,
            "found": found.height,
            "distance_m": found["distance_m"].sum(),
            "moving_s": found["moving_s"].sum(),
            "runs": found.slice((page - 1) * PER_PAGE, PER_PAGE).to_dicts(),
            "headings": [(key, HEADINGS[key], _turned(wanted, key)) for key in SORTS],
            "kept": kept,
            "ordered": ordered,
            "page": page,
            "pages": pages,
        },
    )


def _turned(wanted: Wanted, key: str) -> str:
    """Return the order that a heading leads to: the largest first, turned round where it is sorted so now."""
    return "rising" if wanted.sort == key and not wanted.rising else "falling"
