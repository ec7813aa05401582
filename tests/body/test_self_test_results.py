"""What may be taken as a result of a self-test, and what is refused with the range that is allowed."""

from __future__ import annotations

from datetime import timedelta
from math import inf, nan, nextafter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from self_test_strategies import TEST_IDS, TODAY, records, results, values_of

from runback.body import SelfTestResult, checked
from runback.body.amounts import range_words
from runback.body.results import added_to, by_test
from runback.errors import BadInputError
from runback.knowledge import self_test
from runback.model import Side


def with_value(test_id: str, value: float) -> SelfTestResult:
    sided = self_test(test_id).sides
    return SelfTestResult(test_id, TODAY, **({"left": value} if sided else {"value": value}))


@given(results())
def test_what_lies_in_the_range_is_taken_as_it_is(one: SelfTestResult) -> None:
    assert checked(one, TODAY) == one


@pytest.mark.parametrize("test_id", TEST_IDS)
def test_what_lies_outside_is_refused_with_the_range(test_id: str) -> None:
    test = self_test(test_id)
    low, high = test.allowed
    allowed = range_words(low, high, test.unit)
    for value in (nextafter(low, -inf), nextafter(high, inf), -1e9, 1e9, nan, inf, -inf):
        with pytest.raises(BadInputError) as refused:
            checked(with_value(test_id, value), TODAY)
        assert allowed in str(refused.value) and test_id in str(refused.value)
    for value in (low, high):
        checked(with_value(test_id, float(value)), TODAY)


def test_what_is_impossible_by_the_definition_of_each_test() -> None:
    with pytest.raises(BadInputError, match="0 to 600 s"):
        checked(with_value("prone-plank", 4 * 3600), TODAY)
    # Short of the toes is negative; the floor and the wall cannot be passed.
    checked(with_value("sit-and-reach", -12), TODAY)
    checked(with_value("modified-thomas", -12), TODAY)
    for impossible in ("fingertip-to-floor", "knee-to-wall", "side-bend-reach", "active-knee-extension"):
        with pytest.raises(BadInputError, match="0 to"):
            checked(with_value(impossible, -1), TODAY)


def test_sides_forms_days_and_reasons_are_checked() -> None:
    wrong = {
        "each side": SelfTestResult("side-plank-hold", TODAY, value=40),
        "no sides": SelfTestResult("prone-plank", TODAY, left=40),
        "no result yet": SelfTestResult("prone-plank", TODAY),
        "in the future": SelfTestResult("prone-plank", TODAY + timedelta(days=1), value=40),
        "0 to 10": SelfTestResult("prone-plank", TODAY, value=40, pain=11),
        "one form only": SelfTestResult("prone-plank", TODAY, value=40, form="knees"),
        "straight, knees": SelfTestResult("side-plank-hold", TODAY, left=40, form="feet"),
        "whole number": SelfTestResult("heel-raise", TODAY, left=12.5),
        "none comes first": SelfTestResult("prone-plank", TODAY, value=40, first_side=Side.LEFT),
    }
    for words, result in wrong.items():
        with pytest.raises(BadInputError, match=words):
            checked(result, TODAY)
    with pytest.raises(BadInputError, match="side-plank-hold"):
        checked(SelfTestResult("side-plank", TODAY, left=40), TODAY)


def test_the_usual_form_is_named_where_none_is_told() -> None:
    assert checked(SelfTestResult("heel-raise", TODAY, left=12), TODAY).form == "slope"


@given(st.sampled_from(TEST_IDS).flatmap(lambda test: st.tuples(results(test), results(test))))
def test_a_later_note_adds_and_corrects(both: tuple[SelfTestResult, SelfTestResult]) -> None:
    earlier, later = both
    whole = added_to(earlier, later)
    assert added_to(None, later) == later
    for side in (None, Side.LEFT, Side.RIGHT):
        told = later.side(side)
        assert whole.side(side) == (earlier.side(side) if told is None else told)


@given(records())
def test_results_are_grouped_by_test_and_day(made: list[SelfTestResult]) -> None:
    grouped = by_test(made, TODAY)
    assert sorted(map(str, made)) == sorted(str(one) for rows in grouped.values() for one in rows)
    for test_id, rows in grouped.items():
        assert [row.day for row in rows] == sorted(row.day for row in rows)
        assert {row.test for row in rows} == {test_id}


@given(st.sampled_from(TEST_IDS).flatmap(lambda test: values_of(self_test(test)).map(lambda v: (test, v))))
def test_every_value_that_may_be_taken_has_words(pair: tuple[str, float]) -> None:
    from runback.body import value_words

    test_id, value = pair
    for units in ("km", "mi"):
        said = value_words(with_value(test_id, value), "mi" if units == "mi" else "km")
        assert ("(" in said) == (units == "mi" and self_test(test_id).unit == "cm")
        assert "-0 " not in said
