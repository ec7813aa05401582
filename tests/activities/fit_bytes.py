"""A FIT writer at the level of bytes, for what no encoder writes: every oddity the protocol allows."""

from __future__ import annotations

import struct
from typing import Literal

from garmin_fit_sdk import CrcCalculator

ENUM, SINT8, UINT8, STRING, BYTE, UINT8Z = 0x00, 0x01, 0x02, 0x07, 0x0D, 0x0A
SINT16, UINT16, SINT32, UINT32, FLOAT32, UINT32Z = 0x83, 0x84, 0x85, 0x86, 0x88, 0x8C
UINT64 = 0x8F
_LETTERS = {
    ENUM: "B",
    SINT8: "b",
    UINT8: "B",
    BYTE: "B",
    UINT8Z: "B",
    SINT16: "h",
    UINT16: "H",
    SINT32: "i",
    UINT32: "I",
    UINT32Z: "I",
    FLOAT32: "f",
    UINT64: "Q",
}

FieldSpec = tuple[int, int]
"""Field number and base type, of one element."""

START = 1_000_000_000
"""A FIT timestamp in September 2021."""


def crc(data: bytes) -> int:
    return int(CrcCalculator.calculate_crc(data, 0, len(data)))


class FitBytes:
    """Definitions and messages one after another; ``file()`` closes with header and checksum."""

    def __init__(
        self, *, header: Literal[12, 14] = 14, header_crc: Literal["right", "zero"] = "right"
    ) -> None:
        self.body = bytearray()
        self._header = header
        self._header_crc = header_crc
        self._packing: dict[int, str] = {}

    def define_raw(
        self,
        local: int,
        message: int,
        fields: list[tuple[int, int, int]],
        developer: list[tuple[int, int, int]] | None = None,
        *,
        big: bool = False,
    ) -> None:
        """Write a definition; fields are (number, size, base type), developer ones (number, size, index)."""
        header = 0x40 | local | (0x20 if developer is not None else 0)
        self.body += bytes([header, 0, int(big)]) + struct.pack(">H" if big else "<H", message)
        self.body += bytes([len(fields), *(b for field in fields for b in field)])
        if developer is not None:
            self.body += bytes([len(developer), *(b for field in developer for b in field)])

    def define(
        self,
        local: int,
        message: int,
        fields: list[FieldSpec],
        developer: list[tuple[int, int, int]] | None = None,
        *,
        big: bool = False,
    ) -> None:
        """Write a definition of single values; developer fields are (number, base type, index)."""
        bases = [base for _, base in fields] + [base for _, base, _ in developer or []]
        letters = [_LETTERS[base] for base in bases]
        self._packing[local] = (">" if big else "<") + "".join(letters)
        self.define_raw(
            local,
            message,
            [(number, struct.calcsize(_LETTERS[base]), base) for number, base in fields],
            None if developer is None else [(n, struct.calcsize(_LETTERS[b]), i) for n, b, i in developer],
            big=big,
        )

    def message(self, local: int, *values: float) -> None:
        """Write a message of a layout made by ``define``."""
        self.raw(local, struct.pack(self._packing[local], *values))

    def compressed(self, local: int, low_bits: int, *values: float) -> None:
        """Write a message under a compressed timestamp header."""
        self.raw(0x80 | local << 5 | low_bits, struct.pack(self._packing[local], *values))

    def raw(self, header: int, payload: bytes) -> None:
        self.body += bytes([header]) + payload

    def file(self) -> bytes:
        header = struct.pack("<BBHI4s", self._header, 0x20, 2188, len(self.body), b".FIT")
        if self._header == 14:
            header += struct.pack("<H", crc(header) if self._header_crc == "right" else 0)
        data = header + bytes(self.body)
        return data + struct.pack("<H", crc(data))


def activity(**options: object) -> FitBytes:
    """Return a writer that has begun an activity file."""
    fit = FitBytes(**options)  # type: ignore[arg-type]  # handed through as given
    fit.define(15, 0, [(0, ENUM), (1, UINT16), (2, UINT16)])
    fit.message(15, 4, 1, 3113)
    return fit


def text(value: str, size: int) -> bytes:
    return value.encode().ljust(size, b"\0")


def describe(fit: FitBytes, index: int, number: int, base: int, name: str, units: str = "") -> None:
    """Write a field_description message (local type 14)."""
    fit.define_raw(14, 206, [(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (3, 32, STRING), (8, 16, STRING)])
    fit.raw(14, bytes([index, number, base]) + text(name, 32) + text(units, 16))


def identify(fit: FitBytes, index: int, application: bytes) -> None:
    """Write a developer_data_id message (local type 13)."""
    fit.define_raw(13, 207, [(3, 1, UINT8), (1, 16, BYTE)])
    fit.raw(13, bytes([index]) + application)
