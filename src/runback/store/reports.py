"""What the store answers: small typed values, no rows of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl

from runback.activities.recording import Damage


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, or only in part: which, where in it, and why."""

    source: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, counted in files.

    ``new`` brought at least one run that was not there; ``duplicates`` only runs that were there, as the same
    file or as another recording of the same activity; ``not_runs`` hold another sport, or no activity.
    ``failed`` could not be read at all; ``damaged`` are among the counted ones, read up to the damage.
    ``resumed`` says that this completed an import that had been cut off; the counts are those of both.
    """

    batch: int
    new: int
    duplicates: int
    not_runs: int
    failed: tuple[Failure, ...]
    damaged: tuple[Failure, ...]
    seconds: float
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """One import as listed: files by outcome; ``state`` is ``done``, or ``running`` (cut off, or at work)."""

    number: int
    sources: tuple[str, ...]
    started_utc: datetime
    finished_utc: datetime | None
    state: Literal["running", "done"]
    new: int
    duplicates: int
    not_runs: int
    failed: int


@dataclass(frozen=True, slots=True)
class CopyThere:
    """A file that brought no run of its own: ``run_id`` is the run that it records too, if there."""

    source: str
    run_id: str | None


@dataclass(frozen=True, slots=True)
class BatchFiles:
    """What became of the files of one import, those that brought a new run left out.

    ``failed`` could not be read, ``damaged`` only in part; ``same`` are files that were there already,
    ``copies`` other recordings of runs that were there; ``not_runs`` hold another sport, or no activity.
    """

    batch: Batch
    failed: tuple[Failure, ...]
    damaged: tuple[Failure, ...]
    same: tuple[CopyThere, ...]
    copies: tuple[CopyThere, ...]
    not_runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo took out. ``kept`` files came by another import too and stay; ``rated`` of the runs taken
    out carried an effort, shoe or surface that the runner had typed in."""

    batch: int
    sources: tuple[str, ...]
    files: int
    runs: int
    kept: int
    rated: int


@dataclass(frozen=True, slots=True)
class RunCopy:
    """Another recording of a run: it is kept and shown, and counts nowhere."""

    run_id: str
    source: str
    device: str | None
    distance_m: float | None
    elapsed_s: float | None
    leads: bool


@dataclass(frozen=True, slots=True)
class RunDetail:
    """One run with all that is known of it.

    ``run`` has the ``RUN_COLUMNS``; ``laps`` ``start_s``, ``elapsed_s``, ``timer_s``, ``distance_m``;
    ``device_totals`` the device's own; ``sources`` every place the file came from; ``copies`` the other
    recordings of the same activity; ``measured_with`` the versions of the measures.
    """

    run: dict[str, Any]
    leads: bool
    description: str | None
    device_totals: dict[str, float]
    laps: pl.DataFrame
    sensors: tuple[str, ...]
    sources: tuple[str, ...]
    original: str
    damage: Damage | None
    copies: tuple[RunCopy, ...]
    measured_with: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outdated:
    """Runs whose measures rest on an older method or on other settings, and which and why in plain words."""

    runs: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecomputeReport:
    """Which measures were made anew, for how many runs, and why; ``failed`` runs kept the old ones."""

    runs: int
    reasons: tuple[str, ...]
    failed: tuple[Failure, ...]
    seconds: float
