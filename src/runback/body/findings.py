"""The findings of the muscle family: what the latest self-tests say of its eight causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from runback.body.fatigue import fatigue_findings
from runback.body.recency import age_obstacle
from runback.body.results import SelfTestResult, by_form, by_test
from runback.body.sides import side_findings
from runback.body.strength import MUSCLE_CAUSES, muscle_finding
from runback.knowledge import SelfTest, self_tests
from runback.knowledge import cause as entry
from runback.model import Finding, Missing, Runner
from runback.units import Units


def findings(
    results: Iterable[SelfTestResult], runner: Runner, today: date, *, units: Units = "km"
) -> list[Finding | Missing]:
    """Return what the self-tests up to ``today`` say of the eight causes of the muscle family.

    Of each test and form the latest result counts, unless it is too old or pain ended it; a cause without a
    result that counts comes back as ``Missing`` with what to do. The tests of one cause share a group, so
    they count once. All weights are judged (``runback.body.weights``). The order of ``results`` plays no
    part, nor which side is which. ``units`` set the words, never ``value``.
    """
    tested = by_test(results, today)
    found: list[Finding | Missing] = []
    for cause in MUSCLE_CAUSES:
        found += _of_cause(cause, tested, runner, today, units)
    return [*found, *side_findings(tested, today, units), *fatigue_findings(tested, today, units)]


def _of_cause(
    cause: str, tested: dict[str, tuple[SelfTestResult, ...]], runner: Runner, today: date, units: Units
) -> list[Finding | Missing]:
    made: list[Finding | Missing] = []
    for test in self_tests():
        if cause not in test.informs or test.id not in tested:
            continue
        made += _of_test(cause, test, tested[test.id], runner, today, units=units)
    return made or [Missing(cause, "self_tests", _never(cause))]


def _of_test(
    cause: str,
    test: SelfTest,
    rows: Sequence[SelfTestResult],
    runner: Runner,
    today: date,
    *,
    units: Units,
) -> list[Finding | Missing]:
    """Return a finding of each form that tells something, else why none does."""
    made: list[Finding | Missing] = []
    for of_form in by_form(rows):
        reason = age_obstacle(of_form[-1], today)
        made.append(
            Missing(cause, test.id, reason) if reason else muscle_finding(cause, test, of_form, runner, units)
        )
    return [one for one in made if isinstance(one, Finding)] or made[-1:]


def _never(cause: str) -> str:
    known = sorted(
        (test for test in self_tests() if test.offered and cause in test.informs),
        key=lambda test: (-test.informs[cause], test.minutes),
    )
    name = entry(cause).name.lower()
    return f"{name}: no self-test yet; runback tests run {' '.join(test.id for test in known[:2])}"
