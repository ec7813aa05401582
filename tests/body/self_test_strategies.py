"""Random self-test results that may be taken, and runners who told more or less of themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from runback.body import SelfTestResult, Stopped
from runback.knowledge import SelfTest, self_test, self_tests
from runback.model import Runner, Side

TODAY = date(2026, 11, 24)
TEST_IDS = [test.id for test in self_tests()]
SIDED = [test.id for test in self_tests() if test.sides]

runners = st.builds(
    Runner,
    sex=st.sampled_from(["female", "male", None]),
    birth_year=st.one_of(st.none(), st.integers(1940, 2008)),
)


def values_of(test: SelfTest) -> st.SearchStrategy[float]:
    low, high = test.allowed
    if test.way == "count":
        return st.integers(int(low), int(high)).map(float)
    return st.floats(low, high).map(lambda value: round(value, 1))


@st.composite
def results(
    draw: st.DrawFn, test_id: str | None = None, oldest_days: int = 400, *, both: bool = False
) -> SelfTestResult:
    test = self_test(test_id or draw(st.sampled_from(TEST_IDS)))
    day = TODAY - timedelta(days=draw(st.integers(0, oldest_days)))
    form = draw(st.sampled_from(test.forms)) if test.forms else ""
    value = values_of(test)
    pain = draw(st.one_of(st.none(), st.floats(0, 10)))
    stopped: Stopped | None = draw(st.one_of(st.none(), st.sampled_from(get_args(Stopped))))
    if not test.sides:
        return SelfTestResult(test.id, day, value=draw(value), form=form, pain=pain, stopped=stopped)
    left, right = draw(value), draw(value)
    missing = None if both else draw(st.sampled_from([None, None, Side.LEFT, Side.RIGHT]))
    return SelfTestResult(
        test.id,
        day,
        left=None if missing is Side.LEFT else left,
        right=None if missing is Side.RIGHT else right,
        form=form,
        pain=pain,
        stopped=stopped,
        first_side=draw(st.sampled_from([None, Side.LEFT, Side.RIGHT])),
    )


@st.composite
def records(draw: st.DrawFn) -> list[SelfTestResult]:
    """Results as a store holds them: one for each test, form and day."""
    made = draw(st.lists(results(), max_size=8))
    return list({(one.test, one.form, one.day): one for one in made}.values())
