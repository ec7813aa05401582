"""Influences from outside running, and the pairs of shoes with their use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from runback import units as unit_words
from runback.influences import pairs_evidence, wear_evidence
from runback.model import Finding
from runback.operations.outside_influences import Influence, shoe_use
from runback.web.answers import answer
from runback.web.form_values import asked_day, asked_number
from runback.web.questions import own_influences, own_runs
from runback.web.runner_store import own_store, runners_day


@require_GET
def influences(request: HttpRequest) -> HttpResponse:
    """Show what diary and runs tell of each outside cause, and what is known of it."""
    store = own_store()
    found = answer(own_influences, store, runners_day(store))
    return render(
        request,
        "runback/triggers/influences.html",
        {"entries": [_entry(one) for one in found.entries], "own": found.own},
    )


@require_GET
def shoes(request: HttpRequest) -> HttpResponse:
    """Show the pairs with first and last use, distance and share of the last 90 days."""
    store = own_store()
    today = runners_day(store)
    used = shoe_use(store, today, runs=answer(own_runs, store, today))
    return render(
        request,
        "runback/triggers/shoes.html",
        {
            "pairs": sorted(used.pairs, key=lambda one: (one.retired_day is not None, -one.recent_share)),
            "longest_m": max((one.distance_m for one in used.pairs), default=0.0),
            "rotation": used.rotation,
            "evidence": f"{pairs_evidence()} {wear_evidence()}",
        },
    )


@require_POST
def tell_pair(request: HttpRequest) -> HttpResponse:
    """Tell of a pair: since when, and how far it went before the runs known here."""
    store = own_store()
    before = asked_number(request.POST.get("distance", ""), "distance")
    store.shoes.tell(
        request.POST.get("pair", ""),
        first_day=asked_day(request.POST.get("since", ""), "first day of use"),
        distance_before_m=None if before is None else before * unit_words.METRES[store.units()],
    )
    return redirect("shoes")


@require_POST
def retire(request: HttpRequest) -> HttpResponse:
    """Note that a pair is worn no more, or put it back into use."""
    store = own_store()
    back = "back" in request.POST
    day = asked_day(request.POST.get("day", ""), "day") or runners_day(store)
    store.shoes.retire(request.POST.get("pair", ""), None if back else day)
    return redirect("shoes")


@require_POST
def make_default(request: HttpRequest) -> HttpResponse:
    """Let runs from a day on that name no shoe count for this pair, or take that back."""
    store = own_store()
    back = "back" in request.POST
    day = asked_day(request.POST.get("day", ""), "day") or runners_day(store)
    store.shoes.make_default(request.POST.get("pair", ""), None if back else day)
    return redirect("shoes")


def _entry(one: Influence) -> dict[str, object]:
    found = [each for each in one.found if isinstance(each, Finding)]
    missing = dict.fromkeys(each.reason for each in one.found if not isinstance(each, Finding))
    return {
        "cause": one.cause,
        "found": list({each.sentence: each for each in found}.values()),
        "missing": list(missing),
        "own": one.own_sentences,
    }
