"""Files of answers, in JSON or TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from runback.errors import BadInputError, UnreadableFileError
from runback.screening.answers import shown, state_facts
from runback.screening.flags import Clearance

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """Checked answers and the runner's own dated statements that a clinician looked at a flag."""

    answers: Mapping[str, object]
    clearances: tuple[Clearance, ...] = ()


def parse_answers(text: str, *, where: str = "answers") -> AnswersFile:
    """Read answers written as JSON or TOML, and check them.

    Either the answers stand at the top, or under ``answers``; ``clearances`` is a list of tables with
    ``flag``, ``date`` and ``statement``.

    Raises:
        BadInputError: neither JSON nor TOML, an unknown question or a value that is not allowed.
    """
    data = _load(text, where)
    listed = data.pop("clearances", [])
    inner = data.pop("answers", None)
    if inner is not None:
        if data:
            raise BadInputError(
                f"'{next(iter(data))}' stands beside 'answers'.",
                where=where,
                remedy="Put every answer under 'answers', or none.",
            )
        if not isinstance(inner, dict):
            raise BadInputError("'answers' is not a table of question to answer.", where=where)
        data = inner
    state_facts(data, where=where)
    if not isinstance(listed, list):
        raise BadInputError("'clearances' is not a list.", where=where)
    return AnswersFile(answers=data, clearances=tuple(_clearance(entry, where) for entry in listed))


def read_answers(path: Path) -> AnswersFile:
    """Read an answers file (JSON or TOML).

    Raises:
        UnreadableFileError: the file cannot be read.
        BadInputError: as :func:`parse_answers`.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise UnreadableFileError(
                "this is far too long for a file of answers.", where=str(path), remedy="Is it the right file?"
            )
        text = raw.decode("utf-8-sig")
    except OSError as problem:
        raise UnreadableFileError(
            f"cannot be read ({problem.strerror}).", where=str(path), remedy="Check the path."
        ) from problem
    except UnicodeDecodeError as problem:
        raise UnreadableFileError(
            f"is not UTF-8 text (byte {problem.start}).", where=str(path), remedy="Save it as UTF-8."
        ) from problem
    return parse_answers(text, where=str(path))


def _load(text: str, where: str) -> dict[str, object]:
    as_json = text.lstrip().startswith(("{", "["))
    try:
        data = json.loads(text) if as_json else tomllib.loads(text)
    except ValueError as problem:  # both decoders' errors, and a number of thousands of digits
        kind = "JSON" if as_json else "TOML"
        raise BadInputError(
            f"this is not valid {kind}: {problem}.", where=where, remedy="Write the answers as JSON or TOML."
        ) from problem
    except RecursionError as problem:
        raise BadInputError("the answers are nested too deeply.", where=where) from problem
    if not isinstance(data, dict):
        raise BadInputError(
            "the answers are not a table of question to answer.",
            where=where,
            remedy='Write {"age": 34, ...}.',
        )
    return data


def _clearance(entry: object, where: str) -> Clearance:
    if not isinstance(entry, dict) or not {"flag", "date", "statement"} <= entry.keys():
        raise BadInputError(
            f"a clearance needs flag, date and statement, not {shown(entry)}.",
            where=where,
            remedy='Write {"flag": "leg-weakness", "date": "2026-03-01", "statement": "GP examined it"}.',
        )
    when = entry["date"]
    if isinstance(when, datetime):
        when = when.date()
    elif not isinstance(when, date):
        try:
            when = date.fromisoformat(str(when))
        except ValueError:
            raise BadInputError(
                f"{shown(entry['date'])} is not a date.", where=where, remedy="Write it as 2026-03-01."
            ) from None
    return Clearance(flag=str(entry["flag"]), date=when, statement=str(entry["statement"]))
