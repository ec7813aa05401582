"""A plan as files: one for the calendar, and one for the watch for each session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.operations.plan_files import calendar_look, plan_calendar, plan_workouts
from runback.store.writing import store_errors, write_whole

if TYPE_CHECKING:
    from runback.planning.plan import Session
    from runback.reports.calendar import CalendarLook
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
        if self.ics is not None:
            with store_errors(store.home):
                calendar = plan_calendar(store, today, sessions, self.look)
                write_whole(self.ics.absolute(), calendar.content)
            yield f"{calendar.entries} entries written to {self.ics}. Importing a later file updates them."
        if self.fit is not None:
            workouts = plan_workouts(today, sessions)
            with store_errors(store.home):
                for name, content in workouts.items():
                    write_whole(self.fit.absolute() / name, content)
            yield f"{len(workouts)} workouts written to {self.fit}, to be copied to the watch."


def asked_files(
    store: Store, ics: Path | None, fit: Path | None, at: str | None, *, detailed_titles: bool
) -> PlanFiles:
    """Return where the files go and how the calendar looks.

    Raises:
        BadInputError: no time of day, no known zone for one, or something else lies at a file's place.
    """
    look = calendar_look(store, None if at is None else _time(at), detailed_titles=detailed_titles)
    if ics is not None and (ics.is_dir() or (ics.exists() and not _is_calendar(ics))):
        raise BadInputError(
            "there is something other than a calendar file.", where=str(ics), remedy="Name another file."
        )
    if fit is not None and fit.exists() and not fit.is_dir():
        raise BadInputError("that is a file.", where=str(fit), remedy="Name a folder for the workouts.")
    return PlanFiles(ics, fit, look)


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
