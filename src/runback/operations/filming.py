"""A film measured, kept in the store, and held against the runner's own earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.gait import FilmChange, FilmForm, FilmReading, KeptFilm, Landmarks
    from runback.gait.form_values import View
    from runback.gait.own_films import Moment
    from runback.model import Side
    from runback.store import Store

HEIGHT_CM = (100.0, 230.0)
FRAMES_PER_S = (10.0, 1000.0)
SPEED_KMH = (3.0, 40.0)
KMH_PER_M_S = 3.6


@dataclass(frozen=True, slots=True)
class FilmTold:
    """What the runner says of a film; None where it is not told."""

    view: View
    near: Side | None = None
    height_cm: float | None = None
    treadmill: bool | None = None
    moment: Moment | None = None
    speed_m_s: float | None = None


@dataclass(frozen=True, slots=True)
class FilmSeen:
    """A kept film, and what changed from the earlier ones like it."""

    film: KeptFilm
    changes: tuple[FilmChange, ...]


def check_in_range(value: float | None, allowed: tuple[float, float], where: str, unit: str) -> None:
    """Raise ``BadInputError`` naming ``where`` for a value outside what is ``allowed``; None passes."""
    if value is not None and not allowed[0] <= value <= allowed[1]:
        raise BadInputError(
            f"{value:g} is outside {allowed[0]:g} to {allowed[1]:g} {unit}.",
            where=where,
            remedy="Give a value between.",
        )


def measure_film(
    path: Path,
    told: FilmTold,
    *,
    capture_fps: float | None = None,
    model: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> tuple[FilmReading, FilmForm]:
    """Read a film in a process of its own, and return its landmarks and its form, or why it is refused.

    Raises what ``gait.read_film`` raises.
    """
    from runback.gait import read_film
    from runback.gait.film import refused_film

    reading = read_film(path, model=model, capture_fps=capture_fps, told=progress)
    if reading.landmarks is None:
        rate = reading.frames / reading.seconds if reading.seconds > 0 else 0.0
        refused = refused_film(reading.refusals, frames_per_s=rate, seconds=reading.seconds, view=told.view)
        return reading, refused
    form = measure_landmarks(reading.landmarks, told)
    return reading, replace(form, notes=(*reading.notes, *form.notes))


def measure_landmarks(landmarks: Landmarks, told: FilmTold) -> FilmForm:
    """Return the form that the landmarks of a film show, or why it is refused."""
    from runback.gait import film_form

    return film_form(
        landmarks, view=told.view, near=told.near, height_cm=told.height_cm, treadmill=told.treadmill
    )


def keep_film(
    store: Store,
    today: date,
    form: FilmForm,
    name: str,
    told: FilmTold,
    *,
    day: date | None = None,
) -> FilmSeen | None:
    """Keep what a film said and compare it with the earlier films; a refused film is not kept: None.

    ``day`` is that of the film, today where None; ``name`` that of its file, kept without its folder.

    Raises:
        BadInputError: the day lies ahead.
        StoreError: the disk or database fails.
    """
    from runback.gait import changes, kept_film

    if form.refusals:
        return None
    measured = kept_film(
        form,
        day or today,
        name,
        moment=told.moment,
        treadmill=told.treadmill,
        speed_m_s=told.speed_m_s,
    )
    kept = store.films.write(measured, today)
    return FilmSeen(kept, changes(kept, store.films.all()))


def film_history(store: Store) -> tuple[FilmSeen, ...]:
    """Return every kept film, by day, each with its changes from those before it."""
    from runback.gait import changes

    films = store.films.all()
    return tuple(FilmSeen(film, changes(film, films)) for film in films)
