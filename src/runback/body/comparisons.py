"""Two results of one test against each other: left and right, now and before. The test's error decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Literal

from runback.body.amounts import amount
from runback.body.limits import error_of, gap_limit
from runback.body.results import SelfTestResult
from runback.knowledge import SelfTest, self_test
from runback.model import Side
from runback.units import Units, day_words

EARLIER_RESULTS = 3
EARLIER_DAYS = 365
"""Now is held against the median of so many results before it, none older than this: one good or bad day
among them moves a median little, and a year ago may be another body."""


@dataclass(frozen=True, slots=True)
class SideGap:
    """The two sides of one result. ``gap`` is left minus right in the test's unit.

    ``verdict``: ``equal`` where the gap lies below ``limit`` (the test's error or its own rule, whichever is
    larger), ``differs`` from there on. ``better`` names the better side only where they differ. ``sure`` is
    False where the error of the test was not studied, so that only a rule of thumb speaks. ``repeated``: the
    result before it, of another day, differed the same way.
    """

    left: float
    right: float
    gap: float
    limit: float
    verdict: Literal["equal", "differs"]
    better: Side | None
    sure: bool
    repeated: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value against the runner's own results before it.

    ``before`` is the median of ``results`` of them, the earliest of the day ``since``; ``gain`` is in the
    test's unit, positive for better. ``verdict``: ``same`` where the gain lies within ``error``, else
    ``better`` or ``worse``; ``unknown`` where the error of the test was not studied and nothing stands in for
    it.
    """

    side: Side | None
    now: float
    before: float
    since: date
    results: int
    gain: float
    error: float | None
    verdict: Literal["same", "better", "worse", "unknown"]
    sentence: str


def side_gap(
    result: SelfTestResult, earlier: Sequence[SelfTestResult] = (), units: Units = "km"
) -> SideGap | None:
    """Return the two sides of ``result`` against each other; None where a side is missing.

    ``earlier`` are results of the same test before it, by day; of them count those that count in ``changes``.
    """
    test = self_test(result.test)
    told = _gap(test, result)
    if told is None:
        return None
    left, right, limit, better = told
    before = _comparable(result, earlier)
    repeated = better is not None and bool(before) and _better_side(test, before[-1]) is better
    silent = SideGap(
        left=left,
        right=right,
        gap=left - right,
        limit=limit,
        verdict="equal" if better is None else "differs",
        better=better,
        sure=error_of(test, result.form, max(left, right)) is not None,
        repeated=repeated,
        sentence="",
    )
    return replace(silent, sentence=_gap_words(test.unit, silent, units))


def _gap(test: SelfTest, result: SelfTestResult) -> tuple[float, float, float, Side | None] | None:
    """Return left, right, the limit and the better side, the last None where the sides are equal."""
    left, right = result.left, result.right
    if left is None or right is None:
        return None
    better_value = max(left, right) if test.better == "higher" else min(left, right)
    limit = gap_limit(test, result.form, better_value)
    if not limit or abs(left - right) < limit:
        return left, right, limit or 0.0, None
    return left, right, limit, Side.LEFT if better_value == left else Side.RIGHT


def _better_side(test: SelfTest, result: SelfTestResult) -> Side | None:
    told = _gap(test, result)
    return None if told is None else told[3]


def _gap_words(unit: str, gap: SideGap, units: Units) -> str:
    line = amount(gap.limit, unit, units)
    size = amount(abs(gap.gap), unit, units)
    if gap.better is None:
        if gap.gap == 0:
            return "both sides came out alike"
        why = f"this test's own error of about {line}" if gap.sure else f"the working rule of {line}"
        return f"the sides differ by {size}, less than {why}: they count as equal"
    worse = Side.RIGHT if gap.better is Side.LEFT else Side.LEFT
    said = f"the {worse.value} side did less well by {size}, where {line} or more counts as a difference"
    if not gap.sure:
        said += " by a rule of thumb, since this test's error was not studied"
    if gap.repeated:
        return f"{said}; so it did the time before"
    return f"{said}; one result is not enough, repeat it on another day"


def changes(
    result: SelfTestResult, earlier: Sequence[SelfTestResult], units: Units = "km"
) -> tuple[Change, ...]:
    """Return each value of ``result`` against the runner's own results before it, side by side.

    ``earlier`` are results of the same test by day. Results of another form, of the same day, ended by
    pain or older than a year are left out; nothing comes back where none is left.
    """
    past = _comparable(result, earlier)
    found = []
    for side, now in result.measured.items():
        known = [(one.day, value) for one in past if (value := one.side(side)) is not None][-EARLIER_RESULTS:]
        if known:
            found.append(_change(result, side, now, known, units))
    return tuple(found)


def _comparable(result: SelfTestResult, earlier: Sequence[SelfTestResult]) -> list[SelfTestResult]:
    oldest = result.day - timedelta(days=EARLIER_DAYS)
    return [
        one
        for one in earlier
        if one.form == result.form and oldest <= one.day < result.day and not one.ended_by_pain
    ]


def _change(
    result: SelfTestResult,
    side: Side | None,
    now: float,
    known: Sequence[tuple[date, float]],
    units: Units,
) -> Change:
    test = self_test(result.test)
    before = median(value for _, value in known)
    gain = (now - before) if test.better == "higher" else (before - now)
    error = error_of(test, result.form, max(before, now, key=abs))
    size = None if error is None else error.size
    silent = Change(side, now, before, known[0][0], len(known), gain, size, _verdict(gain, size), sentence="")
    return replace(silent, sentence=_change_words(test.unit, silent, units))


def _verdict(gain: float, error: float | None) -> Literal["same", "better", "worse", "unknown"]:
    if error is None:
        return "unknown"
    if abs(gain) < error or gain == 0:
        return "same"
    return "better" if gain > 0 else "worse"


def _change_words(unit: str, change: Change, units: Units) -> str:
    where = "" if change.side is None else f" on the {change.side.value}"
    against = f"{amount(change.before, unit, units)} on {day_words(change.since)}"
    if change.results > 1:
        past = f"{amount(change.before, unit, units)}, the middle of {change.results} results"
        against = f"{past} since {day_words(change.since)}"
    size = amount(abs(change.gain), unit, units)
    way = "better" if change.gain > 0 else "less good"
    if change.error is None:
        how = "the same as" if change.gain == 0 else f"{size} {way} than"
        return f"{how} {against}{where}; this test's error was not studied, so no change is called real"
    line = amount(change.error, unit, units)
    if change.verdict == "same":
        how = "the same as" if change.gain == 0 else f"{size} {way} than"
        return f"no change that can be told{where}: {how} {against}, where the error is about {line}"
    return f"{size} {way}{where} than {against}, beyond the test's error of about {line}"
