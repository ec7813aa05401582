"""The words for how far the evidence speaks for a cause, with the rules written out."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import Literal

from runback.causes.posterior import Normal
from runback.knowledge import fact
from runback.model import Finding

State = Literal["unmeasured", "unlikely", "possible", "supported", "strong"]

SPEAKS_FOR = log(1.85)
"""The evidence raises the odds 1.85 times or more. Judged, so that about one in ten simulated runners
without a training error has any cause supported (``benchmarks/ranking_recall.py --tune``)."""

SPEAKS_AGAINST = log(1.5)

STRONG_SUPPORT = 0.75
"""The line of strong support; what only judgement holds up is shown just below it."""

BELOW_STRONG = 0.74


def bears(finding: Finding) -> bool:
    """Return whether a finding weighs anything; a mere description measures nothing about the cause."""
    return finding.log_lr_interval != (0.0, 0.0)


def is_firm(finding: Finding) -> bool:
    """Return whether a finding in favour rests on a published effect whose every fact is established.

    Established: the paper or its abstract was read, and no second reader failed to find it.
    """
    return (
        finding.log_lr > 0
        and finding.basis == "published"
        and all(fact(fact_id).established for fact_id in finding.evidence)
    )


def state_of(findings: Iterable[Finding], evidence: Normal, support: float, low: float) -> State:
    """Return the word for a cause: its findings, their total weight, its support and its interval's low end.

    - unmeasured: no finding bears on it;
    - strong: supported, support at least 75 % with its interval above 50 %, and a firm finding in favour;
    - supported: the findings together raise the odds 1.85 times or more, and the 90 % interval of
      their total lies above 0;
    - unlikely: the findings together divide the odds by 1.5 or more;
    - possible: all else.
    """
    weighing = [finding for finding in findings if bears(finding)]
    if not weighing:
        return "unmeasured"
    if evidence.mean <= -SPEAKS_AGAINST:
        return "unlikely"
    if evidence.mean < SPEAKS_FOR or evidence.interval()[0] <= 0:
        return "possible"
    if support >= STRONG_SUPPORT and low > 0.5 and any(is_firm(finding) for finding in weighing):
        return "strong"
    return "supported"
