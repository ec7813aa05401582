"""Which planned session the runner means: ``today``, ``wed``, ``wed-strength``, a day, or an id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.planning.plan import Session

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SESSION_HELP = "today, yesterday, a weekday, a day, one of a day as wed-strength, or the id of a session."
KINDS = ("run", "strength", "stretch", "rest")
_MAIN = ("run", "strength")


def find_session(sessions: Sequence[Session], said: str, today: date) -> Session:
    """Return the one session meant; a weekday is the last one up to today.

    Raises:
        BadInputError: none or more than one is meant; the message names what there is.
    """
    found = sessions_meant(sessions, said, today, past=True)
    if len(found) > 1:
        listed = ", ".join(f"{one.id} ({one.title})" for one in found)
        raise BadInputError(
            f"more than one session is planned on {found[0].day}.", remedy=f"Say which: {listed}."
        )
    return found[0]


def sessions_meant(sessions: Sequence[Session], said: str, today: date, *, past: bool) -> list[Session]:
    """Return the sessions meant; a weekday is the last one up to today where ``past``, else the next.

    Raises:
        BadInputError: none is meant; the message names what there is.
    """
    name = said.strip().lower()
    by_id = [one for one in sessions if one.id == name]
    if by_id:
        return by_id[-1:]
    of_day, kind = _split(name)
    when = _day(of_day, today, past=past)
    if when is None:
        near = [one.id for one in sessions if one.day >= today and one.kind in _MAIN][:4]
        listed = f" Coming: {', '.join(near)}." if near else ""
        raise BadInputError(f"no session is called {said!r}.", remedy=f"Give {SESSION_HELP}{listed}")
    held = [one for one in sessions if one.day == when]
    found = [one for one in held if one.kind == kind] if kind else _main(held)
    if not found:
        what = kind or "session"
        raise BadInputError(f"no {what} is planned on {when}.", remedy="See the plan: runback plan")
    return found


def day_meant(said: str, today: date) -> date:
    """Return the day meant by ``tomorrow``, a weekday (the next from today on) or a date.

    Raises:
        BadInputError: it is none of these.
    """
    found = _day(said.strip().lower(), today, past=False)
    if found is None:
        raise BadInputError(f"{said!r} is no day.", remedy="Give a weekday, tomorrow, or a date: 2026-11-23.")
    return found


def _main(held: Sequence[Session]) -> list[Session]:
    main = [one for one in held if one.kind in _MAIN]
    return main or list(held)


def _split(name: str) -> tuple[str, str | None]:
    for kind in KINDS:
        if name.endswith((f"-{kind}", f" {kind}")):
            return name[: -len(kind) - 1], kind
    return name, None


def _day(name: str, today: date, *, past: bool) -> date | None:
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if name in near:
        return today + timedelta(days=near[name])
    if name.isalpha() and name[:3] in WEEKDAYS:
        number = WEEKDAYS.index(name[:3])
        if past:
            return today - timedelta(days=(today.weekday() - number) % 7)
        return today + timedelta(days=(number - today.weekday()) % 7)
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
