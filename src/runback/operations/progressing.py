"""Where a runner stands: the diary, the scores, and what was planned and done, taken together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from runback.progress import Progress
    from runback.store import Store


def own_progress(
    store: Store,
    today: date,
    *,
    leg_symptoms: bool | None = None,
    pain_limits_running: bool | None = None,
    onset: date | None = None,
    runs: pl.DataFrame | None = None,
) -> Progress:
    """Return trend, changes, flare-ups, adherence, reasons to see someone and next steps as of ``today``.

    The answers and ``onset`` (first day of this episode, if before the diary) are those of
    ``progress.progress``. ``runs`` is the runs frame where it is read already. Adherence is told where there
    is a plan; what a raised sign forbids leaves out the steps of the way back.

    Raises:
        BadInputError: an impossible onset.
    """
    from runback.progress import progress

    screening = store.health.screening(today)
    check_ins = [entry for entry in store.health.check_ins() if entry.day <= today]
    planned = done = None
    current = store.plans.current()
    if current is not None:
        from runback.planning.following.outcomes import done_days, outcomes, planned_days

        log, ran = store.plans.log(), store.runs() if runs is None else runs
        sessions = current.plan.sessions
        planned = planned_days(sessions, outcomes(sessions, log, ran, today), today)
        done = done_days(log, ran, check_ins, today)
    return progress(
        check_ins,
        (one for one in store.health.scores() if one.day <= today),
        today,
        leg_symptoms=leg_symptoms,
        pain_limits_running=pain_limits_running,
        onset=onset,
        planned=planned,
        done=done,
        forbidden=() if screening is None else screening.forbids,
    )
