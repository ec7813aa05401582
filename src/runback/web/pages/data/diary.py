"""The diary of another app or a spreadsheet: looked at, then taken in; and the own one handed out."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from runback.errors import BadInputError, RunbackError
from runback.reports.diary_csv import AmbiguousDatesError, diary_csv
from runback.web import jobs
from runback.web.pages.data import uploads
from runback.web.pages.data.diary_table import (
    CALLED,
    LEFT_OUT,
    ColumnShown,
    TableAsked,
    chosen,
    columns_shown,
    read_days,
)
from runback.web.runner_store import own_home, own_store, runners_day

SHOWN = 20


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for the file, and take it."""
    if request.method == "GET":
        return render(request, "runback/data/diary_choose.html")
    file = request.FILES.get("files")
    if file is None:
        raise BadInputError("no file was chosen.", remedy="Choose a CSV file first.")
    home, upload_id = own_home(), uuid4()
    uploads.remove_abandoned(home)
    uploads.take(home, upload_id, [file], [])
    columns_shown_or_gone(upload_id)
    return redirect("diary-look", upload_id)


def columns_shown_or_gone(upload_id: UUID) -> None:
    """Look whether the file is a table; one that is none is deleted at once."""
    try:
        columns_shown(own_home(), upload_id, {})
    except RunbackError:
        uploads.remove(own_home(), upload_id)
        raise


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show what the table would give as its columns are taken now; a POST brings it in."""
    store = own_store()
    today = runners_day(store)
    said = request.POST if request.method == "POST" else request.GET
    columns = columns_shown(store.home, upload_id, _said(said))
    shown: dict[str, Any] = {
        "columns": columns,
        "choices": [(LEFT_OUT, "leave out"), *CALLED.items()],
        "date_order": said.get("date_order", ""),
        "replace": said.get("replace") == "yes",
    }
    try:
        table = _asked(columns, said)
        read = read_days(store.home, upload_id, table, today)
        if request.method == "POST":
            jobs.begin(
                "diary",
                table=str(upload_id),
                columns=dict(table.columns),
                date_order=table.date_order,
                replace=table.replace,
                today=today.isoformat(),
            )
            return redirect("data")
        shown |= {"read": read, "problems": read.problems[:SHOWN]}
        shown["more_problems"] = max(0, len(read.problems) - SHOWN)
        shown["written"] = store.health.diary.write_all(
            read.check_ins, today, replace=table.replace, dry_run=True
        )
    except AmbiguousDatesError as error:
        shown |= {"error": error, "ask_order": True}
    except RunbackError as error:
        shown["error"] = error
    return render(request, "runback/data/diary_look.html", shown)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the diary as a CSV that a spreadsheet opens and the import takes back as it is."""
    store = own_store()
    response = HttpResponse(diary_csv(store.health.check_ins()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="runback-diary-{runners_day(store)}.csv"'
    return response


def _said(said: QueryDict) -> dict[int, str]:
    known = {LEFT_OUT, *CALLED}
    return {
        int(key.removeprefix("column-")): value
        for key, value in said.items()
        if key.removeprefix("column-").isdecimal() and value in known
    }


def _asked(columns: list[ColumnShown], said: QueryDict) -> TableAsked:
    return TableAsked.of(
        {
            "columns": chosen(columns),
            "date_order": said.get("date_order"),
            "replace": said.get("replace") == "yes",
        }
    )
