"""The messages of one global number as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runback.activities.fit.base_types import BASE_TYPE_MASK, BASE_TYPES, STRING, BaseType
from runback.activities.fit.profile import NUMBERS, PROFILE, Field
from runback.activities.fit.walk import Definition, FieldLayout

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
_NO_FIELD = Field("")


@dataclass(frozen=True, slots=True)
class Block:
    """The messages of one layout: their bytes side by side, and the rows of the table that they fill."""

    definition: Definition
    buffer: bytes | NDArray[np.void]
    first: int
    count: int
    starts: Indices
    rows: slice | Indices

    def elements(self, offset: int, code: str, count: int) -> NDArray[Any]:
        """Return ``count`` elements of type ``code`` at byte ``offset``: messages x elements."""
        dtype = np.dtype((">" if self.definition.big_endian else "<") + code)
        return np.ndarray(
            (self.count, count),
            dtype,
            self.buffer,
            self.first + offset,
            (self.definition.size, dtype.itemsize),
        )

    def raw_bytes(self, offset: int, size: int) -> list[bytes]:
        """Return ``size`` bytes at ``offset`` of every message."""
        cells = self.elements(offset, "u1", size)
        return [cell.tobytes() for cell in cells]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A numeric native field within one block."""

    block: Block
    offset: int
    kind: BaseType
    count: int


class MessageTable:
    """All messages of one global number, in the order of the file.

    Columns are made when asked for. Numbers are float64, scale and offset applied, NaN where a message has
    no value or FIT's invalid value; texts are str or None.
    """

    def __init__(self, global_number: int, definitions: list[Definition], data: bytes) -> None:
        self.global_number = global_number
        self.blocks, self.offsets = _blocks(definitions, data)
        self._profile = PROFILE.get(global_number, {})
        self._placed: dict[int, list[_Placed]] = {}

    def __len__(self) -> int:
        return len(self.offsets)

    def names(self) -> dict[str, int]:
        """Return names and numbers of the columns of single numbers; unknown fields are ``field_N``."""
        declared = {layout.number for block in self.blocks for layout in block.definition.fields}
        single = (n for n in sorted(declared) if any(place.count == 1 for place in self._places(n)))
        return {self._profile[n].name if n in self._profile else f"field_{n}": n for n in single}

    def has(self, name: str) -> bool:
        """Return whether any message declares the field of the profile, as a number."""
        return bool(self._places(NUMBERS[self.global_number][name]))

    def _places(self, number: int) -> list[_Placed]:
        """Return where native field ``number`` lies as a number, by block."""
        if number not in self._placed:
            self._placed[number] = [
                _Placed(block, layout.offset, kind, layout.size // kind.size)
                for block in self.blocks
                for layout in block.definition.fields
                if layout.number == number and (kind := base_type_of(layout)) is not None
            ]
        return self._placed[number]

    def numbers(self, name: str) -> Floats:
        """Return the column of a field of the profile as float64; all NaN where no message has it."""
        return self.column(NUMBERS[self.global_number][name])

    def column(self, number: int) -> Floats:
        """Return the column of native field ``number`` as float64; of an array field its first element."""
        field = self._profile.get(number, _NO_FIELD)
        placed = self._places(number)
        if len(placed) == 1 and len(self.blocks) == 1:
            return _scaled(valid_numbers(placed[0].block, placed[0].offset, placed[0].kind, 1)[:, 0], field)
        result = np.full(len(self), np.nan)
        for place in placed:
            result[place.block.rows] = valid_numbers(place.block, place.offset, place.kind, 1)[:, 0]
        return _scaled(result, field)

    def elements(self, number: int, count: int) -> Floats:
        """Return the first ``count`` elements of native field ``number``: messages x count, NaN if absent."""
        result = np.full((len(self), count), np.nan)
        for place in self._places(number):
            width = min(count, place.count)
            result[place.block.rows, :width] = valid_numbers(place.block, place.offset, place.kind, width)
        return _scaled(result, self._profile.get(number, _NO_FIELD))

    def flat(self, name: str) -> tuple[Floats, Indices]:
        """Return all valid elements of an array field one after another, and the message each comes from."""
        number = NUMBERS[self.global_number][name]
        everywhere = np.arange(len(self))
        values, rows = [np.empty(0)], [np.empty(0, dtype=np.int64)]
        for place in self._places(number):
            values.append(valid_numbers(place.block, place.offset, place.kind, place.count).ravel())
            rows.append(np.repeat(everywhere[place.block.rows], place.count))
        all_rows, all_values = np.concatenate(rows), np.concatenate(values)
        order = np.argsort(all_rows, kind="stable")
        order = order[~np.isnan(all_values[order])]
        field = self._profile.get(number, _NO_FIELD)
        return _scaled(all_values[order], field), all_rows[order]

    def texts(self, name: str) -> list[str | None]:
        """Return the column of a text field: the first string, None where absent or empty."""
        number = NUMBERS[self.global_number][name]
        result: list[str | None] = [None] * len(self)
        for cell, row in self._cells(number, STRING):
            result[row] = cell.split(b"\0", 1)[0].decode("utf-8", errors="ignore").strip() or None
        return result

    def raw(self, name: str) -> list[bytes | None]:
        """Return the bytes of a field as they lie in the file, None where absent."""
        result: list[bytes | None] = [None] * len(self)
        for cell, row in self._cells(NUMBERS[self.global_number][name], None):
            result[row] = cell
        return result

    def _cells(self, number: int, base_type: int | None) -> list[tuple[bytes, int]]:
        cells: list[tuple[bytes, int]] = []
        for block in self.blocks:
            rows = np.arange(len(self))[block.rows].tolist()
            for layout in block.definition.fields:
                if layout.number == number and base_type in {None, layout.base_type & BASE_TYPE_MASK}:
                    cells += zip(block.raw_bytes(layout.offset, layout.size), rows, strict=True)
        return cells


def base_type_of(layout: FieldLayout) -> BaseType | None:
    """Return the numeric type of a field, or None for text, unknown types and sizes of no whole elements.

    A size that is no multiple of its type makes the official SDK and fitdecode fall back to an array of
    bytes: no number can be read from it, so Runback has no value there.
    """
    kind = BASE_TYPES.get(layout.base_type & BASE_TYPE_MASK)
    if kind is None or layout.size == 0 or layout.size % kind.size:
        return None
    return kind


def valid_numbers(block: Block, offset: int, kind: BaseType, count: int) -> Floats:
    """Return elements of a block as float64, messages x count, NaN for FIT's invalid value."""
    raw = block.elements(offset, kind.code, count)
    if kind.invalid is None:
        with np.errstate(invalid="ignore"):  # a signalling NaN, FIT's "no value" among them, warns when cast
            values = raw.astype(np.float64)
        values[~np.isfinite(values)] = np.nan
    else:
        values = raw.astype(np.float64)
        values[raw == kind.invalid] = np.nan
    return values


def _scaled(values: Floats, field: Field) -> Floats:
    if field.scale != 1:
        values /= field.scale
    if field.offset:
        values -= field.offset
    return values


def _blocks(definitions: list[Definition], data: bytes) -> tuple[list[Block], Indices]:
    """Return the blocks of the definitions, their rows in the order of the file, and all message starts."""
    used = [definition for definition in definitions if definition.starts]
    starts = [np.frombuffer(definition.starts, dtype=np.int64) for definition in used]
    if len(used) == 1:
        return [_block(used[0], starts[0], slice(None), data)], starts[0]
    offsets = np.concatenate(starts) if starts else np.empty(0, dtype=np.int64)
    order = np.argsort(offsets, kind="stable")
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    bounds = np.cumsum([0, *(len(s) for s in starts)])
    blocks = [
        _block(definition, own, _as_slice(ranks[low:high]), data)
        for definition, own, low, high in zip(used, starts, bounds[:-1], bounds[1:], strict=True)
    ]
    return blocks, offsets[order]


def _as_slice(rows: Indices) -> slice | Indices:
    """Return rows that follow one another as a slice, which is faster to fill."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first == len(rows) - 1 else rows


def _block(definition: Definition, starts: Indices, rows: slice | Indices, data: bytes) -> Block:
    count, size, first = len(starts), definition.size, int(starts[0])
    if int(starts[-1]) - first == (count - 1) * size:  # one after the other: no copy
        return Block(definition, data, first, count, starts, rows)
    windows: NDArray[np.void] = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))
    return Block(definition, windows[starts], 0, count, starts, rows)
