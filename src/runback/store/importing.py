"""Bringing files in: each whole or not at all, newest first, and at any moment fit to be cut off.

An import is not one transaction. Its files are committed in parts, under a batch that stays ``running`` until
the last: so memory stays bounded, the newest runs can be looked at while the rest is read, and an import that
was killed is completed by calling it again. Links between copies are settled with every part.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from django.db import transaction

from runback.activities.archives import Member, Sources, open_sources
from runback.activities.exports import EntriesByStart, ExportEntry, manual_recording
from runback.activities.reading import is_run
from runback.errors import RunbackError
from runback.store import profile
from runback.store.entries import ENTRY_KIND, entry_to_bytes, said_by
from runback.store.home import Home
from runback.store.keeping import Kept, keep
from runback.store.known import Known
from runback.store.models import Activity, Arrival, ImportBatch, Runner
from runback.store.outcomes import report, settle_outcomes
from runback.store.readers import Readers
from runback.store.reading_job import Fault, Job, ReadFile, Setup, read_job
from runback.store.reports import ImportReport
from runback.store.writing import remove_orphans, remove_unnamed

log = logging.getLogger(__name__)

PART_FILES = 50
PART_SECONDS = 1.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Found:
    """One file as it goes through: ``fault`` where not even its bytes could be had."""

    place: str
    raw_sha256: str
    entry: ExportEntry | None = None
    fault: Fault | None = None


class Import:
    """One call of an import: adopts what an earlier call with the same paths left unfinished."""

    def __init__(
        self, home: Home, runner: Runner, paths: Sequence[Path], progress: Progress | None, workers: int
    ) -> None:
        self._home = home
        self._runner = runner
        self._paths = paths
        self._progress = progress
        self._workers = workers
        self._part: list[Kept] = []
        self._part_began = monotonic()
        self._done = 0

    def run(self) -> ImportReport:
        """Import everything; call with the store's lock held."""
        began = monotonic()
        remove_orphans(self._home)
        self._batch, resumed = self._begin()
        log.info("import %d %s", self._batch.pk, "resumed" if resumed else "begun")
        self._known = Known.of(self._runner.pk)
        with open_sources(self._paths) as sources:
            self._total = len(sources.members)
            self._tell()
            self._setup = Setup(self._home, profile.as_model(self._runner), sources.by_start)
            self._problems(sources)
            self._members(sources)
            self._manual(sources)
        self._commit()
        self._finish()
        result = report(self._batch, monotonic() - began, resumed=resumed)
        log.info(
            "import %d done: %d new, %d there, %d no runs, %d failed",
            *(result.batch, result.new, result.duplicates, result.not_runs, len(result.failed)),
        )
        return result

    def _begin(self) -> tuple[ImportBatch, bool]:
        sources = [str(path.absolute()) for path in self._paths]
        running = ImportBatch.objects.filter(runner=self._runner, state=ImportBatch.State.RUNNING)
        for batch in running.order_by("-id"):
            if batch.sources == sources:
                # What failed is tried again and counted anew.
                Arrival.objects.filter(batch=batch, outcome=Arrival.Outcome.FAILED).delete()
                return batch, True
        batch = ImportBatch.objects.create(
            runner=self._runner, sources=sources, started_utc=datetime.now(UTC)
        )
        return batch, False

    def _problems(self, sources: Sources) -> None:
        for problem in sources.problems:
            fault = Fault(problem.place, problem.reason)
            self._keep(_Found(problem.source, "", fault=fault), ReadFile(fault=fault))

    def _members(self, sources: Sources) -> None:
        there = set(Arrival.objects.filter(batch=self._batch).values_list("place", "raw_sha256"))
        workers = max(1, min(self._workers, len(sources.members)))
        with Readers(self._setup, workers) as readers:
            for found, read in readers.read(self._jobs(sources.members, there)):
                if found is not None:
                    self._keep(found, read)
                self._done += 1
                self._tell()

    def _jobs(
        self, members: Iterable[Member], there: set[tuple[str, str]]
    ) -> Iterator[tuple[_Found | None, Job | None]]:
        out: set[str] = set()
        for member in members:
            try:
                raw = member.read_raw()
            except RunbackError as error:
                where = "" if error.where == member.place else error.where
                fault = Fault(where, f"{error.what} {error.remedy}".strip())
                yield _Found(member.place, "", fault=fault), None
                continue
            digest = hashlib.sha256(raw).hexdigest()
            if (member.place, digest) in there:
                yield None, None
                continue
            found = _Found(member.place, digest, member.entry)
            if digest in out or self._known.has(digest, self._home):
                yield found, None
            else:
                out.add(digest)
                yield found, Job(member.place, member.name, raw, member.entry)

    def _manual(self, sources: Sources) -> None:
        """Take up the runs that an export lists without a file."""
        self._commit()
        recorded = Activity.objects.filter(runner=self._runner).exclude(original__kind=ENTRY_KIND)
        starts = list(recorded.values_list("start_utc", flat=True))
        for entry in (*sources.manual, *sources.by_start.without_file(starts)):
            recording = manual_recording(entry)
            if recording is None or not is_run(recording):
                continue
            content = entry_to_bytes(entry)
            digest = hashlib.sha256(content).hexdigest()
            place = f"{entry.place} > {entry.activity_id}"
            found = _Found(place, digest, entry)
            if Arrival.objects.filter(batch=self._batch, place=place, raw_sha256=digest).exists():
                continue
            if self._known.has(digest, self._home):
                self._keep(found, None)
            else:
                bare = Setup(self._home, self._setup.runner, EntriesByStart(()))
                self._keep(found, read_job(bare, Job(place, f"{digest}.{ENTRY_KIND}", content)))

    def _keep(self, found: _Found, read: ReadFile | None) -> None:
        if read is not None and read.fault is not None and read.fault.code:
            log.error("a file (%s) could not be read: %s", found.raw_sha256[:12], read.fault.code)
        if found.fault is not None:
            read = ReadFile(fault=found.fault)
        said = {} if found.entry is None else said_by(found.entry)
        self._part.append(Kept(found.place, found.raw_sha256, read, said))
        if len(self._part) >= PART_FILES or monotonic() - self._part_began >= PART_SECONDS:
            self._commit()

    def _commit(self) -> None:
        part, self._part = self._part, []
        if part:
            keep(self._home, self._batch, self._known, part, self._setup.runner)
        self._part_began = monotonic()

    def _finish(self) -> None:
        with transaction.atomic():
            settle_outcomes(self._batch)
            self._batch.state = ImportBatch.State.DONE
            self._batch.finished_utc = datetime.now(UTC)
            self._batch.save(update_fields=["state", "finished_utc"])
        remove_unnamed(self._home)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._total)
