"""Settling what several copies of one activity agree on: who leads, where it lies, what was said of it.

Called whenever recordings come or go, in the same transaction. The result depends on what is in the store
alone, never on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from runback.activities.sports import UNKNOWN_SPORT
from runback.store.duplicates import START_TOLERANCE_S, Copy, leads
from runback.store.entries import Said
from runback.store.models import Activity, Arrival

SAYABLE = ("title", "description", "shoe", "surface", "rpe")
"""What the file, the export and the runner may each say of a run."""

_NEEDED = (
    *("run_id", "original", "session", "lead", "start_utc", "elapsed_s", "distance_m", "sport"),
    *("stream_columns", "samples", "source", "session_rpe_load", "active_minutes"),
    *("said_by_file", "said_by_runner", *SAYABLE),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WINDOWS_PER_QUERY = 200


@dataclass(frozen=True, slots=True)
class _Settled:
    lead_id: int | None
    source: str
    title: str | None
    description: str | None
    shoe: str | None
    surface: str | None
    rpe: float | None


def settle(runner_id: int, starts: Iterable[datetime]) -> None:
    """Settle all recordings around these starts anew; write only the rows that change."""
    activities = _neighbours(runner_id, set(starts))
    if not activities:
        return
    arrivals: dict[int, list[Arrival]] = {}
    ids = {activity.original_id for activity in activities}
    for arrival in Arrival.objects.filter(original_id__in=ids).order_by("batch_id", "place", "id"):
        arrivals.setdefault(arrival.original_id or 0, []).append(arrival)
    by_run = {activity.run_id: activity for activity in activities}
    found = leads(as_copy(activity) for activity in activities)
    changed = []
    for activity in activities:
        led = [by_run[run] for run, lead in found.items() if lead == activity.run_id]
        lead_run = found[activity.run_id]
        copies = [activity, *sorted(led, key=lambda copy: as_copy(copy).order)]
        settled = _Settled(
            lead_id=None if lead_run is None else by_run[lead_run].pk,
            source=arrivals[activity.original_id][0].place,
            **gather(
                [copy.said_by_runner for copy in copies],
                [
                    arrival.said.get(str(copy.session), {})
                    for copy in copies
                    for arrival in arrivals[copy.original_id]
                ],
                [copy.said_by_file for copy in copies],
            ),
        )
        if _apply(activity, settled):
            changed.append(activity)
    Activity.objects.bulk_update(changed, ["lead", "source", *SAYABLE, "session_rpe_load"], batch_size=100)


def gather(by_runner: Sequence[Said], by_export: Sequence[Said], by_file: Sequence[Said]) -> dict[str, Any]:
    """Return one word for each of ``SAYABLE``: the runner's before the export's before the file's."""
    order = [*by_runner, *by_export, *by_file]
    return {name: next((said[name] for said in order if name in said), None) for name in SAYABLE}


def as_copy(activity: Activity) -> Copy:
    """Return a row as the duplicate search sees it: the more columns, then samples, the richer."""
    return Copy(
        run_id=activity.run_id,
        original=activity.original_id,
        start_s=(activity.start_utc - _EPOCH).total_seconds(),
        elapsed_s=activity.elapsed_s,
        distance_m=activity.distance_m,
        sport=None if activity.sport == UNKNOWN_SPORT else activity.sport,
        richness=(activity.stream_columns, activity.samples),
    )


def _apply(activity: Activity, settled: _Settled) -> bool:
    changed = False
    for name in _Settled.__slots__:
        value = getattr(settled, name)
        if getattr(activity, name) != value:
            setattr(activity, name, value)
            changed = True
            if name == "rpe":
                activity.session_rpe_load = session_rpe_load(activity.rpe, activity.active_minutes)
    return changed


def session_rpe_load(rpe: float | None, active_minutes: float | None) -> float | None:
    """Return effort times minutes outside pauses, as ``measure_run`` does for an effort known at reading."""
    return None if rpe is None or active_minutes is None else rpe * active_minutes


def _neighbours(runner_id: int, starts: set[datetime]) -> list[Activity]:
    """Return the recordings of every chain of near starts that one of ``starts`` belongs to."""
    known: dict[int, Activity] = {}
    wanted = starts
    while wanted:
        near: list[Activity] = []
        for windows in _windows(wanted):
            query = reduce(or_, (Q(start_utc__range=window) for window in windows))
            near.extend(Activity.objects.filter(query, runner_id=runner_id).only(*_NEEDED))
        fresh = {activity.pk: activity for activity in near if activity.pk not in known}
        known.update(fresh)
        # A new neighbour may have neighbours of its own, just outside the first window.
        wanted = {activity.start_utc for activity in fresh.values()} - starts
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
