"""What changed in a store since the runner looked last: new runs, a new plan, signs raised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runback.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, in a sentence, and the room of the app that shows it."""

    sentence: str
    room: str


def changes_since(store: Store, since_utc: datetime, today: date) -> tuple[Change, ...]:
    """Return what changed since ``since_utc``, the raised signs first."""
    return (*_signs(store, since_utc, today), *_plan(store, since_utc), *_runs(store, since_utc))


def _signs(store: Store, since_utc: datetime, today: date) -> list[Change]:
    answered = store.health.screened_utc(today)
    screening = store.health.screening(today) if answered and answered > since_utc else None
    if screening is None:
        return []
    return [Change(f"A sign was raised: {flag.sentence}", "screening") for flag in screening.red_flags]


def _plan(store: Store, since_utc: datetime) -> list[Change]:
    from runback.planning.following.replanning import changed_sessions

    current = store.plans.current()
    if current is None or current.written_utc <= since_utc:
        return []
    before = store.plans.as_of(since_utc)
    if before is None or before.plan.last < current.plan.first:
        return [Change("A new plan was made.", "plan")]
    changed = len(changed_sessions(before.plan, current.plan))
    if not changed:
        return []
    return [Change(f"The plan changed in {changed} session{'' if changed == 1 else 's'}.", "plan")]


def _runs(store: Store, since_utc: datetime) -> list[Change]:
    new = sum(one.new for one in store.batches() if one.finished_utc and one.finished_utc > since_utc)
    return [Change(f"{new} new run{'' if new == 1 else 's'} came in.", "runs")] if new else []
