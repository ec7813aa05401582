"""From the bytes of a table to rows of cells: encoding, delimiter and header found, and told."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from runback.errors import LimitExceededError, UnreadableFileError

LARGEST_BYTES = 20_000_000
MOST_ROWS = 50_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, outer blanks off, and the line of the file on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as found in a file: ``encoding`` and ``delimiter`` in words."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_table(content: bytes, where: str) -> Table:
    """Return the table that the bytes hold; blank rows and a ``sep=`` line are left out.

    Raises:
        UnreadableFileError: the bytes are no text, or hold no table with a header.
        LimitExceededError: more than 20 MB or 50,000 rows.
    """
    if len(content) > LARGEST_BYTES:
        raise LimitExceededError(
            f"the file has {len(content) / 1e6:.0f} MB; a diary of {LARGEST_BYTES / 1e6:.0f} MB is the most.",
            where=where,
            remedy="Cut it into years.",
        )
    encoding, text = _decoded(content, where)
    delimiter, rows = _split(text, where)
    named = next((at for at, row in enumerate(rows) if sum(map(bool, row.cells)) > 1), None)
    if named is None or len(rows) > MOST_ROWS:
        what = "holds no table" if named is None else f"has {len(rows)} rows; {MOST_ROWS} is the most"
        kind = UnreadableFileError if named is None else LimitExceededError
        raise kind(
            f"the file {what}.",
            where=where,
            remedy="Give a CSV with a row of names first: date, pain, and what else was noted.",
        )
    header = rows[named].cells
    return Table(header, tuple(rows[named + 1 :]), encoding, DELIMITERS[delimiter])


def _decoded(content: bytes, where: str) -> tuple[str, str]:
    """Return the encoding and the text: by its mark, else UTF-8, else UTF-16 by its zeros, else Windows."""
    marked = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    if marked is not None:
        candidates: tuple[str, ...] = (marked,)
    elif content[1:2] == b"\0" or content[:1] == b"\0":
        candidates = ("utf-16-le" if content[1:2] == b"\0" else "utf-16-be",)
    else:
        candidates = ("utf-8", "cp1252")
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise UnreadableFileError(
        "the file is no text, or in an unknown encoding.", where=where, remedy="Save it as CSV in UTF-8."
    )


def _split(text: str, where: str) -> tuple[str, list[Row]]:
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and told[4:5] in DELIMITERS:
        return told[4], list(_rows("\n" + rest, told[4], where))
    # The delimiter that makes most rows as long as the first one, then the one that makes the most cells.
    found = {delimiter: list(_rows(text, delimiter, where)) for delimiter in DELIMITERS}
    return max(found.items(), key=lambda item: _evenness(item[1]))


def _evenness(rows: list[Row]) -> tuple[float, int]:
    wide = [len(row.cells) for row in rows]
    if not wide or wide[0] < 2:
        return 0.0, 0
    return sum(width == wide[0] for width in wide) / len(wide), wide[0]


def _rows(text: str, delimiter: str, where: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Row(line, stripped)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(
            f"line {line} cannot be taken apart ({error}).", where=where, remedy="Save it as CSV anew."
        ) from error
