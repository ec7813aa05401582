"""What an import amounted to, counted when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from runback.store.models import Activity, Arrival, ImportBatch
from runback.store.reports import CopyThere, Failure, ImportReport

_NEW, _LINKED = Arrival.Outcome.NEW, Arrival.Outcome.LINKED
_PER_QUERY = 500


def settle_outcomes(batch: ImportBatch) -> None:
    """Mark the new files whose runs are all further recordings of activities that are there.

    Of several recordings of one activity in one import, the file of the one that leads counts as new.
    """
    arrivals = Arrival.objects.filter(batch=batch, outcome__in=(_NEW, _LINKED))
    earlier = _led_from_before(batch)
    linked: dict[int, bool] = {}
    mine = Activity.objects.filter(runner_id=batch.runner_id, original__arrival__in=arrivals)
    for pk, original, lead in mine.values_list("pk", "original_id", "lead_id"):
        there = lead is not None or pk in earlier
        linked[original] = linked.get(original, True) and there
    changed: dict[str, list[int]] = {_NEW.value: [], _LINKED.value: []}
    for pk, original, outcome in arrivals.values_list("pk", "original_id", "outcome"):
        wanted = (_LINKED if linked[original or 0] else _NEW).value
        if outcome != wanted:
            changed[wanted].append(pk)
    for wanted, pks in changed.items():
        for first in range(0, len(pks), _PER_QUERY):
            Arrival.objects.filter(pk__in=pks[first : first + _PER_QUERY]).update(outcome=wanted)


def _led_from_before(batch: ImportBatch) -> set[int]:
    """Return the leading runs one of whose copies an earlier import brought."""
    before = Arrival.objects.filter(runner_id=batch.runner_id, batch_id__lt=batch.pk)
    copies = Activity.objects.filter(runner_id=batch.runner_id, lead__isnull=False)
    return {
        lead
        for lead in copies.filter(original__in=before.values("original_id")).values_list("lead_id", flat=True)
        if lead is not None
    }


def report(batch: ImportBatch, seconds: float, *, resumed: bool) -> ImportReport:
    """Return the counts and failures of an import."""
    arrivals = Arrival.objects.filter(batch=batch)
    counts = Counter(arrivals.values_list("outcome", flat=True))
    return ImportReport(
        batch=batch.pk,
        new=counts[_NEW],
        duplicates=counts[Arrival.Outcome.DUPLICATE] + counts[_LINKED],
        not_runs=counts[Arrival.Outcome.NOT_RUN],
        failed=failed_files(batch.pk),
        damaged=damaged_files(batch.pk),
        seconds=seconds,
        resumed=resumed,
    )


def failed_files(batch_id: int) -> tuple[Failure, ...]:
    """Return the files of an import that could not be read."""
    failed = Arrival.objects.filter(batch_id=batch_id, outcome=Arrival.Outcome.FAILED).order_by("pk")
    return _failures(failed.values_list("place", "failure_place", "failure_reason"))


def damaged_files(batch_id: int) -> tuple[Failure, ...]:
    """Return the files of an import that were read up to a damage."""
    arrivals = Arrival.objects.filter(batch_id=batch_id)
    hurt = arrivals.exclude(original__damage_place=None).exclude(original=None).order_by("pk")
    return _failures(hurt.values_list("place", "original__damage_place", "original__damage_reason"))


def copies_there(batch_id: int, outcome: Arrival.Outcome) -> tuple[CopyThere, ...]:
    """Return the files of an import with this outcome and the leading run that each of them records."""
    arrivals = Arrival.objects.filter(batch_id=batch_id, outcome=outcome)
    places = arrivals.order_by("pk").values_list("place", "original_id")
    recorded = Activity.objects.filter(original__arrival__in=arrivals).order_by("session")
    runs = {
        original: lead or run_id
        for original, run_id, lead in recorded.values_list("original_id", "run_id", "lead__run_id")
    }
    return tuple(CopyThere(place, runs.get(original or 0)) for place, original in places)


def _failures(rows: Iterable[tuple[str, str | None, str | None]]) -> tuple[Failure, ...]:
    return tuple(Failure(source, place or "", reason or "") for source, place, reason in rows)
