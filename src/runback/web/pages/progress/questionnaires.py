"""Outcome questionnaires, one page each: answer here or type in a total, and what was given before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from runback.errors import BadInputError
from runback.operations.questionnaires import answer_questionnaire, last_answers, type_in_total
from runback.progress import Item, Questionnaire, questionnaire, questionnaires
from runback.web.form_values import asked_day, asked_number
from runback.web.runner_store import own_store, runners_day

MOST_KEYS = 11
"""A rating with at most so many whole steps is a row of keys, a wider one is typed."""


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, form_id: str) -> HttpResponse:
    """Ask a questionnaire; a POST scores it, or comes back with the answers and what is amiss."""
    form = _form(form_id)
    if request.method == "GET":
        return _shown(request, form)
    store = own_store()
    today = runners_day(store)
    try:
        day = asked_day(request.POST.get("day", ""), "day") or today
        answer_questionnaire(store, today, form.id, _answers(form, request.POST), day=day)
    except BadInputError as error:
        return _shown(request, form, error)
    return redirect("questionnaire", form.id)


@require_POST
def total(request: HttpRequest, form_id: str) -> HttpResponse:
    """Keep a total that was worked out elsewhere."""
    form = _form(form_id)
    store = own_store()
    today = runners_day(store)
    try:
        day = asked_day(request.POST.get("day", ""), "day") or today
        value = asked_number(request.POST.get("total", ""), "total")
        if value is None:
            raise BadInputError("no total was typed in.", where=form.name)
        type_in_total(store, today, form.id, value, day=day)
    except BadInputError as error:
        return _shown(request, form, error)
    return redirect("questionnaire", form.id)


def _form(form_id: str) -> Questionnaire:
    if form_id not in {one.id for one in questionnaires()}:
        raise Http404("no such questionnaire")
    return questionnaire(form_id)


def _shown(request: HttpRequest, form: Questionnaire, refused: BadInputError | None = None) -> HttpResponse:
    store = own_store()
    given: Mapping[str, Any] = request.POST if refused else {}
    # Activities named the last time are rated again; their ratings are given afresh.
    named = last_answers(store, form.id)
    items = [
        {
            "item": item,
            "keys": _keys(item),
            "given": given.get(item.id, ""),
            "name": given.get(item.name_id, named.get(item.name_id, "")) if item.names else "",
        }
        for item in form.items
    ]
    scores = sorted(
        (one for one in store.health.scores() if one.measure == form.id),
        key=lambda one: one.day,
        reverse=True,
    )
    context = {"form": form, "items": items, "scores": scores, "error": refused, "error_above": True}
    status = 200 if refused is None else 422
    return render(request, "runback/progress/questionnaire.html", context, status=status)


def _keys(item: Item) -> list[str]:
    """Return the whole numbers of a rating that fits a row of keys; empty for a statement."""
    steps = int(item.maximum - item.minimum) + 1
    if item.type == "yes-no" or steps > MOST_KEYS:
        return []
    return [str(int(item.minimum) + step) for step in range(steps)]


def _answers(form: Questionnaire, posted: QueryDict) -> dict[str, bool | float | str]:
    """Return the answers by item id; what was left open is absent, never "no"."""
    answers: dict[str, bool | float | str] = {}
    for item in form.items:
        name = posted.get(item.name_id, "").strip() if item.names else ""
        if item.names and not name:
            continue
        said = posted.get(item.id, "").strip()
        if not said:
            continue
        if item.type == "yes-no":
            if said in ("yes", "no"):
                answers[item.id] = said == "yes"
        elif (rated := asked_number(said, item.wording)) is not None:
            answers[item.id] = rated
        if name:
            answers[item.name_id] = name
    return answers
