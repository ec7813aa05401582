"""Entries of an export as the store keeps them: those without a file as a small file of their own."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from runback.activities.exports import ExportEntry
from runback.activities.recording import DeviceTotals

ENTRY_KIND = "entry"
"""Kind of an original that is an entry made by hand."""

Said = dict[str, str | float]
"""Title, description, shoe, surface, effort ...: what someone says of a run."""

_SAID = ("title", "description", "shoe", "rpe", "sport", "sub_sport", "utc_offset_s")


def said_by(entry: ExportEntry) -> Said:
    """Return what an entry says of an activity beside its measures."""
    return {name: value for name in _SAID if (value := getattr(entry, name)) is not None}


def entry_saying(said: Said) -> ExportEntry:
    """Return an entry that says what ``said_by`` took from one."""
    return ExportEntry(place="", activity_id="", **said)  # type: ignore[arg-type]  # names and types are _SAID's


def entry_to_bytes(entry: ExportEntry) -> bytes:
    """Return an entry made by hand as the bytes of a file; the place it lay in is no part of it."""
    values = asdict(entry)
    del values["place"]
    if entry.start_utc is not None:
        values["start_utc"] = entry.start_utc.isoformat()
    return json.dumps(values, sort_keys=True, ensure_ascii=False).encode()


def entry_from_bytes(content: bytes) -> ExportEntry:
    """Return the entry of ``entry_to_bytes``."""
    values = json.loads(content)
    if values["start_utc"] is not None:
        values["start_utc"] = datetime.fromisoformat(values["start_utc"])
    return ExportEntry(**{**values, "place": "", "totals": DeviceTotals(**values["totals"])})
