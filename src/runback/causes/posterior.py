"""From a prior and findings to support with its interval: closed form, on the logit scale.

The model: log posterior odds = log prior odds + total of the weights of evidence, all taken as normal. Two
dependences keep it from counting one thing twice:

- within a group (one measure), only the strongest finding for and the strongest against count;
- between groups, the weights are ordered by size and each next one counts ``1 - RHO`` of the one before it,
  for and against apart; their errors are taken as correlated by ``RHO``.

So a cause supported by many like measures never gathers more than ``1 / RHO`` times its strongest weight, a
finding in favour never lowers support, and the order of the findings does not matter. Method: naive Bayes in
log odds (weight of evidence, Good 1950) with a judged discount for dependence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, log, sqrt

from runback.model import Finding

RHO = 0.35
"""Judged: correlation that remains between measures of different groups on one cause."""

Z90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Normal:
    """A quantity in natural log odds with its standard deviation."""

    mean: float
    sd: float

    def interval(self) -> tuple[float, float]:
        """Return the 90 % interval."""
        return self.mean - Z90 * self.sd, self.mean + Z90 * self.sd

    def __add__(self, other: Normal) -> Normal:
        return Normal(self.mean + other.mean, sqrt(self.sd**2 + other.sd**2))


def logit(probability: float) -> float:
    """Return the log odds of a probability strictly between 0 and 1."""
    return log(probability / (1.0 - probability))


def expit(log_odds: float) -> float:
    """Return the probability of log odds."""
    return 1.0 / (1.0 + exp(-log_odds)) if log_odds >= 0 else exp(log_odds) / (1.0 + exp(log_odds))


def prior_log_odds(prior: float, low: float, high: float) -> Normal:
    """Return a prior probability and its 90 % interval as log odds."""
    return Normal(logit(prior), (logit(high) - logit(low)) / (2 * Z90))


def total_weight(findings: Iterable[Finding]) -> Normal:
    """Return the total weight of evidence of the findings on one cause, dependence counted as above."""
    weights = [
        weight
        for _, group in groupby(sorted(findings, key=_group), key=_group)
        for weight in _extremes(group)
    ]
    counted = [one for sign in (1, -1) for one in _discounted([w for w in weights if w.mean * sign > 0])]
    counted += [weight for weight in weights if weight.mean == 0]
    variance = sum(weight.sd**2 for weight in counted)
    spread = sum(weight.sd for weight in counted)
    return Normal(
        sum(sorted(weight.mean for weight in counted)), sqrt((1 - RHO) * variance + RHO * spread**2)
    )


def _group(finding: Finding) -> str:
    return finding.group


def _extremes(group: Iterable[Finding]) -> list[Normal]:
    """Return the strongest weight for and the strongest against; of equals the less certain one."""
    weights = [_as_normal(finding) for finding in group]
    strongest = [max(weights, key=lambda w: (w.mean, w.sd)), min(weights, key=lambda w: (w.mean, -w.sd))]
    if strongest[0].mean > 0 > strongest[1].mean:
        return strongest
    return [strongest[0] if strongest[0].mean > 0 else strongest[1]]


def _as_normal(finding: Finding) -> Normal:
    low, high = finding.log_lr_interval
    return Normal(finding.log_lr, (high - low) / (2 * Z90))


def _discounted(weights: Sequence[Normal]) -> list[Normal]:
    ordered = sorted(weights, key=lambda w: (abs(w.mean), w.sd), reverse=True)
    return [Normal(w.mean * (1 - RHO) ** place, w.sd * (1 - RHO) ** place) for place, w in enumerate(ordered)]
