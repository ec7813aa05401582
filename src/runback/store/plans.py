"""The plans of one runner: every plan as written, sessions by version, what was told, what calendars got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction

from runback.errors import BadInputError
from runback.planning.plan import Plan, Session, SessionDone, SessionKind
from runback.planning.plan_json import (
    conflict_from_json,
    conflict_to_json,
    exercises_from_json,
    exercises_to_json,
    session_from_json,
    session_to_json,
    wishes_from_json,
    wishes_to_json,
)
from runback.reports.calendar import EntryWords, SentEntry, sent_again, words_from_json, words_to_json
from runback.store.home import Home
from runback.store.models import CalendarEntry, PlannedSession, Runner, ToldSession, WrittenPlan
from runback.store.writing import store_errors

if TYPE_CHECKING:
    from django.db.models import QuerySet

_KINDS: dict[str, SessionKind] = {"run": "run", "strength": "strength", "stretch": "stretch", "rest": "rest"}
_ORDER = {kind: number for number, kind in enumerate(_KINDS)}
"""Within a day a stretch follows what it belongs to."""


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """The plan that counts, with the sessions of earlier plans before it, and what it was made under.

    ``forbids`` is what a raised sign forbade when it was made.
    """

    plan: Plan
    forbids: frozenset[str]
    written_utc: datetime


class PlanRecord:
    """What was planned for one runner and what became of it. Made by ``Store.plans``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    def current(self) -> CurrentPlan | None:
        """Return the plan last written, None without any; its sessions by day, past plans' before them."""
        written = WrittenPlan.objects.filter(runner=self._row).order_by("pk").last()
        return None if written is None else self._as_current(written)

    def as_of(self, utc: datetime) -> CurrentPlan | None:
        """Return the plan that counted at a moment, None without any then."""
        rows = WrittenPlan.objects.filter(runner=self._row, written_utc__lte=utc).order_by("pk")
        written = rows.last()
        return None if written is None else self._as_current(written)

    def history(self) -> tuple[Plan, ...]:
        """Return every plan as it stood when it was written, the earliest first."""
        rows = WrittenPlan.objects.filter(runner=self._row).order_by("pk")
        return tuple(self._as_current(row).plan for row in rows)

    def write(self, plan: Plan, forbids: frozenset[str]) -> None:
        """Write a plan with its wishes in one transaction; sessions that stay as they are get no new version.

        Sessions of the plan before it that it no longer has are dropped, but for those before its first day
        and those the runner told of.

        Raises:
            StoreError: the disk or database fails; nothing is written then.
        """
        assert plan.wishes is not None, "a plan is written with its wishes"
        with store_errors(self._home), transaction.atomic():
            before = self._versions()
            told = {one.session for one in self.log()}
            written = WrittenPlan.objects.create(
                runner=self._row,
                written_utc=datetime.now(UTC),
                first=plan.first,
                last=plan.last,
                began=plan.began,
                wishes=wishes_to_json(plan.wishes),
                forbids=sorted(forbids),
                conflicts=[conflict_to_json(one) for one in plan.conflicts],
                notes=list(plan.notes),
            )
            now = {one.id: session_to_json(one) for one in plan.sessions}
            versions = [
                _version(self._row, written, content, dropped=False)
                for name, content in now.items()
                if name not in before or before[name].dropped or before[name].content != content
            ]
            versions += [
                _version(self._row, written, row.content, dropped=True)
                for name, row in before.items()
                if not row.dropped and row.day >= plan.first and name not in now and name not in told
            ]
            PlannedSession.objects.bulk_create(versions)

    def tell(self, told: SessionDone) -> None:
        """Write what became of a session; what was told of it before stays as history."""
        with store_errors(self._home), transaction.atomic():
            ToldSession.objects.create(
                runner=self._row,
                session=told.session,
                day=told.day,
                kind=told.kind,
                written_utc=datetime.now(UTC),
                done=told.done,
                effort=told.effort,
                pain=told.pain,
                exercises=exercises_to_json(told.exercises),
            )

    def take_back(self) -> SessionDone:
        """Take back what was told last and return it; what was told of that session before counts again.

        Raises ``BadInputError`` where nothing is told.
        """
        with store_errors(self._home), transaction.atomic():
            row = self._told_rows().last()
            if row is None:
                raise BadInputError(
                    "no session was told yet.", remedy="Tell one: runback done today --effort 4 --pain 1"
                )
            row.withdrawn = True
            row.save(update_fields=["withdrawn"])
        return _told(row)

    def log(self) -> tuple[SessionDone, ...]:
        """Return what was told, once for each session as last told, by day."""
        latest = {row.session: row for row in self._told_rows()}
        return tuple(sorted((_told(row) for row in latest.values()), key=lambda one: (one.day, one.session)))

    def sent_to_calendar(self, words: Sequence[EntryWords], today: date) -> tuple[SentEntry, ...]:
        """Return the entries of the next calendar file, and keep them to tell a change by.

        Entries of earlier files that are no longer planned come as cancelled until their day is past.
        """
        with store_errors(self._home), transaction.atomic():
            before = [
                SentEntry(row.session, row.uid, row.sequence, words_from_json(row.content), row.cancelled)
                for row in CalendarEntry.objects.filter(runner=self._row).order_by("pk")
            ]
            entries = sent_again(before, words, today, lambda: f"{uuid4()}@runback")
            for one in entries:
                CalendarEntry.objects.update_or_create(
                    runner=self._row,
                    session=one.session,
                    defaults={
                        "uid": one.uid,
                        "sequence": one.sequence,
                        "content": words_to_json(one.words),
                        "cancelled": one.cancelled,
                    },
                )
        return entries

    def _as_current(self, written: WrittenPlan) -> CurrentPlan:
        sessions: list[Session] = [
            session_from_json(row.content)
            for row in self._versions(up_to=written).values()
            if not row.dropped
        ]
        plan = Plan(
            first=written.first,
            last=written.last,
            sessions=tuple(sorted(sessions, key=lambda one: (one.day, _ORDER[one.kind], one.id))),
            conflicts=tuple(conflict_from_json(one) for one in written.conflicts),
            notes=tuple(written.notes),
            wishes=wishes_from_json(written.wishes),
            began=written.began,
        )
        return CurrentPlan(plan, frozenset(written.forbids), written.written_utc)

    def _versions(self, up_to: WrittenPlan | None = None) -> dict[str, PlannedSession]:
        rows = PlannedSession.objects.filter(runner=self._row).order_by("plan_id", "pk")
        if up_to is not None:
            rows = rows.filter(plan_id__lte=up_to.pk)
        return {row.session: row for row in rows}

    def _told_rows(self) -> QuerySet[ToldSession]:
        return ToldSession.objects.filter(runner=self._row, withdrawn=False).order_by("pk")


def _version(runner: Runner, plan: WrittenPlan, content: dict[str, Any], *, dropped: bool) -> PlannedSession:
    return PlannedSession(
        runner=runner,
        plan=plan,
        session=content["id"],
        day=date.fromisoformat(content["date"]),
        content=content,
        dropped=dropped,
    )


def _told(row: ToldSession) -> SessionDone:
    return SessionDone(
        session=row.session,
        day=row.day,
        kind=_KINDS[row.kind],
        done=row.done,
        effort=row.effort,
        pain=row.pain,
        exercises=exercises_from_json(row.exercises),
    )
