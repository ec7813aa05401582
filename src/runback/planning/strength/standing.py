"""Where a runner stands on one exercise: the dose to do next, how it came about, what speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from runback.causes.ranking import Ranking
from runback.model import CheckIn, Runner
from runback.planning.pain_rules import PainVerdict
from runback.planning.plan import SessionDone
from runback.planning.strength.doses import Dose, exercise
from runback.planning.strength.exercise_choice import Chooser
from runback.planning.strength.progression import done_by_day, ladder_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The ``dose`` to do next, None where what is at hand does not reach up to the starting rung.

    ``sessions`` counts the days on which it was done, ``last_day`` is the last of them. ``against`` names
    what is known to speak against it now, in the words of ``Exercise.avoid_when``.
    """

    dose: Dose | None
    sessions: int
    last_day: date | None
    against: tuple[str, ...]


def standing(
    exercise_id: str,
    ranking: Ranking | None,
    check_ins: Sequence[CheckIn],
    log: Iterable[SessionDone],
    today: date,
    *,
    verdict: PainVerdict,
    runner: Runner | None = None,
    equipment: Collection[str] = (),
    known: Collection[str] = (),
) -> Standing:
    """Return where a runner stands on an exercise on ``today``; arguments as of ``choose_programme``.

    Raises:
        BadInputError: no such exercise, unknown equipment, or pain outside 0 to 10.
    """
    entry, told = exercise(exercise_id), tuple(log)
    chooser = Chooser.of(
        ranking, check_ins, told, today, runner=runner, equipment=equipment, verdict=verdict, known=known
    )
    ladder = ladder_of(entry, chooser.equipment)
    done = done_by_day(entry.id, told, today)
    return Standing(
        dose=None if ladder is None else ladder.dose(chooser.state(ladder)),
        sessions=len(done),
        last_day=done[-1].day if done else None,
        against=tuple(sorted(chooser.known.intersection(entry.avoid_when))),
    )
