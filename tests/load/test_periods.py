"""Weeks and months hold all of the load; a span is held against as many days before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from runback.load import daily_load
from runback.load.periods import before, by_period, shown_days, span
from runback.model import DateRange
from runback.simulate import simulate_runs, virtual_runner

TODAY = date(2026, 11, 25)
DAILY = daily_load(simulate_runs(virtual_runner(4, days=400, last=TODAY)), TODAY)
DAYS = DateRange(DAILY["date"][0], TODAY)


@pytest.mark.parametrize("every", ["week", "month"])
def test_periods_hold_all_the_load(every: str) -> None:
    periods = by_period(DAILY, DAYS, every)  # type: ignore[arg-type] # one of two words
    for name in ("distance_m", "ascent_m", "runs"):
        assert periods[name].sum() == pytest.approx(DAILY[name].sum())
    assert (periods["run_days"] + periods["rest_days"]).sum() == DAILY.height
    assert periods["longest_run_m"].max() == DAILY["longest_run_m"].max()
    assert periods["first"][0] == DAYS.first and periods["last"][-1] == TODAY
    follow = zip(periods["last"].to_list(), periods["first"].to_list()[1:], strict=False)
    assert all(end + timedelta(days=1) == begin for end, begin in follow)


def test_the_lumbar_index_adds_up_by_its_power() -> None:
    one = by_period(DAILY, DAYS, "month")["lumbar_load_index"]
    week = by_period(DAILY, DAYS, "week")["lumbar_load_index"]
    assert (one**5).sum() == pytest.approx((week**5).sum())


def test_a_span_is_by_the_week() -> None:
    four_weeks = DateRange.ending(TODAY, 28)
    held = span(DAILY, four_weeks)
    assert held is not None
    within = DAILY.filter(DAILY["date"].is_between(four_weeks.first, four_weeks.last))
    assert held.distance_m == pytest.approx(within["distance_m"].sum() / 4)
    assert held.rest_days == pytest.approx((within["runs"] == 0).sum() / 4)
    earlier = before(four_weeks)
    assert earlier.days == 28 and earlier.last + timedelta(days=1) == four_weeks.first
    assert span(DAILY, DateRange.ending(DAYS.first, 7)) is None


def test_shown_days_begin_on_a_monday_within_the_record() -> None:
    days = shown_days(DAYS.first, TODAY, 13)
    assert days.first.weekday() == 0 and 13 * 7 <= days.days <= 14 * 7
    assert shown_days(DAYS.first, TODAY, None).first == DAYS.first
    assert shown_days(TODAY, TODAY, 52) == DateRange(TODAY, TODAY)
