"""Committing what came of files: originals, runs and arrivals of one part of an import, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from runback import model
from runback.store.entries import Said
from runback.store.home import Home
from runback.store.known import Content, Known
from runback.store.models import Activity, Arrival, ImportBatch, MeasureSet, Original
from runback.store.reading_job import Fault, ReadFile
from runback.store.settling import gather, session_rpe_load, settle
from runback.store.versions import READING_VERSION, key_of, versions_for
from runback.store.writing import flush


@dataclass(frozen=True, slots=True)
class Kept:
    """One file to be committed; ``read`` is None where the same bytes were met before."""

    place: str
    raw_sha256: str
    read: ReadFile | None
    said: Said


def keep(home: Home, batch: ImportBatch, known: Known, part: Sequence[Kept], runner: model.Runner) -> None:
    """Commit one part of an import, its files flushed to the disk first; ``known`` learns what is new."""
    flush(written_files(home, (kept.read for kept in part if kept.read is not None)))
    with transaction.atomic():
        keeping = _Keeping(home, batch, known, runner)
        keeping.originals([kept.read for kept in part if kept.read is not None and kept.read.fault is None])
        for kept in part:
            keeping.file(kept)
        Activity.objects.bulk_create(keeping.activities)
        Arrival.objects.bulk_create(keeping.arrivals)
        settle(
            batch.runner_id, {*keeping.said_anew, *(activity.start_utc for activity in keeping.activities)}
        )
    known.by_content |= keeping.by_content
    known.by_raw |= keeping.by_raw
    known.faults |= keeping.faults


def written_files(home: Home, reads: Iterable[ReadFile]) -> list[Path]:
    """Return the files that reading wrote: originals and streams."""
    paths: list[Path] = []
    for read in reads:
        if read.rows:
            paths.append(home.original(read.stored_name))
            paths.extend(home.stream(row["run_id"]) for row in read.rows if row["samples"])
    return paths


def measure_set(runner: model.Runner) -> MeasureSet:
    """Return the row of the versions and settings that measures made now rest on."""
    versions = versions_for(runner)
    return MeasureSet.objects.get_or_create(key=key_of(versions), defaults={"versions": versions})[0]


class _Keeping:
    """One part on its way into the database; nothing of it is known before the transaction ends."""

    def __init__(self, home: Home, batch: ImportBatch, known: Known, runner: model.Runner) -> None:
        self.activities: list[Activity] = []
        self.arrivals: list[Arrival] = []
        self.said_anew: set[Any] = set()
        self.by_content: dict[str, Content] = {}
        self.by_raw: dict[str, Content] = {}
        self.faults: dict[str, Fault] = {}
        self._home = home
        self._batch = batch
        self._known = known
        self._measured_with = measure_set(runner)
        self._fresh: set[str] = set()

    def file(self, kept: Kept) -> None:
        """Take one file up as new, as a duplicate, as no run or as failed."""
        read, raw = kept.read, kept.raw_sha256
        if read is None:
            content = self.by_raw.get(raw) or self._known.by_raw.get(raw)
            if content is None:
                self._failed(kept, self.faults.get(raw) or self._known.faults[raw])
                return
            outcome = Arrival.Outcome.DUPLICATE
        elif read.fault is not None:
            self._failed(kept, read.fault)
            return
        else:
            content, outcome = self._content(read, kept.place)
        if not content.stored_name:
            outcome = Arrival.Outcome.NOT_RUN
        said = (
            read.said if read is not None and outcome == Arrival.Outcome.NEW else _said_alone(content, kept)
        )
        if any(said) and said not in content.said:
            content.said.append(said)
            self.said_anew.update(content.starts.values())
        self.by_raw[raw] = content
        self._arrived(kept, outcome, original_id=content.original_id, said=said)

    def _failed(self, kept: Kept, fault: Fault) -> None:
        self.faults[kept.raw_sha256] = fault
        self._arrived(
            kept, Arrival.Outcome.FAILED, failure_place=fault.place, failure_reason=fault.reason, said={}
        )

    def _arrived(self, kept: Kept, outcome: Arrival.Outcome, **values: Any) -> None:
        self.arrivals.append(
            Arrival(
                runner_id=self._batch.runner_id,
                batch=self._batch,
                place=kept.place,
                raw_sha256=kept.raw_sha256,
                outcome=outcome,
                **values,
            )
        )

    def originals(self, reads: Iterable[ReadFile]) -> None:
        """Make a row for every content that was not met before, or that held no run when it was."""
        rows: dict[str, Original] = {}
        for read in reads:
            content = self._known.by_content.get(read.content_sha256)
            if content is None or not content.stored_name:
                rows[read.content_sha256] = self._original(
                    read, None if content is None else content.original_id
                )
        Original.objects.bulk_create(row for row in rows.values() if row.pk is None)
        for row in rows.values():
            if row.content_sha256 in self._known.by_content:
                row.save(force_update=True)
        for digest, row in rows.items():
            self.by_content[digest] = Content(row.pk, row.stored_name, READING_VERSION)
        self._fresh = set(rows)

    def _original(self, read: ReadFile, pk: int | None) -> Original:
        return Original(
            pk=pk,
            runner_id=self._batch.runner_id,
            content_sha256=read.content_sha256,
            kind=read.kind,
            size_bytes=read.size_bytes,
            stored_name=read.stored_name,
            reading_version=READING_VERSION,
            damage_place=None if read.damage is None else read.damage.place,
            damage_reason=None if read.damage is None else read.damage.reason,
        )

    def _content(self, read: ReadFile, place: str) -> tuple[Content, Arrival.Outcome]:
        digest = read.content_sha256
        content = self.by_content.get(digest) or self._known.by_content[digest]
        if digest in self._fresh:
            self._fresh.remove(digest)
            for row in read.rows:
                content.starts[row["session"]] = row["start_utc"]
                said = read.said.get(str(row["session"]), {})
                self.activities.append(self._activity(row, content.original_id, said, place))
            return content, Arrival.Outcome.NEW
        if content.stored_name and not self._home.original(content.stored_name).exists():
            # Lost from the disk, and just written again, perhaps under the other ending.
            Original.objects.filter(pk=content.original_id).update(stored_name=read.stored_name)
            content.stored_name = read.stored_name
        return content, Arrival.Outcome.DUPLICATE

    def _activity(self, row: dict[str, Any], original_id: int, said: Said, place: str) -> Activity:
        told = gather([], [said], [row["said_by_file"]])
        return Activity(
            runner_id=self._batch.runner_id,
            original_id=original_id,
            measured_with=self._measured_with,
            **{
                **row,
                **told,
                "source": place,
                "session_rpe_load": session_rpe_load(told["rpe"], row["active_minutes"]),
            },
        )


def _said_alone(content: Content, kept: Kept) -> dict[str, Said]:
    """Return what an export says of a file read before, where it holds one run that can be meant."""
    return {"0": kept.said} if kept.said and set(content.starts) == {0} else {}
