"""The questions that several pages ask of the store, answered ahead of them."""

from __future__ import annotations

from datetime import date

import polars as pl

from runback.causes import Ranking
from runback.gait import WatchForm
from runback.operations.outside_influences import Influences
from runback.progress import Progress
from runback.store.store import Store
from runback.triggers import Triggers
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


def own_day_frame(store: Store, today: date) -> pl.DataFrame:
    """Return the frame of the runner's own days."""
    from runback.operations.triggers import own_days

    return own_days(store, today, answer(own_runs, store, today))


def own_trigger_search(store: Store, today: date) -> Triggers:
    """Return what the runner's own days say of every known exposure."""
    from runback.operations.triggers import own_triggers

    return own_triggers(store, today, answer(own_runs, store, today))


def own_influences(store: Store, today: date) -> Influences:
    """Return what is told of every outside cause."""
    from runback.operations.outside_influences import influences_of

    return influences_of(store, today, own=answer(own_trigger_search, store, today))


def own_watch_form(store: Store, today: date) -> WatchForm:
    """Return what the watch measured of form."""
    from runback.gait import watch_form

    return watch_form(answer(own_runs, store, today), today)


AHEAD: list[Question[object]] = [
    own_screening,
    own_runs,
    own_ranking,
    own_standing,
    own_day_frame,
    own_trigger_search,
    own_influences,
    own_watch_form,
]
"""Answered in the background after every change."""
