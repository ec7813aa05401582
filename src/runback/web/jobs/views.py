"""Progress of long work, live: a page asks for it every second until it has ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from runback.web.jobs.kinds import kind
from runback.web.jobs.progress import Progress, read_progress
from runback.web.models import Job

FIRST_GUESS_AFTER_S = 3.0
SHOWN_AFTER_END = timedelta(days=1)


@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """Show every job that is under way or ended lately and was not put away."""
    return render(request, "runback/jobs/current.html", {"jobs": current_jobs()})


def current_jobs() -> list[dict[str, object]]:
    """Return what a page shows of every job under way or ended lately and not put away, latest first."""
    lately = Q(ended_utc=None) | Q(ended_utc__gte=datetime.now(UTC) - SHOWN_AFTER_END)
    return [told(one) for one in Job.objects.filter(lately, dismissed=False).order_by("-created_utc")]


@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """Show in one line what is under way; asks for itself again while anything is."""
    return render(request, "runback/jobs/line.html", {"under_way": under_way()})


def under_way() -> dict[str, object] | None:
    """Return the job at work, else the one that waits longest, else None."""
    live = Job.objects.filter(ended_utc=None).order_by("-began_utc", "created_utc").first()
    return None if live is None else told(live)


@require_GET
def one(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show one job; the fragment asks for itself again while the job is under way."""
    job = get_object_or_404(Job, pk=job_id)
    response = render(request, "runback/jobs/one.html", {"job": told(job)})
    if job.ended_utc is not None:
        # Lists on the page that the work changed may load themselves anew.
        response["HX-Trigger"] = "job-ended"
    return response


@require_POST
def put_away(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show a job that has ended no more."""
    Job.objects.filter(pk=job_id, ended_utc__isnull=False).update(dismissed=True)
    return HttpResponse()


def told(job: Job) -> dict[str, object]:
    """Return what a page shows of ``job``: ``share`` 0 to 100 where the total is known, ``seconds_left``."""
    live = job.ended_utc is None
    progress = read_progress(job.pk) if live else Progress(job.pk)
    return {
        "id": job.pk,
        "kind": job.kind,
        "title": kind(job.kind).title,
        "state": job.state,
        "live": live,
        "done": progress.done,
        "total": progress.total,
        "share": round(100 * progress.done / progress.total) if progress.total else None,
        "doing": progress.doing,
        "seconds_left": _seconds_left(job, progress),
        "result": job.result,
        "failure": job.failure,
        "remedy": job.remedy,
    }


def _seconds_left(job: Job, progress: Progress) -> int | None:
    if job.began_utc is None or not progress.total or not progress.done:
        return None
    spent = (datetime.now(UTC) - job.began_utc).total_seconds()
    if spent < FIRST_GUESS_AFTER_S:
        return None
    return round(spent / progress.done * (progress.total - progress.done))
