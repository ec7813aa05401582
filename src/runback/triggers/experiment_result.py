"""The result of a self-experiment: a randomisation test that knows how the order was drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.errors import BadInputError
from runback.knowledge import Exposure
from runback.model import DateRange
from runback.triggers.experiments import Experiment

Array = NDArray[np.float64]

ENUMERATED_PAIRS = 14
DRAWS = 2**ENUMERATED_PAIRS
CONFIDENCE = 0.9
LEVEL = 0.05
LEAST_PAIRS_FOR_INTERVAL = 5
ENOUGH_AS_ASSIGNED = 0.7

State = Literal["running", "finished", "stopped"]
Verdict = Literal["worse-with", "better-with", "no-difference-told", "too-few-pairs", "not-yet"]


@dataclass(frozen=True, slots=True)
class Compliance:
    """Days asked for in the periods of one arm that are over, those known, and those done as assigned."""

    days: int
    known: int
    as_assigned: int

    @property
    def share(self) -> float | None:
        """Share of the known days done as assigned; None where none is known."""
        return self.as_assigned / self.known if self.known else None


@dataclass(frozen=True, slots=True)
class Tested:
    """Mean over ``pairs`` of pain with less pain without, in points, its 90 % ``interval``, the p-value."""

    pairs: int
    effect: float
    interval: tuple[float, float]
    p_value: float

    @classmethod
    def of(cls, differences: Array, seed: int) -> Tested:
        """Return the test of the differences of five pairs or more."""
        p_value, interval = randomisation_p(differences, seed), inverted_interval(differences, seed)
        return cls(len(differences), float(differences.mean()), interval, p_value)


@dataclass(frozen=True, slots=True)
class ExperimentResult:
    """What an experiment came to, by the arm assigned, whatever was done (intention to treat).

    ``pairs`` are over and hold pain on both sides; ``test`` is None before the end and with too few of them.
    """

    experiment: Experiment
    state: State
    verdict: Verdict
    pairs: int
    test: Tested | None
    with_exposure: Compliance
    without: Compliance
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain values."""
        test = self.test
        arms = {"with": self.with_exposure, "without": self.without}
        return {
            "exposure": self.experiment.exposure,
            "first": self.experiment.first.isoformat(),
            "last": self.experiment.days.last.isoformat(),
            "state": self.state,
            "verdict": self.verdict,
            "pairs": self.pairs,
            "planned_pairs": len(self.experiment.arms) // 2,
            "effect": None if test is None else round(test.effect, 4),
            "interval": None if test is None else [round(bound, 4) for bound in test.interval],
            "p_value": None if test is None else round(test.p_value, 4),
            "compliance": {
                name: {"days": arm.days, "known": arm.known, "as_assigned": arm.as_assigned}
                for name, arm in arms.items()
            },
            "sentence": self.sentence,
        }


def experiment_result(
    experiment: Experiment,
    days: pl.DataFrame,
    exposure: Exposure,
    *,
    today: date,
    stopped: date | None = None,
) -> ExperimentResult:
    """Return the result up to ``today``; effect and test only once it ended, or was ``stopped``.

    Whoever looks on the way and stops when it pleases them finds differences that are none. A pair counts
    where both its periods are over and hold a day with pain told after the wash-out. ``days`` is the frame
    of days.

    Raises ``BadInputError`` before the first day of an experiment that was not stopped.
    """
    if today < experiment.first and stopped is None:
        raise BadInputError(
            f"the experiment begins on {experiment.first}.",
            where=experiment.exposure,
            remedy="Wait until then.",
        )
    state: State = "running" if today <= experiment.days.last else "finished"
    last = today
    if stopped is not None and stopped <= experiment.days.last:
        state, last = "stopped", min(today, stopped)
    arms = [_compliance(experiment, days, exposure, last, arm) for arm in (True, False)]
    differences = pair_differences(experiment, days, last)
    test = None
    if state != "running" and len(differences) >= LEAST_PAIRS_FOR_INTERVAL:
        test = Tested.of(differences, experiment.seed)
    verdict = _verdict(state, test)
    if test is None:
        sentence = _not_told(verdict, experiment, len(differences))
    else:
        sentence = _told(verdict, exposure, test, arms)
    return ExperimentResult(experiment, state, verdict, len(differences), test, arms[0], arms[1], sentence)


def pair_differences(experiment: Experiment, days: pl.DataFrame, last: date) -> Array:
    """Return for each pair that is over by ``last``: mean pain with the exposure less mean pain without."""
    told = dict(days.select("day", "pain").drop_nulls().iter_rows())
    found = []
    periods = experiment.periods
    for one, other in zip(periods[::2], periods[1::2], strict=True):
        if other.days.last > last:
            break
        means = {}
        for period in (one, other):
            pain = [told[day] for day in _each(period.counted) if day in told]
            if pain:
                means[period.with_exposure] = float(np.mean(pain))
        if len(means) == 2:
            found.append(means[True] - means[False])
    return np.array(found)


def randomisation_p(differences: Array, seed: int) -> float:
    """Return the two-sided p-value: how often another drawing of the order gives as large a mean difference.

    In each pair the lot might have fallen the other way, which turns the sign of its difference. All orders
    are counted up to 14 pairs; beyond, 16384 drawn ones with the real one among them (Edgington 1980).
    """
    means = np.abs(_signs(len(differences), seed) @ differences)
    # A mean that equals the real one but for rounding counts as reached.
    return float((means >= abs(differences.sum()) - 1e-9 * max(1.0, np.abs(differences).sum())).mean())


def inverted_interval(differences: Array, seed: int) -> tuple[float, float]:
    """Return the effects that the test does not reject at 10 %: a 90 % interval.

    An effect is rejected from below as often as the means over subsets of the pairs lie beneath it, so the
    bounds are such means in order of size (Hartigan 1969, "Using subsample values as typical values").

    Raises ``ValueError`` for fewer than five pairs, which hold no 90 % interval.
    """
    if len(differences) < LEAST_PAIRS_FOR_INTERVAL:
        raise ValueError("fewer than five pairs hold no 90 % interval")
    picked = _signs(len(differences), seed)[1:] < 0
    means = np.sort((picked @ differences)[picked.any(axis=1)] / picked.sum(axis=1)[picked.any(axis=1)])
    out = int((1 - CONFIDENCE) / 2 * (len(means) + 1))
    return float(means[out - 1]), float(means[-out])


def _signs(pairs: int, seed: int) -> Array:
    """Return orders as rows of 1 and -1, the real one first: all of them, or many drawn ones."""
    if pairs <= ENUMERATED_PAIRS:
        bits = (np.arange(2**pairs)[:, None] >> np.arange(pairs)) & 1
    else:
        bits = np.random.default_rng([seed, 1]).integers(0, 2, (DRAWS, pairs))
        bits[0] = 0
    return np.asarray(1.0 - 2.0 * bits)


def _each(days: DateRange) -> list[date]:
    return [date.fromordinal(days.first.toordinal() + at) for at in range(days.days)]


def _compliance(
    experiment: Experiment, days: pl.DataFrame, exposure: Exposure, last: date, arm: bool
) -> Compliance:
    """Return how far one arm was kept to in the periods that are over by ``last``, wash-out included."""
    column = exposure.id if exposure.id in days.columns else None
    values = dict(days.select("day", column).drop_nulls().iter_rows()) if column else {}
    counts = np.zeros(3, np.int64)
    for period in experiment.periods:
        if period.with_exposure is arm and period.days.last <= last:
            known = [values[day] for day in _each(period.days) if day in values]
            counts += _kept(experiment, known, arm)
    return Compliance(*(int(count) for count in counts))


def _kept(experiment: Experiment, known: list[float], arm: bool) -> tuple[int, int, int]:
    """Return days asked for, known and as assigned in one period."""
    if experiment.on_days is not None and arm:
        asked, done = experiment.on_days, sum(value == 1.0 for value in known)
        return asked, min(len(known), asked), min(done, asked)
    if experiment.at_least is None or experiment.at_most is None:
        kept = sum(value == 0.0 for value in known)
    elif arm:
        kept = sum(value >= experiment.at_least for value in known)
    else:
        kept = sum(value <= experiment.at_most for value in known)
    return experiment.period_days, len(known), kept


def _verdict(state: State, test: Tested | None) -> Verdict:
    if state == "running":
        return "not-yet"
    if test is None:
        return "too-few-pairs"
    if test.p_value > LEVEL:
        return "no-difference-told"
    return "worse-with" if test.effect > 0 else "better-with"


def _not_told(verdict: Verdict, experiment: Experiment, pairs: int) -> str:
    planned = len(experiment.arms) // 2
    if verdict == "not-yet":
        return (
            f"{pairs} of {planned} pairs are over. The result is worked out once, after "
            f"{experiment.days.last}: looking earlier finds differences that are none."
        )
    return f"Not enough days to tell: {pairs} of {planned} pairs hold pain on both sides."


def _told(verdict: Verdict, exposure: Exposure, test: Tested, arms: Iterable[Compliance]) -> str:
    direction = "higher" if test.effect > 0 else "lower"
    low, high = test.interval
    said = (
        f"In periods with {exposure.name} your pain was on average {abs(test.effect):.1f} points {direction} "
        f"than in those without (90 % interval {low:+.1f} to {high:+.1f}; {test.pairs} pairs; "
        f"p = {test.p_value:.3f} by the lots drawn)."
    )
    if verdict == "no-difference-told":
        said += " That cannot be told from chance; the interval says what stays possible."
    shares = [arm.share for arm in arms if arm.share is not None]
    if shares and min(shares) < ENOUGH_AS_ASSIGNED:
        said += (
            f" Only {100 * min(shares):.0f} % of the known days of one side went as planned, so this is what "
            "setting out to do it did, not what doing it would."
        )
    return said
