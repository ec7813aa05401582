"""How an exercise gets harder and easier: a small state machine, replayed from what the runner did.

One step is one dose of the ladder: a little more within a rung, or the first dose of the next rung.

- up one step after two sessions in which the dose was reached with pain told and at or below the limit;
- held where pain was not told, or an easier rung was done;
- down to the first dose of the rung below where pain was above the limit;
- down one step after two sessions in a row in which the dose was not reached;
- after a break a rung down, after a long break back to where a beginner starts, never up.

The limit is that of ``pain-traffic-light``, a rule of a tendon programme that was not tested for backs. Its
counts of two and the lengths of a break are judged: no study of them was read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from runback.errors import BadInputError
from runback.knowledge import Exercise, fact
from runback.planning.plan import ExerciseDone, SessionDone
from runback.planning.strength.doses import Dose, doses, exercise

SESSIONS_TO_MOVE = 2
"""Sessions at target before a step up, and misses before a step down; the "once twice" of strength coaches
(``acsm-progression`` raises the load after spare repetitions, and gives no count)."""

BREAK_DAYS = 21
LONG_BREAK_DAYS = 56
"""Days since the exercise was last done, judged: strength fades slowly in the first weeks, and one rung is a
cheap margin; after eight weeks the runner begins again."""

START_LOWER_PAIN = 3.0
"""Pain of 10 from which the first session begins a rung lower; judged, as the exercise library says."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a runner stands on one exercise: rung and dose within it, and the run of hits or misses.

    ``last_day`` is the day it was last done, None before the first.
    """

    rung: int
    level: int
    hits: int = 0
    misses: int = 0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The doses of one exercise that a runner can do, easiest first, and where a beginner starts.

    ``start`` is the place of the first dose for mild or no pain, ``low_start`` one rung lower.
    """

    exercise: Exercise
    doses: tuple[Dose, ...]
    start: int
    low_start: int

    def at(self, state: State) -> int:
        """Return the place of a state's dose; of one that cannot be done (any more) the next easier."""
        after = bisect_right(self.doses, (state.rung, state.level), key=lambda dose: (dose.rung, dose.level))
        return max(after - 1, 0)

    def dose(self, state: State) -> Dose:
        """Return the dose to do next."""
        return self.doses[self.at(state)]

    def state(self, place: int, last_day: date | None) -> State:
        """Return the state at a place of the ladder, with nothing counted yet."""
        dose = self.doses[place]
        return State(dose.rung, dose.level, last_day=last_day)

    def rung_below(self, place: int) -> int:
        """Return the place of the first dose of the next easier rung; the first place on the lowest rung."""
        below = [dose.rung for dose in self.doses if dose.rung < self.doses[place].rung]
        return next(i for i, dose in enumerate(self.doses) if not below or dose.rung == max(below))


def pain_limit() -> float:
    """Return the pain (of 10) up to which an exercise may get harder (``pain-traffic-light``)."""
    return fact("pain-traffic-light").numbers["green_max"]


def ladder_of(entry: Exercise, equipment: Collection[str]) -> Ladder | None:
    """Return the ladder of an exercise; None where no rung up to its start can be done with ``equipment``."""
    return _ladder(entry.id, frozenset(equipment))


@cache
def _ladder(exercise_id: str, equipment: frozenset[str]) -> Ladder | None:
    entry = exercise(exercise_id)
    possible = doses(entry, equipment)
    rungs = sorted({dose.rung for dose in possible if dose.rung <= entry.start_step})
    if not rungs:
        return None
    first = {rung: next(i for i, dose in enumerate(possible) if dose.rung == rung) for rung in rungs}
    start = first[rungs[-1]]
    usual = entry.start_dose
    for place, dose in enumerate(possible):
        if dose.rung == entry.start_step and (dose.sets, dose.reps) == (usual["sets"], usual["reps"]):
            start = place if usual.get("hold_s", dose.hold_s) == dose.hold_s else start
    return Ladder(entry, possible, start, low_start=first[rungs[-2]] if len(rungs) > 1 else first[rungs[0]])


def start(ladder: Ladder, *, start_pain: float | None = None, lower: bool = False) -> State:
    """Return the state before the first session: a rung lower with pain of 3 or more, or where asked for.

    Pain not told counts as none here; the pain rules say where they cannot see it.
    """
    lower = lower or (start_pain is not None and start_pain >= START_LOWER_PAIN)
    return ladder.state(ladder.low_start if lower else ladder.start, last_day=None)


def advance(ladder: Ladder, state: State, done: ExerciseDone) -> State:
    """Return the state after one session.

    Raises:
        BadInputError: another exercise, a day that is not after the last, or pain outside 0 to 10.
    """
    _check(ladder, state, done)
    state = after_break(ladder, state, done.day)
    place, limit = ladder.at(state), pain_limit()
    if done.pain is not None and done.pain > limit:
        return ladder.state(ladder.rung_below(place), done.day)
    held = replace(state, last_day=done.day)
    if not done.at_target:
        misses = state.misses + 1
        if misses >= SESSIONS_TO_MOVE:
            return ladder.state(max(place - 1, 0), done.day)
        return replace(held, hits=0, misses=misses)
    if done.pain is None or done.rung < state.rung:
        return replace(held, misses=0)
    if state.hits + 1 < SESSIONS_TO_MOVE or place == len(ladder.doses) - 1:
        return replace(held, hits=min(state.hits + 1, SESSIONS_TO_MOVE), misses=0)
    return ladder.state(place + 1, done.day)


def after_break(ladder: Ladder, state: State, today: date) -> State:
    """Return the state on ``today``, lower where the exercise was left out for three weeks or more.

    ``last_day`` stays, so that a break is counted once however often it is looked at.
    """
    days = 0 if state.last_day is None else (today - state.last_day).days
    if days < BREAK_DAYS:
        return state
    place = ladder.at(state)
    lower = ladder.rung_below(place) if days < LONG_BREAK_DAYS else min(place, ladder.start)
    return ladder.state(lower, state.last_day)


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one exercise: the ``state`` now, the number of days on which it was done.

    ``used_up`` says that its hardest dose was once reached as often as a step up asks for: nothing is left.
    """

    state: State
    sessions: int
    used_up: bool


def replay(
    ladder: Ladder,
    log: Iterable[SessionDone],
    today: date,
    *,
    start_pain: float | None = None,
    lower: bool = False,
) -> Course:
    """Return the course up to ``today`` from everything done up to then, in whatever order it is given.

    ``start_pain`` is the pain when the exercise was first done, or now where it was not done yet; ``lower``
    begins a rung lower whatever the pain. Of several entries of one day the easiest rung, the worst pain and
    the miss count.

    Raises:
        BadInputError: pain outside 0 to 10 in the log.
    """
    state, used_up = start(ladder, start_pain=start_pain, lower=lower), False
    days = done_by_day(ladder.exercise.id, log, today)
    for done in days:
        state = advance(ladder, state, done)
        hardest = ladder.at(state) == len(ladder.doses) - 1
        used_up = used_up or (hardest and state.hits >= SESSIONS_TO_MOVE)
    return Course(after_break(ladder, state, today), len(days), used_up)


def done_by_day(exercise_id: str, log: Iterable[SessionDone], today: date) -> list[ExerciseDone]:
    """Return what was done of one exercise up to ``today``, one entry a day, by day."""
    days: dict[date, ExerciseDone] = {}
    for session in log:
        for done in session.exercises:
            if done.exercise == exercise_id and done.day <= today:
                before = days.get(done.day)
                days[done.day] = done if before is None else _both(before, done)
    return [days[day] for day in sorted(days)]


def _both(one: ExerciseDone, other: ExerciseDone) -> ExerciseDone:
    told = [pain for pain in (one.pain, other.pain) if pain is not None]
    return replace(
        one,
        rung=min(one.rung, other.rung),
        at_target=one.at_target and other.at_target,
        pain=max(told, default=None),
    )


def _check(ladder: Ladder, state: State, done: ExerciseDone) -> None:
    where = f"{done.exercise} on {done.day}"
    if done.exercise != ladder.exercise.id:
        raise BadInputError(f"this is the ladder of {ladder.exercise.id}.", where=where)
    if state.last_day is not None and done.day <= state.last_day:
        raise BadInputError(f"the day is not after {state.last_day}.", where=where, remedy="Sort by day.")
    if done.pain is not None and not 0 <= done.pain <= 10:
        raise BadInputError(
            f"a pain of {done.pain} is outside the scale.", where=where, remedy="Give a number from 0 to 10."
        )
