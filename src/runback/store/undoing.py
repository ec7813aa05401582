"""Taking an import out whole: its rows in one transaction, then the files that nothing names any more."""

from __future__ import annotations

import logging

from django.db import transaction

from runback.errors import BadInputError
from runback.store.home import Home
from runback.store.models import Activity, Arrival, ImportBatch, Original
from runback.store.reports import UndoReport
from runback.store.settling import settle

log = logging.getLogger(__name__)


def undo(home: Home, runner_id: int, batch_id: int | None) -> UndoReport:
    """Take out one import, by default the latest. Call with the store's lock held.

    Files that another import brought too stay, with their runs; recordings that were copies of a run taken
    out lead again. A process killed between the rows and the files leaves files without rows, which the next
    import removes.

    Raises:
        BadInputError: there is no such import.
    """
    batches = ImportBatch.objects.filter(runner_id=runner_id)
    batch = batches.order_by("-id").first() if batch_id is None else batches.filter(pk=batch_id).first()
    if batch is None:
        what = "there is no import to undo." if batch_id is None else f"there is no import number {batch_id}."
        raise BadInputError(what, remedy="'runback imports' lists them.")
    number, sources = batch.pk, tuple(batch.sources)
    with transaction.atomic():
        arrivals = Arrival.objects.filter(batch=batch)
        files = arrivals.count()
        brought = set(arrivals.exclude(original=None).values_list("original_id", flat=True))
        elsewhere = Arrival.objects.exclude(batch=batch).filter(runner_id=runner_id)
        kept = brought & set(elsewhere.exclude(original=None).values_list("original_id", flat=True))
        gone = brought - kept
        activities = _activities_of(brought)
        starts = {activity.start_utc for activity in activities}
        leaving = [activity for activity in activities if activity.original_id in gone]
        run_ids = [activity.run_id for activity in leaving]
        names = [name for name in _stored_names(gone) if name]
        batch.delete()
        for part in _parts(sorted(gone)):
            Original.objects.filter(pk__in=part).delete()
        settle(runner_id, starts)
    for name in names:
        _remove_unless_shared(home, name)
    for run_id in run_ids:
        if not Activity.objects.filter(run_id=run_id).exists():
            home.stream(run_id).unlink(missing_ok=True)
    log.info("import %d undone: %d files, %d runs, %d files kept", number, files, len(run_ids), len(kept))
    rated = sum(bool(activity.said_by_runner) for activity in leaving)
    return UndoReport(number, sources, files, len(run_ids), len(kept), rated)


def _activities_of(originals: set[int]) -> list[Activity]:
    found: list[Activity] = []
    for part in _parts(sorted(originals)):
        found.extend(
            Activity.objects.filter(original_id__in=part).only(
                "run_id", "start_utc", "original_id", "said_by_runner"
            )
        )
    return found


def _stored_names(originals: set[int]) -> list[str]:
    names: list[str] = []
    for part in _parts(sorted(originals)):
        names.extend(Original.objects.filter(pk__in=part).values_list("stored_name", flat=True))
    return names


def _remove_unless_shared(home: Home, name: str) -> None:
    # Another runner of this store may have brought the same file.
    if not Original.objects.filter(stored_name=name).exists():
        home.original(name).unlink(missing_ok=True)


def _parts(ids: list[int], size: int = 500) -> list[list[int]]:
    """Split ids so that no query exceeds the number of parameters that SQLite takes."""
    return [ids[first : first + size] for first in range(0, len(ids), size)]
