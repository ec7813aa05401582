"""The plan as files to take along: one for the calendar, a workout for the watch for each session."""

from __future__ import annotations

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from runback.errors import BadInputError
from runback.operations.plan_files import calendar_look, plan_calendar, plan_workouts
from runback.operations.planning import shown_plan
from runback.planning.plan import Session
from runback.store.store import Store
from runback.web.answers import answer
from runback.web.runner_store import own_store, runners_day


@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the calendar file; what it says is kept, so that the next one changes and cancels entries."""
    store = own_store()
    today = runners_day(store)
    made = plan_calendar(store, today, _sessions(store), calendar_look(store))
    return _attached(made.content, "text/calendar", "runback-plan.ics")


@require_GET
def workouts(request: HttpRequest) -> HttpResponse:
    """Hand out a FIT workout for each session ahead, in one archive."""
    store = own_store()
    files = plan_workouts(runners_day(store), _sessions(store))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return _attached(packed.getvalue(), "application/zip", "runback-workouts.zip")


def _sessions(store: Store) -> tuple[Session, ...]:
    today = runners_day(store)
    shown = answer(shown_plan, store, today)
    if shown is None or shown.plan.last < today:
        raise BadInputError("there is no plan for the days ahead.", remedy="Make one at Plan.")
    return shown.plan.sessions


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
