"""The ranking, seen: what stands out, each cause with its evidence unfolded, what is not known yet."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.causes import RankedCause
from runback.causes.headline import headline
from runback.model import Family
from runback.web.answers import answer
from runback.web.pages.causes.places import place_of
from runback.web.questions import own_ranking, own_runs
from runback.web.runner_store import own_store, runners_day

SHOWN_NEXT = 5
FAMILY_NAMES = {
    Family.OVEREXERTION: "How much, how hard, how often",
    Family.MUSCLE: "Strength and range",
    Family.FORM: "Running form",
    Family.STRUCTURAL: "Structure of the back",
    Family.OUTSIDE: "Around running",
}


@require_GET
def ranking(request: HttpRequest) -> HttpResponse:
    """Show every cause by how far the runner's own data speak for it."""
    store = own_store()
    today = runners_day(store)
    ranked = answer(own_ranking, store, today)
    runs = answer(own_runs, store, today)
    measured = [cause for cause in ranked.causes if cause.state != "unmeasured"]
    return render(
        request,
        "runback/causes/ranking.html",
        {
            "headline": headline(ranked),
            "shown": [cause for cause in measured if cause.state != "unlikely"],
            "unlikely": [cause for cause in measured if cause.state == "unlikely"],
            "unmeasured": _by_family([cause for cause in ranked.causes if cause.state == "unmeasured"]),
            "next": [(item, place_of(item.id)) for item in ranked.next[:SHOWN_NEXT]],
            "runs": runs.height,
            "first": runs["local_date"].min(),
            "last": runs["local_date"].max(),
        },
    )


def _by_family(causes: list[RankedCause]) -> list[tuple[str, list[RankedCause], list[str]]]:
    """Return each family's unmeasured causes with why they are, each reason once."""
    families: dict[Family, list[RankedCause]] = defaultdict(list)
    for cause in causes:
        families[cause.family].append(cause)
    return [
        (
            FAMILY_NAMES[family],
            members,
            list(dict.fromkeys(missing.reason for cause in members for missing in cause.missing)),
        )
        for family, members in families.items()
    ]
