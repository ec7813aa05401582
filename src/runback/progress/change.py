"""Whether pain or a score has changed: by the published important change, and by more than its own error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from runback.knowledge import fact, outcome_measures
from runback.knowledge.entries import OutcomeMeasure
from runback.knowledge.grades import Table
from runback.model import Score
from runback.progress.questionnaires import questionnaire
from runback.progress.trend import Z_BAND, PainTrend
from runback.units import day_words

END_DAYS = 7
"""Days at either end that must hold told days for a change of pain to be told; judged."""

LEAST_TOLD_AT_END = 3
LEAST_TOLD = 7

_LOW_BASELINE = 4.0
# 1.96 standard deviations of a difference make a published minimal detectable change (95 %).
_Z_DETECTABLE = 1.96


class Verdict(StrEnum):
    """What can be said of a change."""

    BETTER = "better"
    WORSE = "worse"
    NO_CHANGE_TOLD = "no change that can be told"
    NOT_ENOUGH = "not enough days to tell"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one measure from ``first`` to ``last``, on the measure's own scale.

    ``change`` is later minus earlier, with its 90 % ``interval``; None where there is not enough to tell.
    ``important`` is the published change that matters, None where none was seen. ``error_basis`` says where
    the interval comes from.
    """

    measure: str
    first: date
    last: date
    before: float | None
    now: float | None
    change: float | None
    interval: tuple[float, float] | None
    important: float | None
    error_basis: str
    verdict: Verdict
    sentence: str
    evidence: tuple[str, ...]


def change_since(trend: PainTrend, since: date) -> Change:
    """Return the change of the smoothed pain from ``since`` (or the trend's first day) to its last day.

    Better asks for a fall of the published points and share of the earlier level (below 4 of 10 of the share
    alone), worse for a rise of the points; both ask for an interval that leaves out 0. The interval comes
    from the scatter of the runner's own days. At least 7 told days, 3 of them within a week of each end.

    Source: ``mic-consensus-ostelo``. Joining points and share is Runback's rule.
    """
    first, last = max(since, trend.first), trend.last
    if not _enough(trend, first):
        return Change(
            measure="nrs-pain",
            first=first,
            last=last,
            before=None,
            now=None,
            change=None,
            interval=None,
            important=None,
            error_basis="",
            verdict=Verdict.NOT_ENOUGH,
            sentence=f"Pain since {day_words(first)}: not enough days to tell. "
            f"A change asks for {LEAST_TOLD} days with pain noted, "
            f"{LEAST_TOLD_AT_END} of them within a week of either end.",
            evidence=("mic-consensus-ostelo",),
        )
    change, sd = trend.smoothed.difference(trend.index(first), trend.index(last))
    before, now = trend.level(first)[0], trend.level(last)[0]
    interval = (max(change - Z_BAND * sd, -10.0), min(change + Z_BAND * sd, 10.0))
    fall = important_fall(before)
    points = fact("mic-consensus-ostelo").numbers["nrs_0_10"]
    if change <= -fall and interval[1] < 0:
        verdict = Verdict.BETTER
    elif change >= points and interval[0] > 0:
        verdict = Verdict.WORSE
    else:
        verdict = Verdict.NO_CHANGE_TOLD
    return Change(
        measure="nrs-pain",
        first=first,
        last=last,
        before=before,
        now=now,
        change=change,
        interval=interval,
        important=fall if change <= 0 else points,
        error_basis="scatter of your own days",
        verdict=verdict,
        sentence=_pain_sentence(verdict, first, before, now, interval),
        evidence=("mic-consensus-ostelo", "nrs-cutoff-suzuki"),
    )


def important_fall(before: float) -> float:
    """Return the fall of pain (points of 10) from ``before`` that the consensus calls important."""
    numbers = fact("mic-consensus-ostelo").numbers
    share = numbers["relative_change"] * before
    return share if before < _LOW_BASELINE else max(share, numbers["nrs_0_10"])


def score_changes(scores: Iterable[Score], today: date) -> tuple[Change, ...]:
    """Return the change of every measure that was scored, from its first score to its latest by ``today``.

    The 90 % interval comes from the published measurement error; where none was read the error is taken as
    large as the important change (judged). Of several scores of one day the worst counts.

    Raises:
        BadInputError: a score of a measure that Runback does not know.
    """
    by_measure: dict[str, dict[date, float]] = {}
    for score in scores:
        if score.day <= today:
            questionnaire(score.measure)
            days = by_measure.setdefault(score.measure, {})
            worst = max if _lower_is_better(_measure(score.measure)) else min
            days[score.day] = worst(score.value, days.get(score.day, score.value))
    return tuple(_score_change(_measure(name), days) for name, days in sorted(by_measure.items()))


def _score_change(measure: OutcomeMeasure, days: dict[date, float]) -> Change:
    first, last = min(days), max(days)
    before, now = days[first], days[last]
    threshold = _points(measure.mcid)
    change = interval = None
    error_basis = ""
    if first == last:
        verdict = Verdict.NOT_ENOUGH
        said = f"{now:g} on {day_words(last)}; a change asks for a second day."
    elif threshold is None:
        verdict = Verdict.NO_CHANGE_TOLD
        change = now - before
        said = (
            f"{before:g} on {day_words(first)}, {now:g} on {day_words(last)}. "
            "No published size of a change that matters was seen."
        )
    else:
        change = now - before
        error, error_basis = _error(measure, threshold)
        interval = (change - error, change + error)
        verdict = _score_verdict(measure, before, change, threshold, error)
        said = (
            f"{before:g} on {day_words(first)}, {now:g} on {day_words(last)}: {verdict}. "
            f"The change is {change:+g} (90 % interval {interval[0]:+.1f} to {interval[1]:+.1f}; "
            f"{error_basis}); "
            f"{threshold:g} points are held to matter."
        )
    return Change(
        measure=measure.id,
        first=first,
        last=last,
        before=before,
        now=now,
        change=change,
        interval=interval,
        important=threshold,
        error_basis=error_basis,
        verdict=verdict,
        sentence=f"{measure.name}: {said}",
        evidence=measure.evidence,
    )


def _score_verdict(
    measure: OutcomeMeasure, before: float, change: float, threshold: float, error: float
) -> Verdict:
    gain = -change if _lower_is_better(measure) else change
    share = measure.mcid.get("relative")
    needed = max(threshold, share * before) if isinstance(share, float) else threshold
    if gain >= needed and gain > error:
        return Verdict.BETTER
    return Verdict.WORSE if -gain >= threshold and -gain > error else Verdict.NO_CHANGE_TOLD


def _error(measure: OutcomeMeasure, threshold: float) -> tuple[float, str]:
    """Half the width of the 90 % interval of a change, and where it comes from."""
    published = _points(measure.mdc)
    if published is not None and measure.mdc.get("checked") != "unverified":
        return published * Z_BAND / _Z_DETECTABLE, "published measurement error"
    return threshold * Z_BAND / _Z_DETECTABLE, "no measurement error was read, so it is judged"


def _points(table: Table) -> float | None:
    points = table.get("points", table.get("medium"))
    return float(points) if isinstance(points, int | float) else None


def _lower_is_better(measure: OutcomeMeasure) -> bool:
    return measure.direction.startswith(("lower is better", "higher is worse"))


def _measure(measure_id: str) -> OutcomeMeasure:
    return next(measure for measure in outcome_measures() if measure.id == measure_id)


def _enough(trend: PainTrend, first: date) -> bool:
    week = timedelta(days=END_DAYS - 1)
    return (
        first + timedelta(days=END_DAYS) <= trend.last - week
        and trend.told_within(first, trend.last) >= LEAST_TOLD
        and trend.told_within(first, first + week) >= LEAST_TOLD_AT_END
        and trend.told_within(trend.last - week, trend.last) >= LEAST_TOLD_AT_END
    )


def _pain_sentence(
    verdict: Verdict, first: date, before: float, now: float, interval: tuple[float, float]
) -> str:
    low, high = interval
    moved = (
        f"about {before:.1f} of 10 then and {now:.1f} now (change {low:+.1f} to {high:+.1f}, 90 % interval)"
    )
    beyond = "by as much as is held to matter, beyond the scatter"
    match verdict:
        case Verdict.BETTER:
            said = f"better, {moved}; {beyond}"
        case Verdict.WORSE:
            said = f"worse, {moved}; {beyond}"
        case _:
            said = f"no change that can be told, {moved}"
    return f"Pain since {day_words(first)}: {said}."
