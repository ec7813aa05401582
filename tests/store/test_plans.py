"""Plans in the store: versions, history, what was told and taken back, what calendars got; all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from runback.errors import BadInputError
from runback.planning.plan import Conflict, ExerciseDone, Goal, Plan, Session, SessionDone, Step, Wishes
from runback.reports.calendar import CalendarLook, calendar_file, entry_words

if TYPE_CHECKING:
    from runback.store import Store

MONDAY = date(2026, 11, 23)
WISHES = Wishes(
    minutes={0: 45.0, 2: 60.0, 6: 120.0},
    weeks=2,
    goal=Goal("half marathon", 21097.5, date(2027, 4, 18)),
    strength_per_week=2,
    long_run_weekday=6,
    equipment=frozenset({"loop-band", "weight"}),
)
STEP = Step("Dead bug.", 4.5, exercise="dead-bug", rung=1, sets=2, reps=8, rest_s=60, each_side=True)


def count(table: str) -> int:
    """Rows of a table; its model can be named only once a store is open."""
    from runback.store import models

    return int(getattr(models, table).objects.count())


def session(name: str, day: int, kind: str = "run", **more: object) -> Session:
    values: dict[str, object] = {
        "id": name,
        "day": MONDAY + timedelta(days=day),
        "kind": kind,
        "title": "Easy run",
        "steps": (STEP,),
        "minutes": 40,
        "why": "Because.",
        "evidence": ("acsm-progression",),
        "causes": ("weak-core",),
        "sort": "easy" if kind == "run" else None,
        "distance_m": 6000.0 if kind == "run" else None,
    }
    return Session(**(values | more))  # type: ignore[arg-type]  # a session by name, as tests write it


def plan(*sessions: Session, first: date = MONDAY) -> Plan:
    return Plan(
        first=first,
        last=MONDAY + timedelta(days=13),
        sessions=sessions,
        conflicts=(Conflict(("3 runs", "30 min"), "They conflict.", "One run is left out."),),
        notes=("A note.",),
        wishes=WISHES,
        began=MONDAY,
    )


def test_a_plan_comes_back_as_it_was_written(store: Store) -> None:
    assert store.plans.current() is None
    written = plan(session("a", 0), session("b", 2, "strength"), session("b-stretch", 2, "stretch"))
    store.plans.write(written, frozenset({"loading"}))
    current = store.plans.current()
    assert current is not None
    assert current.plan == written
    assert current.forbids == {"loading"}


def test_what_stays_gets_no_new_version_and_every_plan_can_be_read_again(store: Store) -> None:
    first = plan(session("a", 0), session("b", 2))
    second = plan(session("a", 0), session("b", 3), session("c", 5))
    store.plans.write(first, frozenset())
    store.plans.write(second, frozenset())
    assert count("PlannedSession") == 4
    assert store.plans.history() == (first, second)


def test_a_dropped_session_is_gone_but_past_and_told_ones_stay(store: Store) -> None:
    past, told, dropped = session("past", 0), session("told", 2), session("dropped", 3)
    store.plans.write(plan(past, told, dropped), frozenset())
    store.plans.tell(SessionDone("told", MONDAY + timedelta(days=1), "run", done=True))
    store.plans.write(plan(session("new", 4), first=MONDAY + timedelta(days=1)), frozenset())
    current = store.plans.current()
    assert current is not None
    assert [one.id for one in current.plan.sessions] == ["past", "told", "new"]


def test_a_plan_that_fails_midway_leaves_the_one_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plan(session("a", 0))
    store.plans.write(before, frozenset())
    twice = plan(session("b", 1), replace(session("c", 2), day=None))  # type: ignore[arg-type]  # cannot be written
    with pytest.raises(AttributeError):
        store.plans.write(twice, frozenset())
    current = store.plans.current()
    assert current is not None
    assert current.plan == before
    assert count("WrittenPlan") == 1


def test_the_last_word_on_a_session_counts_and_can_be_taken_back(store: Store) -> None:
    exercise = ExerciseDone(MONDAY, "dead-bug", 1, at_target=False, pain=2.0)
    missed = SessionDone("a", MONDAY, "strength", done=False)
    done = SessionDone("a", MONDAY, "strength", done=True, effort=6.0, pain=2.0, exercises=(exercise,))
    store.plans.tell(missed)
    store.plans.tell(done)
    assert store.plans.log() == (done,)
    assert store.plans.take_back() == done
    assert store.plans.log() == (missed,)
    assert store.plans.take_back() == missed
    assert store.plans.log() == ()
    with pytest.raises(BadInputError, match="no session was told"):
        store.plans.take_back()


def test_calendar_entries_keep_their_uid_through_moves_drops_and_options(store: Store) -> None:
    stamp = datetime(2026, 11, 23, tzinfo=UTC)
    all_day, timed = CalendarLook("Europe/Zurich"), CalendarLook("Europe/Zurich", at=time(7))
    a, b = session("a", 0), session("b", 2)
    first = store.plans.sent_to_calendar(entry_words((a, b), all_day, "km"), MONDAY)
    again = store.plans.sent_to_calendar(entry_words((a, b), all_day, "km"), MONDAY)
    assert calendar_file(first, stamp) == calendar_file(again, stamp)
    moved = replace(a, day=MONDAY + timedelta(days=4))
    after = store.plans.sent_to_calendar(entry_words((moved,), all_day, "km"), MONDAY + timedelta(days=1))
    assert [(one.session, one.sequence, one.cancelled) for one in after] == [("b", 1, True), ("a", 1, False)]
    last = store.plans.sent_to_calendar(entry_words((moved, b), timed, "km"), MONDAY + timedelta(days=1))
    assert [(one.session, one.sequence, one.cancelled) for one in last] == [("b", 2, False), ("a", 2, False)]
    assert {one.session: one.uid for one in last} == {one.session: one.uid for one in first}
