"""Streaming XML for TCX and GPX on the standard library's expat, without namespaces."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from runback.activities.limits import Limits
from runback.activities.recording import Damage
from runback.errors import LimitExceededError, UnreadableFileError

OnStart = Callable[[str, dict[str, str]], None]
OnEnd = Callable[[str, str], None]

_BLANKS = b" \t\r\n"
_UTF8_MISSPELT = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']utf_?8[\"']", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


def parse_xml(data: bytes, on_start: OnStart, on_end: OnEnd, limits: Limits) -> Damage | None:
    """Call ``on_start(name, attributes)`` and ``on_end(name, text)`` for each element, in order.

    Names come without their prefix, bound or not; ``text`` is what stood since the last tag. Leading blanks
    and byte order marks are skipped, as many exports carry them although XML forbids it. Returns the damage
    where the document stops being well-formed, else None.

    Raises UnreadableFileError for a document type (with it entities and attribute defaults could be declared,
    which no activity file needs) and LimitExceededError for too many elements, or too deep.
    """
    body, skipped_lines = _without_leading_blanks(data)
    try:
        encoding = "utf-8" if _UTF8_MISSPELT.match(body) else None
        if not _parse(body, encoding, on_start, on_end, limits):
            # Numbers and times are ASCII in any encoding that can be meant here.
            _parse(body, "utf-8", on_start, on_end, limits)
    except expat.ExpatError as error:
        line = error.lineno + skipped_lines
        return Damage(f"line {line}, column {error.offset + 1}", f"{expat.ErrorString(error.code)}.")
    return None


def _parse(body: bytes, encoding: str | None, on_start: OnStart, on_end: OnEnd, limits: Limits) -> bool:
    """Parse to the end; return False, with nothing read, where the file names an unknown encoding."""
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    text: list[str] = []
    elements = depth = 0
    max_elements, max_depth = limits.max_elements, limits.max_depth

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        elements += 1
        depth += 1
        if depth > max_depth:
            raise LimitExceededError(f"nests more than {max_depth} XML elements.", where=_here(parser))
        if elements > max_elements:
            raise LimitExceededError(f"holds more than {max_elements} XML elements.", where=_here(parser))
        text.clear()
        on_start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        on_end(name.rpartition(":")[2], "".join(text))
        text.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(body, True)
    except (LookupError, ValueError):
        if elements:
            raise
        return False
    return True


def _refuse_doctype(*_: object) -> NoReturn:
    raise UnreadableFileError(
        "declares a document type or entities, which no activity file needs and which can do harm.",
        remedy="Export the activity again from its source.",
    )


def _without_leading_blanks(data: bytes) -> tuple[bytes, int]:
    body = data.lstrip(_BLANKS)
    if body.startswith(_BOM):
        body = body[len(_BOM) :].lstrip(_BLANKS)
    return body, data.count(b"\n", 0, len(data) - len(body))


def _here(parser: expat.XMLParserType) -> str:
    return f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber + 1}"
