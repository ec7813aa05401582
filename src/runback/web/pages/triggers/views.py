"""What the runner's own days say of each exposure, and the days themselves as a calendar."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback.errors import BadInputError
from runback.knowledge import Exposure, exposures
from runback.model import CheckIn
from runback.operations.triggers import PICKED, own_triggers, picked_exposures
from runback.triggers import ExposureResult
from runback.web.answers import answer
from runback.web.questions import own_runs, own_trigger_search
from runback.web.runner_store import own_store, runners_day

LEAST_REACH, MOST_REACH = 1.0, 5.0
"""Points of pain that the line of effects reaches to either side; a wider interval runs off its ends."""

WHOLE_SCALE = 10.0


@dataclass(frozen=True, slots=True)
class Row:
    """An exposure with what the days say of it."""

    exposure: Exposure
    result: ExposureResult

    @property
    def says_nothing(self) -> bool:
        """Whether the interval is wider than pain itself."""
        interval = self.result.interval
        return interval is not None and interval[1] - interval[0] > WHOLE_SCALE


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar; ``ahead`` of today it cannot be told yet."""

    day: date
    told: CheckIn | None
    ahead: bool


@require_GET
def own_days(request: HttpRequest) -> HttpResponse:
    """Show what tends to come before the worse days; mostly that the days are not enough to tell."""
    store = own_store()
    today = runners_day(store)
    names = request.GET.getlist("pick")
    if names:
        picked = picked_exposures(names, exposures())
        found = own_triggers(store, today, answer(own_runs, store, today), picked=picked)
    else:
        found = answer(own_trigger_search, store, today)
    known = {one.id: one for one in exposures()}
    rows = [Row(known[one.exposure], one) for one in found.results]
    varied = [one for one in rows if one.result.days_needed is not None]
    return render(
        request,
        "runback/triggers/triggers.html",
        {
            "found": found,
            "varied": sorted(varied, key=lambda one: one.result.days_needed or 0),
            "unvaried": [one.exposure.name for one in rows if one.result.days_needed is None],
            "reach": _reach(found.results),
            "known": exposures(),
            "picked": names,
            "picked_words": PICKED if names else "",
        },
    )


@require_GET
def diary(request: HttpRequest) -> HttpResponse:
    """Show a month of the diary; each day leads to its check-in."""
    store = own_store()
    today = runners_day(store)
    month = _month(request.GET.get("month", ""), today)
    told = {one.day: one for one in store.health.diary.check_ins()}
    weeks = [
        [Cell(day, told.get(day), day > today) if day.month == month.month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
    before, after = _beside(month)
    return render(
        request,
        "runback/triggers/diary.html",
        {
            "month": month,
            "weeks": weeks,
            "weekdays": calendar.day_name,
            "before": before if told and before >= min(told).replace(day=1) else None,
            "after": after if after <= today else None,
            "told": sum(day.year == month.year and day.month == month.month for day in told),
            "all_told": len(told),
        },
    )


def _month(text: str, today: date) -> date:
    if not text:
        return today.replace(day=1)
    try:
        return min(date.fromisoformat(f"{text}-01"), today.replace(day=1))
    except ValueError as error:
        raise BadInputError(f"{text!r} is no month.", remedy="Give it as 2026-11.") from error


def _beside(month: date) -> tuple[date, date]:
    """Return the first days of the months before and after."""
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    after = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    return before, after


def _reach(results: tuple[ExposureResult, ...]) -> float:
    """Return how many points of pain the line of effects shows to either side."""
    ends = [abs(end) for one in results if one.interval is not None for end in one.interval]
    return min(max([LEAST_REACH, *ends]), MOST_REACH)
