"""Walk folders, archives and archives in archives for activity files, without reading one of them yet."""

from __future__ import annotations

import posixpath
import re
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

from runback.activities import zips
from runback.activities.exports import EntriesByStart, ExportEntry
from runback.activities.garmin_export import read_garmin_gear, read_garmin_summaries
from runback.activities.limits import DEFAULT_LIMITS, Limits
from runback.activities.strava_export import read_strava_csv
from runback.errors import LimitExceededError, RunbackError, UnreadableFileError

_ACTIVITY = re.compile(r"\.(fit|tcx|gpx)(\.gz)?$|(?<!\.tar)\.gz$", re.IGNORECASE)
_SYSTEM_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
_DATE_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)"
    r"(?:[-_T .]{0,3}([0-2]\d)[-_.:]?([0-5]\d)[-_.:]?([0-5]\d))?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: ``source`` (a file or member), ``place`` within it, ``reason`` in words."""

    source: str
    place: str
    reason: str

    @classmethod
    def of(cls, source: str, error: RunbackError) -> Problem:
        """Return an error of reading ``source`` as a problem."""
        place = "" if error.where == source else error.where
        return cls(source, place, f"{error.what} {error.remedy}".strip())


@dataclass(frozen=True, slots=True)
class Member:
    """One activity file found, not yet read; ``place`` is such as ``export.zip > activities/1.fit.gz``.

    ``order_hint`` is about when it was recorded, for reading the newest first; ``entry`` is what a Strava
    export says of it; ``size_bytes`` is for progress only.
    """

    place: str
    name: str
    order_hint: datetime | None
    entry: ExportEntry | None
    size_bytes: int
    read: Callable[[], bytes]

    def read_raw(self) -> bytes:
        """Return the bytes as they lie there, a ``.gz`` still compressed: what is hashed, kept and unpacked.

        Valid while ``open_sources`` is open. Raises UnreadableFileError or LimitExceededError with the place.
        """
        return self.read()


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything found: ``members`` newest first, ``problems``, and what exports say.

    ``manual`` are entries of a Strava export without a file, by hand or lost; ``by_start`` those of Garmin's
    summaries, which name no files: ask ``find`` for each recording, and ``without_file`` at the end.
    """

    members: tuple[Member, ...]
    problems: tuple[Problem, ...]
    manual: tuple[ExportEntry, ...]
    by_start: EntriesByStart


@contextmanager
def open_sources(paths: Sequence[Path], limits: Limits = DEFAULT_LIMITS) -> Iterator[Sources]:
    """Find the activity files under ``paths``: files, folders, zips, zips in zips; readable until closed.

    Nothing is unpacked to the disk but archives within archives, to unnamed temporary files. Names that begin
    with a dot, system files and files that are no activities are passed over. One unreadable file, entry or
    archive becomes one problem and the rest goes on; a source beyond ``limits`` is refused whole.
    """
    with ExitStack() as stack:
        walks = []
        for path in paths:
            walk = _Walk(stack, limits)
            walk.source(path)
            walks.append(walk)
        yield _sources(walks)


def _sources(walks: list[_Walk]) -> Sources:
    members = [member for walk in walks for member in walk.described_members()]
    manual = [entry for walk in walks for entry in walk.manual()]
    undated = datetime.min.replace(tzinfo=UTC)
    members.sort(key=lambda member: member.order_hint or undated, reverse=True)
    return Sources(
        members=tuple(members),
        problems=tuple(problem for walk in walks for problem in walk.problems),
        manual=tuple(manual),
        by_start=EntriesByStart(entry for walk in walks for entry in walk.summaries()),
    )


class _Walk:
    """One source walked: what was found in it, and how much of the limits it has used."""

    def __init__(self, stack: ExitStack, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self._stack = stack
        self._limits = limits
        self._members: list[tuple[str, Member]] = []
        self._tables: dict[str, ExportEntry] = {}
        self._strava: list[ExportEntry] = []
        self._garmin: list[ExportEntry] = []
        self._gear: dict[str, str] = {}
        self._entries = 0
        self._nested_bytes = 0

    def source(self, path: Path) -> None:
        """Walk one path that the user gave; a limit exceeded refuses it whole."""
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                self._folder(path)
            elif stat.S_ISREG(mode):
                self._file(path, path.name, chosen=True)
            else:
                raise UnreadableFileError("is neither a file nor a folder.", where=path.name)
        except LimitExceededError as error:
            for gathered in (self._members, self._tables, self._strava, self._garmin):
                gathered.clear()
            self.problems = [Problem.of(error.where or path.name, error)]
        except RunbackError as error:
            self.problems.append(Problem.of(path.name, error))
        except OSError as error:
            self.problems.append(Problem(path.name, "", f"cannot be opened ({error.strerror})."))

    def described_members(self) -> Iterator[Member]:
        """Yield the members, with what a Strava table says of them."""
        for key, member in self._members:
            entry = next((self._tables[name] for name in _spellings(key) if name in self._tables), None)
            hint = entry.start_utc if entry is not None and entry.start_utc is not None else member.order_hint
            yield replace(member, entry=entry, order_hint=hint)

    def manual(self) -> list[ExportEntry]:
        """Return what a Strava table lists without a file, and report files that it names in vain."""
        found = {name for key, _ in self._members for name in _spellings(key)}
        lost = [entry for name, entry in self._tables.items() if not found.intersection(_spellings(name))]
        if lost:
            reason = f"names {len(lost)} files that are not there, such as {_shown(lost[0].file or '')}; "
            self.problems.append(Problem(lost[0].place, "", f"{reason}only their totals were taken."))
        return [entry for entry in self._strava if entry.file is None] + lost

    def summaries(self) -> Iterator[ExportEntry]:
        """Yield Garmin's summaries with the shoes that its gear table names."""
        for entry in self._garmin:
            yield replace(entry, shoe=self._gear.get(entry.activity_id, entry.shoe))

    def _folder(self, top: Path) -> None:
        waiting = [(top, top.name or "folder")]
        while waiting:
            folder, place = waiting.pop()
            try:
                children = sorted(folder.iterdir(), key=lambda child: child.name)
            except OSError as error:
                self.problems.append(Problem(place, "", f"cannot be listed ({error.strerror})."))
                continue
            for child in children:
                self._count_entry(top.name)
                if _is_system(child.name):
                    continue
                inner = f"{place}/{_shown(child.name)}"
                if child.is_symlink():
                    if child.is_dir() or _is_wanted(child.name):
                        self.problems.append(
                            Problem(inner, "", "is a symbolic link; give the place it points to itself.")
                        )
                elif child.is_dir():
                    waiting.append((child, inner))
                elif child.is_file() and _is_wanted(child.name):
                    self._file(child, inner)

    def _file(self, path: Path, place: str, *, chosen: bool = False) -> None:
        """Take up one file of the disk; one that the user chose is a candidate whatever its name."""
        try:
            if path.suffix.lower() == ".zip" or (chosen and zipfile.is_zipfile(path)):
                self._zip(self._stack.enter_context(path.open("rb")), place, nesting=0)
            elif not self._table(path.name, place, partial(_read_file, path, self._limits, place)):
                facts = path.stat()
                hint = _date_in(path.name) or datetime.fromtimestamp(facts.st_mtime, UTC)
                reading = partial(_read_file, path, self._limits, place)
                self._members.append((place, Member(place, path.name, hint, None, facts.st_size, reading)))
        except LimitExceededError:
            raise
        except RunbackError as error:
            self.problems.append(Problem.of(place, error))
        except OSError as error:
            self.problems.append(Problem(place, "", f"cannot be opened ({error.strerror})."))

    def _zip(self, file: IO[bytes], place: str, nesting: int) -> None:
        archive = self._stack.enter_context(zips.open_zip(file, self._limits, place))
        seen: set[str] = set()
        locked = False
        for info in archive.infolist():
            self._count_entry(place)
            parts = info.filename.replace("\\", "/").split("/")
            if any(map(_is_system, parts)) or not _is_wanted(parts[-1]):
                continue
            inner = f"{place} > {_shown('/'.join(parts))}"
            fault = "is in the archive twice; only the first was taken." if info.filename in seen else None
            seen.add(info.filename)
            if fault := fault or zips.fault_of(info):
                self.problems.append(Problem(inner, "", fault))
            elif zips.is_encrypted(info):
                locked = True
            else:
                self._zip_entry(archive, info, inner, nesting)
        if locked:
            self.problems.append(
                Problem(place, "", "is locked with a password; unpack it and give the folder instead.")
            )

    def _zip_entry(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, nesting: int) -> None:
        name = posixpath.basename(info.filename.replace("\\", "/"))
        reading = partial(zips.read_entry, archive, info, self._limits, place)
        try:
            if name.lower().endswith(".zip"):
                self._nested(archive, info, place, nesting + 1)
            elif not self._table(name, place, reading):
                hint = _date_in(name) or zips.modified(info)
                member = Member(place, name, hint, None, info.compress_size, reading)
                self._members.append((place, member))
        except LimitExceededError:
            raise
        except RunbackError as error:
            self.problems.append(Problem.of(place, error))

    def _nested(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, nesting: int) -> None:
        if nesting >= self._limits.max_nesting:
            raise LimitExceededError(
                f"has archives nested more than {self._limits.max_nesting} deep.",
                where=place,
                remedy="Unpack it and give the folder with the activities.",
            )
        unpacked = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack closes it
        for piece in zips.entry_chunks(archive, info, self._limits, place):
            self._nested_bytes += len(piece)
            if self._nested_bytes > self._limits.max_nested_bytes:
                raise LimitExceededError(
                    f"holds archives of more than {self._limits.max_nested_bytes >> 20} MiB together.",
                    where=place,
                    remedy="Unpack it and give the folder with the activities.",
                )
            unpacked.write(piece)
        unpacked.seek(0)
        self._zip(unpacked, place, nesting)

    def _table(self, name: str, place: str, read: Callable[[], bytes]) -> bool:
        """Read a file that describes activities; say whether it was one."""
        lower = name.lower()
        if lower == "activities.csv":
            entries = read_strava_csv(read(), place)
            self._strava.extend(entries)
            folder = place[: len(place) - len(name)]
            self._tables.update({folder + entry.file: entry for entry in entries if entry.file})
        elif "summarizedactivities" in lower and lower.endswith(".json"):
            self._garmin.extend(read_garmin_summaries(read(), place))
        elif lower.endswith("_gear.json"):
            self._gear.update(read_garmin_gear(read(), place))
        else:
            return False
        return True

    def _count_entry(self, place: str) -> None:
        self._entries += 1
        if self._entries > self._limits.max_entries:
            raise zips.too_many_entries(self._limits, place)


def _read_file(path: Path, limits: Limits, place: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limits.max_file_bytes + 1)
    except OSError as error:
        raise UnreadableFileError(f"cannot be opened ({error.strerror}).", where=place) from error
    limits.check_file_bytes(len(data), place)
    return data


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    return (
        _ACTIVITY.search(name) is not None
        or lower.endswith((".zip", "_gear.json"))
        or lower == "activities.csv"
        or ("summarizedactivities" in lower and lower.endswith(".json"))
    )


def _is_system(name: str) -> bool:
    return (name.startswith(".") and name not in (".", "..")) or name.lower() in _SYSTEM_NAMES


def _spellings(key: str) -> tuple[str, ...]:
    """Return the names a table may use for a file: unpacked by the user or not."""
    return (key, f"{key}.gz", key.removesuffix(".gz"))


def _shown(name: str) -> str:
    """Return a name fit to be printed: without control characters, not endless."""
    clean = "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
    return clean if len(clean) <= 200 else f"{clean[:197]}..."


def _date_in(name: str) -> datetime | None:
    found = _DATE_IN_NAME.search(name)
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
