"""What the films of one runner said of form. The films themselves are not kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from runback.errors import BadInputError
from runback.gait import KeptFilm
from runback.gait.own_films import MOMENTS, values_from_json, values_to_json
from runback.model import Side
from runback.store.home import Home
from runback.store.models import Film, Runner
from runback.store.writing import store_errors
from runback.units import day_words

LONGEST_NAME = 200


class FilmRecord:
    """The measured films of one runner. Made by ``Store.films``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    def write(self, film: KeptFilm, today: date) -> KeptFilm:
        """Write what a film said and return it with its number.

        Raises ``BadInputError`` where its day lies ahead. Nothing is written then.
        """
        if film.day > today:
            raise BadInputError(
                f"{day_words(film.day)} lies ahead.", remedy="Give the day the film was taken: --day."
            )
        with store_errors(self._home), transaction.atomic():
            row = Film.objects.create(
                runner=self._row,
                day=film.day,
                written_utc=datetime.now(UTC),
                view=film.view,
                name=film.name[-LONGEST_NAME:],
                near=None if film.near is None else film.near.value,
                moment=film.moment,
                treadmill=film.treadmill,
                speed_m_s=film.speed_m_s,
                frames_per_s=film.frames_per_s,
                seconds=film.seconds,
                steps=film.steps,
                values=values_to_json(film.values),
                method=film.method,
            )
        return _film(row)

    def all(self) -> tuple[KeptFilm, ...]:
        """Return the films that were not taken back, by day and number."""
        rows = Film.objects.filter(runner=self._row, withdrawn=False).order_by("day", "pk")
        return tuple(_film(row) for row in rows)

    def forget(self, number: int) -> KeptFilm:
        """Take a film back and return it; it stays as history and is used nowhere.

        Raises ``BadInputError`` where no film has this number.
        """
        with store_errors(self._home), transaction.atomic():
            row = Film.objects.filter(runner=self._row, withdrawn=False, pk=number).first()
            if row is None:
                raise BadInputError(
                    f"no film has the number {number}.", remedy="'runback gait list' shows them."
                )
            row.withdrawn = True
            row.save(update_fields=["withdrawn"])
        return _film(row)


def _film(row: Film) -> KeptFilm:
    return KeptFilm(
        day=row.day,
        view="rear" if row.view == "rear" else "side",
        name=row.name,
        near=None if row.near is None else Side(row.near),
        frames_per_s=row.frames_per_s,
        seconds=row.seconds,
        steps=row.steps,
        values=values_from_json(row.values),
        moment=next((one for one in MOMENTS if one == row.moment), None),
        treadmill=row.treadmill,
        speed_m_s=row.speed_m_s,
        method=row.method,
        number=row.pk,
    )
