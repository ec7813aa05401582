"""Thousands of damaged files: no crash, no hang, no blow-up, and no success that is none.

``make test`` tries 2,000 mutants, ``make fuzz`` 100,000. A failure names the mutant's number, and
``mutant(seeds, number)`` makes it again.
"""

from __future__ import annotations

import io
import re
import resource
import time
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from mutants import LARGEST_EVERYDAY_SEED, Mutant, Seed, mutant, real_seeds, small_seeds

from runback.activities.archives import open_sources
from runback.activities.reading import detect_format, read_file, unpack
from runback.activities.recording import STREAM_COLUMNS, FileReading, Recording
from runback.errors import RunbackError

SHORT, SHORT_PARTS = 2_000, 4
LONG, LONG_PARTS = 100_000, 100
MOST_CPU_S = 5.0
MOST_BYTES = 1 << 30


@pytest.fixture(scope="session")
def recordings(request: pytest.FixtureRequest) -> Path | None:
    """The folder of real recordings; where it is absent the files made here must do."""
    try:
        folder: Path = request.getfixturevalue("shared_data")
    except pytest.skip.Exception:
        return None
    return folder / "activities"


@pytest.fixture(scope="session")
def everyday_seeds(recordings: Path | None) -> list[Seed]:
    return small_seeds() + (real_seeds(recordings, 20_000) if recordings else [])


@pytest.fixture(scope="session")
def all_seeds(recordings: Path | None) -> list[Seed]:
    """Real recordings, the made ones several times so that archives and XML get their share."""
    return small_seeds() * 3 + (real_seeds(recordings, 10 * LARGEST_EVERYDAY_SEED) if recordings else [])


@pytest.fixture
def bounded_memory() -> Iterator[None]:
    """Let nothing in this process take more than 1 GiB above what it has now."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST_BYTES, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.usefixtures("bounded_memory")
@pytest.mark.parametrize("part", range(SHORT_PARTS))
def test_damaged_files_end_well(everyday_seeds: list[Seed], part: int, tmp_path: Path) -> None:
    try_all(everyday_seeds, part * (SHORT // SHORT_PARTS), SHORT // SHORT_PARTS, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("bounded_memory")
@pytest.mark.parametrize("part", range(LONG_PARTS))
def test_very_many_damaged_files_end_well(all_seeds: list[Seed], part: int, tmp_path: Path) -> None:
    try_all(all_seeds, SHORT + part * (LONG // LONG_PARTS), LONG // LONG_PARTS, tmp_path)


def try_all(seeds: list[Seed], first: int, count: int, folder: Path) -> None:
    payloads = payloads_of(seeds)
    outcomes = {"read": 0, "damaged": 0, "refused": 0}
    for number in range(first, first + count):
        case = mutant(seeds, number)
        begin = time.process_time()
        try:
            outcomes[try_one(case, payloads, folder)] += 1
        except Exception as error:
            error.add_note(
                f"mutant {number}: {case.seed.name}, {', '.join(case.hurts)}, {len(case.data)} bytes"
            )
            raise
        spent = time.process_time() - begin
        assert spent < MOST_CPU_S, f"mutant {number} of {case.seed.name} took {spent:.1f} s"
    # Every way out must have been taken, or the mutants are too tame or too wild to prove anything.
    assert all(outcomes.values()), outcomes


def try_one(case: Mutant, payloads: set[bytes], folder: Path) -> str:
    """Read one mutant as an import does; return how it ended."""
    if case.seed.kind == "zip":
        return try_archive(case.data, payloads, folder)
    try:
        reading = read_file(case.data, case.seed.name)
    except RunbackError as error:
        assert str(error).strip()
        return "refused"
    check_reading(reading)
    if reading.damage is None:
        check_success(case.data, reading, payloads)
    if case.hurts == ("cut",):
        check_cut(case, reading)
    return "read" if reading.damage is None else "damaged"


def try_archive(data: bytes, payloads: set[bytes], folder: Path) -> str:
    """Walk and read an archive; what it gives up without complaint must be what once went into one."""
    path = folder / "mutant.zip"
    path.write_bytes(data)
    outcome = "refused"
    with open_sources([path]) as sources:
        assert sources.members or sources.problems or b"PK\x01\x02" not in data or is_bare(path)
        for member in sources.members:
            try:
                raw = member.read_raw()
                reading = read_file(raw, member.name)
            except RunbackError as error:
                assert str(error).strip()
                outcome = "damaged"
                continue
            check_reading(reading)
            if member.place != path.name:
                assert raw in payloads, f"{member.place} reads as bytes that no archive held"
        if sources.members and outcome == "refused":
            outcome = "damaged" if sources.problems else "read"
    return outcome


def is_bare(path: Path) -> bool:
    """Say whether an archive is whole but lists no activity by name."""
    with zipfile.ZipFile(path) as archive:
        return not any(name.lower().endswith((".fit", ".gz", ".tcx", ".zip")) for name in archive.namelist())


def payloads_of(seeds: list[Seed]) -> set[bytes]:
    """Return all bytes that the seeds' archives hold, at any depth."""
    payloads: set[bytes] = set()
    for seed in seeds:
        if seed.kind == "zip":
            waiting = [seed.data]
            while waiting:
                with zipfile.ZipFile(io.BytesIO(waiting.pop())) as archive:
                    inner = [archive.read(name) for name in archive.namelist()]
                payloads.update(inner)
                waiting += [data for data in inner if data[:2] == b"PK"]
    return payloads


def check_reading(reading: FileReading) -> None:
    for recording in reading.recordings:
        check_recording(recording)
    if reading.damage is not None:
        assert reading.damage.place and reading.damage.reason
    else:
        assert all(1989 <= recording.start_utc.year < 2200 for recording in reading.recordings)


def check_recording(recording: Recording) -> None:
    """Check all that ``Recording`` and ``STREAM_COLUMNS`` promise, whatever the file was."""
    stream = recording.stream
    assert recording.sport == recording.sport.lower() != ""
    assert recording.start_utc.tzinfo is UTC or recording.start_utc.utcoffset() == timedelta(0)
    names = [name for name in stream.columns if not name.startswith("dev_")]
    assert names == [name for name in STREAM_COLUMNS if name in names] and names[0] == "t_s"
    for name in stream.columns:
        column = stream[name]
        assert column.dtype == pl.Float64, name
        assert column.drop_nulls().is_finite().all(), name
        assert name == "t_s" or column.null_count() < len(column), name
    t_s = stream["t_s"].to_numpy()
    assert stream["t_s"].null_count() == 0
    assert (np.diff(t_s) > 0).all()
    assert len(t_s) == 0 or t_s[0] >= 0
    for name, most in (("latitude_deg", 90), ("longitude_deg", 180)):
        if name in stream.columns:
            assert stream[name].abs().max() <= most, name
    assert all(begin <= end for begin, end in recording.pauses_s)


def check_success(data: bytes, reading: FileReading, payloads: set[bytes]) -> None:
    """Where no damage was reported, another judge must find none."""
    file = unpack(data)
    content = file.content
    if detect_format(data) == "gzip":
        assert file.fault is None
        engine = zlib.decompressobj(wbits=31)
        assert engine.decompress(data) + engine.flush() == content[: len(content)] or engine.unused_data
        assert engine.eof
    kind = detect_format(content)
    if kind == "fit":
        assert fit_is_intact(content), "a FIT file whose checksums do not match was read without a word"
    else:
        points = sum(recording.stream.height for recording in reading.recordings)
        assert points <= well_formed_points(content)


def fit_is_intact(data: bytes) -> bool:
    """Say whether every FIT file of a chain has its length and its checksum, by the protocol read plainly."""
    at = 0
    while at < len(data):
        size = data[at]
        if size not in (12, 14) or data[at + 8 : at + 12] != b".FIT":
            return False
        end = at + size + int.from_bytes(data[at + 4 : at + 8], "little")
        stored = data[end : end + 2]
        if len(stored) < 2 or (int.from_bytes(stored, "little") not in (0, crc(data[at:end]))):
            return False
        at = end + 2
    return True


CRC_TABLE = [0]
for _byte in range(1, 256):
    _value = _byte
    for _bit in range(8):
        _value = (_value >> 1) ^ 0xA001 if _value & 1 else _value >> 1
    CRC_TABLE.append(_value)


def crc(data: bytes) -> int:
    """Return CRC-16/ARC, byte by byte."""
    state = 0
    for byte in data:
        state = CRC_TABLE[(state ^ byte) & 0xFF] ^ (state >> 8)
    return state


def well_formed_points(data: bytes) -> int:
    """Return the points of an XML file as ElementTree finds them; a broken one fails the test."""
    body = data.lstrip(b" \t\r\n").removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    try:
        tree = element_tree(body)
    except ElementTree.ParseError as error:
        # We read on without namespaces where a prefix was hurt; ElementTree does not.
        assert any(words in str(error) for words in ("prefix", "namespace")), error
        return len(body)
    return sum(element.tag.rpartition("}")[2] in ("trkpt", "Trackpoint") for element in tree.iter())


def element_tree(body: bytes) -> ElementTree.Element:
    """Parse XML, as UTF-8 where the encoding that it names cannot be used."""
    # ElementTree joins namespace and name by this brace, and stumbles over one in a namespace.
    body = body.replace(b"}", b"_")
    try:
        return ElementTree.fromstring(body)
    except (ElementTree.ParseError, LookupError, ValueError):
        return ElementTree.fromstring(re.sub(rb"^<\?xml[^>]*\?>", b"", body, count=1))


WHOLE: dict[bytes, FileReading] = {}


def check_cut(case: Mutant, reading: FileReading) -> None:
    """A file cut short must say so, and hold nothing that the whole one does not."""
    if case.seed.data not in WHOLE:
        WHOLE[case.seed.data] = read_file(case.seed.data, case.seed.name)
    whole = WHOLE[case.seed.data]
    tail = case.seed.data[len(case.data) :]
    assert reading.damage is not None or not tail.strip(), "a cut file was read as whole"
    times = {time for recording in whole.recordings for time in instants(recording)}
    for recording in reading.recordings:
        assert set(instants(recording)) <= times, "a cut file has samples that the whole one has not"


def instants(recording: Recording) -> list[float]:
    start = recording.start_utc.timestamp()
    return [round(start + t, 3) for t in recording.stream["t_s"]]
