"""What the browser sent, until it was read: a folder for each upload, in the store's own folder."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from runback.errors import BadInputError
from runback.store.home import Home
from runback.web.models import Job

MOST_NAMED = 12
"""Up to so many files are handed to the import one by one, each under its name; more as one folder."""

GATHERED = "dropped files"
LONGEST_PART_BYTES = 180
ABANDONED_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Waiting:
    """An upload that no job is at work on: its id, the names at its top, its size."""

    upload_id: UUID
    names: tuple[str, ...]
    files: int
    size_bytes: int


def folder_of(home: Home, upload_id: UUID) -> Path:
    """Return the folder of one upload; it need not be there."""
    return home.root / "web" / "uploads" / str(upload_id)


def take(home: Home, upload_id: UUID, files: Iterable[UploadedFile[bytes]], told_paths: list[str]) -> None:
    """Move files into the folder of an upload, under the paths that the browser told, made harmless.

    Raises:
        BadInputError: the disk has no room for them.
    """
    folder = folder_of(home, upload_id) / GATHERED
    for number, file in enumerate(files):
        told = told_paths[number] if number < len(told_paths) else ""
        target = _free(folder, _harmless(told or file.name or "file"))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            _move(file, target)
        except OSError as error:
            remove(home, upload_id)
            raise BadInputError(
                f"the files cannot be taken in ({error.strerror}).",
                remedy="Make room on the disk, or give fewer files at a time.",
            ) from error


def sources(home: Home, upload_id: UUID) -> list[Path]:
    """Return the paths to hand to the import; the same upload gives the same paths.

    Raises:
        BadInputError: nothing is there.
    """
    folder = folder_of(home, upload_id) / GATHERED
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    if not inside:
        raise BadInputError("these files are not here any more.", remedy="Drop them again.")
    return inside if len(inside) <= MOST_NAMED else [folder]


def remove(home: Home, upload_id: UUID) -> None:
    """Delete an upload."""
    shutil.rmtree(folder_of(home, upload_id), ignore_errors=True)


def remove_abandoned(home: Home) -> None:
    """Delete uploads whose browser went away before they were whole, a day after the last sign of them."""
    wanted = _asked_for()
    for place in _folders(home):
        if place.name in wanted:
            continue
        untouched_s = time.time() - max(one.stat().st_mtime for one in (place, *place.rglob("*")))
        if untouched_s > ABANDONED_S:
            shutil.rmtree(place, ignore_errors=True)


def waiting(home: Home) -> list[Waiting]:
    """Return the uploads whose job ended without reading them: they can be brought in or deleted."""
    live = set(Job.objects.filter(ended_utc=None).values_list("asked__upload", flat=True))
    asked = _asked_for() - live
    found = []
    for place in _folders(home):
        if place.name in asked:
            files = [one for one in place.rglob("*") if one.is_file()]
            names = tuple(sorted(one.name for one in (place / GATHERED).glob("*")))
            found.append(
                Waiting(UUID(place.name), names, len(files), sum(one.stat().st_size for one in files))
            )
    return found


def _asked_for() -> set[str]:
    return set(Job.objects.filter(kind="import").values_list("asked__upload", flat=True))


def _folders(home: Home) -> list[Path]:
    return [one for one in (home.root / "web" / "uploads").glob("*-*-*-*-*") if one.is_dir()]


def _harmless(told: str) -> Path:
    """Return a relative path of plain names from what a browser calls a file."""
    parts = [_plain(part) for part in told.replace("\\", "/").split("/")]
    return Path(*([part for part in parts if part] or ["file"]))


def _plain(part: str) -> str:
    printable = "".join(sign for sign in part if sign.isprintable() and sign not in ':*?"<>|').strip()
    if set(printable) <= {"."}:
        return ""
    # The end is kept: the ending of a name tells what the file is.
    return printable.encode()[-LONGEST_PART_BYTES:].decode(errors="ignore")


def _free(folder: Path, name: Path) -> Path:
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / str(number) / name
    return target


def _move(file: UploadedFile[bytes], target: Path) -> None:
    if isinstance(file, TemporaryUploadedFile):
        os.replace(file.temporary_file_path(), target)  # noqa: PTH105 - one way for both systems
        return
    with target.open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)
