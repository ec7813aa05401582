"""A plan as files: one for the calendar, and one for the watch for each session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.reports.calendar import CalendarLook, calendar_file, entry_words
from runback.reports.workouts import workout_file
from runback.store.writing import store_errors, write_whole

if TYPE_CHECKING:
    from runback.planning.plan import Session
    from runback.store import Store

_CALENDAR_START = b"BEGIN:VCALENDAR"


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """Where a plan's files go; None is not asked for."""

    ics: Path | None
    fit: Path | None
    look: CalendarLook

    def write(self, store: Store, sessions: Sequence[Session], today: date) -> Iterator[str]:
        """Write the sessions from ``today`` on; yield a sentence on what was written."""
        coming = [one for one in sessions if one.day >= today]
        now = datetime.now(UTC).replace(microsecond=0)
        if self.ics is not None:
            with store_errors(store.home):
                entries = store.plans.sent_to_calendar(entry_words(coming, self.look, store.units()), today)
                write_whole(self.ics.absolute(), calendar_file(entries, now))
            yield f"{len(entries)} entries written to {self.ics}. Importing a later file updates them."
        if self.fit is not None:
            workouts = [one for one in coming if one.kind in {"run", "strength"}]
            with store_errors(store.home):
                for one in workouts:
                    write_whole(self.fit.absolute() / f"{one.id}.fit", workout_file(one, now))
            yield f"{len(workouts)} workouts written to {self.fit}, to be copied to the watch."


def asked_files(
    zone: str | None, ics: Path | None, fit: Path | None, at: str | None, *, detailed_titles: bool
) -> PlanFiles:
    """Return where the files go and how the calendar looks.

    Raises:
        BadInputError: no time of day, no known zone for one, or something else lies at a file's place.
    """
    begins = None if at is None else _time(at)
    if begins is not None and zone is None:
        raise BadInputError(
            "your time zone is not known.",
            where="--at",
            remedy="Set it: runback settings zone Europe/Zurich; or leave --at out: entries of whole days.",
        )
    if ics is not None and (ics.is_dir() or (ics.exists() and not _is_calendar(ics))):
        raise BadInputError(
            "there is something other than a calendar file.", where=str(ics), remedy="Name another file."
        )
    if fit is not None and fit.exists() and not fit.is_dir():
        raise BadInputError("that is a file.", where=str(fit), remedy="Name a folder for the workouts.")
    return PlanFiles(ics, fit, CalendarLook(zone or "UTC", begins, detailed_titles))


def _time(text: str) -> time:
    try:
        told = time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        told = None
    if told is None or told.tzinfo is not None or told.second or told.microsecond:
        raise BadInputError(f"{text!r} is no time of day.", where="--at", remedy="Write it as 18:00.")
    return told


def _is_calendar(path: Path) -> bool:
    try:
        return path.read_bytes()[: len(_CALENDAR_START)] == _CALENDAR_START
    except OSError as error:
        raise BadInputError(
            f"the file cannot be read ({error.strerror or error}).",
            where=str(path),
            remedy="Name another file.",
        ) from error
