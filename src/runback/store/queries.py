"""Reading the store: the runs frame, one run with its copies, the imports."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
from django.db.models import Q

from runback.activities.recording import Damage
from runback.activities.runs import RUN_COLUMNS
from runback.errors import BadInputError
from runback.store.models import Activity, Arrival, ImportBatch
from runback.store.outcomes import copies_there, damaged_files, failed_files
from runback.store.reports import Batch, BatchFiles, RunCopy, RunDetail

SHORTEST_PREFIX = 4
LONGEST_NUMBER = 5


def runs_of(runner_id: int) -> pl.DataFrame:
    """Return the runs that lead their copies as the runs frame, sorted by ``start_utc``."""
    rows = (
        Activity.objects.filter(runner_id=runner_id, lead=None)
        .order_by("start_utc", "run_id")
        .values_list(*RUN_COLUMNS)
    )
    columns = list(zip(*rows, strict=True)) or [()] * len(RUN_COLUMNS)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=dtype)
            for (name, dtype), values in zip(RUN_COLUMNS.items(), columns, strict=True)
        ]
    )


def run_ids(runner_id: int, reference: str) -> list[str]:
    """Return the ids of the leading runs, or copies by their id, that ``reference`` may mean."""
    runs = Activity.objects.filter(runner_id=runner_id)
    leading = runs.filter(lead=None).order_by("-start_utc", "-run_id")
    reference = reference.strip().lower()
    if reference == "latest":
        return list(leading.values_list("run_id", flat=True)[:1])
    if reference.isdecimal() and len(reference) <= LONGEST_NUMBER and reference != "0":
        number = int(reference)
        found = list(leading.values_list("run_id", flat=True)[number - 1 : number])
        if found:
            return found
    day = _as_date(reference)
    if day is not None:
        return list(leading.filter(local_date=day).values_list("run_id", flat=True))
    if len(reference) < SHORTEST_PREFIX:
        return []
    return list(runs.filter(run_id__startswith=reference).order_by("run_id").values_list("run_id", flat=True))


def find_activity(runner_id: int, reference: str) -> Activity:
    """Return the one run that ``reference`` means.

    Raises:
        BadInputError: no run, or more than one, is meant.
    """
    found = run_ids(runner_id, reference)
    remedy = (
        "Name a run by its number in the list (1 is the latest), its day, the start of its id, or 'latest'."
    )
    if not found and not Activity.objects.filter(runner_id=runner_id).exists():
        raise BadInputError("there are no runs yet.", remedy="Bring some in with: runback import PATH")
    if not found:
        raise BadInputError(f"no run is meant by {reference!r}.", remedy=remedy)
    if len(found) > 1:
        listed = ", ".join(found[:6])
        raise BadInputError(
            f"{reference!r} may mean {len(found)} runs ({listed}).", remedy="Name one by its id."
        )
    return Activity.objects.select_related("original", "lead", "measured_with").get(
        runner_id=runner_id, run_id=found[0]
    )


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def detail(activity: Activity) -> RunDetail:
    """Return all that is known of one run."""
    lead = activity.lead or activity
    family = Activity.objects.filter(Q(pk=lead.pk) | Q(lead=lead)).exclude(pk=activity.pk).order_by("run_id")
    places = Arrival.objects.filter(original=activity.original).order_by("batch_id", "place")
    original = activity.original
    damage = None
    if original.damage_place is not None or original.damage_reason is not None:
        damage = Damage(original.damage_place or "", original.damage_reason or "")
    return RunDetail(
        run={name: getattr(activity, name) for name in RUN_COLUMNS},
        leads=activity.lead is None,
        description=activity.description,
        device_totals=activity.device_totals,
        laps=pl.DataFrame(activity.laps),
        sensors=tuple(activity.sensors),
        sources=tuple(dict.fromkeys(places.values_list("place", flat=True))),
        original=original.stored_name,
        damage=damage,
        copies=tuple(
            RunCopy(
                copy.run_id, copy.source, copy.device, copy.distance_m, copy.elapsed_s, copy.lead_id is None
            )
            for copy in family
        ),
        measured_with=activity.measured_with.versions,
    )


def batches_of(runner_id: int) -> list[Batch]:
    """Return the imports, latest first."""
    counts: Counter[tuple[int, str]] = Counter(
        Arrival.objects.filter(runner_id=runner_id).values_list("batch_id", "outcome")
    )
    outcome = Arrival.Outcome
    return [
        Batch(
            number=batch.pk,
            sources=tuple(batch.sources),
            started_utc=batch.started_utc,
            finished_utc=batch.finished_utc,
            state="done" if batch.state == ImportBatch.State.DONE else "running",
            new=counts[batch.pk, outcome.NEW],
            duplicates=counts[batch.pk, outcome.DUPLICATE] + counts[batch.pk, outcome.LINKED],
            not_runs=counts[batch.pk, outcome.NOT_RUN],
            failed=counts[batch.pk, outcome.FAILED],
        )
        for batch in ImportBatch.objects.filter(runner_id=runner_id).order_by("-id")
    ]


def batch_files_of(runner_id: int, number: int) -> BatchFiles:
    """Return what became of the files of one import.

    Raises:
        BadInputError: there is no such import.
    """
    batch = next((one for one in batches_of(runner_id) if one.number == number), None)
    if batch is None:
        raise BadInputError(f"there is no import number {number}.", remedy="'runback imports' lists them.")
    outcome = Arrival.Outcome
    others = Arrival.objects.filter(batch_id=number, outcome=outcome.NOT_RUN).order_by("pk")
    return BatchFiles(
        batch=batch,
        failed=failed_files(number),
        damaged=damaged_files(number),
        same=copies_there(number, outcome.DUPLICATE),
        copies=copies_there(number, outcome.LINKED),
        not_runs=tuple(others.values_list("place", flat=True)),
    )
