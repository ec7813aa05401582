"""Weak or tight: one test's latest result against the line for a low result, else against the own past."""

from __future__ import annotations

from collections.abc import Sequence

from runback.body.amounts import amount
from runback.body.comparisons import Change, changes
from runback.body.limits import Line, error_of, low_line, working_scale
from runback.body.norms import age_on
from runback.body.readings import day_and_values, sentence
from runback.body.recency import due_on
from runback.body.results import SelfTestResult
from runback.body.weights import MARGIN, NOT_ESTABLISHED, OWN_PAST, TRUST, Weight
from runback.knowledge import SelfTest, cause
from runback.model import DateRange, Finding, Missing, Runner
from runback.units import Units, day_words

MUSCLE_CAUSES = (
    "weak-core",
    "weak-glutes",
    "weak-back-muscles",
    "tight-hamstrings",
    "tight-calves",
    "tight-hip-flexors",
)
"""The causes that single tests speak to by how low their result is."""


def muscle_finding(
    cause_id: str, test: SelfTest, rows: Sequence[SelfTestResult], runner: Runner, units: Units
) -> Finding | Missing:
    """Return what the last of ``rows``, the results of one test by day, says of one cause.

    The worse side speaks for the test. ``Missing`` where pain ended the test, or where neither a line nor the
    runner's own past can tell.
    """
    result = rows[-1]
    if result.ended_by_pain:
        reason = (
            f"pain ended {test.id} on {day_words(result.day)}, so it measured the pain and not the muscle"
        )
        return Missing(cause_id, test.id, reason)
    line = low_line(test, result.form, runner, age_on(runner, result.day.year))
    if isinstance(line, Line):
        return _against_line(cause_id, test, result, line, units)
    worst = _worst_change(changes(result, rows[:-1], units))
    if worst is None:
        return Missing(cause_id, test.id, f"{test.id}: {line}; {_again(result)}")
    if worst.error is None:
        return Missing(cause_id, test.id, f"{test.id}: {line}; {worst.sentence}")
    return _against_past(cause_id, test, result, worst, units)


def _again(result: SelfTestResult) -> str:
    when = due_on(result, result.day)
    return f"this is the first result to hold it against, so do it again from {day_words(when)} on"


def _against_line(cause_id: str, test: SelfTest, result: SelfTestResult, line: Line, units: Units) -> Finding:
    values = result.measured.values()
    worse = min(values) if test.better == "higher" else max(values)
    margin = worse - line.value if test.better == "higher" else line.value - worse
    share = TRUST[cause_id] * test.informs[cause_id] * (1.0 if line.established else NOT_ESTABLISHED)
    weight = MARGIN.at(margin / working_scale(test, result.form, line.value), share)
    parts = [
        f"{test.name}, {day_and_values(result, units)}",
        _line_words(test, result, line, margin, units),
        *_doubts(test, result, line, margin, units),
    ]
    reference = f"line for a low result: {amount(line.value, test.unit, units)} ({line.basis})"
    return _finding(cause_id, test, result, value=worse, reference=reference, weight=weight, parts=parts)


def _line_words(test: SelfTest, result: SelfTestResult, line: Line, margin: float, units: Units) -> str:
    who = "the weaker side" if len(result.measured) > 1 else "it"
    if test.way == "reading":
        who = "the tighter side" if len(result.measured) > 1 else "it"
    limit = amount(line.value, test.unit, units)
    word = "tight" if test.way == "reading" else "low"
    beyond = "below" if test.better == "higher" else "above"
    size = amount(abs(margin), test.unit, units)
    if margin < 0:
        return f"{who} lies {size} {beyond} {limit}, the line from which a result is called {word} here"
    clear = "on" if round(margin, 1) == 0 else f"clear of it by {size}"
    return f"the line from which a result is called {word} here is {limit}, and {who} lies {clear}" + (
        " that line" if clear == "on" else ""
    )


def _doubts(test: SelfTest, result: SelfTestResult, line: Line, margin: float, units: Units) -> list[str]:
    said = []
    error = error_of(test, result.form, line.value)
    if error is None:
        said.append("the error of this test was not studied")
    elif abs(margin) < error.size:
        said.append(
            f"the test's own error is about {amount(error.size, test.unit, units)}, so it may as well lie on "
            "the other side of the line"
        )
    if not line.established and not line.doubts:
        said.append("the line is a rule of thumb, not established")
    return [*said, *line.doubts]


def _worst_change(found: Sequence[Change]) -> Change | None:
    return min(found, key=in_errors, default=None)


def in_errors(change: Change) -> float:
    """Return the gain in errors of the test; 0 where nothing is known of the error, or nothing changed."""
    return change.gain / change.error if change.error else 0.0


def _against_past(
    cause_id: str, test: SelfTest, result: SelfTestResult, change: Change, units: Units
) -> Finding:
    weight = OWN_PAST.at(in_errors(change), TRUST[cause_id] * test.informs[cause_id])
    parts = [
        f"{test.name}, {day_and_values(result, units)}",
        "no published line was seen for it, so it is held against your own past",
        change.sentence,
    ]
    reference = f"own past: {amount(change.before, test.unit, units)}"
    return _finding(cause_id, test, result, value=change.now, reference=reference, weight=weight, parts=parts)


def _finding(
    cause_id: str,
    test: SelfTest,
    result: SelfTestResult,
    *,
    value: float,
    reference: str,
    weight: Weight,
    parts: Sequence[str],
) -> Finding:
    belief = cause(cause_id).belief
    said = " ".join(sentence(part) for part in parts)
    return Finding(
        cause=cause_id,
        measure=test.id,
        group=f"{cause_id}-tests",
        value=value,
        unit=test.unit,
        reference=reference,
        log_lr=weight[0],
        log_lr_interval=weight[1],
        basis="judged",
        evidence=test.evidence,
        window=DateRange(result.day, result.day),
        sentence=f"{said} {belief}".strip(),
    )
