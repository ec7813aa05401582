"""How much a file may ask for before it is refused, and the one place where compressed bytes are inflated."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from runback.errors import LimitExceededError

_MIB = 1024 * 1024
_CHUNK = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_MAX_GZIP_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what Runback reads; each is checked on bytes and items really met, never on declared sizes.

    ``max_file_bytes``: one activity file, inflated (a day at one sample a second is about 60 MiB of TCX).
    ``max_nested_bytes``: all archives within one archive together, inflated. ``max_entries``: entries of one
    source, its nested archives included. ``max_nesting``: archives within archives (Garmin's export has 2).
    ``max_ratio``: inflated over compressed bytes, asked once ``ratio_from_bytes`` were inflated.
    ``max_points``: samples of one file. ``max_elements``: elements of one XML file (a day at one sample a
    second has a million), ``max_depth``: within one another.
    """

    max_file_bytes: int = 256 * _MIB
    max_nested_bytes: int = 4096 * _MIB
    max_entries: int = 100_000
    max_nesting: int = 3
    max_ratio: float = 250.0
    ratio_from_bytes: int = 4 * _MIB
    max_points: int = 1_000_000
    max_elements: int = 10_000_000
    max_depth: int = 100

    def check_ratio(self, inflated: int, compressed: int, place: str) -> None:
        """Raise LimitExceededError where ``inflated`` bytes came from too few ``compressed`` bytes."""
        if inflated > self.ratio_from_bytes and inflated > self.max_ratio * max(compressed, 1):
            raise LimitExceededError(
                f"inflates to more than {self.max_ratio:.0f} times its size, like a decompression bomb.",
                where=place,
                remedy="Real recordings never do; get the file anew from its source.",
            )

    def check_file_bytes(self, size: int, place: str) -> None:
        """Raise LimitExceededError where one file holds more than ``max_file_bytes``."""
        if size > self.max_file_bytes:
            raise LimitExceededError(
                f"is larger than {self.max_file_bytes // _MIB} MiB once inflated.",
                where=place,
                remedy="Split the recording, or raise the limit if you trust the file.",
            )


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Inflated:
    """Bytes out of a gzip stream; ``fault`` says why they end early or cannot be trusted, else None."""

    data: bytes
    fault: str | None = None


def inflate_gzip(raw: bytes, limits: Limits, place: str = "") -> Inflated:
    """Inflate a gzip stream (all its members) chunk by chunk within ``limits``.

    What came out before a fault is kept. Raises LimitExceededError for a bomb.
    """
    pieces: list[bytes] = []
    size = at = members = 0
    view = memoryview(raw)
    fault = None
    while fault is None and view[at : at + 2] == _GZIP_MAGIC:
        members += 1
        if members > _MAX_GZIP_MEMBERS:
            raise LimitExceededError(f"holds more than {_MAX_GZIP_MEMBERS} gzip members.", where=place)
        member = _Member(view[at:])
        try:
            for piece in member.pieces():
                size += len(piece)
                limits.check_file_bytes(size, place)
                limits.check_ratio(size, len(raw), place)
                pieces.append(piece)
        except zlib.error as error:
            fault = f"the gzip data is damaged ({error})"
        if fault is None and not member.whole:
            fault = "the gzip data ends before its end mark"
        at += member.consumed
    if fault is None and any(view[at:]):
        fault = "bytes follow the end of the gzip data"
    return Inflated(b"".join(pieces), fault)


class _Member:
    """One gzip member at the start of ``view``: its inflated pieces, then how far it reached."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._engine = zlib.decompressobj(wbits=31)
        self.consumed = 0

    @property
    def whole(self) -> bool:
        return self._engine.eof

    def pieces(self) -> Iterator[bytes]:
        while self.consumed < len(self._view) and not self._engine.eof:
            tail: bytes | memoryview = self._view[self.consumed : self.consumed + _CHUNK]
            self.consumed += len(tail)
            piece = b""
            # A full piece may leave output waiting inside zlib although its input is used up.
            while not self._engine.eof and (tail or len(piece) == _MIB):
                piece = self._engine.decompress(tail, _MIB)
                yield piece
                tail = self._engine.unconsumed_tail
        self.consumed -= len(self._engine.unused_data)
