"""Left-right imbalance: the gap between the sides of each test against the test's error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from runback.body.amounts import amount
from runback.body.comparisons import SideGap, side_gap
from runback.body.readings import day_and_values, sentence
from runback.body.recency import age_obstacle
from runback.body.results import SelfTestResult, by_form
from runback.body.weights import NOT_ESTABLISHED, NOT_REPEATED, SIDES, TRUST
from runback.knowledge import SelfTest, cause, self_test
from runback.model import DateRange, Finding, Missing
from runback.units import Units

CAUSE = "left-right-imbalance"
GROUP = "side-differences"
"""One group for all tests: of a dozen gaps the largest would otherwise add up with others by chance."""

EVIDENCE = ("asymmetry-in-healthy-runners", "asymmetry-not-risk")
TRY_FIRST = "single-leg-bridge-hold knee-to-wall"


def side_findings(
    tested: Mapping[str, tuple[SelfTestResult, ...]], today: date, units: Units
) -> list[Finding | Missing]:
    """Return what the sides of each test say of an imbalance; gaps below the test's error count as equal."""
    made: list[Finding | Missing] = []
    for test_id, rows in ((test_id, rows) for test_id, every in tested.items() for rows in by_form(every)):
        test = self_test(test_id)
        gap = side_gap(rows[-1], rows[:-1], units)
        if gap is None or rows[-1].ended_by_pain:
            continue
        reason = age_obstacle(rows[-1], today)
        measure = f"{test_id}-sides"
        made.append(
            Missing(CAUSE, measure, reason) if reason else _finding(test, rows[-1], gap, measure, units)
        )
    never = f"left and right: no test of both sides yet; runback tests run {TRY_FIRST}"
    return made or [Missing(CAUSE, "self_tests", never)]


def _finding(test: SelfTest, result: SelfTestResult, gap: SideGap, measure: str, units: Units) -> Finding:
    share = TRUST[CAUSE] * (1.0 if gap.sure else NOT_ESTABLISHED)
    if gap.verdict == "differs" and not gap.repeated:
        share *= NOT_REPEATED
    centre, interval = SIDES.at(abs(gap.gap) / gap.limit if gap.limit else 0.0, share)
    belief = cause(CAUSE).belief
    said = f"{sentence(f'{test.name}, {day_and_values(result, units)}')} {sentence(gap.sentence)}"
    return Finding(
        cause=CAUSE,
        measure=measure,
        group=GROUP,
        value=abs(gap.gap),
        unit=test.unit,
        reference=f"a gap counts from {amount(gap.limit, test.unit, units)}",
        log_lr=centre,
        log_lr_interval=interval,
        basis="judged",
        evidence=(*EVIDENCE, *test.evidence),
        window=DateRange(result.day, result.day),
        sentence=f"{said} {belief}",
    )
