"""From findings to ranked causes: how far the runner's own data speak for each, and what is not measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from runback.causes.next_best import NextMeasurement, next_measurements
from runback.causes.posterior import expit, prior_log_odds, total_weight
from runback.causes.states import BELOW_STRONG, State, bears, is_firm, state_of
from runback.errors import BadInputError
from runback.knowledge import CauseEntry, causes
from runback.model import Family, Finding, Missing


@dataclass(frozen=True, slots=True)
class RankedCause:
    """One cause with what speaks for and against it.

    ``support`` is the posterior (0 to 1) with its 90 % ``interval``; for an unmeasured cause it is the prior,
    and ``state`` says so. ``findings`` come strongest first.
    """

    id: str
    family: Family
    name: str
    support: float
    interval: tuple[float, float]
    state: State
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All causes, measured ones by support, then the unmeasured by prior; and what to measure next."""

    today: date
    causes: tuple[RankedCause, ...]
    next: tuple[NextMeasurement, ...]


def rank(findings: Sequence[Finding | Missing], today: date) -> Ranking:
    """Return the ranking of every known cause by the findings of all families.

    Raises ``BadInputError`` for a finding whose cause the evidence base does not list. Method: see
    ``runback.causes.posterior`` and ``runback.causes.states``.
    """
    entries = causes()
    stray = sorted({one.cause for one in findings} - {entry.id for entry in entries})
    if stray:
        raise BadInputError(
            f"Findings name causes that the evidence base does not list: {', '.join(stray)}.",
            remedy="Use the ids of runback.knowledge.causes().",
        )
    ranked = [_ranked(entry, findings) for entry in entries]
    ranked.sort(key=lambda cause: (cause.state == "unmeasured", -cause.support))
    made = [one for one in findings if isinstance(one, Finding) and bears(one)]
    return Ranking(
        today, tuple(ranked), next_measurements({cause.id: cause.support for cause in ranked}, made)
    )


def _ranked(entry: CauseEntry, findings: Sequence[Finding | Missing]) -> RankedCause:
    own = [one for one in findings if isinstance(one, Finding) and one.cause == entry.id]
    own.sort(key=lambda one: (-abs(one.log_lr), one.measure, one.sentence))
    evidence = total_weight(one for one in own if bears(one))
    posterior = prior_log_odds(entry.prior, entry.prior_low, entry.prior_high) + evidence
    support = expit(posterior.mean)
    low, high = (expit(end) for end in posterior.interval())
    state = state_of(own, evidence, support, low)
    if not any(is_firm(one) for one in own):
        support, low = min(support, BELOW_STRONG), min(low, BELOW_STRONG)
    return RankedCause(
        id=entry.id,
        family=entry.family,
        name=entry.name,
        support=support,
        interval=(low, high),
        state=state,
        findings=tuple(own),
        missing=tuple(one for one in findings if isinstance(one, Missing) and one.cause == entry.id),
    )
