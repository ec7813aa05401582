"""Muscle fatigue, as far as self-tests can tell: a fall against the own past, and what the second side lost.

Both are roundabout: a fall may be tiredness, a bad day or lost training, and a second side may be the weaker
one. So a second side counts only where it lost in both orders, left first and right first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from runback.body.amounts import amount
from runback.body.comparisons import Change, changes
from runback.body.limits import error_of
from runback.body.readings import day_and_values, sentence
from runback.body.recency import age_obstacle, is_old
from runback.body.results import SelfTestResult, by_form
from runback.body.strength import in_errors
from runback.body.weights import FALL, SECOND_SIDE, TRUST
from runback.knowledge import SelfTest, self_test
from runback.model import DateRange, Finding, Missing, Side
from runback.units import Units, day_words

CAUSE = "muscle-fatigue"
EVIDENCE = ("lbp-marathon-fatigue", "lbp-fatigue-posture")
NEVER = (
    "tired muscles: strength tests tell something only when done again, by a fall beyond the test's error or "
    "by a second side that loses whichever side is first (runback tests run takes turns)"
)


def fatigue_findings(
    tested: Mapping[str, tuple[SelfTestResult, ...]], today: date, units: Units
) -> list[Finding | Missing]:
    """Return what strength tests say of tired muscles; ``Missing`` where none was done often enough."""
    made: list[Finding | Missing] = []
    for test_id, rows in ((test_id, rows) for test_id, every in tested.items() for rows in by_form(every)):
        test = self_test(test_id)
        if test.way == "reading" or rows[-1].ended_by_pain:
            continue
        fall = _fall(test, rows, today, units)
        second = _second_side(test, rows, today)
        made += [one for one in (fall, second) if one is not None]
    return made or [Missing(CAUSE, "self_tests", NEVER)]


def _fall(
    test: SelfTest, rows: Sequence[SelfTestResult], today: date, units: Units
) -> Finding | Missing | None:
    result = rows[-1]
    known = [one for one in changes(result, rows[:-1], units) if one.error is not None]
    if not known:
        return None
    measure = f"{test.id}-fall"
    reason = age_obstacle(result, today)
    if reason:
        return Missing(CAUSE, measure, reason)
    worst = min(known, key=in_errors)
    weight = FALL.at(in_errors(worst), TRUST[CAUSE])
    said = (
        f"{sentence(f'{test.name}, {day_and_values(result, units)}')} {sentence(worst.sentence)}"
        f"{_fall_doubt(worst)}"
    )
    return Finding(
        cause=CAUSE,
        measure=measure,
        group="test-falls",
        value=worst.now,
        unit=test.unit,
        reference=f"own past: {amount(worst.before, test.unit, units)}",
        log_lr=weight[0],
        log_lr_interval=weight[1],
        basis="judged",
        evidence=(*EVIDENCE, *test.evidence),
        window=DateRange(result.day, result.day),
        sentence=said,
    )


def _fall_doubt(change: Change) -> str:
    if change.verdict != "worse":
        return ""
    return (
        " Tired muscles, a bad day or lost training may be behind a fall; the test does not tell them apart."
    )


def _second_side(test: SelfTest, rows: Sequence[SelfTestResult], today: date) -> Finding | None:
    losses = [_latest_loss(test, rows, first, today) for first in Side]
    known = [loss for loss in losses if loss is not None]
    if len(known) < len(losses):
        return None
    least = min(loss for loss, _ in known)
    weight = SECOND_SIDE.at(least, TRUST[CAUSE])
    days = sorted(day for _, day in known)
    told = f"{test.name}, {day_words(days[0])} and {day_words(days[1])}, another side first each time"
    lost = "lost more than" if least >= 1 else "did not both times lose more than"
    said = f"{told}: the second side {lost} the test's error."
    return Finding(
        cause=CAUSE,
        measure=f"{test.id}-second-side",
        group="second-side",
        value=least,
        unit="errors of the test",
        reference="the first side",
        log_lr=weight[0],
        log_lr_interval=weight[1],
        basis="judged",
        evidence=(*EVIDENCE, *test.evidence),
        window=DateRange(days[0], days[1]),
        sentence=said,
    )


def _latest_loss(
    test: SelfTest, rows: Sequence[SelfTestResult], first: Side, today: date
) -> tuple[float, date] | None:
    """Return what the second side lost, in errors, and when, in the latest result with this side first."""
    for result in reversed(rows):
        if result.first_side is not first or result.ended_by_pain or is_old(result, today):
            continue
        second = Side.RIGHT if first is Side.LEFT else Side.LEFT
        one, other = result.side(first), result.side(second)
        if one is None or other is None:
            continue
        error = error_of(test, result.form, max(one, other))
        if error is None or error.size == 0:
            return None
        return (one - other) / error.size, result.day
    return None
