"""The data of the runner: what came in, what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from runback.operations.erasing import in_words
from runback.store.reports import Batch
from runback.web import jobs
from runback.web.answers import answer
from runback.web.jobs.views import current_jobs
from runback.web.models import Job
from runback.web.pages.data import uploads
from runback.web.pages.data.work import counted
from runback.web.questions import own_runs
from runback.web.runner_store import own_store, runners_day
from runback.web.serving import LARGEST_UPLOAD_BYTES

NAMED = 3
LISTED = 200


@dataclass(frozen=True, slots=True)
class BatchShown:
    """An import as the list shows it: ``cut_off`` where it was not completed and nothing works on it."""

    batch: Batch
    names: str
    counted: str
    cut_off: bool


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Show what is stored, take files in, hand everything out."""
    store = own_store()
    runs = answer(own_runs, store, runners_day(store))
    live = _is_live("import")
    return render(
        request,
        "runback/data/data.html",
        {
            "runs": runs.height,
            "first": None if runs.is_empty() else runs["local_date"][0],
            "last": None if runs.is_empty() else runs["local_date"][-1],
            "held": in_words(store.holdings()),
            "home": store.home.root,
            "log": store.home.log,
            "jobs": current_jobs(),
            "waiting": uploads.waiting(store.home),
            "batches": [_shown(batch, live=live) for batch in store.batches()],
            "outdated": None if _is_live("recompute") else store.outdated(),
            "most_bytes": LARGEST_UPLOAD_BYTES,
        },
    )


@require_GET
def one_import(request: HttpRequest, number: int) -> HttpResponse:
    """Show what became of the files of one import, and offer to take it out."""
    files = own_store().import_files(number)
    lists = {
        name: getattr(files, name)[:LISTED] for name in ("failed", "damaged", "same", "copies", "not_runs")
    }
    more = {f"more_{name}": max(0, len(getattr(files, name)) - LISTED) for name in lists}
    return render(
        request,
        "runback/data/import.html",
        {"shown": _shown(files.batch, live=_is_live("import")), **lists, **more},
    )


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to take out one import."""
    own_store().import_files(number)
    jobs.begin("undo", batch=number)
    return redirect("data")


@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Begin to measure outdated runs again."""
    jobs.begin("recompute")
    return redirect("data")


def _is_live(kind: str) -> bool:
    return Job.objects.filter(kind=kind, ended_utc=None).exists()


def _shown(batch: Batch, *, live: bool) -> BatchShown:
    names = [Path(source).name for source in batch.sources]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    cut_off = batch.state == "running" and not live
    return BatchShown(batch, ", ".join(names[:NAMED]) + more, counted(batch), cut_off)
