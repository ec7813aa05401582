"""A film on the command line: read in a process of its own, measured, kept, and its landmarks written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runback.cli.terminal import console, print_json, write_file
from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.gait import FilmForm, FilmReading
    from runback.operations.filming import FilmTold
    from runback.store import Store


@dataclass(frozen=True, slots=True)
class FilmAsked:
    """What was said of a film, and what is to become of it."""

    told: FilmTold
    day: date
    today: date
    keep: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class FilmFiles:
    """The files to write of a film, where asked for."""

    landmarks: Path | None
    overlay: Path | None
    show_face: bool

    def check(self, film: Path) -> None:
        """Raise ``BadInputError`` where a file cannot be what it is asked to be, before the film is read."""
        if self.landmarks is not None and self.landmarks.suffix.lower() != ".parquet":
            raise BadInputError(
                "landmarks of a film are written as Parquet.",
                where=str(self.landmarks),
                remedy="Name a file that ends in .parquet.",
            )
        if self.overlay is not None:
            from runback.gait.films import check_overlay

            check_overlay(film, self.overlay)


def show_film(
    store: Store,
    path: Path,
    asked: FilmAsked,
    wanted: FilmFiles,
    *,
    capture_fps: float | None,
    model: Path | None,
) -> None:
    """Read a film, print its form or why it is refused, and write what was asked for."""
    from runback.operations.filming import measure_film

    wanted.check(path)
    with _progress("Reading the film") as told:
        reading, form = measure_film(path, asked.told, model=model, capture_fps=capture_fps, progress=told)
    written = _written(path, reading, form, wanted, capture_fps)
    files = [str(one) for one in written]
    _tell(store, form, path.name, asked, film={**_film_json(reading), "written": files})
    if asked.as_json:
        return
    for file in files:
        console().print(f"Written: {file}", markup=False, soft_wrap=True)
    if not files and (wanted.landmarks or wanted.overlay):
        console().print("Nothing was written: the film was refused.")


def _written(
    path: Path, reading: FilmReading, form: FilmForm, wanted: FilmFiles, capture_fps: float | None
) -> list[Path]:
    """Write what can be written of the film; the overlay needs its form, the landmarks only themselves."""
    written = []
    if wanted.landmarks is not None and reading.landmarks is not None:
        from runback.gait import landmarks_parquet

        write_file(wanted.landmarks, landmarks_parquet(reading.landmarks))
        written.append(wanted.landmarks)
    if wanted.overlay is not None and reading.landmarks is not None and not form.refusals:
        from runback.gait.films import draw_film

        with _progress("Drawing on the film") as told:
            written += draw_film(
                path,
                reading.landmarks,
                form,
                wanted.overlay,
                show_face=wanted.show_face,
                capture_fps=capture_fps,
                told=told,
            )
    return written


def show_landmarks(store: Store, path: Path, asked: FilmAsked, *, fps: float | None) -> None:
    """Measure the landmarks of a film, and print its form or why it is refused."""
    from runback.gait import read_landmarks
    from runback.operations.filming import measure_landmarks

    form = measure_landmarks(read_landmarks(path, frames_per_s=fps), asked.told)
    _tell(store, form, path.name, asked)


def _tell(store: Store, form: FilmForm, name: str, asked: FilmAsked, **more: Any) -> None:
    """Keep the form where it was measured, and print it with what changed from earlier films."""
    from runback.operations.filming import keep_film

    seen = None
    if asked.keep:
        seen = keep_film(
            store,
            asked.today,
            form,
            name,
            asked.told,
            day=asked.day,
        )
    if asked.as_json:
        from runback.gait.film import to_json
        from runback.gait.own_films import changes_to_json

        kept = {
            "number": seen.film.number if seen else None,
            "changes": changes_to_json(seen.changes if seen else ()),
        }
        print_json({**to_json(form), **kept, **more})
        return
    from runback.cli.film_text import changes_text
    from runback.cli.gait_text import film_text

    console().print(film_text(form))
    if seen is None:
        return
    if seen.changes:
        console().print("\nAgainst your earlier films", style="bold")
        console().print(changes_text(seen.changes))
    console().print(
        f"\nKept as film {seen.film.number}; to take it back: runback gait forget {seen.film.number}"
    )


@contextmanager
def _progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many frames are done, where a person watches; give what hears of them."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn(words),
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
        yield lambda done, of: bar.update(task, completed=done, total=of or None)


def _film_json(reading: FilmReading) -> dict[str, Any]:
    names = ("width", "height", "codec", "frames", "seconds", "slowed_by", "model")
    return {name: getattr(reading, name) for name in names}
