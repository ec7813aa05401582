"""The day that a diary entry is about, as the runner types it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from runback.cli.terminal import parse_day

DayOption = Annotated[
    str | None,
    typer.Option("--day", metavar="DATE", help="The day it was: 2026-11-23, or yesterday. Default: today."),
]


def told_day(text: str | None, option: str, today: date) -> date:
    """Return the day told: ``today``, ``yesterday`` or YYYY-MM-DD; ``BadInputError`` for anything else."""
    if text is not None and text.strip().lower() == "yesterday":
        return today - timedelta(days=1)
    if text is None or text.strip().lower() == "today":
        return today
    return parse_day(text.strip(), option) or today
