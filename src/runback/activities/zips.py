"""Zip archives opened with suspicion: what a bomb, a cut or a forged directory needs is refused up front."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import IO

from runback.activities.limits import Limits
from runback.errors import LimitExceededError, UnreadableFileError

_CHUNK = 1024 * 1024
_END_RECORD = b"PK\x05\x06"
_END_BYTES = 22
_END64_RECORD = b"PK\x06\x06"
_END64_BYTES = 56
_LOCATOR64_BYTES = 20
_LOCAL_HEADER_BYTES = 30
_DIRECTORY_BYTES_PER_ENTRY = 100
_ENCRYPTED = 0x1
_READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError, NotImplementedError)


def open_zip(file: IO[bytes], limits: Limits, place: str) -> zipfile.ZipFile:
    """Open a zip archive for reading, its directory checked.

    Raises UnreadableFileError where the directory is missing (a download cut short) or entries overlap, which
    only bombs do; LimitExceededError for too many entries.
    """
    _check_directory_size(file, limits, place)
    try:
        archive = zipfile.ZipFile(file)
    except (*_BROKEN, OverflowError) as error:
        raise UnreadableFileError(
            f"is no whole zip archive ({error}).",
            where=place,
            remedy="A download that was cut short looks like this; get it again.",
        ) from error
    if _entries_overlap(archive):
        raise UnreadableFileError(
            "has entries that overlap, which only a decompression bomb does.",
            where=place,
            remedy="Get the archive anew from its source.",
        )
    return archive


def _check_directory_size(file: IO[bytes], limits: Limits, place: str) -> None:
    """Refuse a directory too large to be listed before zipfile makes an object of each entry."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_536 - _END_BYTES - _LOCATOR64_BYTES - _END64_BYTES))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END_RECORD)
    if at < 0 or at + _END_BYTES > len(tail):
        return
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    at64 = at - _LOCATOR64_BYTES - _END64_BYTES
    if at64 >= 0 and tail[at64 : at64 + 4] == _END64_RECORD:
        (directory,) = struct.unpack_from("<Q", tail, at64 + 40)
    if directory > _DIRECTORY_BYTES_PER_ENTRY * limits.max_entries:
        raise too_many_entries(limits, place)


def too_many_entries(limits: Limits, place: str) -> LimitExceededError:
    """Return the error for an archive or folder that lists more than anyone's history."""
    return LimitExceededError(
        f"lists more than {limits.max_entries} entries.",
        where=place,
        remedy="Unpack it and give the folder with the activities.",
    )


def _entries_overlap(archive: zipfile.ZipFile) -> bool:
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
    return False


def fault_of(info: zipfile.ZipInfo) -> str | None:
    """Return why an entry is not to be read, in words, or None."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if ".." in parts or info.filename.startswith(("/", "\\")) or info.filename[1:2] == ":":
        return "has a name that points outside its archive."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a symbolic link, not a file."
    if info.compress_type not in _READ_METHODS:
        return "is compressed by a method other than deflate; pack it anew as a common zip."
    return None


def is_encrypted(info: zipfile.ZipInfo) -> bool:
    """Say whether an entry is locked with a password."""
    return bool(info.flag_bits & _ENCRYPTED)


def modified(info: zipfile.ZipInfo) -> datetime | None:
    """Return when an entry was last changed (zip knows no zone: taken as UTC), None where that is no date."""
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None


def entry_chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, place: str
) -> Iterator[bytes]:
    """Yield an entry's bytes as they inflate, its ratio checked on real bytes.

    Raises UnreadableFileError where the entry is damaged, LimitExceededError for a bomb.
    """
    size = 0
    try:
        with archive.open(info) as entry:
            while piece := entry.read(_CHUNK):
                size += len(piece)
                limits.check_ratio(size, info.compress_size, place)
                yield piece
    except (*_BROKEN, RuntimeError) as error:
        raise UnreadableFileError(
            f"cannot be taken out of its archive ({error}).",
            where=place,
            remedy="The archive is damaged; get it again.",
        ) from error


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, place: str) -> bytes:
    """Return one entry's bytes; raises as ``entry_chunks`` does, and where it exceeds the size of a file."""
    pieces: list[bytes] = []
    size = 0
    for piece in entry_chunks(archive, info, limits, place):
        size += len(piece)
        limits.check_file_bytes(size, place)
        pieces.append(piece)
    return b"".join(pieces)
