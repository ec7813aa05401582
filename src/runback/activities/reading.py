"""From files to runs: one file by its content, or everything under a path, without any store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import polars as pl

from runback.activities.archives import Member, Problem, Sources, open_sources
from runback.activities.duplicates import Copy, copy_of, leads
from runback.activities.exports import described, manual_recording
from runback.activities.fit import read_fit
from runback.activities.gpx import read_gpx
from runback.activities.limits import DEFAULT_LIMITS, Limits, inflate_gzip
from runback.activities.measuring import measure_run
from runback.activities.recording import Damage, FileReading, Recording
from runback.activities.runs import runs_frame
from runback.activities.sports import UNKNOWN_SPORT, sport_of
from runback.activities.tcx import read_tcx
from runback.errors import LimitExceededError, RunbackError, UnreadableFileError
from runback.model import Runner

Format = Literal["fit", "tcx", "gpx", "gzip", "zip", "unknown"]

RUN_SPEED_M_S = (1.8, 6.5)
"""Median speed while moving of what passes as a run where the file names no sport. Judged: a brisk walk stays
below 1.8 m/s, and few rides are as slow as 6.5 m/s on the median."""

RUN_CADENCE_SPM = (130.0, 220.0)
"""Median cadence, both feet, of what passes as a run where the file names no sport. Judged."""

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(TrainingCenterDatabase|gpx)[\s/>]")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_LOOK_BYTES = 4096
_ANYONE = Runner()


@dataclass(frozen=True, slots=True)
class ActivitiesRead:
    """What was found under a path.

    ``runs`` is the runs frame and ``streams`` its samples by ``run_id``; ``problems`` say what could not be
    read, in whole or in part; ``not_runs`` counts the sessions of other sports. ``copies`` maps other
    recordings of an activity, which are left out of the frame, to the fuller one that stands in it.
    """

    runs: pl.DataFrame
    streams: dict[str, pl.DataFrame]
    problems: tuple[Problem, ...]
    not_runs: int
    copies: dict[str, str]


def detect_format(data: bytes) -> Format:
    """Return what ``data`` is by its first bytes, whatever its name."""
    if data[:2] == b"\x1f\x8b":
        return "gzip"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    if data[8:12] == b".FIT":
        return "fit"
    head = data[:_LOOK_BYTES]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    root = _ROOT.search(_COMMENT.sub(b"", head))
    if root is None:
        return "unknown"
    return "tcx" if root[1] == b"TrainingCenterDatabase" else "gpx"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file's own bytes, whatever it came compressed in; ``fault`` says why they are not whole."""

    content: bytes
    name: str
    fault: str | None = None


def unpack(raw: bytes, name: str = "", limits: Limits = DEFAULT_LIMITS) -> Unpacked:
    """Return a file's own bytes and name, unpacked where it is gzip; what is hashed, as ``run_id`` wants it.

    Raises LimitExceededError for a bomb.
    """
    if detect_format(raw) != "gzip":
        limits.check_file_bytes(len(raw), name)
        return Unpacked(raw, name)
    inflated = inflate_gzip(raw, limits, name)
    return Unpacked(inflated.data, name[:-3] if name.lower().endswith(".gz") else name, inflated.fault)


def read_file(data: bytes, name: str = "", limits: Limits = DEFAULT_LIMITS) -> FileReading:
    """Read one activity file by its content, unpacking gzip; ``name`` matters only where that says nothing.

    Pure and picklable, for worker processes. What came out of a damaged gzip is read and the damage reported.
    Raises UnreadableFileError where it is no activity file or nothing of it can be read, LimitExceededError
    beyond ``limits``.
    """
    return read_unpacked(unpack(data, name, limits), limits)


def read_unpacked(file: Unpacked, limits: Limits = DEFAULT_LIMITS) -> FileReading:
    """Read a file that ``unpack`` returned; raises as ``read_file`` does."""
    try:
        reading = _read(file.content, file.name, limits)
    except LimitExceededError:
        raise
    except UnreadableFileError as error:
        if file.fault is None:
            raise
        raise UnreadableFileError(
            f"{file.fault}.", where=error.where, remedy="Get the file again."
        ) from error
    if file.fault is None:
        return reading
    return replace(reading, damage=Damage("gzip", f"{file.fault}."))


def _read(data: bytes, name: str, limits: Limits) -> FileReading:
    kind = detect_format(data)
    if kind == "tcx":
        return read_tcx(data, limits)
    if kind == "gpx":
        return read_gpx(data, limits)
    if kind == "fit" or (kind == "unknown" and name.lower().endswith(".fit")):
        # A FIT file with a broken signature is still worth the better message of its own reader.
        return read_fit(data, max_points=limits.max_points)
    if kind in ("zip", "gzip"):
        raise UnreadableFileError(f"is a {kind} archive within a file.", remedy="Unpack it first.")
    raise UnreadableFileError(
        "is no activity file (neither FIT, TCX nor GPX)." if data else "is empty.",
        remedy="Export the activity again from its source.",
    )


def is_run(recording: Recording) -> bool:
    """Say whether a recording is a run: running of any kind (trail, treadmill, track, virtual), or unnamed.

    Where the file names no sport, a recording passes as a run whose median speed while moving lies within
    ``RUN_SPEED_M_S`` and whose cadence, if there is one, within ``RUN_CADENCE_SPM``.
    """
    if recording.sport == "running":
        return True
    if sport_of(recording.sport)[0] != UNKNOWN_SPORT:
        return False
    speed = _median_speed(recording.stream)
    if speed is None or not RUN_SPEED_M_S[0] <= speed <= RUN_SPEED_M_S[1]:
        return False
    cadence = _median(recording.stream, "cadence_spm")
    return cadence is None or RUN_CADENCE_SPM[0] <= cadence <= RUN_CADENCE_SPM[1]


def _median_speed(stream: pl.DataFrame) -> float | None:
    if "speed_m_s" in stream.columns:
        return _median(stream, "speed_m_s")
    if "distance_m" not in stream.columns:
        return None
    way = stream.select("t_s", "distance_m").drop_nulls()
    return _median(way.select(speed=pl.col("distance_m").diff() / pl.col("t_s").diff()), "speed")


def _median(frame: pl.DataFrame, column: str) -> float | None:
    if column not in frame.columns:
        return None
    moving = frame[column].drop_nulls()
    middle = moving.filter(moving > 0.3).median()
    return middle if isinstance(middle, float) else None


def read_activities(
    paths: Path | str | Iterable[Path | str],
    *,
    runner: Runner = _ANYONE,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] | None = None,
) -> ActivitiesRead:
    """Read every run under ``paths``: files, folders, Strava's and Garmin's exports, zips in zips.

    An activity that lies there twice, as the same bytes or as two recordings, is one run: the fuller
    recording counts (see ``runback.activities.duplicates``). ``progress`` is told (files done, files in
    all). One bad file becomes a problem and the rest goes on; a missing path too. Raises BadInputError for a
    runner's zone that does not exist.
    """
    several: Sequence[Path] = (
        [Path(paths)] if isinstance(paths, Path | str) else [Path(path) for path in paths]
    )
    gathering = _Gathering(runner)
    with open_sources(several, limits) as sources:
        for done, member in enumerate(sources.members):
            if progress is not None:
                progress(done, len(sources.members))
            gathering.member(member, sources, limits)
        if progress is not None:
            progress(len(sources.members), len(sources.members))
        gathering.manual(sources)
        problems = (*sources.problems, *gathering.problems)
    return gathering.read(problems)


class _Gathering:
    """Runs as they are read, one file after the other."""

    def __init__(self, runner: Runner) -> None:
        self.rows: list[dict[str, object]] = []
        self.streams: dict[str, pl.DataFrame] = {}
        self.problems: list[Problem] = []
        self.not_runs = 0
        self._runner = runner
        self._seen: set[str] = set()
        self._starts: list[Recording] = []
        self._copies: list[Copy] = []

    def read(self, problems: tuple[Problem, ...]) -> ActivitiesRead:
        """Return what was gathered, one run for each activity."""
        copies = {run_id: lead for run_id, lead in leads(self._copies).items() if lead is not None}
        rows = [row for row in self.rows if row["run_id"] not in copies]
        streams = {run_id: stream for run_id, stream in self.streams.items() if run_id not in copies}
        return ActivitiesRead(runs_frame(rows), streams, problems, self.not_runs, copies)

    def member(self, member: Member, sources: Sources, limits: Limits) -> None:
        try:
            raw = member.read_raw()
            file = unpack(raw, member.name, limits)
            digest = hashlib.sha256(file.content).hexdigest()
            if digest in self._seen:
                return
            self._seen.add(digest)
            reading = read_unpacked(file, limits)
        except RunbackError as error:
            self.problems.append(Problem.of(member.place, error))
            return
        if reading.damage is not None:
            self.problems.append(Problem(member.place, reading.damage.place, reading.damage.reason))
        for number, recording in enumerate(recordings_of(reading, member, sources)):
            self._starts.append(recording)
            self._recording(recording, digest, number, member.place)

    def manual(self, sources: Sources) -> None:
        """Take up what the exports list without a file."""
        starts = [recording.start_utc for recording in self._starts]
        for entry in (*sources.manual, *sources.by_start.without_file(starts)):
            recording = manual_recording(entry)
            if recording is not None:
                digest = hashlib.sha256(f"{entry.place}/{entry.activity_id}".encode()).hexdigest()
                self._recording(recording, digest, 0, entry.place)

    def _recording(self, recording: Recording, digest: str, number: int, source: str) -> None:
        if not is_run(recording):
            self.not_runs += 1
            return
        run_id = f"{digest[:16]}-{number}"
        row = measure_run(recording, run_id=run_id, source=source, runner=self._runner)
        self.rows.append(row)
        self.streams[run_id] = recording.stream
        self._copies.append(copy_of(recording, row, original=int(digest[:15], 16)))


def recordings_of(reading: FileReading, member: Member, sources: Sources) -> Iterator[Recording]:
    """Yield a file's recordings with what the export it came from says of them.

    An entry that names the file speaks of all of it, so it is left aside where the file holds several sports.
    """
    alone = len(reading.recordings) == 1
    for recording in reading.recordings:
        entry = member.entry if alone else None
        entry = entry or sources.by_start.find(recording.start_utc)
        yield described(recording, entry) if entry is not None else recording
