"""Self-tests in the store: each kept as told, corrected, taken back, and nothing written that may not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from runback.body import SelfTestResult, findings
from runback.errors import BadInputError
from runback.knowledge import self_tests
from runback.model import Runner, Side

if TYPE_CHECKING:
    from runback.store import Store

TODAY = date(2026, 11, 24)
DAY = date(2026, 11, 20)


def rows() -> int:
    from runback.store.models import SelfTestEntry

    return SelfTestEntry.objects.count()


def test_every_self_test_comes_back_as_it_was_told(store: Store) -> None:
    told = []
    for test in self_tests():
        low, high = test.allowed
        middle = float(round(low + (high - low) / 3))
        sides = {"left": middle, "right": float(low)} if test.sides else {"value": middle}
        for form in test.forms or ("",):
            result = SelfTestResult(test.id, DAY, **sides, form=form, pain=1.5, stopped="form")
            told.append(replace(result, first_side=Side.RIGHT) if test.sides else result)
            store.self_tests.write(told[-1], TODAY)
    kept = store.self_tests.results()
    assert sorted(map(str, kept)) == sorted(map(str, told))
    assert {one.test for one in kept} == {test.id for test in self_tests()}


def test_a_correction_counts_and_the_history_stays(store: Store) -> None:
    store.self_tests.write(SelfTestResult("side-plank-hold", DAY, left=41, right=20, pain=2), TODAY)
    whole = store.self_tests.write(SelfTestResult("side-plank-hold", DAY, right=55), TODAY)
    assert (whole.left, whole.right, whole.pain) == (41, 55, 2)
    assert store.self_tests.results() == (whole,)
    assert rows() == 2


def test_forms_of_one_day_stand_side_by_side(store: Store) -> None:
    for form in ("straight", "knees"):
        store.self_tests.write(SelfTestResult("side-plank-hold", DAY, left=41, form=form), TODAY)
    assert {one.form for one in store.self_tests.results()} == {"straight", "knees"}
    assert store.self_tests.forget("side-plank-hold", DAY).form == "straight"
    assert [one.form for one in store.self_tests.of_test("side-plank-hold", TODAY)] == ["knees"]


def test_what_was_taken_back_is_in_no_finding_and_does_not_come_back(store: Store) -> None:
    before = findings(store.self_tests.results(), Runner(), TODAY)
    store.self_tests.write(SelfTestResult("prone-plank", DAY, value=3), TODAY)
    assert findings(store.self_tests.results(), Runner(), TODAY) != before
    store.self_tests.forget("prone-plank", DAY)
    assert findings(store.self_tests.results(), Runner(), TODAY) == before
    assert rows() == 2, "what was written stays as history"
    with pytest.raises(BadInputError, match="no result of 20 Nov 2026"):
        store.self_tests.forget("prone-plank", DAY)
    fresh = store.self_tests.write(SelfTestResult("prone-plank", DAY, value=60), TODAY)
    assert fresh.value == 60 and store.self_tests.results() == (fresh,)


def test_nothing_is_written_of_what_may_not_be(store: Store) -> None:
    for wrong in (
        SelfTestResult("prone-plank", DAY, value=4 * 3600),
        SelfTestResult("prone-plank", date(2027, 1, 1), value=40),
        SelfTestResult("side-plank-hold", DAY, value=40),
        SelfTestResult("no-such-test", DAY, value=40),
    ):
        with pytest.raises(BadInputError):
            store.self_tests.write(wrong, TODAY)
    assert rows() == 0


def test_a_stored_result_of_today_is_not_seen_from_a_day_before(store: Store) -> None:
    store.self_tests.write(SelfTestResult("prone-plank", DAY, value=40), TODAY)
    assert store.self_tests.of_test("prone-plank", date(2026, 11, 19)) == ()
    assert len(store.self_tests.of_test("prone-plank", DAY)) == 1
