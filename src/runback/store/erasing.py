"""What a store holds of its runner, counted, and all of it erased."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import models, transaction

from runback.store import sqlite
from runback.store.home import Home
from runback.store.models import (
    Activity,
    DiaryEntry,
    Film,
    MeasureSet,
    Original,
    OutcomeScore,
    PlannedExperiment,
    Runner,
    ScreeningAnswers,
    SelfTestEntry,
    ShoePair,
    WrittenPlan,
)
from runback.store.writing import remove_unnamed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store holds of its runner, counted; ``size_bytes`` is that of the original files.

    ``diary_days`` are days of which anything was ever written; ``backups`` are copies of the database.
    """

    runs: int
    originals: int
    size_bytes: int
    diary_days: int
    self_tests: int
    films: int
    scores: int
    interviews: int
    plans: int
    experiments: int
    shoe_pairs: int
    backups: int


def holdings(home: Home, row: Runner) -> Holdings:
    """Count what the store holds of a runner."""
    kept = Original.objects.filter(runner=row).exclude(stored_name="")
    return Holdings(
        runs=Activity.objects.filter(runner=row, lead=None).count(),
        originals=kept.count(),
        size_bytes=kept.aggregate(total=models.Sum("size_bytes"))["total"] or 0,
        diary_days=DiaryEntry.objects.filter(runner=row).values("day").distinct().count(),
        self_tests=SelfTestEntry.objects.filter(runner=row).values("test", "form", "day").distinct().count(),
        films=Film.objects.filter(runner=row, withdrawn=False).count(),
        scores=OutcomeScore.objects.filter(runner=row).values("measure", "day").distinct().count(),
        interviews=ScreeningAnswers.objects.filter(runner=row).count(),
        plans=WrittenPlan.objects.filter(runner=row).count(),
        experiments=PlannedExperiment.objects.filter(runner=row).count(),
        shoe_pairs=ShoePair.objects.filter(runner=row).count(),
        backups=len(list(home.backups.glob("*"))),
    )


def erase(home: Home, row: Runner) -> Holdings:
    """Delete every row and file of a runner, and return what there was. Call with the store's lock held.

    The runner's row stays, with nothing told in it. The database is then written anew, so that its file
    holds nothing of what was deleted; its backups, which hold all of it, are deleted too. A process killed
    between the rows and the files leaves files that no row names, which the next import removes.
    """
    held = holdings(home, row)
    with transaction.atomic():
        for relation in Runner._meta.related_objects:
            relation.related_model._default_manager.filter(**{relation.field.name: row}).delete()
        # They tell the settings that measures rested on, such as the highest heart rate.
        MeasureSet.objects.filter(activity=None).delete()
        Runner(pk=row.pk, name=row.name).save(force_update=True)
    remove_unnamed(home)
    for copy in home.backups.glob("*"):
        copy.unlink(missing_ok=True)
    sqlite.write_anew()
    row.refresh_from_db()
    log.info("everything erased: %d runs, %d files", held.runs, held.originals)
    return held
