"""The runner, their files, and the runs that were read from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from runback.store.entries import Said


class Runner(models.Model):
    """The person, as far as they told; units in the column names."""

    name = models.CharField(max_length=200, default="me", unique=True)
    sex = models.CharField(max_length=10, null=True)
    birth_year = models.IntegerField(null=True)
    height_cm = models.FloatField(null=True)
    mass_kg = models.FloatField(null=True)
    max_heart_rate_bpm = models.FloatField(null=True)
    rest_heart_rate_bpm = models.FloatField(null=True)
    zone = models.CharField(max_length=64, null=True)
    units = models.CharField(max_length=2, default="km")
    # Of runs that tell none.
    default_surface = models.CharField(max_length=40, null=True)


class ImportBatch(models.Model):
    """One import: what was asked for and how it ended. ``running`` without a process: it was cut off."""

    class State(models.TextChoices):
        """How far an import has come."""

        RUNNING = "running"
        DONE = "done"

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    sources: models.JSONField[list[str], list[str]] = models.JSONField()
    started_utc = models.DateTimeField()
    finished_utc = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)


class Original(models.Model):
    """A file by its content: kept as it came where it held a run, remembered by its hash alone where not."""

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    content_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    size_bytes = models.BigIntegerField()
    stored_name = models.CharField(max_length=90, default="")
    reading_version = models.CharField(max_length=40)
    damage_place = models.TextField(null=True)
    damage_reason = models.TextField(null=True)

    class Meta:
        """One row for each content and runner."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["runner", "content_sha256"], name="one_original_per_content")
        ]


class Arrival(models.Model):
    """One file of one import and what became of it; ``place`` as ``export.zip > activities/1.fit.gz``."""

    class Outcome(models.TextChoices):
        """What became of a file."""

        NEW = "new"
        DUPLICATE = "duplicate"  # the same content was there
        LINKED = "linked"  # another recording of runs that were there
        NOT_RUN = "not_run"
        FAILED = "failed"

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE)
    original = models.ForeignKey(Original, null=True, on_delete=models.CASCADE)
    place = models.TextField()
    raw_sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    failure_place = models.TextField(null=True)
    failure_reason = models.TextField(null=True)
    # What the export says beside the file, by session: {"0": {"title": ..., "shoe": ..., "rpe": ...}}.
    said: models.JSONField[dict[str, Said], dict[str, Said]] = models.JSONField(default=dict)

    class Meta:
        """Looked up by the hash of the bytes as they lay in the archive."""

        indexes: ClassVar = [models.Index(fields=["runner", "raw_sha256"], name="arrival_by_raw_hash")]


class MeasureSet(models.Model):
    """Versions of the measures and settings of the runner that measures rest on; ``key`` is their hash.

    A run whose set is not today's is measured again.
    """

    key = models.CharField(max_length=64, unique=True)
    versions: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField()


class Activity(models.Model):
    """One run of one original. Measured columns have the names and units of ``RUN_COLUMNS``.

    ``lead`` is null where this copy speaks for the activity, else the copy that does.
    """

    runner = models.ForeignKey(Runner, on_delete=models.CASCADE)
    original = models.ForeignKey(Original, on_delete=models.CASCADE)
    lead = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="copies")
    session = models.IntegerField()

    run_id = models.CharField(max_length=40)
    source = models.TextField(default="")
    sport = models.CharField(max_length=80, null=True)
    sub_sport = models.CharField(max_length=80, null=True)
    title = models.TextField(null=True)
    description = models.TextField(null=True)
    device = models.TextField(null=True)
    start_utc = models.DateTimeField()
    zone = models.CharField(max_length=64, null=True)
    zone_source = models.CharField(max_length=10, null=True)
    local_date = models.DateField()

    distance_m = models.FloatField(null=True)
    moving_s = models.FloatField(null=True)
    elapsed_s = models.FloatField(null=True)
    ascent_m = models.FloatField(null=True)
    descent_m = models.FloatField(null=True)
    uphill_m = models.FloatField(null=True)
    downhill_m = models.FloatField(null=True)
    mean_speed_m_s = models.FloatField(null=True)
    mean_heart_rate_bpm = models.FloatField(null=True)
    max_heart_rate_bpm = models.FloatField(null=True)
    mean_cadence_spm = models.FloatField(null=True)
    steps = models.FloatField(null=True)
    stance_time_ms = models.FloatField(null=True)
    stance_balance_pct = models.FloatField(null=True)
    vertical_oscillation_mm = models.FloatField(null=True)
    step_length_mm = models.FloatField(null=True)

    device_distance_m = models.FloatField(null=True)
    device_elapsed_s = models.FloatField(null=True)
    device_timer_s = models.FloatField(null=True)
    device_ascent_m = models.FloatField(null=True)
    device_descent_m = models.FloatField(null=True)

    rpe = models.FloatField(null=True)
    session_rpe_load = models.FloatField(null=True)
    trimp = models.FloatField(null=True)
    heart_rate_zone_s: models.JSONField[list[float] | None, list[float] | None] = models.JSONField(null=True)
    energy_cost_j_kg = models.FloatField(null=True)
    flat_equivalent_m = models.FloatField(null=True)
    lumbar_load_index = models.FloatField(null=True)

    best_60s_m_s = models.FloatField(null=True)
    best_300s_m_s = models.FloatField(null=True)
    best_1200s_m_s = models.FloatField(null=True)
    best_3600s_m_s = models.FloatField(null=True)
    best_1000m_s = models.FloatField(null=True)
    best_5000m_s = models.FloatField(null=True)
    best_10000m_s = models.FloatField(null=True)
    best_21097m_s = models.FloatField(null=True)
    speed_seconds: models.JSONField[list[float] | None, list[float] | None] = models.JSONField(null=True)

    cadence_decay_pct = models.FloatField(null=True)
    stance_time_decay_pct = models.FloatField(null=True)
    vertical_oscillation_decay_pct = models.FloatField(null=True)

    shoe = models.TextField(null=True)
    surface = models.TextField(null=True)

    # Minutes outside pauses: session RPE load is effort times these, whenever the runner rates the run.
    active_minutes = models.FloatField(null=True)
    # Kinds of samples, device totals and laps that this copy holds, then its samples: the richest copy leads.
    richness = models.IntegerField(default=0)
    samples = models.IntegerField(default=0)
    device_totals: models.JSONField[dict[str, float], dict[str, float]] = models.JSONField(default=dict)
    laps: models.JSONField[list[dict[str, float | None]], list[dict[str, float | None]]] = models.JSONField(
        default=list
    )
    sensors: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    # Title, shoe, effort ... by who said it: the file, the runner (what exports say lies with the arrivals).
    said_by_file: models.JSONField[Said, Said] = models.JSONField(default=dict)
    said_by_runner: models.JSONField[Said, Said] = models.JSONField(default=dict)
    measured_with = models.ForeignKey(MeasureSet, on_delete=models.PROTECT)

    class Meta:
        """Unique run ids for each runner; looked up in order of time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["runner", "run_id"], name="one_row_per_run"),
        ]
        indexes: ClassVar = [models.Index(fields=["runner", "start_utc"], name="activity_in_time")]
