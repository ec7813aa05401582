"""The load page and its charts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.errors import BadInputError
from runback.figures import longest_runs_chart
from runback.figures.period_bars import period_bars_chart
from runback.model import Finding
from runback.store.store import Store
from runback.web.answers import answer
from runback.web.charts import asked_width, drawn
from runback.web.pages.load.history import (
    PERIOD_CHARTS,
    RANGES,
    USUAL_RANGE,
    Look,
    chart_named,
    compared,
    drawn_periods,
    look_at,
    own_spikes,
    reading,
    spikes_reading,
    steps_beyond,
)
from runback.web.questions import own_ranking
from runback.web.runner_store import own_store, runners_day

STEPS_LISTED = 100
FINDINGS_LISTED = 4


@require_GET
def load(request: HttpRequest) -> HttpResponse:
    """Show the history of training: distance, long runs, hills, rest, a rough index of lumbar load."""
    store = own_store()
    today = runners_day(store)
    asked = _range(request)
    look = look_at(store, today, asked)
    if look is None:
        return render(request, "runback/load/empty.html")
    spikes = answer(own_spikes, store, today)
    steps = steps_beyond(spikes, look)
    held = compared(look)
    return render(
        request,
        "runback/load/load.html",
        {
            "asked": asked,
            "ranges": [(key, words) for key, (words, _) in RANGES.items()],
            "look": look,
            "sections": [
                {
                    "chart": one,
                    "reading": reading(look, one),
                    "rows": drawn_periods(look, one).reverse().to_dicts(),
                    "findings": _findings(store, look, one.causes),
                }
                for one in PERIOD_CHARTS
            ],
            "spikes_reading": spikes_reading(spikes, look),
            "steps": steps.head(STEPS_LISTED).to_dicts(),
            "more_steps": max(0, steps.height - STEPS_LISTED),
            "compared": None if held is None else held[0],
            "earlier": None if held is None else held[1],
        },
    )


@require_GET
def period_chart(request: HttpRequest, name: str) -> HttpResponse:
    """Return the chart of one measure by week or month."""
    chart = chart_named(name)
    look = _look(request)
    if chart is None:
        raise BadInputError(f"the load has no chart {name!r}.")
    told = {"said": chart.heading.partition(",")[0].lower(), "runs": "runs"}
    if chart.name == "climb":
        told["descent_said"] = "down"
    if chart.name == "distance":
        told["longest_said"] = "longest run"
    return drawn(
        period_bars_chart(
            drawn_periods(look, chart),
            title=f"{chart.axis(look.units)} a {look.every}",
            told=told,
            tick="longest" if chart.name == "distance" else None,
            width=asked_width(request),
        )
    )


@require_GET
def spikes_chart(request: HttpRequest) -> HttpResponse:
    """Return the chart of each run against the longest of the 30 days before it."""
    look = _look(request)
    store = own_store()
    spikes = answer(own_spikes, store, look.today)
    within = spikes.filter(spikes["local_date"].is_between(look.days.first, look.days.last))
    return drawn(longest_runs_chart(within, units=look.units, width=asked_width(request)))


def _range(request: HttpRequest) -> str:
    asked = request.GET.get("range", USUAL_RANGE)
    return asked if asked in RANGES else USUAL_RANGE


def _look(request: HttpRequest) -> Look:
    store = own_store()
    look = look_at(store, runners_day(store), _range(request))
    if look is None:
        raise BadInputError("there are no runs to draw.", remedy="Bring some in under Data.")
    return look


def _findings(store: Store, look: Look, causes: tuple[str, ...]) -> list[Finding]:
    """Return what the last six weeks say for the causes that a chart is about."""
    ranked: dict[str, Any] = {cause.id: cause for cause in answer(own_ranking, store, look.today).causes}
    found = [finding for cause in causes if cause in ranked for finding in ranked[cause].findings]
    return sorted(found, key=lambda one: -abs(one.log_lr))[:FINDINGS_LISTED]
