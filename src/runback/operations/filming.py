"""A measured film kept in the store, and held against the runner's own earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runback.gait import FilmChange, FilmForm, KeptFilm
    from runback.gait.own_films import Moment
    from runback.store import Store


@dataclass(frozen=True, slots=True)
class FilmSeen:
    """A kept film, and what changed from the earlier ones like it."""

    film: KeptFilm
    changes: tuple[FilmChange, ...]


def keep_film(
    store: Store,
    today: date,
    form: FilmForm,
    name: str,
    *,
    day: date | None = None,
    moment: Moment | None = None,
    treadmill: bool | None = None,
    speed_m_s: float | None = None,
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
    told = kept_film(form, day or today, name, moment=moment, treadmill=treadmill, speed_m_s=speed_m_s)
    kept = store.films.write(told, today)
    return FilmSeen(kept, changes(kept, store.films.all()))


def film_history(store: Store) -> tuple[FilmSeen, ...]:
    """Return every kept film, by day, each with its changes from those before it."""
    from runback.gait import changes

    films = store.films.all()
    return tuple(FilmSeen(film, changes(film, films)) for film in films)
