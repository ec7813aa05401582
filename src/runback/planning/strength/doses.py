"""What a rung of an exercise asks for: the doses that can be done with what is at hand, and their time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from runback.errors import BadInputError
from runback.knowledge import Exercise, exercises
from runback.planning.plan import Step

EQUIPMENT = frozenset({"loop-band", "long-band", "weight", "barbell", "bench", "step", "ball"})
"""What a rung may ask for beside a mat, wall, chair and towel. ``weight`` is a dumbbell, kettlebell or filled
backpack; ``bench`` also a sofa that stands firm; ``step`` also a stair."""

SECONDS_A_REP = 4
SECONDS_INTO_HOLD = 2
"""One slow repetition, and the way into and out of one that is held; judged."""

LEAST_SETS = 2
"""Sets that a short day leaves; judged."""

CHANGE_S = 30
"""From one exercise to the next; judged."""


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose of an exercise: ``level`` is its place among the rising doses of rung ``rung``, both from 0.

    ``reps`` and ``hold_s`` are per set and, where ``each_side``, for each side; ``hold_s`` 0 means not held.
    ``rest_s`` follows every set.
    """

    exercise: str
    name: str
    text: str
    rung: int
    level: int
    sets: int
    reps: int
    hold_s: int
    rest_s: int
    each_side: bool

    @property
    def work_s(self) -> int:
        """Seconds of work in all sets, both sides."""
        each = self.hold_s + SECONDS_INTO_HOLD if self.hold_s else SECONDS_A_REP
        once = self.hold_s if self.reps == 1 and self.hold_s else self.reps * each
        return self.sets * once * (2 if self.each_side else 1)

    @property
    def seconds(self) -> int:
        """Seconds from the first set to the start of the next exercise."""
        return self.work_s + (self.sets - 1) * self.rest_s + CHANGE_S

    @property
    def amount(self) -> str:
        """Sets, repetitions and holds in words, such as ``2 x 8``, ``3 x 20 s`` or ``2 x 6 held 8 s``."""
        amount = f"{self.sets} x {self.reps}"
        if not self.hold_s:
            return amount
        return f"{self.sets} x {self.hold_s} s" if self.reps == 1 else f"{amount} held {self.hold_s} s"

    @property
    def words(self) -> str:
        """The dose in words, such as ``2 x 8, each side`` or ``3 x 20 s``."""
        return f"{self.amount}, each side" if self.each_side else self.amount

    def fewer_sets(self) -> Dose | None:
        """Return the dose with a set less for a short day; None where two sets or fewer are left."""
        return replace(self, sets=self.sets - 1) if self.sets > LEAST_SETS else None

    def step(self) -> Step:
        """Return the dose as a step of a session."""
        return Step(
            text=f"{self.name}: {self.text}. {self.words}.",
            minutes=round(self.seconds / 60, 1),
            exercise=self.exercise,
            rung=self.rung,
            sets=self.sets,
            reps=self.reps,
            hold_s=self.hold_s or None,
            rest_s=self.rest_s,
            each_side=self.each_side,
        )


def exercise(exercise_id: str) -> Exercise:
    """Return the exercise with this id. Raises ``BadInputError`` for an id that is no exercise."""
    found = _by_id().get(exercise_id)
    if found is None:
        near = get_close_matches(exercise_id, _by_id(), n=3, cutoff=0.4)
        remedy = f"Did you mean {' or '.join(near)}? " if near else ""
        raise BadInputError(
            f"there is no exercise {exercise_id!r}.", remedy=f"{remedy}`runback exercises` lists them all."
        )
    return found


def checked_equipment(names: Collection[str]) -> frozenset[str]:
    """Return ``names`` as a set. Raises ``BadInputError`` for a name that no exercise asks for."""
    unknown = sorted(set(names) - EQUIPMENT)
    if unknown:
        raise BadInputError(
            f"no exercise asks for {', '.join(unknown)}.",
            where="equipment",
            remedy=f"Known: {', '.join(sorted(EQUIPMENT))}. Mat, wall, chair and towel are taken as given.",
        )
    return frozenset(names)


def doses(entry: Exercise, equipment: Collection[str]) -> tuple[Dose, ...]:
    """Return every dose of an exercise that can be done with ``equipment``, easiest first; empty if none can.

    A rung that asks for more is passed over, and so is one that leads on to another exercise.
    """
    return _doses(entry.id, frozenset(equipment))


@cache
def _doses(exercise_id: str, equipment: frozenset[str]) -> tuple[Dose, ...]:
    entry = exercise(exercise_id)
    return tuple(
        Dose(
            exercise=entry.id,
            name=entry.name,
            text=rung.text,
            rung=number,
            level=level,
            sets=sets,
            reps=reps,
            hold_s=hold_s,
            rest_s=entry.start_dose["rest_s"],
            each_side=rung.each_side,
        )
        for number, rung in enumerate(entry.rungs)
        if all(equipment.intersection(group) for group in rung.needs)
        for level, (sets, reps, hold_s) in enumerate(rung.doses)
    )


@cache
def _by_id() -> dict[str, Exercise]:
    return {entry.id: entry for entry in exercises()}
