"""Progress of long work, live: a page asks for it every second until it has ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from runback.web.jobs.kinds import kind
from runback.web.models import Job

FIRST_GUESS_AFTER_S = 3.0
SHOWN_AFTER_END = timedelta(days=1)


@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """Show every job that is under way or ended lately and was not put away."""
    jobs = Job.objects.filter(dismissed=False).order_by("-created_utc")
    recent = [
        one for one in jobs if one.ended_utc is None or datetime.now(UTC) - one.ended_utc < SHOWN_AFTER_END
    ]
    return render(request, "runback/jobs/current.html", {"jobs": [told(one) for one in recent]})


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
    share = round(100 * job.done / job.total) if job.total else None
    return {
        "id": job.pk,
        "kind": job.kind,
        "title": kind(job.kind).title,
        "state": job.state,
        "live": job.ended_utc is None,
        "done": job.done,
        "total": job.total,
        "share": share,
        "doing": job.doing,
        "seconds_left": _seconds_left(job),
        "result": job.result,
        "failure": job.failure,
        "remedy": job.remedy,
    }


def _seconds_left(job: Job) -> int | None:
    if job.began_utc is None or job.ended_utc is not None or not job.total or not job.done:
        return None
    spent = (datetime.now(UTC) - job.began_utc).total_seconds()
    if spent < FIRST_GUESS_AFTER_S:
        return None
    return round(spent / job.done * (job.total - job.done))
