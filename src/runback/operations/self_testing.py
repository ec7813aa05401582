"""Self-tests on a store: what is due and may be done, whose turn the sides have, results kept and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runback.body import GateAnswers, Reading, SelfTestResult
    from runback.knowledge import SelfTest
    from runback.model import Runner, Side
    from runback.screening import Screening
    from runback.store import Store
    from runback.units import Units

NOTE = (
    "For self-education and training; it is no diagnosis. Most norms are of small samples of people who do "
    "not run: a change beyond the test's error in your own results tells more than the distance from a norm."
)
WARM_UP = "Warm up for 5 minutes first: walk briskly, circle the hips, bend and straighten gently."
LEAD_S = 5
"""Seconds of countdown before the timer of a hold."""

SAMPLE = 60.0
"""A value at which the error of a test is told where it grows with the value."""


@dataclass(frozen=True, slots=True)
class SelfTestView:
    """What the pages on self-tests are made from; ``tested`` holds each test's results by day."""

    runner: Runner
    screening: Screening | None
    today: date
    units: Units
    tested: dict[str, tuple[SelfTestResult, ...]]

    @classmethod
    def of(cls, store: Store, today: date) -> SelfTestView:
        """Return what the store holds as seen from ``today``."""
        from runback.body import by_test

        tested = by_test(store.self_tests.results(), today)
        return cls(store.runner(), store.health.screening(today), today, store.units(), tested)

    @property
    def proposed(self) -> tuple[SelfTest, ...]:
        """The tests worth doing now, whatever the raised flags say."""
        from runback.body import worth_doing

        return worth_doing((one for rows in self.tested.values() for one in rows), self.today)

    @property
    def worth_doing(self) -> list[str]:
        """The tests worth doing now that no raised flag speaks against."""
        return [test.id for test in self.proposed if self.not_now(test) is None]

    def not_now(self, test: SelfTest, answers: GateAnswers | None = None) -> str | None:
        """Return in words why raised flags, or the answers of the gate, keep a test from being offered."""
        from runback.body import GateAnswers, obstacle

        forbids = frozenset() if self.screening is None else self.screening.forbids
        emergency = self.screening is not None and self.screening.action == "emergency"
        return obstacle(test, forbids, answers or GateAnswers(), emergency=emergency)

    def read(self, test: SelfTest) -> Reading | None:
        """Return the latest result of a test, read; None without one."""
        from runback.body import read

        rows = self.tested.get(test.id)
        return read(rows, self.runner, units=self.units) if rows else None


@dataclass(frozen=True, slots=True)
class Sitting:
    """Which tests may be done now, in a good order: ``barred`` says why not, ``later`` are too many today."""

    tests: tuple[SelfTest, ...]
    barred: dict[str, str]
    later: tuple[SelfTest, ...]


def sitting(
    view: SelfTestView, tests: Iterable[SelfTest] = (), answers: GateAnswers | None = None
) -> Sitting:
    """Return what of ``tests``, by default of those worth doing, may be done now.

    ``answers`` are those of the questions before the first test; without them only raised flags count.
    """
    from runback.body import in_order
    from runback.body.safety import MOST_A_DAY

    wanted = in_order(tuple(tests) or view.proposed)
    reasons = {test.id: view.not_now(test, answers) for test in wanted}
    free = [test for test in wanted if reasons[test.id] is None]
    barred = {name: reason for name, reason in reasons.items() if reason is not None}
    return Sitting(tuple(free[:MOST_A_DAY]), barred, tuple(free[MOST_A_DAY:]))


def sides_in_turn(store: Store, today: date, test: SelfTest) -> tuple[Side | None, ...]:
    """Return the sides in the order to test them: the one that came second the last time comes first.

    A test without sides has the one turn None.
    """
    from runback.model import Side

    if not test.sides:
        return (None,)
    before = [one.first_side for one in store.self_tests.of_test(test.id, today)]
    last = next((side for side in reversed(before) if side is not None), Side.RIGHT)
    return (Side.RIGHT, Side.LEFT) if last is Side.LEFT else (Side.LEFT, Side.RIGHT)


def error_words(test: SelfTest, units: Units) -> str:
    """Return in words how far two results of a test may differ without a change."""
    from runback.body import amount, error_of

    error = error_of(test, "", SAMPLE)
    if error is None:
        return f"not studied, so no change is called real (reliability: {test.reliability})"
    size = f"about {amount(error.size, test.unit, units)}"
    if "value" not in test.mdc:
        size = f"about {100 * error.size / SAMPLE:.0f} % of the value"
    sure = "" if error.established else ", not established"
    return (
        f"{size}{sure} ({error.basis}; reliability: {test.reliability}); less than that counts as no change"
    )


def record_result(store: Store, today: date, told: SelfTestResult) -> Reading:
    """Keep a result and return it read against norm, other side and own past.

    What is not told now keeps what was told of that test, form and day before.

    Raises:
        BadInputError: an unknown test or form, a day ahead, or a value that the test does not take.
    """
    from runback.body import read

    kept = store.self_tests.write(told, today)
    rows = store.self_tests.of_test(kept.test, kept.day)
    return read(_ending_with(kept, rows), store.runner(), units=store.units())


def _ending_with(kept: SelfTestResult, rows: Sequence[SelfTestResult]) -> tuple[SelfTestResult, ...]:
    """Return the results of a test with ``kept`` last, where another form of the same day sorts after it."""
    return (*(one for one in rows if one != kept), kept)
