"""Settling what several copies of one activity agree on: who leads, where it lies, what was said of it.

Called whenever recordings come or go, in the same transaction. The result depends on what is in the store
alone, never on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from runback.activities.duplicates import START_TOLERANCE_S, Copy, leads
from runback.activities.sports import UNKNOWN_SPORT
from runback.store.entries import Said
from runback.store.models import Activity, Arrival

SAYABLE = ("title", "description", "shoe", "surface", "rpe")
"""What the file, the export and the runner may each say of a run."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WINDOWS_PER_QUERY = 200
_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of ``Activity`` that settling reads and writes."""

    pk: int
    run_id: str
    original_id: int
    session: int
    start_utc: datetime
    elapsed_s: float | None
    distance_m: float | None
    sport: str | None
    richness: int
    samples: int
    active_minutes: float | None
    said_by_file: Said
    said_by_runner: Said
    lead_id: int | None
    source: str
    title: str | None
    description: str | None
    shoe: str | None
    surface: str | None
    rpe: float | None
    session_rpe_load: float | None

    @property
    def copy(self) -> Copy:
        """This row as the search for copies sees it: the more kinds of values, then samples, the richer."""
        return Copy(
            run_id=self.run_id,
            original=self.original_id,
            start_s=(self.start_utc - _EPOCH).total_seconds(),
            elapsed_s=self.elapsed_s,
            distance_m=self.distance_m,
            sport=None if self.sport == UNKNOWN_SPORT else self.sport,
            richness=(self.richness, self.samples),
        )


_COLUMNS = tuple(field.name for field in fields(_Row))
_SETTLED = ("lead_id", "source", *SAYABLE, "session_rpe_load")


def settle(runner_id: int, starts: Iterable[datetime]) -> None:
    """Settle all recordings around these starts anew; write only the rows that change."""
    rows = _neighbours(runner_id, set(starts))
    by_run = {row.run_id: row for row in rows}
    told = _Told({row.original_id for row in rows})
    followers: dict[str, list[_Row]] = {}
    found = leads(row.copy for row in rows)
    for run_id, lead in found.items():
        if lead is not None:
            followers.setdefault(lead, []).append(by_run[run_id])
    for row in rows:
        lead = found[row.run_id]
        copies = [row, *sorted(followers.get(row.run_id, ()), key=lambda copy: copy.copy.order)]
        said = gather(
            [copy.said_by_runner for copy in copies],
            [said for copy in copies for said in told.said(copy)],
            [copy.said_by_file for copy in copies],
        )
        settled = replace(
            row,
            lead_id=None if lead is None else by_run[lead].pk,
            source=told.place(row),
            **said,
            session_rpe_load=session_rpe_load(said["rpe"], row.active_minutes),
        )
        if settled != row:
            Activity.objects.filter(pk=row.pk).update(**{name: getattr(settled, name) for name in _SETTLED})


def gather(by_runner: Sequence[Said], by_export: Sequence[Said], by_file: Sequence[Said]) -> dict[str, Any]:
    """Return one word for each of ``SAYABLE``: the runner's before the export's before the file's."""
    order = [*by_runner, *by_export, *by_file]
    return {name: next((said[name] for said in order if name in said), None) for name in SAYABLE}


def session_rpe_load(rpe: float | None, active_minutes: float | None) -> float | None:
    """Return effort times minutes outside pauses, as ``measure_run`` does for an effort known at reading."""
    return None if rpe is None or active_minutes is None else rpe * active_minutes


class _Told:
    """Where files came from, and what exports said of them, in the order of their imports."""

    def __init__(self, originals: set[int]) -> None:
        self._arrivals: dict[int, list[tuple[str, dict[str, Said]]]] = {}
        ids = sorted(originals)
        for first in range(0, len(ids), _PER_QUERY):
            found = Arrival.objects.filter(original_id__in=ids[first : first + _PER_QUERY])
            ordered = found.order_by("batch_id", "place", "pk")
            for original, place, said in ordered.values_list("original_id", "place", "said"):
                self._arrivals.setdefault(original or 0, []).append((place, said))

    def place(self, row: _Row) -> str:
        return self._arrivals[row.original_id][0][0]

    def said(self, row: _Row) -> list[Said]:
        return [said.get(str(row.session), {}) for _, said in self._arrivals[row.original_id]]


def _neighbours(runner_id: int, starts: set[datetime]) -> list[_Row]:
    """Return the recordings of every chain of near starts that one of ``starts`` belongs to."""
    known: dict[int, _Row] = {}
    wanted = starts
    while wanted:
        fresh: dict[int, _Row] = {}
        for windows in _windows(wanted):
            query = reduce(or_, (Q(start_utc__range=window) for window in windows))
            found = Activity.objects.filter(query, runner_id=runner_id).values_list(*_COLUMNS)
            fresh.update({row.pk: row for values in found if (row := _Row(*values)).pk not in known})
        known.update(fresh)
        # A new neighbour may have neighbours of its own, just outside the first window.
        wanted = {row.start_utc for row in fresh.values()} - starts
        starts = starts | wanted
    return list(known.values())


def _windows(starts: set[datetime]) -> Iterable[list[tuple[datetime, datetime]]]:
    reach = timedelta(seconds=START_TOLERANCE_S)
    merged: list[tuple[datetime, datetime]] = []
    for start in sorted(starts):
        if merged and start - reach <= merged[-1][1]:
            merged[-1] = (merged[-1][0], start + reach)
        else:
            merged.append((start - reach, start + reach))
    for first in range(0, len(merged), _WINDOWS_PER_QUERY):
        yield merged[first : first + _WINDOWS_PER_QUERY]
