"""Changes of the plan: a session moved or told, the plan made anew."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from runback.errors import BadInputError
from runback.operations.planning import look_at_move, move_session, tell_session
from runback.operations.planning import replan as make_anew
from runback.web.runner_store import own_store, runners_day


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move a session, or say what speaks against it and which days hold."""
    store = own_store()
    today = runners_day(store)
    session, day = request.POST.get("session", ""), _day(request.POST.get("day", ""))
    looked = look_at_move(store, today, session, day)
    anyway = request.POST.get("anyway") == "yes"
    if looked.move.against or (looked.move.wishes and not anyway):
        return render(request, "runback/plan/move.html", {"looked": looked, "move": looked.move}, status=422)
    move_session(store, today, session, day, anyway=anyway)
    return redirect(f"/plan/?moved={looked.move.session.id}")


@require_POST
def told(request: HttpRequest, session_id: str) -> HttpResponse:
    """Write what became of a session."""
    store = own_store()
    done = request.POST.get("done") != "no"
    tell_session(
        store,
        runners_day(store),
        session_id,
        done=done,
        effort=_number(request, "effort") if done else None,
        pain=_number(request, "pain") if done else None,
        at_target={
            name.removeprefix("of-"): said == "ok"
            for name, said in request.POST.items()
            if done and name.startswith("of-")
        },
    )
    return redirect(f"/plan/session/{session_id}/")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was told last."""
    back = own_store().plans.take_back()
    return redirect(f"/plan/session/{back.session}/")


@require_POST
def replan(request: HttpRequest) -> HttpResponse:
    """Make the plan anew from what was done, missed and felt since."""
    store = own_store()
    found = make_anew(store, runners_day(store))
    return redirect(f"/plan/?changed={len(found.changed)}")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInputError(f"{said!r} is not a day.", remedy="Choose one of the plan's days.") from None


def _number(request: HttpRequest, name: str) -> float | None:
    said = request.POST.get(name, "").replace(",", ".").strip()
    try:
        return float(said) if said else None
    except ValueError:
        raise BadInputError(
            f"{said!r} is no number.", where=name, remedy="Give a number from 0 to 10."
        ) from None
