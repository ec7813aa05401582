"""The plan as a calendar, and one session of it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.errors import BadInputError
from runback.knowledge import cause, fact, source
from runback.operations.planning import session_outcomes, shown_plan
from runback.planning.plan import Session
from runback.web.answers import answer
from runback.web.pages.plan.calendar_weeks import OUTCOME_WORDS, calendar_weeks, movable
from runback.web.questions import own_runs
from runback.web.runner_store import own_store, runners_day


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """Show the weeks of the plan from this one on."""
    store = own_store()
    today = runners_day(store)
    shown = answer(shown_plan, store, today)
    if shown is None or shown.plan.last < today:
        return render(
            request, "runback/plan/none.html", {"ended": None if shown is None else shown.plan.last}
        )
    found = session_outcomes(store, today, shown.plan.sessions, runs=answer(own_runs, store, today))
    weeks = calendar_weeks(shown.plan, found, today)
    can_move = [one.session for week in weeks for day in week.days for one in day.entries if one.movable]
    moved = next((one for one in can_move if one.id == request.GET.get("moved")), None)
    return render(
        request,
        "runback/plan/plan.html",
        {
            "plan": shown.plan,
            "held_back": shown.held_back,
            "weeks": weeks,
            "movable": can_move,
            "open_days": [day.day for week in weeks for day in week.days if day.open],
            "moved": moved,
            "changed": request.GET.get("changed"),
        },
    )


@require_GET
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show one session: its parts, why it is there, what it rests on, and what became of it."""
    store = own_store()
    today = runners_day(store)
    shown = answer(shown_plan, store, today)
    sessions = shown.plan.sessions if shown else ()
    one = next((each for each in sessions if each.id == session_id and each.kind != "rest"), None)
    if one is None or shown is None:
        raise BadInputError("this session is not in the plan.", remedy="Look at Plan for what is.")
    outcome = session_outcomes(store, today, [one], runs=answer(own_runs, store, today)).get(one.id)
    told = next((each for each in store.plans.log() if each.session == one.id), None)
    return render(
        request,
        "runback/plan/session.html",
        {
            "session": one,
            "stretches": [each for each in sessions if each.id == f"{one.id}-stretch"],
            "outcome": OUTCOME_WORDS[outcome] if outcome else "",
            "told": told,
            "may_tell": outcome is not None,
            "may_move": movable(one, outcome, today),
            "open_days": _days_to(one, sessions, max(today, shown.plan.first)),
            "causes": [cause(name).name for name in one.causes],
            "facts": [(known := fact(name), source(known.source)) for name in one.evidence],
        },
    )


def _days_to(session: Session, sessions: tuple[Session, ...], first: date) -> list[date]:
    return sorted({one.day for one in sessions if one.day >= first and one.day != session.day})
