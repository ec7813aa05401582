"""Plans, every version of their sessions, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from runback.store.models.runs import Runner


class WrittenPlan(models.Model):
    """A plan as it was written: what was wished, what a raised sign forbade, what could not be met.

    Its sessions are the versions of ``PlannedSession`` up to it.
    """

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    written_utc = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    began = models.DateField(null=True)
    wishes: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    forbids: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    conflicts: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(
        default=list
    )
    notes: models.JSONField[list[str], list[str]] = models.JSONField(default=list)


class PlannedSession(models.Model):
    """One version of a planned session: a row for each plan that added, changed or dropped it.

    ``content`` is the session as JSON; ``dropped``: from this plan on it is in the plan no more.
    """

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    plan = models.ForeignKey(WrittenPlan, on_delete=models.CASCADE)
    session = models.CharField(max_length=80)
    day = models.DateField()
    content: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    dropped = models.BooleanField(default=False)

    class Meta:
        """One version for each plan; looked up by session."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "session"], name="one_version_per_plan")
        ]
        indexes: ClassVar = [models.Index(fields=["runner", "session"], name="session_versions")]


class ToldSession(models.Model):
    """What the runner told of a planned session; the latest that was not taken back counts."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    session = models.CharField(max_length=80)
    day = models.DateField()
    kind = models.CharField(max_length=10)
    written_utc = models.DateTimeField()
    done = models.BooleanField()
    effort = models.FloatField(null=True)
    pain = models.FloatField(null=True)
    exercises: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(
        default=list
    )
    withdrawn = models.BooleanField(default=False)


class CalendarEntry(models.Model):
    """A session as a calendar last got it: its lasting UID, SEQUENCE, and its words, to tell a change by."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    session = models.CharField(max_length=80)
    uid = models.CharField(max_length=80)
    sequence = models.IntegerField(default=0)
    content: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    cancelled = models.BooleanField(default=False)

    class Meta:
        """One entry for each session and runner."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["runner", "session"], name="one_entry_per_session")
        ]
