"""A plan made from wishes: what the runner trains for, the days with time, and what is at hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from runback.errors import BadInputError
from runback.operations.planning import write_plan
from runback.operations.wishing import last_wishes, race, weekly_distance
from runback.planning.plan import Goal, Wishes
from runback.planning.running.history import running_history
from runback.planning.strength.doses import EQUIPMENT
from runback.planning.wishes.checking import MOST_MINUTES, MOST_WEEKS
from runback.store.store import Store
from runback.units import METRES, Units
from runback.web.answers import answer
from runback.web.questions import own_runs
from runback.web.runner_store import own_store, runners_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EQUIPMENT_LABELS = {
    "loop-band": "Loop band",
    "long-band": "Long band",
    "weight": "Dumbbell, kettlebell or filled backpack",
    "barbell": "Barbell",
    "bench": "Bench, or a sofa that stands firm",
    "step": "Step or stair",
    "ball": "Exercise ball",
}


@dataclass(frozen=True, slots=True)
class WeekdayTime:
    """A weekday's number, name, and minutes as shown in its field."""

    number: int
    name: str
    minutes: str


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Ask for wishes, and make the plan they ask for."""
    store = own_store()
    today = runners_day(store)
    wishes = last_wishes(store)
    if request.method == "GET":
        return render(request, "runback/plan/make.html", _form(store, today, wishes, None))
    try:
        wished = _wished(request.POST, wishes, today, store.units())
        write_plan(store, today, wished)
    except BadInputError as error:
        around = _form(store, today, wishes, request.POST) | {"error": error, "error_above": True}
        return render(request, "runback/plan/make.html", around, status=422)
    return redirect("/plan/")


def _form(store: Store, today: date, wishes: Wishes, sent: QueryDict | None) -> dict[str, Any]:
    units = store.units()
    history = running_history(answer(own_runs, store, today), today)
    goal = wishes.goal if wishes.goal and (wishes.goal.day is None or wishes.goal.day >= today) else None
    told = sent.dict() if sent is not None else _told(wishes, goal, units)
    if not told.get("weekly") and history.weekly_m:
        told["weekly"] = f"{history.weekly_m / METRES[units]:.0f}"
    return {
        "told": told,
        "weekdays": [
            WeekdayTime(at, name, str(told.get(f"minutes-{at}", ""))) for at, name in enumerate(WEEKDAYS)
        ],
        "at_hand": set(sent.getlist("equipment")) if sent is not None else wishes.equipment,
        "equipment": [(name, EQUIPMENT_LABELS[name]) for name in sorted(EQUIPMENT)],
        "history": history,
        "most_weeks": MOST_WEEKS,
        "most_minutes": int(MOST_MINUTES),
        "counts": ("1", "2", "3", "4", "5", "6"),
    }


def _told(wishes: Wishes, goal: Goal | None, units: Units) -> dict[str, str]:
    """Return what the fields show of the wishes that there are."""
    told = {f"minutes-{day}": f"{free:g}" for day, free in wishes.minutes.items()}
    told |= {
        "weeks": str(wishes.weeks),
        "runs": "" if wishes.runs_per_week is None else str(wishes.runs_per_week),
        "strength": "" if wishes.strength_per_week is None else str(wishes.strength_per_week),
        "long": "" if wishes.long_run_weekday is None else str(wishes.long_run_weekday),
        "aim": "none",
    }
    if goal is not None and goal.day is not None:
        told |= {"aim": "race", "race": goal.name, "race_day": goal.day.isoformat()}
    elif goal is not None:
        told |= {"aim": "weekly", "weekly": f"{goal.distance_m / METRES[units]:g}"}
    return told


def _wished(sent: QueryDict, before: Wishes, today: date, units: Units) -> Wishes:
    minutes = {day: _number(sent.get(f"minutes-{day}", ""), name) or 0.0 for day, name in enumerate(WEEKDAYS)}
    return replace(
        before,
        minutes={day: free for day, free in minutes.items() if free},
        weeks=_whole(sent.get("weeks", ""), "weeks") or before.weeks,
        goal=_goal(sent, today, units),
        runs_per_week=_whole(sent.get("runs", ""), "runs a week"),
        strength_per_week=_whole(sent.get("strength", ""), "strength sessions a week"),
        long_run_weekday=_whole(sent.get("long", ""), "weekday of the long run"),
        equipment=frozenset(sent.getlist("equipment")),
    )


def _goal(sent: QueryDict, today: date, units: Units) -> Goal | None:
    aim = sent.get("aim", "none")
    if aim == "weekly":
        amount = _number(sent.get("weekly", ""), "weekly distance")
        if amount is None:
            raise BadInputError("no weekly distance is given.", remedy="Give it, or choose to keep going.")
        return weekly_distance(amount, units)
    if aim == "race":
        try:
            day = date.fromisoformat(sent.get("race_day", ""))
        except ValueError:
            raise BadInputError("the race has no day.", where="race", remedy="Choose its day.") from None
        return race(today, sent.get("race", "").strip(), day)
    return None


def _number(said: str, where: str) -> float | None:
    said = said.replace(",", ".").strip()
    try:
        return float(said) if said else None
    except ValueError:
        raise BadInputError(f"{said!r} is no number.", where=where, remedy="Give a number.") from None


def _whole(said: str, where: str) -> int | None:
    number = _number(said, where)
    if number is not None and not number.is_integer():
        raise BadInputError(f"{number:g} is no whole number.", where=where, remedy="Give a whole number.")
    return None if number is None else int(number)
