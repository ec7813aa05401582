"""The screening: raised signs first, then what the answers resemble; the interview, one question a screen."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from runback.errors import BadInputError
from runback.operations import screening as interviews
from runback.screening import Action, Screening
from runback.web.answers import answer
from runback.web.frame import own_screening
from runback.web.pages.screening import given
from runback.web.runner_store import own_store, runners_day

SHOWN_RESEMBLANCE = 0.1


@require_GET
def result(request: HttpRequest) -> HttpResponse:
    """Show what the latest answers raise and resemble, and what stayed open."""
    store = own_store()
    today = runners_day(store)
    screening = answer(own_screening, store, today)
    shown = [] if screening is None else list(screening.patterns)
    emergency = screening is not None and screening.action is Action.EMERGENCY
    return render(
        request,
        "runback/screening/result.html",
        {
            "screening": screening,
            # Nothing may stand beside what cannot wait.
            "patterns": [] if emergency else [one for one in shown if one.resemblance >= SHOWN_RESEMBLANCE],
            "missing": [] if screening is None or emergency else _reasons(screening),
            "emergency": emergency,
        },
    )


def _reasons(screening: Screening) -> list[tuple[str, int]]:
    return list(Counter(one.reason for one in screening.missing).items())


@require_http_methods(["GET", "POST"])
def interview(request: HttpRequest) -> HttpResponse:
    """Ask one question; a POST carries the answers so far and the one given. Nothing changes by GET."""
    store = own_store()
    today = runners_day(store)
    known = interviews.known_answers(store, today)
    answers = known if request.method == "GET" else given.answers_so_far(request.POST)
    if "leave" in request.POST:
        interviews.leave_interview(store, today, answers)
        return redirect("screening")
    refused = None
    if "back" in request.POST:
        answers = given.without_last(answers, known)
    elif request.method == "POST" and (asked := interviews.question_after(store, answers)) is not None:
        try:
            answers = {**answers, asked.id: given.answered(asked, request.POST)}
        except BadInputError as error:
            refused = error
    question = interviews.question_after(store, answers)
    if question is None:
        interviews.finish_interview(store, today, answers)
        return redirect("screening")
    emergency = interviews.emergency_so_far(today, answers)
    if emergency is not None and answers != known and refused is None and "back" not in request.POST:
        # Whoever closes the window now must still find the sign on every page.
        interviews.leave_interview(store, today, answers)
    return render(
        request,
        "runback/screening/question.html",
        {
            "question": question,
            "so_far": given.carried(answers),
            "number": len(answers) - len(known) + 1,
            "can_go_back": len(answers) > len(known),
            "emergency": emergency,
            "refused": refused,
        },
        status=200 if refused is None else 422,
    )


@require_POST
def looked_at(request: HttpRequest) -> HttpResponse:
    """Keep the runner's own dated statement that a clinician looked at a raised sign."""
    store = own_store()
    day = request.POST.get("day", "")
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise BadInputError(f"{day!r} is no day.", remedy="Give it as 2026-11-23.") from error
    interviews.state_looked_at(
        store, runners_day(store), request.POST.get("flag", ""), request.POST.get("statement", ""), on=on
    )
    return redirect("screening")
