"""Measuring a film that the browser sent: read in a process of its own, kept as numbers, then deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from runback.errors import BadInputError, RunbackError
from runback.gait import FilmForm
from runback.model import Side
from runback.operations.filming import FilmTold, keep_film, measure_film, measure_landmarks
from runback.store.store import Store
from runback.web.jobs import Report, work
from runback.web.models import Job
from runback.web.pages.data import uploads
from runback.web.pages.form import film_files
from runback.web.runner_store import runners_day

LANDMARKS = (".trc", ".csv", ".parquet", ".json")
MADE = "made"
NO_PICTURES, STILLS, ALL_PICTURES = "none", "stills", "film"


@work(
    "film",
    title="Measuring your film",
    after_kills="Give the film again, best half a minute of steady running as MP4.",
)
def measure(store: Store, asked: dict[str, object], report: Report) -> dict[str, object]:
    """Measure an upload, keep what it says, and delete the upload.

    Begun again after a kill it measures anew, or, where the film is kept already, ends what was left.
    """
    upload_id = UUID(str(asked["upload"]))
    folder = uploads.folder_of(store.home, upload_id)
    number = report.job.result.get("film")
    if not isinstance(number, int):
        try:
            result = _measured(store, asked, report, folder)
        except RunbackError as error:
            # What cannot be read is not kept either; the runner still has the film, under its own name.
            uploads.remove(store.home, upload_id)
            raise type(error)(error.what, where=str(asked["film"]), remedy=error.remedy) from error
        if isinstance(result, str):
            uploads.remove(store.home, upload_id)
            return {"sentence": result}
        number = result
    film_files.keep(store.home, number, folder / MADE)
    uploads.remove(store.home, upload_id)
    return {
        "film": number,
        "sentence": "It is measured; the film itself is deleted here.",
        "address": f"/form/films/{number}/",
        "link": "See what it says",
    }


def _measured(store: Store, asked: dict[str, Any], report: Report, folder: Path) -> int | str:
    """Return the number of the film kept, or in words why it is refused."""
    given = _given(folder / uploads.GATHERED)
    told = told_from_json(asked["told"])
    made = folder / MADE
    made.mkdir(exist_ok=True, mode=0o700)
    fps = asked["fps"]
    if given.is_dir() or given.suffix.lower() in LANDMARKS:
        from runback.gait import read_landmarks

        report.progress(0, None, "reads the landmarks")
        form = measure_landmarks(read_landmarks(given, frames_per_s=fps), told)
    else:
        form = _filmed(given, told, asked, report, made)
    if form.refusals:
        reasons = " ".join(f"{_sentence(one.reason)} {one.remedy}" for one in form.refusals)
        return f"This film cannot be measured. {reasons} Nothing of it is kept."
    film_files.write_told(made, form)
    day = asked["day"]
    with transaction.atomic():
        seen = keep_film(
            store,
            runners_day(store),
            form,
            str(asked["film"]),
            told,
            day=date.fromisoformat(day) if day else None,
        )
        assert seen is not None
        # With the film in one transaction: a job begun again does not keep it twice.
        Job.objects.filter(pk=report.job.pk).update(result={"film": seen.film.number})
    return seen.film.number


def _filmed(path: Path, told: FilmTold, asked: dict[str, Any], report: Report, made: Path) -> FilmForm:
    fps, pictures = asked["fps"], asked["pictures"]
    # Drawing reads the film a second time, about as long.
    rounds = 1 if pictures == NO_PICTURES else 2
    reading, form = measure_film(
        path,
        told,
        capture_fps=fps,
        progress=lambda done, of: report.progress(done, rounds * of or None, "finds the runner"),
    )
    if reading.landmarks is None or form.refusals or pictures == NO_PICTURES:
        return form
    from runback.gait.films import draw_film

    overlay = made / film_files.OVERLAY
    draw_film(
        path,
        reading.landmarks,
        form,
        overlay,
        capture_fps=fps,
        told=lambda done, of: report.progress(of + done, rounds * of or None, "draws on the film"),
    )
    if pictures != ALL_PICTURES:
        overlay.unlink()
    return form


def _given(folder: Path) -> Path:
    """Return the one file that was sent, or the folder where it is many: OpenPose writes one a frame.

    Raises:
        BadInputError: nothing is there any more.
    """
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if not files:
        raise BadInputError("the film is not here any more.", remedy="Give it again.")
    many = len(files) > 1 or files[0].suffix.lower() == ".json"
    return folder if many else files[0]


def told_to_json(told: FilmTold) -> dict[str, object]:
    """Return what is told of a film as plain values."""
    return {
        "view": told.view,
        "near": told.near.value if told.near else None,
        "height_cm": told.height_cm,
        "treadmill": told.treadmill,
        "moment": told.moment,
        "speed_m_s": told.speed_m_s,
    }


def told_from_json(told: dict[str, Any]) -> FilmTold:
    """Return what ``told_to_json`` made of it."""
    return replace(FilmTold(**told), near=Side(told["near"]) if told["near"] else None)


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:].rstrip('.')}."
