"""The screening interview on a store: what is known before it, each question, its end, a flag looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.screening import Question, Screening
    from runback.store import Store


def known_answers(store: Store, today: date) -> dict[str, object]:
    """Return the answers that the settings give already: age and sex, where told."""
    runner = store.runner()
    known: dict[str, object] = {}
    if runner.birth_year is not None:
        known["age"] = today.year - runner.birth_year
    if runner.sex is not None:
        known["sex"] = runner.sex
    return known


def question_after(store: Store, answers: Mapping[str, object]) -> Question | None:
    """Return the question that follows ``answers``; None where the interview is over.

    Raises:
        BadInputError: an unknown question or an answer that is not allowed.
    """
    from runback.screening import next_question

    return next_question(answers, cleared=bool(store.health.clearances()))


def emergency_so_far(today: date, answers: Mapping[str, object]) -> Screening | None:
    """Return the screen of unfinished answers where it is an emergency, to be told at once; else None."""
    from runback.screening import Action, screen

    so_far = screen(answers, today)
    return so_far if so_far.action is Action.EMERGENCY else None


def finish_interview(store: Store, today: date, answers: Mapping[str, object]) -> Screening:
    """Keep the answers of an interview and return its screen, by today's rules.

    Raises:
        BadInputError: an unknown question or an answer that is not allowed. Nothing is kept then.
    """
    from runback.screening import screen

    screen(answers, today)
    store.health.keep_screening(today, answers, ())
    result = store.health.screening(today)
    assert result is not None
    return result


def leave_interview(store: Store, today: date, answers: Mapping[str, object]) -> bool:
    """Keep an interview broken off after a sign was named, and return whether it was.

    Leaving early must not hide a sign; without one nothing is kept.
    """
    from runback.screening import screen

    raised = bool(screen(answers, today).red_flags)
    if raised:
        store.health.keep_screening(today, answers, ())
    return raised


def state_looked_at(
    store: Store, today: date, flag: str, statement: str, *, on: date | None = None
) -> Screening:
    """Keep the runner's statement that a clinician looked at a raised flag on a day; return the screen.

    Raises:
        BadInputError: the day lies ahead, the statement is empty, or no raised flag has this id.
    """
    from runback.screening import Clearance

    when = on or today
    if when > today:
        raise BadInputError(f"{when} lies in the future.", where="day", remedy="Give the day of the visit.")
    if not statement.strip():
        raise BadInputError("the statement is empty.", remedy="Say who looked at it and what was said.")
    kept = store.health.screening(today)
    raised = [] if kept is None else [one.id for one in kept.red_flags]
    if flag not in raised:
        listed = f"Raised now: {', '.join(raised)}." if raised else "None is kept; see: runback screen"
        raise BadInputError(f"no raised flag is called {flag!r}.", remedy=listed)
    store.health.add_clearance(Clearance(flag, when, statement.strip()))
    result = store.health.screening(today)
    assert result is not None
    return result
