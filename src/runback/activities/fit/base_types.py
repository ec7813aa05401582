"""FIT's base types: how a field's bytes become a number, and which bytes mean "no value"."""

from __future__ import annotations

from typing import NamedTuple

BASE_TYPE_MASK = 0x1F
STRING = 0x07
BYTE = 0x0D


class BaseType(NamedTuple):
    """NumPy code, bytes of one element, and the value that means "invalid" (None: any NaN)."""

    code: str
    size: int
    invalid: int | None


BASE_TYPES: dict[int, BaseType] = {
    0x00: BaseType("u1", 1, 0xFF),  # enum
    0x01: BaseType("i1", 1, 0x7F),
    0x02: BaseType("u1", 1, 0xFF),
    0x03: BaseType("i2", 2, 0x7FFF),
    0x04: BaseType("u2", 2, 0xFFFF),
    0x05: BaseType("i4", 4, 0x7FFFFFFF),
    0x06: BaseType("u4", 4, 0xFFFFFFFF),
    0x08: BaseType("f4", 4, None),
    0x09: BaseType("f8", 8, None),
    0x0A: BaseType("u1", 1, 0),  # the "z" types hold no zero
    0x0B: BaseType("u2", 2, 0),
    0x0C: BaseType("u4", 4, 0),
    BYTE: BaseType("u1", 1, 0xFF),
    0x0E: BaseType("i8", 8, 0x7FFFFFFFFFFFFFFF),
    0x0F: BaseType("u8", 8, 0xFFFFFFFFFFFFFFFF),
    0x10: BaseType("u8", 8, 0),
}
"""The numeric base types by number, from the FIT protocol; STRING (0x07) holds UTF-8 text."""
