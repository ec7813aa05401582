"""A planned session as the runner tells it: checked at the door, with every exercise that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite

from runback.errors import BadInputError
from runback.planning.plan import ExerciseDone, Session, SessionDone


def told_session(
    session: Session,
    day: date,
    today: date,
    *,
    done: bool = True,
    effort: float | None = None,
    pain: float | None = None,
    at_target: Mapping[str, bool] | None = None,
) -> SessionDone:
    """Return what became of ``session`` on ``day``.

    ``at_target`` tells of single exercises whether their dose was reached; one that is not named was, and its
    pain is the session's. A session that was missed tells nothing of its exercises.

    Raises:
        BadInputError: a rest day or a day ahead, effort or pain outside 0 to 10, an exercise that is not in
            the session, or effort, pain or exercises of a session that was missed.
    """
    at_target = at_target or {}
    if session.kind == "rest":
        raise BadInputError(f"{session.id} is a rest day.", remedy="There is nothing to tell of it.")
    if day > today:
        raise BadInputError(f"{day} lies ahead.", where="day", remedy=f"Give a day up to {today}.")
    _check_told("effort", effort)
    _check_told("pain", pain)
    if not done and (effort is not None or pain is not None or at_target):
        raise BadInputError(
            "a session that was missed has no effort, pain or exercises.",
            where=session.id,
            remedy="Leave them out, or leave --missed out.",
        )
    known = {step.exercise: step.rung or 0 for step in session.steps if step.exercise is not None}
    for name in at_target:
        if name not in known:
            listed = f"It has: {', '.join(known)}." if known else "It has no exercises."
            raise BadInputError(f"{name!r} is no exercise of this session.", where=session.id, remedy=listed)
    exercises = tuple(
        ExerciseDone(day, name, rung, at_target.get(name, True), pain) for name, rung in known.items() if done
    )
    return SessionDone(session.id, day, session.kind, done, effort, pain, exercises)


def _check_told(name: str, value: float | None) -> None:
    if value is not None and not (isfinite(value) and 0 <= value <= 10):
        raise BadInputError(
            f"{value:g} is outside the range.", where=name, remedy="Give a number from 0 to 10."
        )
