"""One pass over a FIT file's bytes: which message starts where, under which definition."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from runback.activities.fit.checksum import crc16
from runback.activities.recording import Damage
from runback.errors import LimitExceededError

FIELD_DESCRIPTION = 206
_SIGNATURE = b".FIT"
_MOST_LAYOUTS = 5_000
_SMALLEST_STRETCH = 1 << 16
_FIRST_WINDOW, _WINDOW_GROWTH = 16, 8


class FieldLayout(NamedTuple):
    """A native field of a message: its number, and where its bytes lie (offset 0 is the record header)."""

    number: int
    offset: int
    size: int
    base_type: int


class DeveloperFieldLayout(NamedTuple):
    """A developer field of a message, keyed by developer index and field number."""

    developer: int
    number: int
    offset: int
    size: int


@dataclass(slots=True)
class Definition:
    """The layout of messages, and the byte at which each message of this layout starts.

    ``size`` counts the record header. ``descriptions_before`` is how many field descriptions the file had
    held when this definition was read: they give its developer fields their meaning.
    """

    global_number: int
    big_endian: bool
    size: int
    fields: tuple[FieldLayout, ...]
    developer_fields: tuple[DeveloperFieldLayout, ...]
    descriptions_before: int
    starts: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class Walked:
    """One file of a chain: its layouts with their messages, its damage, and where the next file may start."""

    definitions: tuple[Definition, ...]
    damage: Damage | None
    end: int
    messages: int
    intact: bool


def header_fault(data: bytes, start: int) -> str | None:
    """Return why no FIT file starts at byte ``start``, or None where one does."""
    if len(data) - start < 12:
        return f"{len(data) - start} bytes are too few for a FIT header"
    if data[start] < 12:
        return f"a FIT header of {data[start]} bytes is too short"
    if data[start + 8 : start + 12] != _SIGNATURE:
        return "the signature .FIT is missing"
    return None


def walk(data: bytes, start: int, most_messages: int) -> Walked:
    """Walk the FIT file that starts at byte ``start``, whose header must be sound (see ``header_fault``).

    Every whole message before the first damage is kept. Raises LimitExceededError where there are more than
    ``most_messages`` messages. The work is bounded by the bytes there are, never by a size that they declare.
    """
    body = start + data[start]
    declared = body + int.from_bytes(data[start + 4 : start + 8], "little")
    # A recorder that lost power leaves its size at 0 and no checksum.
    unfinished = declared == body and len(data) - body > 2
    stop = len(data) if unfinished else min(declared, len(data))
    walker = _Walker(data, body, stop, most_messages)
    walker.run()
    damage = walker.damage
    if damage is None and unfinished:
        damage = Damage(f"byte {start + 4}", "the recording was never closed: its header gives no size")
    elif damage is None:
        damage = _header_damage(data, start) or _checksum_damage(data, start, declared)
    return Walked(
        definitions=tuple(walker.layouts.values()),
        damage=damage,
        end=declared + 2,
        messages=walker.messages,
        intact=walker.damage is None and not unfinished,
    )


def _header_damage(data: bytes, start: int) -> Damage | None:
    if data[start] < 14:
        return None
    stored = int.from_bytes(data[start + 12 : start + 14], "little")
    if stored in {
        0,
        crc16(data[start : start + 12]),
    }:  # 0: the writer computed none, which the protocol permits
        return None
    return Damage(f"byte {start + 12}", "the header's checksum does not match its bytes")


def _checksum_damage(data: bytes, start: int, end: int) -> Damage | None:
    if end > len(data):
        return Damage(f"byte {len(data)}", f"the file ends {end + 2 - len(data)} bytes early")
    stored = data[end : end + 2]
    if len(stored) < 2:
        return Damage(f"byte {len(data)}", "the file ends before its checksum")
    if crc16(memoryview(data)[start:end]) == int.from_bytes(stored, "little"):
        return None
    return Damage(f"byte {end}", "the checksum does not match the bytes before it: some values may be wrong")


class _Walker:
    """The state of one walk: what each of the 256 record headers stands for at this byte."""

    def __init__(self, data: bytes, body: int, stop: int, most_messages: int) -> None:
        self._data = data
        self._position = body
        self._stop = stop
        self._most_messages = most_messages
        self._sizes = [0] * 256
        nowhere = array("q")
        self._starts: list[array[int]] = [nowhere] * 256
        self._appends: list[Callable[[int], None]] = [nowhere.append] * 256
        self._current: list[Definition | None] = [None] * 256
        self._descriptions = 0
        self._definitions_read = 0
        self.layouts: dict[tuple[bytes, bool, int], Definition] = {}
        self.damage: Damage | None = None
        self.messages = 0

    def run(self) -> None:
        """Walk to the end, or to the first damage."""
        while self._position < self._stop and self.damage is None:
            # A message takes a byte at least: this stretch cannot hold more messages than are still allowed.
            room = max(self._most_messages - self.messages, _SMALLEST_STRETCH)
            self._run_stretch(min(self._stop, self._position + room))
            self.messages = self._definitions_read + sum(len(d.starts) for d in self.layouts.values())
            if self.messages > self._most_messages:
                raise LimitExceededError(
                    f"more than {self._most_messages:,} messages.",
                    where=f"byte {self._position}",
                    remedy="Runback reads no recording as long as that; split the file.",
                )

    def _run_stretch(self, end: int) -> None:
        data, sizes, appends, position = self._data, self._sizes, self._appends, self._position
        header = 0
        while position < end:
            header = data[position]
            size = sizes[header]
            following = position + size
            if not size:
                position = self._other(position, header)
                if self.damage is not None:
                    return
            elif following < end and data[following] == header:
                position = self._take_alike(position, size, end)
            else:
                appends[header](position)
                position = following
        if position > self._stop:
            self._drop_last(header)
        self._position = position

    def _take_alike(self, position: int, size: int, end: int) -> int:
        """Take all messages from ``position`` on that have the same header; return the byte after them.

        The headers of messages of one size lie ``size`` bytes apart: a slice with that step holds them all.
        It is taken in windows that grow, so that a short run costs no look at the whole file.
        """
        data, first, window = self._data, position, _FIRST_WINDOW
        header = data[position : position + 1]
        while True:
            headers = data[position : min(end, position + window * size) : size]
            alike = len(headers) - len(headers.lstrip(header))
            position += alike * size
            if alike < window:
                break
            window *= _WINDOW_GROWTH
        self._starts[header[0]].frombytes(np.arange(first, position, size, dtype=np.int64).tobytes())
        return position

    def _drop_last(self, header: int) -> None:
        cut = self._current[header]
        if cut is None or not cut.starts:
            return
        place = cut.starts.pop()
        self.damage = Damage(
            f"byte {place}",
            f"a message of {cut.size} bytes runs past the end of the data at byte {self._stop}",
        )

    def _other(self, position: int, header: int) -> int:
        """Take a definition, a field description or a message without definition; return the next byte."""
        if header & 0xC0 == 0x40:
            return self._define(position, header)
        definition = self._current[header]
        if definition is None:
            local = (header >> 5) & 3 if header & 0x80 else header & 0x0F
            self.damage = Damage(
                f"byte {position}",
                f"a message of local type {local}, which no definition before it describes",
            )
            return position
        definition.starts.append(position)
        self._descriptions += 1
        return position + definition.size

    def _define(self, position: int, header: int) -> int:
        data = self._data
        fields_at = position + 6
        count = data[position + 5] if fields_at <= self._stop else 0
        end = developer_at = fields_at + 3 * count
        has_developer_fields = bool(header & 0x20)
        if has_developer_fields:
            developer_count = data[developer_at] if developer_at < self._stop else 0
            end += 1 + 3 * developer_count
        if end > self._stop:
            self.damage = Damage(f"byte {position}", "the file ends within a definition")
            return position
        self._definitions_read += 1
        key = (
            data[position + 2 : end],
            has_developer_fields,
            self._descriptions if has_developer_fields else 0,
        )
        definition = self.layouts.get(key)
        if definition is None:
            if len(self.layouts) >= _MOST_LAYOUTS:
                raise LimitExceededError(
                    f"more than {_MOST_LAYOUTS:,} kinds of messages.",
                    where=f"byte {position}",
                    remedy="No watch writes such a file; export the activity again.",
                )
            definition = _read_definition(*key)
            self.layouts[key] = definition
        self._install(header & 0x0F, definition)
        return end

    def _install(self, local: int, definition: Definition) -> None:
        # Bits 4 and 5 of a data message's header are reserved: readers ignore them.
        headers = [local | reserved for reserved in (0x00, 0x10, 0x20, 0x30)]
        if local < 4:
            compressed = 0x80 | local << 5
            headers += range(compressed, compressed + 32)
        # Field descriptions are counted as they come: size 0 sends them the slow way.
        size = 0 if definition.global_number == FIELD_DESCRIPTION else definition.size
        append = definition.starts.append
        for header in headers:
            self._sizes[header] = size
            self._starts[header] = definition.starts
            self._appends[header] = append
            self._current[header] = definition


def _read_definition(layout: bytes, has_developer_fields: bool, descriptions: int) -> Definition:
    big_endian = layout[0] != 0
    fields: list[FieldLayout] = []
    offset = 1
    developer_at = 4 + 3 * layout[3]
    for at in range(4, developer_at, 3):
        number, size, base_type = layout[at : at + 3]
        fields.append(FieldLayout(number, offset, size, base_type))
        offset += size
    developer_fields: list[DeveloperFieldLayout] = []
    if has_developer_fields:
        for at in range(developer_at + 1, len(layout), 3):
            number, size, developer = layout[at : at + 3]
            developer_fields.append(DeveloperFieldLayout(developer, number, offset, size))
            offset += size
    return Definition(
        global_number=int.from_bytes(layout[1:3], "big" if big_endian else "little"),
        big_endian=big_endian,
        size=offset,
        fields=tuple(fields),
        developer_fields=tuple(developer_fields),
        descriptions_before=descriptions,
    )
