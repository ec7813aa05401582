"""Form from the watch against the runner's own past, and the films measured so far."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.figures.form_at_speed import form_at_speed_chart
from runback.gait import cadence_trial
from runback.gait.watch_at_like_speed import MEASURES, RECENT_DAYS, LikeSpeed, compared_runs
from runback.gait.watch_words import drift_sentence, like_speed_sentence
from runback.operations.filming import film_history
from runback.web.answers import answer
from runback.web.charts import asked_width, drawn
from runback.web.frame import raised_flags
from runback.web.jobs.views import current_jobs
from runback.web.questions import own_runs, own_watch_form
from runback.web.runner_store import own_store, runners_day

TRIAL_FACTS = ("cadence-5-10-joint", "retraining-faded-schedule")


@require_GET
def form(request: HttpRequest) -> HttpResponse:
    """Show what the watch measured at like speed and within runs, and the films."""
    store = own_store()
    today = runners_day(store)
    watch = answer(own_watch_form, store, today)
    units = store.units()
    told = [one for one in watch.at_like_speed.values() if isinstance(one, LikeSpeed)]
    cadence = next((one.now for one in told if one.measure.column == "mean_cadence_spm"), None)
    return render(
        request,
        "runback/form/form.html",
        {
            "told": [(one, like_speed_sentence(one, units)) for one in told],
            "untold": [one for one in watch.at_like_speed.values() if isinstance(one, str)],
            "drifts": [
                one if isinstance(one, str) else drift_sentence(one) for one in watch.within_runs.values()
            ],
            "films": list(reversed(film_history(store))),
            "trial_facts": TRIAL_FACTS,
            "jobs": [one for one in current_jobs() if one["kind"] == "film"],
            # A trial asks for running, which a raised sign may forbid.
            "trial": None if cadence is None or raised_flags(store, today) else cadence_trial(cadence),
        },
    )


@require_GET
def at_speed(request: HttpRequest, column: str) -> HttpResponse:
    """Return the chart of one measure of the watch against speed."""
    measure = next((one for one in MEASURES if one.column == column), None)
    if measure is None:
        raise Http404("no such measure")
    store = own_store()
    today = runners_day(store)
    runs = compared_runs(answer(own_runs, store, today), measure, today)
    if runs.is_empty():
        raise Http404("no run carries it")
    points = runs.select(
        "local_date",
        "mean_speed_m_s",
        value=pl.col(measure.column),
        recent=pl.col("local_date") > today - timedelta(days=RECENT_DAYS),
    )
    title = f"{measure.name.lower()}, {measure.unit}"
    return drawn(form_at_speed_chart(points, title=title, units=store.units(), width=asked_width(request)))
