"""Exports and copies that a job made, until they are fetched and another one is made."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from runback.store.home import Home


def place_of(home: Home, job_id: UUID) -> Path:
    """Return the folder of what one job made."""
    return _folder(home) / str(job_id)


def made_by(home: Home, job_id: UUID) -> Path | None:
    """Return the file that one job made, None where it is gone."""
    return next(iter(place_of(home, job_id).glob("*.zip")), None)


def remove_made(home: Home) -> None:
    """Delete all of them."""
    shutil.rmtree(_folder(home), ignore_errors=True)


def _folder(home: Home) -> Path:
    return home.root / "web" / "made"
