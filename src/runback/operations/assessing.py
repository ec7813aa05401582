"""The main job on a store: every family's findings gathered, the causes ranked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runback.operations.triggers import own_triggers

if TYPE_CHECKING:
    import polars as pl

    from runback.causes import Ranking
    from runback.model import Finding, Missing
    from runback.screening import Screening
    from runback.store import Store


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was looked at and what it came to.

    ``runs`` is the runs frame with shoes named, all that is stored; ``screening`` is None where no interview
    was answered; its red flags come first in everything shown.
    """

    runs: pl.DataFrame
    screening: Screening | None
    ranking: Ranking


def assess_store(store: Store, today: date, *, runs: pl.DataFrame | None = None) -> Assessment:
    """Return the causes ranked by all that is stored, as seen from ``today``.

    ``runs`` is the runs frame with shoes named, where it is read already.
    """
    from runback import body
    from runback.causes import assess
    from runback.gait import film_findings, gait_findings
    from runback.influences import influence_findings

    if runs is None:
        runs = store.shoes.named(store.runs())
    screening = store.health.screening(today)
    others: list[Finding | Missing] = []
    if screening is not None:
        from runback.screening import findings

        others = findings(screening)
    others += gait_findings(runs, today) + film_findings(store.films.all(), today)
    others += body.findings(store.self_tests.results(), store.runner(), today, units=store.units())
    check_ins = store.health.check_ins()
    others += influence_findings(runs, check_ins, today, pairs=store.shoes.pairs(), units=store.units())
    if check_ins:
        from runback.triggers import trigger_findings

        others += trigger_findings(own_triggers(store, today, runs))
    ranking = assess(runs, today, others=others, units=store.units())
    if screening is not None and screening.forbids:
        # Many measurements run or load the back: none is proposed until a clinician has looked.
        ranking = replace(ranking, next=())
    return Assessment(runs, screening, ranking)
