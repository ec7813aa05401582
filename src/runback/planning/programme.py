"""The strength programme: two alternating sessions for hips, trunk and legs, weighted to leading causes.

Every exercise stands at the dose that its progression gives (``progression``). Sessions further ahead assume
that the ones before were done at target with pain at or below the limit; a replan puts that right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Literal

from runback.causes.ranking import Ranking
from runback.errors import BadInputError
from runback.model import CheckIn, Runner
from runback.planning.doses import Dose, checked_equipment, exercise
from runback.planning.leading import Leading, conditions, leading, suits
from runback.planning.pain_rules import PainVerdict, loading_verdict
from runback.planning.plan import SessionDone, Step
from runback.planning.progression import (
    SESSIONS_TO_MOVE,
    Ladder,
    State,
    done_by_day,
    ladder_of,
    pain_limit,
    replay,
)
from runback.planning.stretches import EVIDENCE as STRETCH_EVIDENCE
from runback.planning.stretches import chosen_stretches, why_stretch

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

WARM_UP_MIN = 3.0
MOST_MIN = 30.0
"""The longest strength session; judged."""

LEAST_EXERCISES = 3
"""The fewest exercises of a session; ``adherence-fewer-exercises``: the more, the less often it is done."""

SESSIONS_AHEAD = 48
"""Sessions over which the longest one is looked for: 16 weeks of three."""

PAIN_BEFORE_DAYS = 7

GENERAL_EVIDENCE = ("owen-2020-network", "run-rct-hip-core", "acsm-progression", "pain-traffic-light")


@dataclass(frozen=True, slots=True)
class Content:
    """What fills a session of the plan; ``minutes`` are whole."""

    title: str
    steps: tuple[Step, ...]
    minutes: float
    why: str
    evidence: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pick:
    """One exercise of a session; the lower ``priority``, the longer it stays when time is short."""

    ladder: Ladder
    state: State
    causes: tuple[str, ...]
    priority: tuple[float, int]

    def dose(self, times: int) -> Dose:
        """Return the dose after ``times`` more sessions at target."""
        steps = (self.state.hits + times) // SESSIONS_TO_MOVE
        return self.ladder.doses[min(self.ladder.at(self.state) + steps, len(self.ladder.doses) - 1)]


@dataclass(frozen=True)
class Programme:
    """What the runner does for strength and stretching, from today on.

    ``note`` says in words what holds for the whole programme; ``loading`` is False where no strength work is
    to be planned at all.
    """

    loading: bool
    note: str
    _picks: Mapping[Letter, tuple[_Pick, ...]]
    _first: int
    _held: bool
    _stretches: tuple[Dose, ...]
    _leading: Leading

    def letter(self, n: int) -> Letter:
        """Return which session the ``n``-th from now is (0 the next): they alternate, missed ones counted."""
        return "A" if (self._first + n) % 2 == 0 else "B"

    @property
    def minutes_strength(self) -> float:
        """Most minutes of any strength session ahead, without stretches; 0 where none is to be planned."""
        if not self.loading:
            return 0.0
        return max(_minutes(self._kept(n, MOST_MIN)) for n in range(SESSIONS_AHEAD))

    @property
    def least_minutes_strength(self) -> float:
        """Least minutes into which every strength session ahead can be cut; 0 where none is to be planned."""
        if not self.loading:
            return 0.0
        return max(_minutes(self._by_priority(n)[:LEAST_EXERCISES]) for n in range(SESSIONS_AHEAD))

    @property
    def minutes_stretch(self) -> float:
        """Minutes of the stretches after a run or a strength session."""
        return _whole_minutes(sum(dose.seconds for dose in self._stretches))

    def strength(self, n: int, at_most_min: float | None = None) -> Content:
        """Return the ``n``-th strength session from now (0 the next), within ``at_most_min`` if given.

        What matters least for the leading causes is left out first.

        Raises:
            BadInputError: loading is forbidden, or fewer minutes than three exercises take.
        """
        if not self.loading:
            raise BadInputError("no strength session can be made.", remedy=self.note)
        most = MOST_MIN if at_most_min is None else min(at_most_min, MOST_MIN)
        kept = self._kept(n, most)
        if len(kept) < min(LEAST_EXERCISES, len(self._picks[self.letter(n)])):
            raise BadInputError(
                f"{most:g} minutes are too few for a strength session.",
                remedy=f"Give at least {self.least_minutes_strength:g} minutes.",
            )
        picks = [pick for pick, _ in kept]
        causes = tuple(
            cause for cause in self._leading.support if any(cause in pick.causes for pick in picks)
        )
        own = tuple(dict.fromkeys(pick.ladder.exercise.evidence[0] for pick in picks))
        return Content(
            title=f"Strength {self.letter(n)}",
            steps=(_WARM_UP, *(dose.step() for _, dose in kept)),
            minutes=_minutes(kept),
            why=self._why(causes),
            evidence=tuple(dict.fromkeys(GENERAL_EVIDENCE + own)),
            causes=causes,
        )

    def stretch(self, after: Literal["run", "strength"], at_most_min: float | None = None) -> Content:
        """Return the stretches after a run or a strength session, fewer where ``at_most_min`` asks for it.

        Raises:
            BadInputError: fewer minutes than one stretch takes.
        """
        kept = list(self._stretches)
        while kept and at_most_min is not None and _whole_minutes(sum(d.seconds for d in kept)) > at_most_min:
            kept.remove(min(kept, key=lambda dose: self._leading.weight(exercise(dose.exercise))))
        if not kept:
            raise BadInputError("there is no time for a stretch.", remedy="Give at least 3 minutes.")
        causes = tuple(
            cause
            for cause in self._leading.support
            if any(cause in self._leading.answered_by(exercise(dose.exercise)) for dose in kept)
        )
        place = "running" if after == "run" else "strength work"
        return Content(
            title="Stretches",
            steps=tuple(dose.step() for dose in kept),
            minutes=_whole_minutes(sum(dose.seconds for dose in kept)),
            why=f"After {place}. {why_stretch(causes, self._leading.names)}",
            evidence=STRETCH_EVIDENCE,
            causes=causes,
        )

    def _all(self, n: int) -> list[tuple[_Pick, Dose]]:
        """Return the exercises of the ``n``-th session with the doses that sessions at target lead to."""
        letters = [self.letter(before) for before in range(n)]
        return [
            (pick, pick.dose(0 if self._held else self._times(pick, letters)))
            for pick in self._picks[self.letter(n)]
        ]

    def _times(self, pick: _Pick, letters: Sequence[Letter]) -> int:
        """Return in how many of the sessions before an exercise came."""
        return sum(
            pick.ladder.exercise.id in {other.ladder.exercise.id for other in self._picks[letter]}
            for letter in letters
        )

    def _by_priority(self, n: int) -> list[tuple[_Pick, Dose]]:
        return sorted(self._all(n), key=lambda one: one[0].priority)

    def _kept(self, n: int, most: float) -> list[tuple[_Pick, Dose]]:
        """Return the exercises that fit into ``most`` minutes, in order, the least important left out."""
        left = self._by_priority(n)
        while left and _minutes(left) > most:
            left.pop()
        return [one for one in self._all(n) if one in left]

    def _why(self, causes: Sequence[str]) -> str:
        names = ", ".join(self._leading.names[cause].lower() for cause in causes)
        weighted = f" Weighted to what your own data speak for: {names}." if names else ""
        return (
            "Hips, trunk and legs in one session. In pooled trials of back pain resistance and stabilisation "
            f"training helped function; none of them was in runners.{weighted}"
        )


_WARM_UP = Step(
    "Warm up: march on the spot, circle the hips, then a few slow cat-camels.", WARM_UP_MIN, effort=2
)


def _minutes(kept: Sequence[tuple[_Pick, Dose]]) -> float:
    return _whole_minutes(60 * WARM_UP_MIN + sum(dose.seconds for _, dose in kept))


def _whole_minutes(seconds: float) -> float:
    return float(ceil(seconds / 60))


def choose_programme(
    ranking: Ranking | None,
    check_ins: Iterable[CheckIn],
    log: Iterable[SessionDone],
    today: date,
    *,
    runner: Runner | None = None,
    equipment: Collection[str] = (),
    verdict: PainVerdict | None = None,
    known: Collection[str] = (),
) -> Programme:
    """Return the programme of a runner on ``today``.

    ``verdict`` is that of ``pain_rules.loading_verdict``, made here without red flags if not given. ``known``
    adds what else speaks against exercises (``osteoporosis``).

    Raises:
        BadInputError: a name in ``equipment`` that no exercise asks for, or pain outside 0 to 10.
    """
    diary, told = tuple(check_ins), tuple(log)
    verdict = verdict or loading_verdict(diary, told, today)
    chooser = _Chooser(
        leading=leading(ranking),
        known=conditions(ranking, runner, diary, told, today) | _sore(verdict) | set(known),
        equipment=checked_equipment(equipment),
        check_ins=diary,
        log=told,
        today=today,
        easier=verdict.action != "go-on",
    )
    first = chooser.picks("A", ())
    second = chooser.picks("B", [pick.ladder.exercise.id for pick in first])
    return Programme(
        loading=verdict.days_off is not None,
        note=verdict.sentence,
        _picks={"A": first, "B": second},
        _first=sum(session.kind == "strength" for session in told),
        _held=chooser.easier,
        _stretches=chooser.stretches(),
        _leading=chooser.leading,
    )


def _sore(verdict: PainVerdict) -> frozenset[str]:
    sore = verdict.pain is not None and verdict.pain > pain_limit()
    return frozenset({"sore"}) if sore else frozenset()


@dataclass(frozen=True)
class _Chooser:
    """What the choice of exercises looks at. ``easier``: a rung less and nothing harder for now."""

    leading: Leading
    known: frozenset[str]
    equipment: frozenset[str]
    check_ins: tuple[CheckIn, ...]
    log: tuple[SessionDone, ...]
    today: date
    easier: bool

    def picks(self, letter: Letter, taken: Sequence[str]) -> tuple[_Pick, ...]:
        """Return the exercises of a session; those ``taken`` come again only where nothing else fits."""
        chosen: list[_Pick] = []
        for place, patterns in enumerate(_SLOTS[letter]):
            candidates = [
                ladder for pattern in patterns for name in _ORDER[pattern] if (ladder := self._ladder(name))
            ]
            used = {pick.ladder.exercise.id for pick in chosen}
            free = [one for one in candidates if one.exercise.id not in used]
            fresh = [one for one in free if one.exercise.id not in taken]
            best = max(fresh or free, key=lambda one: self.leading.weight(one.exercise), default=None)
            if best is not None:
                chosen.append(self._pick(best, place))
        return tuple(chosen)

    def stretches(self) -> tuple[Dose, ...]:
        """Return the stretches at the runner's own doses."""
        ladders = [self._ladder(name) for name in chosen_stretches(self.leading, self.known)]
        return tuple(ladder.dose(self._state(ladder)) for ladder in ladders if ladder is not None)

    def _ladder(self, name: str) -> Ladder | None:
        """Return the ladder of an exercise that suits and whose own starting rung can be done; else None."""
        entry = exercise(name)
        ladder = ladder_of(entry, self.equipment) if suits(entry, self.known) else None
        return ladder if ladder and ladder.doses[ladder.start].rung == entry.start_step else None

    def _pick(self, ladder: Ladder, place: int) -> _Pick:
        answered = self.leading.answered_by(ladder.exercise)
        return _Pick(ladder, self._state(ladder), answered, (-self.leading.weight(ladder.exercise), place))

    def _state(self, ladder: Ladder) -> State:
        done = done_by_day(ladder.exercise.id, self.log, self.today)
        begun = done[0].day if done else self.today
        state = replay(
            ladder, self.log, self.today, start_pain=self._pain_before(begun), older="older" in self.known
        )
        if self.easier and done:
            return ladder.state(ladder.rung_below(ladder.at(state)), state.last_day)
        return state

    def _pain_before(self, day: date) -> float | None:
        told = [
            (entry.day, entry.worst_pain)
            for entry in self.check_ins
            if entry.worst_pain is not None and 0 <= (day - entry.day).days < PAIN_BEFORE_DAYS
        ]
        return max(told)[1] if told else None
