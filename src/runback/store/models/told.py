"""What the runner tells: diary, shoes, experiments, scores, self-tests, films, the interview."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from runback.store.models.runs import Runner


class DiaryEntry(models.Model):
    """One day of the diary as written at one time. The latest of a day counts; the earlier ones stay."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    day = models.DateField()
    written_utc = models.DateTimeField()
    worst_pain = models.FloatField(null=True)
    pain_during_run = models.FloatField(null=True)
    pain_next_morning = models.FloatField(null=True)
    places: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    stiffness_min = models.FloatField(null=True)
    sleep_h = models.FloatField(null=True)
    sitting_h = models.FloatField(null=True)
    lifting = models.BooleanField(null=True)
    stress = models.FloatField(null=True)
    note = models.TextField(default="")
    sleep_quality = models.FloatField(null=True)
    driving_h = models.FloatField(null=True)
    pack = models.BooleanField(null=True)
    easy_start = models.BooleanField(null=True)
    strength = models.BooleanField(null=True)
    stretches = models.BooleanField(null=True)

    class Meta:
        """Looked up by day."""

        indexes: ClassVar = [models.Index(fields=["runner", "day"], name="diary_by_day")]


class ShoePair(models.Model):
    """What the runner told of a pair of shoes; its runs are those whose shoe is one of ``known_as``.

    ``default_from``: runs from this day on that name no shoe count for this pair, until a later day of
    another pair.
    """

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    known_as: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    first_day = models.DateField(null=True)
    distance_before_m = models.FloatField(default=0.0)
    retired_day = models.DateField(null=True)
    default_from = models.DateField(null=True)

    class Meta:
        """One row for each name and runner."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["runner", "name"], name="one_pair_per_name")]


class PlannedExperiment(models.Model):
    """A self-experiment as it was planned, before its first day; never changed but to stop it."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    written_utc = models.DateTimeField()
    first_day = models.DateField()
    exposure = models.CharField(max_length=80)
    plan: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    stopped_day = models.DateField(null=True)


class OutcomeScore(models.Model):
    """One answered outcome measure, with the answers where Runback asked them. The latest of a day counts."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    measure = models.CharField(max_length=80)
    day = models.DateField()
    written_utc = models.DateTimeField()
    value = models.FloatField()
    answers: models.JSONField[dict[str, bool | float | str], dict[str, bool | float | str]] = (
        models.JSONField(default=dict)
    )


class SelfTestEntry(models.Model):
    """One self-test of one day as written at one time; the latest of a test, form and day counts.

    ``withdrawn``: the runner took that day's result back; what was written before it stays as history alone.
    """

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    test = models.CharField(max_length=80)
    form = models.CharField(max_length=40, default="")
    day = models.DateField()
    written_utc = models.DateTimeField()
    value = models.FloatField(null=True)
    left = models.FloatField(null=True)
    right = models.FloatField(null=True)
    pain = models.FloatField(null=True)
    stopped = models.CharField(max_length=20, null=True)
    first_side = models.CharField(max_length=5, null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        """Looked up by test and day."""

        indexes: ClassVar = [models.Index(fields=["runner", "test", "day"], name="self_test_by_day")]


class Film(models.Model):
    """What one film said of form; the film itself is not kept. ``withdrawn``: the runner took it back."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    day = models.DateField()
    written_utc = models.DateTimeField()
    view = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    near = models.CharField(max_length=5, null=True)
    moment = models.CharField(max_length=5, null=True)
    treadmill = models.BooleanField(null=True)
    speed_m_s = models.FloatField(null=True)
    frames_per_s = models.FloatField()
    seconds = models.FloatField()
    steps = models.IntegerField()
    values: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField()
    method = models.CharField(max_length=20)
    withdrawn = models.BooleanField(default=False)


class ScreeningAnswers(models.Model):
    """The answers of one screening interview; the latest counts."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    day = models.DateField()
    written_utc = models.DateTimeField()
    answers: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)


class FlagLookedAt(models.Model):
    """The runner's own dated statement that a clinician looked at a raised flag."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    flag = models.CharField(max_length=80)
    day = models.DateField()
    statement = models.TextField()
    written_utc = models.DateTimeField()
