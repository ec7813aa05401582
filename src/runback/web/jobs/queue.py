"""From a page to the worker: a job is written and queued in one transaction, then done once."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_tasks import task

from runback.errors import RunbackError
from runback.web.jobs.kinds import Report, kind
from runback.web.jobs.progress import forget_progress
from runback.web.models import Job
from runback.web.runner_store import own_store

MOST_ATTEMPTS = 3
"""A job that was cut off so often is not begun again: it may be what kills the worker."""


def begin(name: str, *, job_id: UUID | None = None, **asked: object) -> Job:
    """Queue a job of kind ``name`` with what it needs (JSON values) and return it."""
    kind(name)
    with transaction.atomic():
        identity = {} if job_id is None else {"id": job_id}
        job = Job.objects.create(kind=name, created_utc=datetime.now(UTC), asked=asked, **identity)
        do_job.enqueue(str(job.pk))
    return job


@task()
def do_job(job_id: str) -> None:
    """Do one job; the worker calls this. What goes wrong is told in the job, for the runner to read."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None or job.state in (Job.State.DONE, Job.State.FAILED):
        return
    if job.attempts >= MOST_ATTEMPTS:
        _end(job, failure=f"It was cut off {job.attempts} times.", remedy=kind(job.kind).after_kills)
        return
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, began_utc=datetime.now(UTC)
    )
    job.refresh_from_db()
    try:
        result = kind(job.kind).do(own_store(), dict(job.asked), Report(job))
    except RunbackError as error:
        place = f"{error.where}: " if error.where else ""
        _end(job, failure=f"{place}{error.what}", remedy=error.remedy)
    except Exception as error:  # noqa: BLE001 - the worker's last door: the runner is told, the log has the place
        frames = "".join(traceback.format_tb(error.__traceback__))
        logging.getLogger("runback").error("unexpected %s in a job\n%s", type(error).__name__, frames)
        _end(job, failure="A fault in Runback itself.", remedy=kind(job.kind).after_kills)
    else:
        job.result = result
        _end(job)


def begin_again_after_kill() -> int:
    """Queue again every job that a killed worker left running; return how many. No worker may be at work."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    with transaction.atomic():
        cut_off = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        count = cut_off.count()
        cut_off.update(status=TaskResultStatus.READY, started_at=None, worker_ids=[])
        Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.WAITING)
    return count


def _end(job: Job, *, failure: str = "", remedy: str = "") -> None:
    job.state = Job.State.FAILED if failure else Job.State.DONE
    job.failure, job.remedy, job.ended_utc = failure, remedy, datetime.now(UTC)
    job.save()
    forget_progress(job.pk)
