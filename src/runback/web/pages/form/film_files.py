"""What is kept beside the numbers of a film: what was withheld and why, and the pictures asked for."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from runback.gait import FilmForm
from runback.store.home import Home
from runback.web.models import Job
from runback.web.pages.data import uploads

TOLD = "told.json"
OVERLAY = "overlay.mp4"


def folder_of(home: Home, number: int) -> Path:
    """Return the folder of one film; it need not be there."""
    return home.root / "web" / "films" / str(number)


def write_told(folder: Path, form: FilmForm) -> None:
    """Write the notes of a form and what it withheld."""
    told = {
        "notes": list(form.notes),
        "withheld": [{"metric": one.metric, "side": one.side, "reason": one.reason} for one in form.withheld],
    }
    (folder / TOLD).write_text(json.dumps(told), encoding="utf-8")


def read_told(home: Home, number: int) -> dict[str, Any]:
    """Return what ``write_told`` wrote; empty for a film of the command line."""
    try:
        told: dict[str, Any] = json.loads((folder_of(home, number) / TOLD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"notes": [], "withheld": []}
    return told


def keep(home: Home, number: int, made: Path) -> None:
    """Move the folder that a job made to its film; a second time nothing is left to move."""
    if not made.is_dir():
        return
    target = folder_of(home, number)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(made, target)  # noqa: PTH105 - one way for both systems


def stills(home: Home, number: int) -> list[str]:
    """Return the names of the still pictures of a film."""
    return sorted(path.name for path in folder_of(home, number).glob("*.png"))


def overlay(home: Home, number: int) -> str | None:
    """Return the name of the film with lines on it, where it was kept."""
    return OVERLAY if (folder_of(home, number) / OVERLAY).is_file() else None


def remove_left_over(home: Home) -> None:
    """Delete what films left in the uploads that no work will end: of killed readers, and of ended jobs.

    Call while no film is being read.
    """
    for place in (home.root / "web" / "uploads").glob("runback-film-*"):
        shutil.rmtree(place, ignore_errors=True)
    for upload_id in Job.objects.filter(kind="film", ended_utc__isnull=False).values_list(
        "asked__upload", flat=True
    ):
        uploads.remove(home, UUID(upload_id))


def forget(home: Home, number: int) -> None:
    """Delete what is kept beside a film."""
    shutil.rmtree(folder_of(home, number), ignore_errors=True)
