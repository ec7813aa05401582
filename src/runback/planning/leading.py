"""Which causes lead, which exercises answer them, and what is known that speaks against an exercise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from runback.causes.ranking import RankedCause, Ranking
from runback.errors import BadInputError
from runback.knowledge import Exercise, cause, exercises
from runback.model import CheckIn, Runner
from runback.planning.plan import SessionDone

OLDER_AGE = 60
"""From here on a runner begins a rung lower; judged, balance and strength differ widely at any age."""

LEG_DAYS = 7
"""How long a leg symptom in the diary speaks against an exercise; judged."""

TARGETS: Mapping[str, frozenset[str]] = {
    "weak-core": frozenset({"core"}),
    "weak-glutes": frozenset({"glutes"}),
    "weak-back-muscles": frozenset({"back-extensors"}),
    "tight-hamstrings": frozenset({"hamstrings"}),
    "tight-calves": frozenset({"calves"}),
    "tight-hip-flexors": frozenset({"hip-flexors"}),
    "pelvic-drop": frozenset({"glutes"}),
    "leaning-or-hunching": frozenset({"back-extensors", "glutes"}),
    "posture-not-neutral": frozenset({"core", "back-extensors"}),
    "long-sitting": frozenset({"hip-flexors", "lumbar-mobility"}),
}
"""What an exercise has to work on to answer a cause; judged."""

IMBALANCE = "left-right-imbalance"
"""Answered by exercises done on each side."""

_AGAINST: Mapping[str, str] = {
    "herniated-disc": "bending",
    "facet-joint": "arching",
    "spondylolisthesis-pars": "arching",
    "stenosis": "arching",
}
"""Patterns often described with pain on bending or on arching: those movements are left out, judged."""


@dataclass(frozen=True, slots=True)
class Leading:
    """The causes that the runner's own data speak for, strongest first, with their support (0 to 1)."""

    support: Mapping[str, float]
    names: Mapping[str, str]

    def answered_by(self, exercise: Exercise) -> tuple[str, ...]:
        """Return the ids of the leading causes that an exercise answers."""
        return tuple(cause for cause in self.support if _share(cause, exercise) > 0)

    def weight(self, exercise: Exercise) -> float:
        """Return how well an exercise answers the leading causes: the best of support times share.

        The best, not the sum: an exercise that does a little of everything is not to win over one that does
        the thing itself.
        """
        return max((self.support[cause] * _share(cause, exercise) for cause in self.support), default=0.0)

    def first(self) -> Leading:
        """Return the strongest leading cause alone; of none, none."""
        return Leading(dict(list(self.support.items())[:1]), self.names)


def _share(cause: str, exercise: Exercise) -> float:
    """Return how far an exercise answers a cause: 1 with its first target, 0.5 with another; judged."""
    targets = TARGETS.get(cause, frozenset())
    if exercise.targets[0] in targets:
        return 1.0
    one_sided = cause == IMBALANCE and exercise.rungs[exercise.start_step].each_side
    return 0.5 if one_sided or targets.intersection(exercise.targets) else 0.0


def answers(exercise: Exercise) -> tuple[str, ...]:
    """Return the ids of the causes that an exercise answers, those of its first target ahead."""
    found = [one for one in (*TARGETS, IMBALANCE) if _share(one, exercise) > 0]
    return tuple(sorted(found, key=lambda one: -_share(one, exercise)))


def exercises_for(cause_id: str) -> tuple[Exercise, ...]:
    """Return the exercises that answer a cause, those that do so with their first target ahead.

    Raises:
        UnknownFactError: no cause has this id.
        BadInputError: no exercise answers it.
    """
    entry = cause(cause_id)
    found = [one for one in exercises() if _share(entry.id, one) > 0]
    if not found:
        raise BadInputError(
            f"no exercise answers {entry.name.lower()}.",
            where=cause_id,
            remedy=f"Exercises answer: {', '.join(sorted({*TARGETS, IMBALANCE}))}.",
        )
    return tuple(sorted(found, key=lambda one: -_share(entry.id, one)))


def leads(ranked: RankedCause) -> bool:
    """Return whether the findings speak for a cause."""
    return ranked.state in {"supported", "strong"}


def leading(ranking: Ranking | None) -> Leading:
    """Return the leading causes that exercises can answer; none without a ranking."""
    found = [
        cause
        for cause in (ranking.causes if ranking else ())
        if leads(cause) and (cause.id in TARGETS or cause.id == IMBALANCE)
    ]
    return Leading({cause.id: cause.support for cause in found}, {cause.id: cause.name for cause in found})


TOLD: Mapping[str, str] = {
    "osteoporosis": "With low bone density told in the interview, exercises that bend or twist the back "
    "under load are left out and the others begin a rung lower. This is a precaution that no study of "
    "runners settles: ask a clinician which exercises suit you.",
    "pregnant": "With a pregnancy told in the interview, or a possible one, exercises flat on the back, face "
    "down or with strain on the belly wall are left out, and nothing gets harder for now. This is a "
    "precaution that no study of runners settles: ask a midwife or a doctor which exercises suit you.",
}
"""What a condition told in the screening interview (``Screening.conditions``) does to the strength programme;
judged, from ``self-test-safety-gate``, which is expert opinion."""


def conditions(
    ranking: Ranking | None,
    runner: Runner | None,
    check_ins: Iterable[CheckIn],
    log: Iterable[SessionDone],
    today: date,
) -> frozenset[str]:
    """Return what is known that speaks against some exercises, in the words of their ``avoid_when``.

    ``unsupervised`` always holds: nobody checks the technique. ``sore`` is for the pain rules to add.
    """
    known = {"unsupervised"}
    known |= {
        _AGAINST[cause.id]
        for cause in (ranking.causes if ranking else ())
        if leads(cause) and cause.id in _AGAINST
    }
    if runner is not None and runner.birth_year is not None and today.year - runner.birth_year >= OLDER_AGE:
        known.add("older")
    if any(
        place.startswith("leg-")
        for entry in check_ins
        if 0 <= (today - entry.day).days < LEG_DAYS
        for place in entry.places
    ):
        known.add("leg-symptoms")
    if not any(session.kind == "strength" and session.done for session in log):
        known.add("beginner")
    return frozenset(known)


def told_words(known: Collection[str]) -> tuple[str, ...]:
    """Return what the conditions told in the interview do to the strength programme."""
    return tuple(words for name, words in TOLD.items() if name in known)


def suits(exercise: Exercise, known: Collection[str]) -> bool:
    """Return whether nothing known speaks against an exercise."""
    return not set(exercise.avoid_when) & set(known)
