"""Measuring runs again where the method or the runner's settings have changed, from the original files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from time import monotonic

import polars as pl
from django.db import transaction

from runback.activities.exports import EntriesByStart
from runback.activities.runs import RUN_COLUMNS
from runback.store.entries import Said
from runback.store.home import Home
from runback.store.keeping import measure_set, written_files
from runback.store.models import Activity, Arrival, MeasureSet, Original, Runner
from runback.store.outdated import outdated
from runback.store.profile import as_model
from runback.store.readers import Readers
from runback.store.reading_job import Job, ReadFile, Setup
from runback.store.reports import Failure, RecomputeReport
from runback.store.settling import settle
from runback.store.versions import READING_VERSION, key_of, versions_for
from runback.store.writing import flush

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

_MEASURED = tuple(
    name for name, dtype in RUN_COLUMNS.items() if dtype in (pl.Float64(), pl.List(pl.Float64()))
)


def recompute(home: Home, row: Runner, progress: Progress | None, workers: int) -> RecomputeReport:
    """Measure every outdated run again; call with the store's lock held.

    Each file is committed alone, so a process killed on the way loses nothing; the next call goes on. Runs
    whose original cannot be read any more keep their old measures.
    """
    began = monotonic()
    before = outdated(row)
    runner = as_model(row)
    key = key_of(versions_for(runner))
    stale = Original.objects.filter(
        pk__in=Activity.objects.filter(runner=row).exclude(measured_with__key=key).values("original_id")
    )
    originals = list(stale.order_by("-pk"))
    failed: list[Failure] = []
    again = 0
    with Readers(Setup(home, runner, EntriesByStart(())), max(1, min(workers, len(originals)))) as readers:
        for done, (original, read) in enumerate(readers.read(_jobs(home, originals, failed))):
            if read is not None and read.fault is not None:
                failed.append(Failure(original.stored_name, read.fault.place, read.fault.reason))
            elif read is not None:
                again += _replace(home, original, read, measure_set(runner))
            if progress is not None:
                progress(done + 1, len(originals))
    log.info("%d runs measured again, %d files failed", again, len(failed))
    return RecomputeReport(again, before.reasons, tuple(failed), monotonic() - began)


def _jobs(
    home: Home, originals: list[Original], failed: list[Failure]
) -> Iterator[tuple[Original, Job | None]]:
    for original in originals:
        arrivals = list(Arrival.objects.filter(original=original).order_by("batch_id", "place"))
        said: dict[str, Said] = {}
        for arrival in arrivals:
            said = {**arrival.said, **said}
        try:
            raw = home.original(original.stored_name).read_bytes()
        except OSError as error:
            failed.append(Failure(original.stored_name, "", f"cannot be read ({error.strerror})."))
            yield original, None
            continue
        yield original, Job(arrivals[0].place, original.stored_name, raw, said=said)


def _replace(home: Home, original: Original, read: ReadFile, measured_with: MeasureSet) -> int:
    """Write the new measures of one original over the old; what the runner said stays."""
    flush(written_files(home, [read]))
    with transaction.atomic():
        activities = Activity.objects.filter(original=original)
        before = {activity.session: activity for activity in activities}
        starts = {activity.start_utc for activity in before.values()}
        for row in read.rows:
            activity = before.pop(row["session"], None) or Activity(
                runner_id=original.runner_id, original=original
            )
            for field in _MEASURED:
                setattr(activity, field, None)
            for name, value in row.items():
                setattr(activity, name, value)
            activity.measured_with = measured_with
            activity.save()
            starts.add(activity.start_utc)
        for gone in before.values():
            gone.delete()
        original.reading_version = READING_VERSION
        original.damage_place = None if read.damage is None else read.damage.place
        original.damage_reason = None if read.damage is None else read.damage.reason
        original.save()
        settle(original.runner_id, starts)
    return len(read.rows)
