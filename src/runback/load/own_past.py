"""From a contrast with the runner's own past to a finding: the frame that all load findings share."""

from __future__ import annotations

from dataclasses import dataclass

from runback.load.history import History
from runback.load.weights import DIFFERENCE_WEIGHTS, RATIO_WEIGHTS, Weight
from runback.model import Basis, Finding


@dataclass(frozen=True, slots=True)
class Claim:
    """What a measure found, not weighed yet: the runner's value, what it stands against, the words."""

    value: float
    unit: str
    reference: str
    sentence: str


@dataclass(frozen=True, slots=True)
class About:
    """Which cause a measure bears on, its name, its dependence group and the facts behind it."""

    cause: str
    measure: str
    group: str
    evidence: tuple[str, ...]


def by_ratio(history: History, about: About, claim: Claim, ratio: float) -> Finding:
    """Return the finding weighed by the judged table for ratios under the measure's name."""
    return finding(history, about, claim, RATIO_WEIGHTS[about.measure].at(ratio), "judged")


def by_difference(history: History, about: About, claim: Claim, difference: float) -> Finding:
    """Return the finding weighed by the judged table for differences under the measure's name."""
    return finding(history, about, claim, DIFFERENCE_WEIGHTS[about.measure].at(difference), "judged")


def finding(history: History, about: About, claim: Claim, weight: Weight, basis: Basis) -> Finding:
    """Return the finding over the recent window with an explicit weight."""
    return Finding(
        cause=about.cause,
        measure=about.measure,
        group=about.group,
        value=claim.value,
        unit=claim.unit,
        reference=claim.reference,
        log_lr=weight[0],
        log_lr_interval=weight[1],
        basis=basis,
        evidence=about.evidence,
        window=history.recent,
        sentence=claim.sentence,
    )


def floored_ratio(recent: float, past: float, floor: float) -> float:
    """Return recent over past with ``floor`` added to both, so that tiny amounts make no great ratios."""
    return (recent + floor) / (past + floor)


def percent(share: float) -> str:
    """Return a share such as ``38 %``."""
    return f"{100 * share:.0f} %"


def change_words(ratio: float) -> str:
    """Return a ratio in words, such as ``38 % more``, ``5 % less`` or ``about the same``."""
    percent = round(100 * (ratio - 1))
    if abs(percent) < 3:
        return "about the same"
    return f"{abs(percent)} % {'more' if percent > 0 else 'less'}"
