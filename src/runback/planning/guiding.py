"""A session laid out for a guided player: what to do when, for how long, on which side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from runback.model import CheckIn, Side
from runback.planning.pain_rules import Action, loading_verdict, running_verdict
from runback.planning.plan import Session, SessionDone, SessionKind, Step
from runback.planning.strength.doses import CHANGE_S, SECONDS_A_REP, SECONDS_INTO_HOLD, exercise

StageKind = Literal["ready", "work", "rest"]

SIDE_CHANGE_S = 5
"""From one side to the other; judged."""

MOST_PAIN = 10


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of time of a session: getting ready for a step, doing it, or resting after it.

    ``step`` is the number of the step that it belongs to (from 0) and ``text`` what to do. ``seconds`` is
    how long it takes; where ``timed`` is False the runner ends it, and ``seconds`` only says about how
    long. ``reps`` are done in it, each held ``hold_s`` seconds where that is given. ``set_number`` counts
    from 1 to ``sets``.
    """

    step: int
    kind: StageKind
    text: str
    seconds: int
    timed: bool
    exercise: str | None = None
    rung: int | None = None
    side: Side | None = None
    set_number: int | None = None
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None


@dataclass(frozen=True, slots=True)
class PainWord:
    """What the pain rules say once a pain of this size (0 to 10) is told of a session."""

    pain: int
    action: Action
    sentence: str


def stages(sessions: Sequence[Session]) -> tuple[Stage, ...]:
    """Return the stages of sessions that are done one after the other, such as a run and its stretches."""
    steps = [step for session in sessions for step in session.steps]
    return tuple(stage for number, step in enumerate(steps) for stage in _stages_of(number, step))


def pain_words(
    session: Session, check_ins: Sequence[CheckIn], log: Iterable[SessionDone], today: date
) -> tuple[PainWord, ...]:
    """Return for every pain from 0 to 10 what the pain rules would say after this session with it."""
    verdict_of = running_verdict if session.kind == "run" else loading_verdict
    told = [one for one in log if one.session != session.id]
    kind: SessionKind = "run" if session.kind == "run" else "strength"
    found = []
    for pain in range(MOST_PAIN + 1):
        done = SessionDone(session.id, today, kind, done=True, pain=float(pain))
        verdict = verdict_of(check_ins, [*told, done], today)
        found.append(PainWord(pain, verdict.action, verdict.sentence))
    return tuple(found)


def _stages_of(number: int, step: Step) -> Iterator[Stage]:
    if step.exercise is None:
        yield from _running(number, step)
        return
    name = exercise(step.exercise).name
    yield Stage(number, "ready", f"Next: {name}", CHANGE_S, True, step.exercise, step.rung, sets=step.sets)
    sides: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT) if step.each_side else (None,)
    sets = step.sets or 1
    for at in range(1, sets + 1):
        for place, side in enumerate(sides):
            if place:
                yield Stage(
                    number, "rest", "Change sides", SIDE_CHANGE_S, True, step.exercise, step.rung, side
                )
            yield _effort(number, step, side, at, sets)
        if at < sets and step.rest_s:
            yield Stage(
                number, "rest", "Rest", step.rest_s, True, step.exercise, step.rung, set_number=at, sets=sets
            )


def _effort(number: int, step: Step, side: Side | None, at: int, sets: int) -> Stage:
    """One set on one side: held by the clock, or as many slow repetitions as the dose says."""
    reps, hold = step.reps or 1, step.hold_s or 0
    once = hold if reps == 1 and hold else reps * (hold + SECONDS_INTO_HOLD if hold else SECONDS_A_REP)
    return Stage(
        number,
        "work",
        step.text,
        once,
        bool(hold),
        step.exercise,
        step.rung,
        side,
        at,
        sets,
        reps,
        hold or None,
    )


def _running(number: int, step: Step) -> Iterator[Stage]:
    """A part of a run, or a warm-up: repeats by the clock where it has them, else whole."""
    if not (step.sets and step.hold_s):
        yield Stage(number, "work", step.text, round(60 * step.minutes), True)
        return
    for at in range(1, step.sets + 1):
        yield Stage(number, "work", step.text, step.hold_s, True, set_number=at, sets=step.sets)
        if step.rest_s:
            yield Stage(
                number, "rest", "Walk or jog slowly", step.rest_s, True, set_number=at, sets=step.sets
            )
