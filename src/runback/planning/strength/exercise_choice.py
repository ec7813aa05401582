"""Which exercises fill the two strength sessions: balanced over the body, weighted to the leading causes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from runback.causes.ranking import Ranking
from runback.model import CheckIn, Runner
from runback.planning.leading import Leading, conditions, leading, suits
from runback.planning.pain_rules import PainVerdict
from runback.planning.plan import SessionDone
from runback.planning.strength.doses import Dose, checked_equipment, exercise
from runback.planning.strength.progression import (
    BREAK_DAYS,
    SESSIONS_TO_MOVE,
    Course,
    Ladder,
    State,
    done_by_day,
    ladder_of,
    pain_limit,
    replay,
)
from runback.planning.strength.stretches import chosen_stretches

Letter = Literal["A", "B"]

_SLOTS: Mapping[Letter, tuple[tuple[str, ...], ...]] = {
    "A": (("bridge",), ("trunk-front",), ("trunk-side",), ("abductors",), ("calf",)),
    "B": (("legs",), ("trunk-back",), ("bridge", "hinge"), ("trunk-front",), ("abductors",)),
}
"""The parts of each session in the order in which they are done, each filled by one exercise; judged."""

_ORDER: Mapping[str, tuple[str, ...]] = {
    "bridge": ("glute-bridge", "hip-thrust", "single-leg-bridge", "hamstring-bridge"),
    "hinge": ("romanian-deadlift", "hip-hinge-drill"),
    "trunk-front": ("dead-bug", "front-plank", "modified-curl-up"),
    "trunk-side": ("side-plank", "pallof-press", "suitcase-carry"),
    "trunk-back": ("bird-dog", "back-extension"),
    "abductors": ("side-lying-hip-abduction", "lateral-band-walk"),
    "legs": ("squat", "split-squat", "step-up", "single-leg-sit-to-stand-ex"),
    "calf": ("calf-raise", "soleus-raise"),
}
"""What may fill a part: of those that suit the one that answers most, of equals the first; judged."""

_LOWER = frozenset({"older", "osteoporosis", "pregnant"})
"""What lets every exercise begin a rung lower; judged."""

FEWEST = 4
"""So many exercises a session has at least, as long as so many suit; judged."""

PAIN_BEFORE_DAYS = 7
"""How old a told pain may be to choose the first rung by; judged."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One exercise of a session; the lower ``priority``, the longer it stays when time is short."""

    ladder: Ladder
    state: State
    causes: tuple[str, ...]
    priority: tuple[float, int]

    @property
    def name(self) -> str:
        """The id of the exercise."""
        return self.ladder.exercise.id

    @property
    def pattern(self) -> str:
        """The part of a session that it fills; bridges and hinges train the same."""
        return self.ladder.exercise.pattern.replace("hinge", "bridge")

    def dose(self, times: int) -> Dose:
        """Return the dose after ``times`` more sessions at target."""
        steps = (self.state.hits + times) // SESSIONS_TO_MOVE
        return self.ladder.doses[min(self.ladder.at(self.state) + steps, len(self.ladder.doses) - 1)]


@dataclass(frozen=True)
class Chooser:
    """What the choice of exercises looks at. ``easier``: a rung less and nothing harder for now."""

    leading: Leading
    known: frozenset[str]
    equipment: frozenset[str]
    check_ins: tuple[CheckIn, ...]
    log: tuple[SessionDone, ...]
    today: date
    easier: bool
    _courses: dict[str, Course] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        ranking: Ranking | None,
        check_ins: Sequence[CheckIn],
        log: Sequence[SessionDone],
        today: date,
        *,
        runner: Runner | None,
        equipment: Collection[str],
        verdict: PainVerdict,
        known: Collection[str] = (),
    ) -> Chooser:
        """Return the chooser for a runner on ``today``; arguments and errors as of ``choose_programme``."""
        sore = {"sore"} if verdict.pain is not None and verdict.pain > pain_limit() else set()
        return cls(
            leading=leading(ranking),
            known=conditions(ranking, runner, check_ins, log, today).union(sore, known),
            equipment=checked_equipment(equipment),
            check_ins=tuple(check_ins),
            log=tuple(log),
            today=today,
            easier=verdict.action != "go-on",
        )

    def sessions(self) -> tuple[tuple[Pick, ...], tuple[Pick, ...]]:
        """Return the exercises of A and B; both answer the first leading cause where something can."""
        first = self._filled("A", ())
        second = self._filled("B", first)
        return self._both_answer(first, second), self._both_answer(second, first)

    def _filled(self, letter: Letter, other: Sequence[Pick]) -> tuple[Pick, ...]:
        """Return an exercise for every part; one of the ``other`` session only where nothing else fits."""
        chosen: list[Pick] = []
        taken = {pick.name for pick in other}
        for patterns in _SLOTS[letter]:
            free = [
                one for one in self._candidates(patterns) if one.exercise.id not in {p.name for p in chosen}
            ]
            fresh = [one for one in free if one.exercise.id not in taken]
            best = max(fresh or free, key=self._worth, default=None)
            if best is not None:
                chosen.append(self._pick(best, len(chosen)))
        # Where what is known leaves parts empty, others are trained twice as often.
        for ladder in sorted(self._candidates(tuple(_ORDER)), key=lambda one: one.exercise.id in taken):
            if len(chosen) < FEWEST and ladder.exercise.id not in {pick.name for pick in chosen}:
                chosen.append(self._pick(ladder, len(chosen)))
        return tuple(chosen)

    def _both_answer(self, session: tuple[Pick, ...], other: Sequence[Pick]) -> tuple[Pick, ...]:
        """Return ``session`` with an exercise for the first leading cause, if none of it answers that well.

        It takes the place of the part that matters least among those that the ``other`` session has as well.
        """
        alone = self.leading.first()
        if any(
            alone.weight(pick.ladder.exercise) == max(alone.support.values(), default=0.0) for pick in session
        ):
            return session
        patterns = {pick.pattern for pick in other}
        spare = [pick for pick in session if pick.pattern in patterns]
        used = {pick.name for pick in session}
        able = [
            one
            for one in self._candidates(tuple(_ORDER))
            if one.exercise.id not in used and alone.weight(one.exercise) == max(alone.support.values())
        ]
        if not spare or not able:
            return session
        fresh = [one for one in able if one.exercise.id not in {pick.name for pick in other}]
        gone = max(spare, key=lambda pick: pick.priority)
        added = self._pick((fresh or able)[0], gone.priority[1])
        return tuple(added if pick is gone else pick for pick in session)

    def _worth(self, ladder: Ladder) -> tuple[bool, float, bool]:
        """Return what one exercise is preferred to another by; of equals the order decides.

        One whose ladder is used up gives way; else what answers the leading causes best, then what is in
        training, so that the choice does not go to and fro.
        """
        course = self._course(ladder)
        last = course.state.last_day
        trained = last is not None and (self.today - last).days < BREAK_DAYS
        return (not course.used_up, self.leading.weight(ladder.exercise), trained)

    def _candidates(self, patterns: Sequence[str]) -> list[Ladder]:
        return [ladder for one in patterns for name in _ORDER[one] if (ladder := self.ladder(name))]

    def stretches(self) -> tuple[Dose, ...]:
        """Return the stretches at the runner's own doses."""
        ladders = [self.ladder(name) for name in chosen_stretches(self.leading, self.known)]
        return tuple(ladder.dose(self.state(ladder)) for ladder in ladders if ladder is not None)

    def ladder(self, name: str) -> Ladder | None:
        """Return the ladder of an exercise that suits and whose own starting rung can be done; else None."""
        entry = exercise(name)
        ladder = ladder_of(entry, self.equipment) if suits(entry, self.known) else None
        if ladder is None or ladder.doses[ladder.start].rung != entry.start_step:
            return None
        # On its lowest rung an exercise may be another one, which then stands for itself.
        return None if ladder.dose(self.state(ladder)).text in _names() else ladder

    def _pick(self, ladder: Ladder, place: int) -> Pick:
        answered = self.leading.answered_by(ladder.exercise)
        return Pick(ladder, self.state(ladder), answered, (-self.leading.weight(ladder.exercise), place))

    def state(self, ladder: Ladder) -> State:
        """Return where the runner stands today, a rung lower where the pain rules ask for it."""
        course = self._course(ladder)
        if self.easier and course.sessions:
            return ladder.state(ladder.rung_below(ladder.at(course.state)), course.state.last_day)
        return course.state

    def _course(self, ladder: Ladder) -> Course:
        """Return what became of an exercise so far; replayed once, for a log of years is long."""
        name = ladder.exercise.id
        if name not in self._courses:
            done = done_by_day(name, self.log, self.today)
            self._courses[name] = replay(
                ladder,
                self.log,
                self.today,
                start_pain=self._pain_before(done[0].day if done else self.today),
                lower=not _LOWER.isdisjoint(self.known) or (self.easier and not done),
            )
        return self._courses[name]

    def _pain_before(self, day: date) -> float | None:
        told = [
            (entry.day, entry.worst_pain)
            for entry in self.check_ins
            if entry.worst_pain is not None and 0 <= (day - entry.day).days < PAIN_BEFORE_DAYS
        ]
        return max(told)[1] if told else None


@cache
def _names() -> frozenset[str]:
    return frozenset(exercise(name).name.lower() for names in _ORDER.values() for name in names)
