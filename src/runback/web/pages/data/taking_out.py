"""Everything back out: the export, the copy of the store, an original file; each as an attachment."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from runback.errors import BadInputError
from runback.web import jobs
from runback.web.pages.data.made_files import made_by
from runback.web.runner_store import own_home


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Begin to write the export."""
    jobs.begin("export", positions=request.POST.get("positions") == "yes")
    return redirect("data")


@require_POST
def backup(request: HttpRequest) -> HttpResponse:
    """Begin to copy the store."""
    jobs.begin("backup")
    return redirect("data")


@require_GET
def made(request: HttpRequest, job_id: UUID) -> FileResponse:
    """Hand out what a job made."""
    path = made_by(own_home(), job_id)
    if path is None:
        raise BadInputError("this file is not here any more.", remedy="Make it again under Data.")
    return attachment(path, path.name)


def attachment(path: Path, name: str) -> FileResponse:
    """Return a file as it is, to be saved and never shown: what it holds is not ours.

    Raises:
        BadInputError: the file is missing.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise BadInputError(
            "this file is missing from the store.", remedy="Import it again to restore it."
        ) from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "sandbox"
    # Said, so that nothing packs it a second time on the way.
    response["Content-Encoding"] = "identity"
    return response
