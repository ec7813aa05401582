"""Where a runner stands on the ladder of an exercise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runback.planning.strength.standing import Standing
    from runback.store import Store


def own_standing(store: Store, today: date, exercise: str) -> Standing:
    """Return the rung and dose of an exercise by what was told of it, felt since, and is forbidden.

    Raises:
        BadInputError: no exercise has this id.
    """
    from runback.planning.pain_rules import loading_verdict
    from runback.planning.strength.standing import standing

    screening, plan = store.health.screening(today), store.plans.current()
    check_ins, log = store.health.check_ins(), store.plans.log()
    wishes = plan.plan.wishes if plan is not None else None
    forbids = screening.forbids if screening is not None else frozenset()
    return standing(
        exercise,
        None,
        check_ins,
        log,
        today,
        verdict=loading_verdict(check_ins, log, today, forbids),
        runner=store.runner(),
        equipment=wishes.equipment if wishes is not None else (),
        known=screening.conditions if screening is not None else (),
    )
