"""Which self-tests are worth doing now, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from runback.body.recency import due_on
from runback.body.results import SelfTestResult, by_test
from runback.body.safety import MOST_A_DAY
from runback.body.strength import MUSCLE_CAUSES
from runback.body.weights import TRUST
from runback.knowledge import SelfTest, self_tests

LEAST_SHARE = 0.5
"""A test speaks for a cause well enough with so much of a weight."""


def worth_doing(results: Iterable[SelfTestResult], today: date) -> tuple[SelfTest, ...]:
    """Return at most four tests, each chosen for what it says a minute of the causes still without a result.

    Tests that are not due yet, and those never offered unasked, are left out. Tests of range come first, for
    a hard hold before them changes what they measure.
    """
    tested = by_test(results, today)
    fresh = {test_id for test_id, rows in tested.items() if due_on(rows[-1], today) > today}
    open_causes = set(MUSCLE_CAUSES) - {
        cause for test in self_tests() if test.id in fresh for cause in _well_told(test)
    }
    candidates = [test for test in self_tests() if test.offered and test.id not in fresh]
    chosen: list[SelfTest] = []
    while len(chosen) < MOST_A_DAY and open_causes:
        best = max(candidates, key=lambda test: _told(test, open_causes) / test.minutes)
        if not _told(best, open_causes):
            break
        chosen.append(best)
        candidates.remove(best)
        open_causes -= _well_told(best)
    return in_order(chosen)


def in_order(tests: Iterable[SelfTest]) -> tuple[SelfTest, ...]:
    """Return the tests of range before those that load, else in the order given."""
    return tuple(sorted(tests, key=lambda test: test.loads))


def _well_told(test: SelfTest) -> set[str]:
    return {cause for cause, share in test.informs.items() if share >= LEAST_SHARE}


def _told(test: SelfTest, causes: set[str]) -> float:
    return sum(TRUST[cause] * share for cause, share in test.informs.items() if cause in causes)
