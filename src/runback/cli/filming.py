"""A film on the command line: read in a process of its own, measured, and its landmarks written."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runback.cli.terminal import console, print_json, write_file
from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.gait import FilmForm, FilmReading
    from runback.model import Side


def show_film(
    path: Path,
    *,
    near: Side | None,
    height_cm: float | None,
    capture_fps: float | None,
    model: Path | None,
    landmarks_to: Path | None,
    as_json: bool,
) -> None:
    """Read a film, print its form or why it is refused, and write what was asked for."""
    if landmarks_to is not None and landmarks_to.suffix.lower() != ".parquet":
        raise BadInputError(
            "landmarks of a film are written as Parquet.",
            where=str(landmarks_to),
            remedy="Name a file that ends in .parquet.",
        )
    reading = _read(path, capture_fps, model)
    form = _form(reading, near, height_cm)
    if landmarks_to is not None and reading.landmarks is not None:
        from runback.gait import landmarks_parquet

        write_file(landmarks_to, landmarks_parquet(reading.landmarks))
    if as_json:
        from runback.gait.film import to_json

        print_json({**to_json(form), "film": _film_json(reading)})
        return
    from runback.cli.gait_text import film_text

    console().print(film_text(form))
    if landmarks_to is not None:
        told = (
            f"Landmarks written: {landmarks_to}"
            if reading.landmarks is not None
            else f"No landmarks written to {landmarks_to}: the film was refused."
        )
        console().print(told, markup=False)


def _form(reading: FilmReading, near: Side | None, height_cm: float | None) -> FilmForm:
    from runback.gait import film_form
    from runback.gait.film import refused_film

    if reading.landmarks is None:
        rate = reading.frames / reading.seconds if reading.seconds > 0 else 0.0
        return refused_film(reading.refusals, frames_per_s=rate, seconds=reading.seconds)
    form = film_form(reading.landmarks, near=near, height_cm=height_cm)
    return replace(form, notes=(*reading.notes, *form.notes))


def _read(path: Path, capture_fps: float | None, model: Path | None) -> FilmReading:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from runback.gait import read_film

    bar = Progress(
        TextColumn("Reading the film"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("frames"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=None)
        return read_film(
            path,
            model=model,
            capture_fps=capture_fps,
            told=lambda done, of: bar.update(task, completed=done, total=of or None),
        )


def _film_json(reading: FilmReading) -> dict[str, Any]:
    names = ("width", "height", "codec", "frames", "seconds", "slowed_by", "model")
    return {name: getattr(reading, name) for name in names}
