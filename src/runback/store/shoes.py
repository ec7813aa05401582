"""The runner's pairs of shoes: what was told of them, and the names under which the runs know them."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

import polars as pl
from django.db import transaction
from django.db.models import QuerySet

from runback.errors import BadInputError
from runback.influences.shoes import Pair
from runback.store.home import Home
from runback.store.models import Activity, Runner, ShoePair
from runback.store.writing import store_errors

LONGEST_NAME = 200


class ShoeRack:
    """The pairs of one runner. Made by ``Store.shoes``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs that the runner told of, by name."""
        return tuple(
            Pair(row.name, row.first_day, row.distance_before_m, row.retired_day)
            for row in self._rows().order_by("name")
        )

    def tell(
        self, name: str, *, first_day: date | None = None, distance_before_m: float | None = None
    ) -> Pair:
        """Tell of a pair, known from runs or not; what is not told now stays as it was.

        Raises:
            BadInputError: the name is empty, or the distance below 0.
        """
        name = _checked_name(name)
        if distance_before_m is not None and not 0 <= distance_before_m < float("inf"):
            raise BadInputError(
                f"a pair cannot have {distance_before_m:g} m behind it.", remedy="Give 0 or more."
            )
        with store_errors(self._home), transaction.atomic():
            row = self._row_of(name) or ShoePair(runner=self._row, name=name, known_as=[name])
            row.first_day = first_day or row.first_day
            if distance_before_m is not None:
                row.distance_before_m = distance_before_m
            row.save()
        return Pair(row.name, row.first_day, row.distance_before_m, row.retired_day)

    def rename(self, old: str, new: str) -> bool:
        """Call a pair otherwise; the runs keep what they say. Return whether two pairs became one.

        Raises:
            BadInputError: no pair is called ``old``, or ``new`` is empty.
        """
        new = _checked_name(new)
        with store_errors(self._home), transaction.atomic():
            row = self._known(old)
            other = self._row_of(new)
            if other is None and new in self._names_in_runs():
                other = ShoePair(runner=self._row, name=new, known_as=[new])
            if other is None or other.pk == row.pk:
                row.name = new
                row.known_as = sorted({*row.known_as, new})
                row.save()
                return False
            other.known_as = sorted({*row.known_as, *other.known_as})
            other.first_day = min(filter(None, (row.first_day, other.first_day)), default=None)
            other.distance_before_m += row.distance_before_m
            other.default_from = min(filter(None, (row.default_from, other.default_from)), default=None)
            if row.pk is not None:
                row.delete()
            other.save()
            return True

    def retire(self, name: str, on: date | None) -> None:
        """Note the day from which a pair is worn no more; None puts it back into use.

        Raises BadInputError where no pair is called so.
        """
        with store_errors(self._home), transaction.atomic():
            row = self._known(name)
            row.retired_day = on
            row.save()

    def make_default(self, name: str, first: date | None) -> None:
        """Let runs from that day on that name no shoe count for this pair, until another's later day.

        None takes the default back. Raises BadInputError where no pair is called so.
        """
        with store_errors(self._home), transaction.atomic():
            row = self._known(name)
            row.default_from = first
            row.save()

    def named(self, runs: pl.DataFrame) -> pl.DataFrame:
        """Return the runs with ``shoe`` by its pair's name, the defaults of shoe and surface filled in."""
        rows = list(self._rows())
        names = {known: row.name for row in rows for known in row.known_as}
        said = pl.col("shoe").str.strip_chars()
        day = pl.col("local_date")
        default: pl.Expr = pl.lit(None, pl.String)
        # The latest beginning is asked first.
        for first, row in sorted(
            ((row.default_from, row) for row in rows if row.default_from is not None),
            key=lambda item: (item[0], item[1].name),
        ):
            worn = (day >= first) & (day < (row.retired_day or date.max))
            default = pl.when(worn).then(pl.lit(row.name)).otherwise(default)
        return runs.with_columns(
            shoe=pl.coalesce(pl.when(said != "").then(said.replace(names)), default),
            surface=pl.coalesce("surface", pl.lit(self._row.default_surface, pl.String)),
        )

    def _rows(self) -> QuerySet[ShoePair]:
        return ShoePair.objects.filter(runner=self._row)

    def _row_of(self, name: str) -> ShoePair | None:
        """Return the pair called so, or so named by runs."""
        return next((row for row in self._rows() if name in (row.name, *row.known_as)), None)

    def _known(self, name: str) -> ShoePair:
        """Return the pair called so, a new row where only runs name it."""
        name = name.strip()
        row = self._row_of(name)
        if row is not None:
            return row
        in_runs = self._names_in_runs()
        if name in in_runs:
            return ShoePair(runner=self._row, name=name, known_as=[name])
        known = sorted({*in_runs, *(row.name for row in self._rows())})
        near = get_close_matches(name, known, n=3, cutoff=0.3) or known[:5]
        remedy = f"Pairs: {', '.join(near)}." if near else "Tell of one: runback shoes add NAME"
        raise BadInputError(f"no pair is called {name!r}.", remedy=remedy)

    def _names_in_runs(self) -> set[str]:
        said = Activity.objects.filter(runner=self._row, lead=None).exclude(shoe=None)
        return {name.strip() for name in said.values_list("shoe", flat=True).distinct() if name}


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadInputError(
            f"a pair's name has 1 to {LONGEST_NAME} characters.", remedy="Give it one, such as its model."
        )
    return name
