"""Today: the check-in, the day's session and its player, what changed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from runback.errors import BadInputError
from runback.operations.changes import changes_since
from runback.operations.checking_in import check_in_of, in_one_line
from runback.operations.planning import ShownPlan, session_outcomes, shown_plan
from runback.planning.plan import Session
from runback.progress.check_ins import is_empty
from runback.store.store import Store
from runback.web.answers import answer
from runback.web.pages.today.check_in import check_in_form, told_by_form
from runback.web.pages.today.player import figure_addresses, player_data
from runback.web.pages.today.seen import last_visit, remember_visit
from runback.web.questions import own_runs
from runback.web.runner_store import own_store, runners_day

ROOMS = {"screening": "/screening/", "plan": "/plan/", "runs": "/runs/"}


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show the day: what to tell of it, what is planned, what changed."""
    store = own_store()
    now = runners_day(store)
    of_day = _asked_day(request, now)
    seen = datetime.now(UTC)
    since = last_visit(request, seen)
    changes = changes_since(store, since, now) if since else ()
    written = check_in_of(store, of_day)
    response = render(
        request,
        "runback/today/today.html",
        {
            "of_day": of_day,
            "before": of_day - timedelta(days=1),
            "after": of_day + timedelta(days=1) if of_day < now else None,
            "form": check_in_form(written),
            "told": None if is_empty(written) else in_one_line(written),
            "erased": request.GET.get("erased") == "yes",
            "changes": [{"sentence": one.sentence, "address": ROOMS[one.room]} for one in changes],
            **_planned(store, now),
        },
    )
    remember_visit(request, response, seen)
    return response


@require_POST
def check_in(request: HttpRequest) -> HttpResponse:
    """Write a day that a form sent without scripts, then show that day."""
    store = own_store()
    of_day = _day(request.POST.get("day", ""))
    store.health.diary.change(of_day, told_by_form(request.POST), runners_day(store))
    return redirect(f"/?day={of_day.isoformat()}")


@require_GET
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """Guide through a planned session."""
    store = own_store()
    now = runners_day(store)
    shown = answer(shown_plan, store, now)
    found = _found(shown, session_id)
    assert shown is not None
    stretches = _stretches(shown, found)
    data = player_data(store, now, found, stretches)
    return render(
        request,
        "runback/today/session.html",
        {
            "session": found,
            "data": data,
            "keep_json": json.dumps([request.path, *figure_addresses([found, *stretches])]),
        },
    )


def _planned(store: Store, now: date) -> dict[str, Any]:
    """Return what the page shows of the plan: today's sessions, else the next one."""
    shown = answer(shown_plan, store, now)
    if shown is None or shown.plan.last < now:
        return {"plan_ended": shown is not None, "planned": [], "no_plan": True, "keep_json": "[]"}
    found = session_outcomes(store, now, shown.plan.sessions, runs=answer(own_runs, store, now))
    held = [one for one in shown.plan.sessions if one.day == now]
    main = [one for one in held if one.kind in ("run", "strength")]
    coming = [
        one
        for one in shown.plan.sessions
        if one.day > now and one.kind in ("run", "strength") and found.get(one.id) == "coming"
    ]
    planned = [
        {"session": one, "outcome": found[one.id], "stretches": _stretches(shown, one)} for one in main
    ]
    to_do = next((one for one in main if found[one.id] == "coming"), None)
    return {
        "planned": planned,
        "rest": next((one for one in held if one.kind == "rest"), None),
        "next": coming[0] if coming else None,
        "held_back": shown.held_back,
        "keep_json": json.dumps(_keep(shown, to_do)),
    }


def _keep(shown: ShownPlan, to_do: Session | None) -> list[str]:
    """Return what the browser keeps for the player while the server is away: today's session alone."""
    if to_do is None:
        return []
    return [f"/today/session/{to_do.id}/", *figure_addresses([to_do, *_stretches(shown, to_do)])]


def _stretches(shown: ShownPlan, session: Session) -> list[Session]:
    return [one for one in shown.plan.sessions if one.id == f"{session.id}-stretch"]


def _found(shown: ShownPlan | None, session_id: str) -> Session:
    sessions = shown.plan.sessions if shown else ()
    found = next((one for one in sessions if one.id == session_id and one.kind != "rest"), None)
    if found is None:
        raise BadInputError(
            "this session is not in the plan.", remedy="The plan may have changed: look at Plan."
        )
    return found


def _asked_day(request: HttpRequest, now: date) -> date:
    said = request.GET.get("day", "")
    if not said:
        return now
    asked = _day(said)
    if asked > now:
        raise BadInputError(f"{asked} lies ahead.", remedy=f"Give a day up to {now}.")
    return asked


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInputError(f"{said!r} is not a day.", remedy="Write it as 2026-11-23.") from None
