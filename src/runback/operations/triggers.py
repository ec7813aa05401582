"""The runner's own days out of the store: what the search for triggers and the experiments look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from runback.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

    from runback.knowledge import Exposure
    from runback.store import Store
    from runback.triggers import Triggers

PICKED = (
    "You picked what is looked at. The promise holds for a choice made before the days; a choice made after "
    "looking is outside of it."
)


def own_days(store: Store, today: date, runs: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the frame of days up to ``today``; ``runs`` with shoes named, where they are read already."""
    from runback.triggers.exposures import days_frame

    log = store.plans.log()
    return days_frame(
        store.shoes.named(store.runs()) if runs is None else runs,
        store.health.check_ins(),
        today,
        pairs=store.shoes.pairs(),
        strength_days={one.day for one in log if one.kind == "strength" and one.done},
        stretch_days={one.day for one in log if one.kind == "stretch" and one.done},
    )


def own_triggers(
    store: Store, today: date, runs: pl.DataFrame | None = None, *, picked: tuple[Exposure, ...] = ()
) -> Triggers:
    """Return what the runner's own days say of every known exposure, or of the ``picked`` ones alone."""
    from runback.knowledge import exposures
    from runback.triggers import find_triggers

    days = own_days(store, today, runs)
    return find_triggers(days, picked or exposures(), today=today, units=store.units())


def picked_exposures(names: Iterable[str], known: Iterable[Exposure]) -> tuple[Exposure, ...]:
    """Return the exposures of these names, each once; ``BadInputError`` for a strange name or for none."""
    by_id = {one.id: one for one in known}
    asked = [name.strip() for name in names if name.strip()]
    strange = [name for name in asked if name not in by_id]
    if strange or not asked:
        raise BadInputError(
            f"no exposure is called {strange[0]!r}." if strange else "no exposure is named.",
            where="exposures",
            remedy=f"There are: {', '.join(by_id)}.",
        )
    return tuple(by_id[name] for name in dict.fromkeys(asked))
