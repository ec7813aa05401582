"""The diary out: one row a day, as it stands now."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from runback.model import CheckIn
from runback.progress.check_ins import FIELD_OF

FORMULA_STARTS = ("=", "+", "-", "@", "'")
"""A note that begins so gets an apostrophe before it, lest a spreadsheet runs it as a formula."""

COLUMNS = ("day", *FIELD_OF.values())


def diary_csv(check_ins: Iterable[CheckIn]) -> bytes:
    """Return the days as CSV with a header: commas, decimal points, UTF-8 with its mark for spreadsheets.

    What was not told is an empty cell; places are apart by semicolons; yes and no are words.
    ``read_diary_csv`` gives the same check-ins back.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in check_ins:
        writer.writerow([one.day.isoformat(), *(_cell(getattr(one, name)) for name in COLUMNS[1:])])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return repr(float(value))
