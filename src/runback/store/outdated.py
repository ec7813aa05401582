"""Which runs were measured by an older method or with other settings. Asked often: cheap."""

from __future__ import annotations

from django.db.models import Count

from runback.store.models import Activity, MeasureSet, Runner
from runback.store.profile import as_model
from runback.store.reports import Outdated
from runback.store.versions import key_of, reasons, versions_for


def outdated(row: Runner) -> Outdated:
    """Return how many runs rest on other versions or settings than today's, and what changed."""
    now = versions_for(as_model(row))
    counted = (
        Activity.objects.filter(runner=row)
        .exclude(measured_with__key=key_of(now))
        .values("measured_with")
        .annotate(runs=Count("pk"))
    )
    counts = {group["measured_with"]: group["runs"] for group in counted}
    found: dict[str, None] = {}
    for before in MeasureSet.objects.filter(pk__in=counts).order_by("pk"):
        found.update(dict.fromkeys(reasons(before.versions, now)))
    return Outdated(sum(counts.values()), tuple(found))
