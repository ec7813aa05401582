"""Self-experiments: what can be tried and for how long, planned, today's arm, how it came out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.operations.experiment_words import ON_HOLD, arm_in_words, state_in_words
from runback.operations.experimenting import (
    experiment_choices,
    known_exposure,
    on_hold,
    own_result,
    plan_own_experiment,
    todays_arm,
)
from runback.store.experiments import KeptExperiment
from runback.store.store import Store
from runback.triggers import ExperimentResult
from runback.triggers.experiments import EFFECT_POINTS, PERIOD_DAYS, WASH_OUT_DAYS, Experiment
from runback.web.answers import answer
from runback.web.form_values import asked_day, asked_number
from runback.web.frame import raised_flags
from runback.web.questions import own_day_frame
from runback.web.runner_store import own_store, runners_day

EFFECTS = (1.0, 1.5, 2.0, 3.0)
"""The smallest differences in points of pain that the page offers."""


@require_GET
def choices(request: HttpRequest) -> HttpResponse:
    """Show the experiments, and what else can be tried, or why none can."""
    store = own_store()
    today = runners_day(store)
    effect = asked_number(request.GET.get("effect", ""), "effect") or EFFECT_POINTS
    found, refused = None, None
    kept = store.experiments.all()
    try:
        found = experiment_choices(store, today, effect=effect, days=answer(own_day_frame, store, today))
    except BadInputError as error:
        refused = error
    return render(
        request,
        "runback/triggers/experiments.html",
        {
            "choices": found,
            "refused": refused,
            "effect": effect,
            "effects": EFFECTS,
            "kept": [_seen(store, one, today) for one in reversed(kept)],
            # Of two at once neither could be told.
            "one_runs": any(one.runs_on(today) for one in kept),
        },
    )


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show a plan with its days; nothing is kept."""
    store = own_store()
    today = runners_day(store)
    made = plan_own_experiment(store, today, keep=False, **_design(request)).experiment
    return render(request, "runback/triggers/experiment_preview.html", _plan(made))


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the plan that was shown: its seed comes with the form, so the lots are the same."""
    store = own_store()
    planned = plan_own_experiment(store, runners_day(store), **_design(request))
    return redirect("experiment", planned.number)


@require_GET
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show an experiment: today's arm, its days, and once it is over how it came out."""
    store = own_store()
    today = runners_day(store)
    kept = _kept(store, number)
    begun = kept.experiment.first <= today
    return render(
        request,
        "runback/triggers/experiment.html",
        _plan(kept.experiment)
        | {
            "seen": _seen(store, kept, today),
            "result": _result(store, today, kept) if begun else None,
        },
    )


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop an experiment; pairs that are over keep counting."""
    store = own_store()
    store.experiments.stop(_kept(store, number).number, runners_day(store))
    return redirect("experiment", number)


def _result(store: Store, today: date, kept: KeptExperiment) -> ExperimentResult:
    return own_result(store, today, kept, days=answer(own_day_frame, store, today))


def _kept(store: Store, number: int) -> KeptExperiment:
    found = next((one for one in store.experiments.all() if one.number == number), None)
    if found is None:
        raise Http404("no such experiment")
    return found


def _seen(store: Store, kept: KeptExperiment, today: date) -> dict[str, Any]:
    held = on_hold(raised_flags(store, today))
    arm = todays_arm(kept, today, held=held)
    exposure = known_exposure(kept.experiment.exposure)
    return {
        "number": kept.number,
        "exposure": exposure,
        "state": state_in_words(kept, today),
        "on_hold": ON_HOLD if held and kept.runs_on(today) else "",
        "runs_on": kept.runs_on(today),
        "arm": arm,
        "arm_words": None if arm is None else arm_in_words(kept.experiment, exposure, arm),
        "told_today": _told_today(store.health.diary.check_ins(), today),
    }


def _told_today(diary: list[CheckIn] | tuple[CheckIn, ...], today: date) -> bool:
    return any(one.day == today and one.worst_pain is not None for one in diary)


def _plan(made: Experiment) -> dict[str, Any]:
    exposure = known_exposure(made.exposure)
    return {
        "plan": made,
        "exposure": exposure,
        "pairs": len(made.arms) // 2,
        "power_pct": round(100 * made.power),
        "with_words": arm_in_words(made, exposure, True),
        "without_words": arm_in_words(made, exposure, False),
    }


def _design(request: HttpRequest) -> dict[str, Any]:
    """Return the design that a form asks for; ``first`` and ``seed`` come with the form of a preview."""
    numbers = {
        name: asked_number(request.POST.get(name, ""), name)
        for name in ("effect", "period_days", "wash_out_days", "seed")
    }
    return {
        "exposure": request.POST.get("exposure", ""),
        "effect": numbers["effect"] or EFFECT_POINTS,
        "period_days": int(numbers["period_days"] or PERIOD_DAYS),
        "wash_out_days": WASH_OUT_DAYS if numbers["wash_out_days"] is None else int(numbers["wash_out_days"]),
        "first": asked_day(request.POST.get("first", ""), "first day"),
        "seed": None if numbers["seed"] is None else int(numbers["seed"]),
    }
