"""What a worker process does with one file: unpack, read, measure, keep. It knows files, but no database."""

from __future__ import annotations

import gzip
import hashlib
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from runback import model
from runback.activities.duplicates import richness_of
from runback.activities.exports import EntriesByStart, ExportEntry, described, manual_recording
from runback.activities.limits import DEFAULT_LIMITS, inflate_gzip
from runback.activities.measuring import measure_run
from runback.activities.reading import detect_format, is_run, read_file
from runback.activities.recording import Damage, FileReading, Recording
from runback.activities.stream_file import encode_stream
from runback.errors import RunbackError, UnreadableFileError
from runback.store.entries import ENTRY_KIND, Said, entry_from_bytes, entry_saying, said_by
from runback.store.home import Home
from runback.store.writing import write_whole

RUN_ID_DIGITS = 16
LONGEST_REASON = 500
_TEXT_KINDS = ("tcx", "gpx")
_SAID_BY_FILE = ("title", "description", "shoe", "rpe")


@dataclass(frozen=True, slots=True)
class Setup:
    """What all files of one import are read with."""

    home: Home
    runner: model.Runner
    by_start: EntriesByStart


@dataclass(frozen=True, slots=True)
class Job:
    """One file: where it lies, its name, its bytes as they came, and what the export says of it.

    ``said`` is, by session, what was said of its runs when they were read before; it goes before ``entry``.
    """

    place: str
    name: str
    raw: bytes
    entry: ExportEntry | None = None
    said: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file could not be read, and where in it; ``code`` says where in Runback, for the log."""

    place: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What came of one file: rows for its runs (none: it holds no run), or why it cannot be read.

    ``rows`` are columns of ``Activity``; ``said`` is, by session, what the export says.
    """

    content_sha256: str = ""
    kind: str = ""
    size_bytes: int = 0
    stored_name: str = ""
    damage: Damage | None = None
    fault: Fault | None = None
    rows: tuple[dict[str, Any], ...] = ()
    said: dict[str, Said] = field(default_factory=dict)


def read_job(setup: Setup, job: Job) -> ReadFile:
    """Read and measure one file; write its original and its streams where it holds runs.

    Whatever is wrong with the file becomes a ``fault``. Raises OSError where the disk fails, which is no
    fault of the file.
    """
    try:
        read, streams = _read(setup, job)
    except RunbackError as error:
        where = "" if error.where in (job.place, job.name) else error.where
        return ReadFile(fault=Fault(where, f"{error.what} {error.remedy}".strip()))
    except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001 - one bad file never stops the rest
        reason = f"a fault of Runback's own ({type(error).__name__}: {error}"
        return ReadFile(
            fault=Fault("", f"{reason[:LONGEST_REASON]}); please report it.", _where_in_code(error))
        )
    if read.rows:
        write_whole(setup.home.original(read.stored_name), _kept(read, job.raw))
    for run_id, stream in streams.items():
        write_whole(setup.home.stream(run_id), stream)
    return read


def _read(setup: Setup, job: Job) -> tuple[ReadFile, dict[str, bytes]]:
    content, kind, reading = _unpack(job)
    digest = hashlib.sha256(content).hexdigest()
    rows: list[dict[str, Any]] = []
    streams: dict[str, bytes] = {}
    said: dict[str, Said] = {}
    for session, (bare, told) in enumerate(_with_export(setup, job, reading)):
        recording = described(bare, entry_saying(told)) if told else bare
        if not is_run(recording):
            continue
        run_id = f"{digest[:RUN_ID_DIGITS]}-{session}"
        row = _row(setup, recording, run_id, job.place)
        row["session"] = session
        row["said_by_file"] = _known({name: getattr(bare, name) for name in _SAID_BY_FILE})
        rows.append(row)
        if told:
            said[str(session)] = told
        if recording.stream.height:
            streams[run_id] = encode_stream(recording.stream)
    name = f"{digest}.{kind}" + (".gz" if job.raw is not content or kind in _TEXT_KINDS else "")
    read = ReadFile(digest, kind, len(content), name if rows else "", reading.damage, None, tuple(rows), said)
    return read, streams


def _unpack(job: Job) -> tuple[bytes, str, FileReading]:
    """Return the content (``job.raw`` itself where it was not compressed), its kind, and what it holds."""
    if job.name.endswith(f".{ENTRY_KIND}"):
        recording = manual_recording(entry_from_bytes(job.raw))
        return job.raw, ENTRY_KIND, FileReading(() if recording is None else (recording,))
    content, name, fault = job.raw, job.name, None
    if detect_format(job.raw) == "gzip":
        inflated = inflate_gzip(job.raw, DEFAULT_LIMITS, job.place)
        content, fault = inflated.data, inflated.fault
        name = name[:-3] if name.lower().endswith(".gz") else name
    try:
        reading = read_file(content, name)
    except UnreadableFileError as error:
        if fault is None:
            raise
        raise type(error)(f"{fault}.", where=error.where, remedy="Get the file again.") from error
    if fault is not None and reading.damage is None:
        reading = replace(reading, damage=Damage("gzip", f"{fault}."))
    kind = detect_format(content)
    return content, PurePosixPath(name).suffix.lower().strip(".") if kind == "unknown" else kind, reading


def _with_export(setup: Setup, job: Job, reading: FileReading) -> Iterator[tuple[Recording, Said]]:
    """Yield each recording with what the export says of it.

    An entry that names the file speaks of all of it, so it is left aside where the file holds several.
    """
    alone = len(reading.recordings) == 1
    for session, recording in enumerate(reading.recordings):
        entry = job.entry if alone else None
        entry = entry or setup.by_start.find(recording.start_utc)
        told = job.said.get(str(session)) or ({} if entry is None else said_by(entry))
        yield recording, told


def _row(setup: Setup, recording: Recording, run_id: str, place: str) -> dict[str, Any]:
    # Session RPE load is effort times minutes: measured for an effort of 1, it serves whatever is said later.
    measured = measure_run(replace(recording, rpe=1.0), run_id=run_id, source=place, runner=setup.runner)
    minutes = measured.pop("session_rpe_load", None)
    measured.pop("rpe", None)
    return {
        **measured,
        "active_minutes": minutes,
        "richness": richness_of(recording),
        "samples": recording.stream.height,
        "device_totals": _known(asdict(recording.totals)),
        "laps": recording.laps.to_dicts(),
        "sensors": list(recording.sensors),
    }


def _where_in_code(error: BaseException) -> str:
    """Return the error and its lines of code without its message, which may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = " < ".join(f"{PurePosixPath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {lines}"


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _kept(read: ReadFile, raw: bytes) -> bytes:
    """Return the original as it is kept: as it came, text compressed."""
    if read.kind in _TEXT_KINDS and detect_format(raw) != "gzip":
        return gzip.compress(raw, compresslevel=6, mtime=0)
    return raw
