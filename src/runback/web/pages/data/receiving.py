"""Files come in: in one form, or by script in pieces whose progress the browser shows."""

from __future__ import annotations

import shutil
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from runback.errors import BadInputError
from runback.web import jobs
from runback.web.jobs.views import told
from runback.web.models import Job
from runback.web.pages.data import uploads
from runback.web.runner_store import own_home


@require_POST
def receive(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take some files of an upload; more may follow, then ``bring_in``."""
    _take(request, upload_id)
    return HttpResponse(status=204)


@require_POST
def receive_form(request: HttpRequest) -> HttpResponse:
    """Take a form with all files at once, for a browser without script, and read them."""
    upload_id = uuid4()
    _take(request, upload_id)
    _begin(upload_id)
    return redirect("data")


@require_POST
def bring_in(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Read an upload that is whole; answers a script with the job, a form with the page."""
    job = _begin(upload_id)
    if request.headers.get("X-Requested-With") == "upload":
        return render(request, "runback/jobs/one.html", {"job": told(job)})
    return redirect("data")


@require_POST
def delete(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Delete an upload that was not read."""
    if Job.objects.filter(ended_utc=None, asked__upload=str(upload_id)).exists():
        raise BadInputError("these files are being read.", remedy="Wait until that has ended, then undo it.")
    uploads.remove(own_home(), upload_id)
    return redirect("data")


def _take(request: HttpRequest, upload_id: UUID) -> None:
    home = own_home()
    uploads.remove_abandoned(home)
    files = request.FILES.getlist("files")
    if not files:
        raise BadInputError("no file was chosen.", remedy="Choose files, a folder or a zip first.")
    if shutil.disk_usage(home.root).free < sum(file.size or 0 for file in files):
        raise BadInputError(
            "the disk has no room to read and keep these files.", remedy="Make room, then drop them again."
        )
    uploads.take(home, upload_id, files, request.POST.getlist("paths"))


def _begin(upload_id: UUID) -> Job:
    uploads.sources(own_home(), upload_id)
    return jobs.begin("import", upload=str(upload_id))
