"""The runner's own days out of the store: what the search for triggers and the experiments look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from runback.store import Store
    from runback.triggers import Triggers


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


def own_triggers(store: Store, today: date, runs: pl.DataFrame | None = None) -> Triggers:
    """Return what the runner's own days say of every known exposure."""
    from runback.knowledge import exposures
    from runback.triggers import find_triggers

    return find_triggers(own_days(store, today, runs), exposures(), today=today, units=store.units())
