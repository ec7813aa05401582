"""The tables. Every row leads to its runner: one in local mode, many on a server.

A file is kept once, by its content (``Original``), however often and from wherever it came (``Arrival``).
What Runback computed lies in ``Activity``: one row for each run of an original. So an import is undone by
taking out its arrivals, and only originals that no other import brought go with them.
"""

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
