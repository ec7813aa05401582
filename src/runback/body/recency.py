"""How long a self-test speaks for the body of today, and when it is due again."""

from __future__ import annotations

from datetime import date, timedelta

from runback.body.results import SelfTestResult
from runback.units import day_words

SPEAKS_DAYS = 84
"""Judged: a result older than twelve weeks is not used. Eight weeks of training changed strength in runners
(fact ``cai-runners-lower-limb-best``) and six weeks changed range (``stretch-hold-30s``), so after half as
long again it may describe another body."""

DUE_DAYS = 42
"""Judged: a test is due again after six weeks, the shortest time in which such training showed; sooner the
test's error hides the change."""


def is_old(result: SelfTestResult, today: date) -> bool:
    """Return whether the result is too old to be used."""
    return (today - result.day).days > SPEAKS_DAYS


def age_obstacle(result: SelfTestResult, today: date) -> str | None:
    """Return in words why a result is too old to be used; None where it is not."""
    if not is_old(result, today):
        return None
    return (
        f"{result.test} was last done on {day_words(result.day)}, more than {SPEAKS_DAYS // 7} weeks ago: "
        f"runback tests run {result.test}"
    )


def due_on(result: SelfTestResult | None, today: date) -> date:
    """Return the day from which a test is worth doing again; today where it was never done."""
    return today if result is None else result.day + timedelta(days=DUE_DAYS)
