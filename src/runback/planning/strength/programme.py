"""The strength programme: two alternating sessions for hips, trunk and legs, weighted to leading causes.

Every exercise stands at the dose that its progression gives (``progression``). Sessions further ahead assume
that the ones before were done at target with pain at or below the limit; a replan puts that right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import ceil
from typing import Literal

from runback.causes.ranking import Ranking
from runback.errors import BadInputError
from runback.model import CheckIn, Runner
from runback.planning.leading import TOLD, Leading
from runback.planning.pain_rules import PainVerdict, loading_verdict
from runback.planning.plan import SessionDone, Step
from runback.planning.strength.doses import LEAST_SETS, Dose, exercise
from runback.planning.strength.exercise_choice import Chooser, Letter, Pick
from runback.planning.strength.stretches import EVIDENCE as STRETCH_EVIDENCE
from runback.planning.strength.stretches import tightness, why_stretch

WARM_UP_MIN = 3.0
MOST_MIN = 30.0
"""The longest strength session; judged."""

LEAST_EXERCISES = 3
"""The fewest exercises of a session; ``adherence-fewer-exercises``: the more, the less often it is done."""

SESSIONS_AHEAD = 48
"""Sessions over which the longest one is looked for: 16 weeks of three."""

TOLD_EVIDENCE = ("self-test-safety-gate",)
"""What speaks for leaving exercises out by what the interview told."""

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


@dataclass(frozen=True)
class Programme:
    """What the runner does for strength and stretching, from today on.

    ``note`` says in words what holds for the whole programme; ``loading`` is False where no strength work is
    to be planned at all.
    """

    loading: bool
    note: str
    _picks: Mapping[Letter, tuple[Pick, ...]]
    _first: Letter
    _held: bool
    _stretches: tuple[Dose, ...]
    _leading: Leading
    _told: frozenset[str]

    def letter(self, n: int) -> Letter:
        """Return which session the ``n``-th from now is (0 the next); they alternate."""
        return "A" if (self._first == "A") == (n % 2 == 0) else "B"

    @cached_property
    def minutes_strength(self) -> float:
        """Most minutes of any strength session ahead, without stretches; 0 where none is to be planned."""
        if not self.loading:
            return 0.0
        return max(_minutes(self._kept(n, MOST_MIN)) for n in range(SESSIONS_AHEAD))

    @cached_property
    def least_minutes_strength(self) -> float:
        """Least minutes into which every strength session ahead can be cut; 0 where none is to be planned."""
        if not self.loading:
            return 0.0
        return max(_minutes(self._shortest(n)) for n in range(SESSIONS_AHEAD))

    @property
    def minutes_stretch(self) -> float:
        """Minutes of the stretches after a run or a strength session."""
        return _whole_minutes(sum(dose.seconds for dose in self._stretches))

    @property
    def least_minutes_stretch(self) -> float:
        """Minutes of the one stretch that a short day keeps."""
        tight = tightness(self._leading)
        return _whole_minutes(max(self._stretches, key=lambda d: tight.weight(exercise(d.exercise))).seconds)

    def strength(self, n: int, at_most_min: float | None = None) -> Content:
        """Return the ``n``-th strength session from now (0 the next), within ``at_most_min`` if given.

        Where time is short the least important exercises lose a set, then go.

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
            steps=(self._warm_up, *(dose.step() for _, dose in kept)),
            minutes=_minutes(kept),
            why=self._why(causes, ahead=n > 0 and not self._held),
            evidence=tuple(dict.fromkeys(GENERAL_EVIDENCE + own + (TOLD_EVIDENCE if self._told else ()))),
            causes=causes,
        )

    @property
    def _warm_up(self) -> Step:
        return _WARM_UP_STRAIGHT if "osteoporosis" in self._told else _WARM_UP

    def stretch(self, after: Literal["run", "strength"], at_most_min: float | None = None) -> Content:
        """Return the stretches after a run or a strength session, fewer where ``at_most_min`` asks for it.

        Raises:
            BadInputError: fewer minutes than one stretch takes.
        """
        kept, tight = list(self._stretches), tightness(self._leading)
        while kept and at_most_min is not None and _whole_minutes(sum(d.seconds for d in kept)) > at_most_min:
            kept.remove(min(reversed(kept), key=lambda dose: tight.weight(exercise(dose.exercise))))
        if not kept:
            raise BadInputError(
                "there is no time for a stretch.",
                remedy=f"Give at least {self.least_minutes_stretch:g} minutes.",
            )
        causes = tuple(
            cause
            for cause in tight.support
            if any(cause in tight.answered_by(exercise(dose.exercise)) for dose in kept)
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

    def _all(self, n: int) -> list[tuple[Pick, Dose]]:
        """Return the exercises of the ``n``-th session with the doses that sessions at target lead to."""
        return [(pick, pick.dose(self._times(pick, n))) for pick in self._picks[self.letter(n)]]

    def _times(self, pick: Pick, n: int) -> int:
        """Return in how many of the ``n`` sessions before an exercise comes; 0 where nothing is to rise."""
        if self._held:
            return 0
        next_letter, other = (n + 1) // 2, n // 2
        first, second = self.letter(0), self.letter(1)
        name = pick.ladder.exercise.id
        return next_letter * (name in self._names[first]) + other * (name in self._names[second])

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {letter: frozenset(pick.name for pick in picks) for letter, picks in self._picks.items()}

    def _by_priority(self, n: int) -> list[tuple[Pick, Dose]]:
        return sorted(self._all(n), key=lambda one: one[0].priority)

    def _shortest(self, n: int) -> list[tuple[Pick, Dose]]:
        first = self._by_priority(n)[:LEAST_EXERCISES]
        return [(pick, replace(dose, sets=min(dose.sets, LEAST_SETS))) for pick, dose in first]

    def _kept(self, n: int, most: float) -> list[tuple[Pick, Dose]]:
        """Return what fits into ``most`` minutes, in order: first a set less here and there, then exercises.

        What matters least goes first.
        """
        left = self._by_priority(n)
        while left and _minutes(left) > most:
            shorter = [(at, dose) for at, (_, full) in enumerate(left) if (dose := full.fewer_sets())]
            if shorter:
                at, dose = shorter[-1]
                left[at] = (left[at][0], dose)
            else:
                left.pop()
        places = [pick.name for pick in self._picks[self.letter(n)]]
        return sorted(left, key=lambda one: places.index(one[0].name))

    def _why(self, causes: Sequence[str], *, ahead: bool) -> str:
        names = ", ".join(self._leading.names[cause].lower() for cause in causes)
        expected = " The doses assume that the sessions before go as planned." if ahead else ""
        weighted = f" Weighted to what your own data speak for: {names}." if names else ""
        told = " Exercises that the interview speaks against are left out." if self._told else ""
        return (
            "Hips, trunk and legs in one session. In pooled trials of back pain resistance and stabilisation "
            f"training helped function; they were not in runners.{weighted}{told}{expected}"
        )


_WARM_UP = Step(
    "Warm up: march on the spot, circle the hips, then a few slow cat-camels.", WARM_UP_MIN, effort=2
)


_WARM_UP_STRAIGHT = Step(
    "Warm up: march on the spot, circle the hips, then a few slow bows from the hips with the back straight.",
    WARM_UP_MIN,
    effort=2,
)
"""Without rounding the back, for low bone density."""


def _minutes(kept: Sequence[tuple[Pick, Dose]]) -> float:
    return _whole_minutes(60 * WARM_UP_MIN + sum(dose.seconds for _, dose in kept))


def _whole_minutes(seconds: float) -> float:
    return float(ceil(seconds / 60))


def choose_programme(
    ranking: Ranking | None,
    check_ins: Sequence[CheckIn],
    log: Iterable[SessionDone],
    today: date,
    *,
    runner: Runner | None = None,
    equipment: Collection[str] = (),
    verdict: PainVerdict | None = None,
    known: Collection[str] = (),
    first: Letter | None = None,
) -> Programme:
    """Return the programme of a runner on ``today``.

    ``verdict`` is that of ``pain_rules.loading_verdict``, made here without red flags if not given. ``known``
    adds what else speaks against exercises (``osteoporosis``). ``first`` is the session that comes next in
    the calendar; without it the log tells, told sessions being counted whether done or missed.

    Raises:
        BadInputError: a name in ``equipment`` that no exercise asks for, or pain outside 0 to 10.
    """
    told = tuple(log)
    verdict = verdict or loading_verdict(check_ins, told, today)
    chooser = Chooser.of(
        ranking, check_ins, told, today, runner=runner, equipment=equipment, verdict=verdict, known=known
    )
    a, b = chooser.sessions()
    told_so_far = sum(session.kind == "strength" for session in told)
    return Programme(
        loading=verdict.days_off is not None,
        note=verdict.sentence,
        _picks={"A": a, "B": b},
        _first=first or ("A" if told_so_far % 2 == 0 else "B"),
        _held=chooser.easier or "pregnant" in chooser.known,
        _stretches=chooser.stretches(),
        _leading=chooser.leading,
        _told=chooser.known.intersection(TOLD),
    )
