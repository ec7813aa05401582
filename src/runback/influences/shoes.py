"""Pairs of shoes as the runs tell of them: use, distance, rotation, changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

RECENT_DAYS = 90
ROTATION_DAYS = 28
"""The four weeks over which pairs used in turn are counted (influence ``shoe-pairs``)."""

NEW_DAYS = 28
"""How long a pair counts as new (influence ``shoe-cushioning``: a working rule, not a result)."""

LEAST_SHARE = 0.1
"""Judged: a pair with less than this share of the distance is not worn in turn, only now and then."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the runner told of a pair beside its runs: since when, how far before the runs known here.

    ``name`` is that of the runs frame's ``shoe``.
    """

    name: str
    first_day: date | None = None
    distance_before_m: float = 0.0
    retired_day: date | None = None


@dataclass(frozen=True, slots=True)
class PairUse:
    """How a pair was used up to a day.

    ``first_day`` is the first known use, and ``since_known`` whether that is the pair's real beginning: told
    by the runner, or long enough after the first run of all. ``recent_share`` is its share (0 to 1) of the
    distance in named shoes over the last 90 days.
    """

    name: str
    first_day: date | None
    last_day: date | None
    since_known: bool
    runs: int
    distance_m: float
    recent_share: float
    retired_day: date | None


@dataclass(frozen=True, slots=True)
class Rotation:
    """The pairs worn in turn over four weeks, by distance; shares are of the distance in named shoes.

    ``known_share`` is the part of the whole distance whose shoe is named.
    """

    pairs: tuple[tuple[str, float], ...]
    known_share: float

    @property
    def in_turn(self) -> int:
        """How many pairs have at least a tenth of the distance."""
        return sum(share >= LEAST_SHARE for _, share in self.pairs)


def pair_uses(runs: pl.DataFrame, pairs: Iterable[Pair], today: date) -> tuple[PairUse, ...]:
    """Return every pair of the runs up to ``today`` and every told one, the most recently used first.

    ``runs`` is a runs frame with ``shoe``; distance is that of its runs and what the runner told before.
    """
    told = {pair.name: pair for pair in pairs}
    runs = runs.filter(pl.col("local_date") <= today)
    worn = runs.filter(pl.col("shoe").is_not_null())
    recent = worn.filter(pl.col("local_date") > today - timedelta(days=RECENT_DAYS))
    recent_m = float(recent["distance_m"].sum())
    first_of_all = runs["local_date"].min()
    found = []
    for name in sorted({*worn["shoe"].to_list(), *told}):
        own = worn.filter(pl.col("shoe") == name)
        pair = told.get(name, Pair(name))
        first_run, last_run = own["local_date"].min(), own["local_date"].max()
        days = [day for day in (pair.first_day, first_run) if isinstance(day, date)]
        own_recent_m = float(recent.filter(pl.col("shoe") == name)["distance_m"].sum())
        found.append(
            PairUse(
                name=name,
                first_day=min(days, default=None),
                last_day=last_run if isinstance(last_run, date) else None,
                since_known=pair.first_day is not None or _began_later(first_run, first_of_all),
                runs=own.height,
                distance_m=pair.distance_before_m + float(own["distance_m"].sum()),
                recent_share=own_recent_m / recent_m if recent_m else 0.0,
                retired_day=pair.retired_day,
            )
        )
    return tuple(sorted(found, key=lambda use: (use.last_day or date.min, use.distance_m), reverse=True))


def _began_later(first_run: object, first_of_all: object) -> bool:
    """Return whether a pair's first run lies long enough after the first of all to be its real beginning."""
    if not isinstance(first_run, date) or not isinstance(first_of_all, date):
        return False
    return (first_run - first_of_all).days > NEW_DAYS


def rotation(runs: pl.DataFrame, today: date) -> Rotation:
    """Return the pairs of the four weeks to ``today``, the one with the greatest distance first."""
    recent = runs.filter(
        pl.col("local_date").is_between(today - timedelta(days=ROTATION_DAYS - 1), today)
        & (pl.col("distance_m") > 0)
    )
    worn = recent.filter(pl.col("shoe").is_not_null())
    whole, known = float(recent["distance_m"].sum()), float(worn["distance_m"].sum())
    by_pair = (
        worn.group_by("shoe")
        .agg(pl.col("distance_m").sum())
        .sort("distance_m", "shoe", descending=[True, False])
    )
    return Rotation(
        tuple((str(name), metres / known) for name, metres in by_pair.iter_rows()),
        known / whole if whole else 0.0,
    )


def with_pair_history(runs: pl.DataFrame, pairs: Iterable[Pair]) -> pl.DataFrame:
    """Return the runs with ``pair_distance_before_m`` and ``pair_new`` (null where not known).

    The distance is that in the run's pair before the run; a pair is new in the first 28 days after its first
    use. ``runs`` must be sorted by ``start_utc``.
    """
    uses = pair_uses(runs, pairs := tuple(pairs), date.max)
    table = pl.DataFrame(
        {
            "shoe": [use.name for use in uses],
            "_first": [use.first_day for use in uses],
            "_known": [use.since_known for use in uses],
        },
        schema={"shoe": pl.String, "_first": pl.Date, "_known": pl.Boolean},
    )
    before = {pair.name: pair.distance_before_m for pair in pairs}
    run_m = pl.col("distance_m").fill_null(0.0)
    age_days = (pl.col("local_date") - pl.col("_first")).dt.total_days()
    return (
        runs.join(table, on="shoe", how="left", maintain_order="left")
        .with_columns(
            pair_distance_before_m=pl.when(pl.col("shoe").is_not_null()).then(
                run_m.cum_sum().over("shoe")
                - run_m
                + pl.col("shoe").replace_strict(before, default=0.0, return_dtype=pl.Float64)
            ),
            pair_new=pl.when(age_days > NEW_DAYS).then(False).when(pl.col("_known")).then(True),
        )
        .drop("_first", "_known")
    )
