"""What Today needs of a store: a day changed by a form, what changed since, the plan as it may be shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.operations.changes import changes_since
from runback.operations.planning import look_at_move, move_session, shown_plan, write_plan
from runback.planning import Wishes

if TYPE_CHECKING:
    from runback.store import Store

TODAY = date(2026, 11, 24)
WISHES = Wishes(dict.fromkeys(range(7), 120.0), weeks=3)


def test_a_form_tells_takes_back_and_leaves_the_rest(store: Store) -> None:
    diary = store.health.diary
    diary.change(TODAY, {"worst_pain": 4.0, "places": ("buttock-left",), "sleep_h": 7.0}, TODAY)
    kept = diary.change(TODAY, {"worst_pain": None, "stiffness_min": 10.0}, TODAY)
    assert kept == CheckIn(TODAY, places=("buttock-left",), sleep_h=7.0, stiffness_min=10.0)
    assert diary.history(TODAY)[0].check_in.worst_pain == 4.0
    cleared = diary.change(TODAY, {"places": (), "sleep_h": None, "stiffness_min": None}, TODAY)
    assert cleared == CheckIn(TODAY)
    assert diary.check_ins() == ()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (TODAY, {}),
        (TODAY, {"worst_pain": None}),
        (TODAY, {"mood": 3}),
        (TODAY, {"worst_pain": 11.0}),
        (TODAY + timedelta(days=1), {"worst_pain": 1.0}),
    ],
)
def test_what_cannot_be_taken_changes_nothing(store: Store, day: date, told: dict[str, object]) -> None:
    store.health.diary.change(TODAY, {"sleep_h": 7.0}, TODAY)
    if told == {}:
        day -= timedelta(days=1)
    with pytest.raises(BadInputError):
        store.health.diary.change(day, told | ({"sleep_h": None} if "mood" in told else {}), TODAY)
    assert store.health.check_ins() == (CheckIn(TODAY, sleep_h=7.0),)


def test_what_changed_is_told_from_then_on(store: Store) -> None:
    before = datetime.now(UTC)
    assert changes_since(store, before, TODAY) == ()
    write_plan(store, TODAY, WISHES)
    store.health.keep_screening(TODAY, {"age": 44, "sex": "male", "saddle-numbness": "yes"}, ())
    changes = changes_since(store, before, TODAY)
    assert [one.room for one in changes][-1] == "plan" and changes[0].room == "screening"
    assert changes_since(store, datetime.now(UTC), TODAY) == ()


def test_a_sign_raised_later_leaves_out_what_it_forbids(store: Store) -> None:
    write_plan(store, TODAY, WISHES)
    store.health.keep_screening(TODAY, {"age": 44, "sex": "male", "saddle-numbness": "yes"}, ())
    shown = shown_plan(store, TODAY)
    assert shown is not None and shown.held_back
    assert not [one for one in shown.plan.sessions if one.kind != "rest"]
    current = store.plans.current()
    assert current is not None and any(one.kind == "strength" for one in current.plan.sessions)


def test_a_move_is_written_or_refused_whole(store: Store) -> None:
    write_plan(store, TODAY, WISHES)
    current = store.plans.current()
    assert current is not None
    lifts = [one for one in current.plan.sessions if one.kind == "strength"]
    beside = lifts[1].day - timedelta(days=1)
    looked = look_at_move(store, TODAY, lifts[0].id, beside)
    assert looked.move.against and looked.days_that_hold
    with pytest.raises(BadInputError, match="consecutive"):
        move_session(store, TODAY, lifts[0].id, beside)
    assert store.plans.current() == current
    target = looked.days_that_hold[0]
    move_session(store, TODAY, lifts[0].id, target)
    after = store.plans.current()
    assert after is not None
    assert {one.id: one.day for one in after.plan.sessions}[lifts[0].id] == target
    store.health.diary.change(TODAY, {"worst_pain": 8.0}, TODAY)
    with pytest.raises(BadInputError, match="no strength work"):
        move_session(store, TODAY, lifts[1].id, TODAY + timedelta(days=1))
