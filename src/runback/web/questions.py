"""The questions that several pages ask of the store, answered ahead of them."""

from __future__ import annotations

from datetime import date

import polars as pl

from runback.causes import Ranking
from runback.progress import Progress
from runback.store.store import Store
from runback.web.answers import Question, answer
from runback.web.frame import own_screening


def own_runs(store: Store, today: date) -> pl.DataFrame:
    """Return the runs up to today, shoes by the names of the runner's pairs."""
    runs = store.shoes.named(store.runs())
    return runs.filter(runs["local_date"] <= today)


def own_ranking(store: Store, today: date) -> Ranking:
    """Return the ranked causes."""
    from runback.operations.assessing import assess_store

    return assess_store(store, today).ranking


def own_standing(store: Store, today: date) -> Progress:
    """Return where the runner stands by what is stored."""
    from runback.operations.progressing import own_progress

    return own_progress(store, today, runs=answer(own_runs, store, today))


AHEAD: list[Question[object]] = [own_screening, own_runs, own_ranking, own_standing]
"""Answered in the background after every change."""
