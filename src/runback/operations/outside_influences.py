"""What runs, shoes and diary tell of influences from outside running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from runback.operations.triggers import own_triggers

if TYPE_CHECKING:
    import polars as pl

    from runback.influences import PairUse, Rotation
    from runback.knowledge import CauseEntry
    from runback.model import Finding, Missing
    from runback.store import Store
    from runback.triggers import Triggers


@dataclass(frozen=True, slots=True)
class Influence:
    """One outside cause: what was found or could not be measured, and what the runner's own days say."""

    cause: CauseEntry
    found: tuple[Finding | Missing, ...]
    own_sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Influences:
    """The outside causes in the order of the evidence base, and the search over the runner's own days."""

    entries: tuple[Influence, ...]
    own: Triggers


@dataclass(frozen=True, slots=True)
class ShoeUse:
    """The pairs with their use, and how many are worn in turn."""

    pairs: tuple[PairUse, ...]
    rotation: Rotation


def influences_of(store: Store, today: date, *, own: Triggers | None = None) -> Influences:
    """Return what is told of every outside cause as seen from ``today``.

    ``own`` is what the runner's own days say, where it was searched for already.
    """
    from runback.influences import influence_findings
    from runback.knowledge import causes
    from runback.model import Family

    runs = store.shoes.named(store.runs())
    check_ins, pairs = store.health.check_ins(), store.shoes.pairs()
    found = influence_findings(runs, check_ins, today, pairs=pairs, units=store.units())
    searched = own_triggers(store, today, runs) if own is None else own
    entries = tuple(
        Influence(
            cause,
            tuple(one for one in found if one.cause == cause.id),
            _own_sentences(searched, cause.id),
        )
        for cause in causes()
        if cause.family is Family.OUTSIDE
    )
    return Influences(entries, searched)


def shoe_use(store: Store, today: date, *, runs: pl.DataFrame | None = None) -> ShoeUse:
    """Return first and last use, distance and share of every pair up to ``today``, and the rotation.

    ``runs`` is the runs frame with shoes named, where it is read already.
    """
    from runback.influences import pair_uses, rotation

    if runs is None:
        runs = store.shoes.named(store.runs())
    return ShoeUse(pair_uses(runs, store.shoes.pairs(), today), rotation(runs, today))


def _own_sentences(own: Triggers, cause: str) -> tuple[str, ...]:
    """Return what the runner's own days say of the told exposures of a cause; first those that stand out."""
    from runback.knowledge import exposures

    mine = [one.id for one in exposures() if one.cause == cause]
    standing = [one for one in own.triggers if set(one.exposures) & set(mine)]
    covered = {name for one in standing for name in one.exposures}
    told = [one for one in own.results if one.exposure in mine and one.days_needed is not None]
    return (
        *(one.sentence for one in standing),
        *(one.sentence for one in told if one.exposure not in covered),
    )
