"""The web app's own tables: work under way, and what a phone sent after being offline."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Job(models.Model):
    """Long work that the runner started: what, how far, how it ended. The worker writes it, pages read it."""

    class State(models.TextChoices):
        """How far a job has come."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_utc = models.DateTimeField()
    began_utc = models.DateTimeField(null=True)
    ended_utc = models.DateTimeField(null=True)
    # Times a worker began it; one that was killed midway is begun again.
    attempts = models.IntegerField(default=0)
    asked: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    result: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    failure = models.TextField(default="")
    remedy = models.TextField(default="")
    # The runner saw how it ended and put the note away.
    dismissed = models.BooleanField(default=False)

    class Meta:
        """Looked up by state."""

        indexes: ClassVar = [models.Index(fields=["state", "created_utc"], name="job_by_state")]


class Message(models.Model):
    """One thing that a browser sent from its outbox; its id, made there, keeps it from being taken twice."""

    id = models.UUIDField(primary_key=True, editable=False)
    received_utc = models.DateTimeField()
    kind = models.CharField(max_length=40)
