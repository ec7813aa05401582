"""Printing: text for people, JSON for programs. Nothing else in the command line writes to the screen."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.errors import BadInputError

if TYPE_CHECKING:
    from rich.console import Console

    from runback.model import Side

PIPE_WIDTH = 120

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def console() -> Console:
    """Return a console on standard output; where no person watches, its lines are wide enough for a table."""
    from rich.console import Console

    return Console(
        highlight=False, width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", PIPE_WIDTH))
    )


def print_json(value: Any) -> None:
    """Print ``value`` as JSON: dates in ISO form, null for what is not there."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=_plain, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def write_file(path: Path, content: bytes) -> None:
    """Write a file that a user named, whole or not at all. Raises ``BadInputError`` where it cannot be."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise BadInputError(
            f"the file cannot be written ({error.strerror}).", where=str(path), remedy="Name another place."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def parsed_number(said: str, where: str) -> float:
    """Return the number typed, with a decimal point or comma; raise ``BadInputError`` for anything else."""
    try:
        return float(said.replace(",", "."))
    except ValueError:
        raise BadInputError(f"{said!r} is not a number.", where=where, remedy="Give a number.") from None


def parse_day(text: str | None, option: str) -> date | None:
    """Return the day written as YYYY-MM-DD; raise ``BadInputError`` naming the option for anything else."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInputError(
            f"{text!r} is not a day.", where=option, remedy="Write it as 2026-11-23."
        ) from None


def plural(count: int, noun: str) -> str:
    """Return ``1 run`` or ``12 runs``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def parsed_side(said: str | None, option: str) -> Side | None:
    """Return the side named; raise ``BadInputError`` naming the option for anything but left and right."""
    from runback.model import Side

    if said is None:
        return None
    try:
        return Side(said)
    except ValueError:
        raise BadInputError(f"{said!r} is no side.", where=option, remedy="Say left or right.") from None
