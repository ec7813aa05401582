"""What an export says about its activities beside their files: names, shoes, effort, entries made by hand."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import polars as pl

from runback.activities.recording import DeviceTotals, Recording

SAME_START = timedelta(seconds=60)
"""A recording and an entry that start this close together are one activity."""


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One activity as the export's own table describes it.

    ``file`` is the path of its file within the export, None where the table names none (made by hand, or a
    table that does not know its files). ``sport`` is in FIT's words, None where the label is not known.
    """

    place: str
    activity_id: str
    start_utc: datetime | None = None
    sport: str | None = None
    sub_sport: str | None = None
    title: str | None = None
    description: str | None = None
    shoe: str | None = None
    rpe: float | None = None
    file: str | None = None
    utc_offset_s: int | None = None
    moving_s: float | None = None
    totals: DeviceTotals = field(default_factory=DeviceTotals)


def described(recording: Recording, entry: ExportEntry) -> Recording:
    """Return the recording with what the export knows of it: name, description, shoe, effort, sport.

    The export wins, as the runner may have corrected it there; a finer sub sport of the file is kept.
    """
    sport, sub_sport = recording.sport, recording.sub_sport
    if entry.sport is not None:
        sub_sport = entry.sub_sport or (sub_sport if entry.sport == sport else None)
        sport = entry.sport
    return replace(
        recording,
        sport=sport,
        sub_sport=sub_sport,
        title=entry.title or recording.title,
        description=entry.description or recording.description,
        shoe=entry.shoe or recording.shoe,
        rpe=entry.rpe if entry.rpe is not None else recording.rpe,
        utc_offset_s=recording.utc_offset_s if recording.utc_offset_s is not None else entry.utc_offset_s,
    )


def manual_recording(entry: ExportEntry) -> Recording | None:
    """Return an entry made by hand as a recording without samples, or None where it has no start or sport."""
    if entry.start_utc is None or entry.sport is None:
        return None
    return Recording(
        sport=entry.sport,
        sub_sport=entry.sub_sport,
        start_utc=entry.start_utc,
        stream=pl.DataFrame(schema={"t_s": pl.Float64}),
        totals=entry.totals,
        utc_offset_s=entry.utc_offset_s,
        title=entry.title,
        description=entry.description,
        shoe=entry.shoe,
        rpe=entry.rpe,
    )


class EntriesByStart:
    """Entries of a table that does not name its files, found by when they start."""

    def __init__(self, entries: Iterable[ExportEntry]) -> None:
        self._entries = sorted(
            ((entry.start_utc, entry) for entry in entries if entry.start_utc is not None),
            key=lambda pair: pair[0],
        )

    def find(self, start_utc: datetime) -> ExportEntry | None:
        """Return the entry that starts nearest to ``start_utc``, None where none is within ``SAME_START``."""
        at = bisect.bisect_left(self._entries, start_utc, key=lambda pair: pair[0])
        near = self._entries[max(0, at - 1) : at + 1]
        best = min(near, key=lambda pair: abs(pair[0] - start_utc), default=None)
        return best[1] if best is not None and abs(best[0] - start_utc) <= SAME_START else None

    def without_file(self, starts_utc: Iterable[datetime]) -> tuple[ExportEntry, ...]:
        """Return the entries that none of the recordings starting at ``starts_utc`` belongs to."""
        found = {id(entry) for start in starts_utc if (entry := self.find(start)) is not None}
        return tuple(entry for _, entry in self._entries if id(entry) not in found)
