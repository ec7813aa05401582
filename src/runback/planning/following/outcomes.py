"""What became of planned sessions: told by the runner, or seen in the runs that came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import polars as pl

from runback.model import CheckIn
from runback.planning.plan import Plan, Session, SessionDone, Wishes

Outcome = Literal["done", "missed", "nothing told", "coming"]

FOLLOWED = ("run", "strength")
"""Kinds of session that are counted; stretches follow them, and nothing is done on a rest day."""


def outcomes(
    sessions: Iterable[Session], log: Iterable[SessionDone], runs: pl.DataFrame, today: date
) -> dict[str, Outcome]:
    """Return by id what became of every run and strength session.

    What the runner told counts first; else a run of the same day in ``runs`` (a runs frame) is the planned
    run. A session of ``today`` of which nothing is known is still coming.
    """
    told = {one.session: one for one in log}
    ran = run_days(runs, today)
    found: dict[str, Outcome] = {}
    for session in sessions:
        if session.kind not in FOLLOWED:
            continue
        if session.id in told:
            found[session.id] = "done" if told[session.id].done else "missed"
        elif session.kind == "run" and session.day in ran:
            found[session.id] = "done"
        else:
            found[session.id] = "nothing told" if session.day < today else "coming"
    return found


def run_days(runs: pl.DataFrame, today: date) -> frozenset[date]:
    """Return the days up to ``today`` with a run in a runs frame."""
    return frozenset(day for day in runs["local_date"].drop_nulls().to_list() if day <= today)


def planned_days(sessions: Iterable[Session], found: Mapping[str, Outcome], today: date) -> pl.DataFrame:
    """Return the runs and strength sessions planned up to yesterday, and today's once done, one row each.

    Columns ``local_date``, ``kind``: the ``planned`` that ``progress.adherence`` takes.
    """
    rows = [
        (one.day, one.kind)
        for one in sessions
        if one.kind in FOLLOWED
        and (one.day < today or (one.day == today and found.get(one.id) in {"done", "missed"}))
    ]
    return _frame(rows)


def done_days(
    log: Iterable[SessionDone], runs: pl.DataFrame, check_ins: Iterable[CheckIn], today: date
) -> pl.DataFrame:
    """Return the days up to ``today`` with a run or strength done, one row for each day and kind.

    A run counts from its recording or as told; strength as told, or from a diary day that says so.
    """
    rows = {(day, "run") for day in run_days(runs, today)}
    rows |= {(one.day, one.kind) for one in log if one.done and one.kind in FOLLOWED}
    rows |= {(one.day, "strength") for one in check_ins if one.strength}
    return _frame(sorted(row for row in rows if row[0] <= today))


def as_done(plan: Plan, log: Iterable[SessionDone], today: date) -> Plan:
    """Return the plan with every session told as done on the day it was done, and no race of the past wished.

    So a plan made anew after a race sees the same wishes, and stays as it is.
    """
    days = {one.session: one.day for one in log if one.done}
    moved = (replace(one, day=days.get(one.id, one.day)) for one in plan.sessions)
    wishes = None if plan.wishes is None else without_past_race(plan.wishes, today)
    return replace(plan, sessions=tuple(sorted(moved, key=lambda one: one.day)), wishes=wishes)


def without_past_race(wishes: Wishes, today: date) -> Wishes:
    """Return the wishes without a race before ``today``: it is behind the runner, all else still holds."""
    past = wishes.goal is not None and wishes.goal.day is not None and wishes.goal.day < today
    return replace(wishes, goal=None) if past else wishes


def _frame(rows: Sequence[tuple[date, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"local_date": pl.Date, "kind": pl.String}, orient="row")
