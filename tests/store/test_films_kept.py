"""Measured films in the store: written, listed, compared, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from runback.errors import BadInputError
from runback.gait import FormValue, KeptFilm, Refusal
from runback.gait.film import refused_film
from runback.model import Side
from runback.operations.assessing import assess_store
from runback.operations.filming import FilmTold, film_history, keep_film

if TYPE_CHECKING:
    from runback.store import Store

TODAY = date(2026, 11, 24)


def film(day: date, lean: float) -> KeptFilm:
    value = FormValue("trunk-forward-lean", None, lean, "deg", 1.0, 20, 1.0, (lean - 1.6, lean + 1.6))
    return KeptFilm(day, "side", "a.mp4", Side.LEFT, 59.94, 12.3, 31, (value,), "fresh", True, 2.5)


def test_a_film_comes_back_as_it_was_written(store: Store) -> None:
    told = film(TODAY, 6.0)
    kept = store.films.write(told, TODAY)
    assert kept.number > 0 and replace(kept, number=0) == told
    assert store.films.all() == (kept,)


def test_a_film_of_tomorrow_is_refused_and_nothing_written(store: Store) -> None:
    with pytest.raises(BadInputError, match="lies ahead"):
        store.films.write(film(TODAY + timedelta(days=1), 6.0), TODAY)
    assert store.films.all() == ()


def test_a_film_taken_back_is_used_nowhere(store: Store) -> None:
    first = store.films.write(film(TODAY - timedelta(days=9), 6.0), TODAY)
    second = store.films.write(film(TODAY, 31.0), TODAY)
    assert [one.verdict for one in film_history(store)[1].changes] == ["higher"]
    assert store.films.forget(first.number) == first
    assert [one.film for one in film_history(store)] == [second]
    assert not film_history(store)[0].changes
    with pytest.raises(BadInputError, match="no film has the number"):
        store.films.forget(first.number)


def test_films_enter_the_ranking(store: Store) -> None:
    def support() -> float:
        causes = assess_store(store, TODAY).ranking.causes
        return next(one.support for one in causes if one.id == "leaning-or-hunching")

    before = support()
    for days in (8, 1):
        store.films.write(film(TODAY - timedelta(days=days), 40.0), TODAY)
    assert support() > before


def test_a_refused_film_is_not_kept(store: Store) -> None:
    refused = refused_film((Refusal("it shows nobody", "Film a runner."),), frames_per_s=60.0, seconds=9.0)
    assert keep_film(store, TODAY, refused, "empty.mp4", FilmTold("side")) is None
    assert store.films.all() == ()
