"""How far answers resemble the structural patterns, against non-specific pain as the explicit alternative.

Each pattern gets odds against non-specific pain: a judged, wide prior by age, place of pain and setting; the
one most telling published likelihood ratio among its answered items (they were measured in different groups
and hang together, so a second is never multiplied in); and small judged weights for the rest, their sum
capped. The uncertainty of all three is carried through by drawing. The result is a share of likeness, not the
chance of a disease: the ratios come from clinics and none was measured in runners.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from runback.knowledge import PatternItem, fact, patterns
from runback.model import Basis
from runback.screening.conditions import Facts
from runback.screening.tables import ItemRule, PatternRule, Prior, pattern_limits, pattern_rules

NON_SPECIFIC = "non-specific"
_Z90 = 1.6448536269514722
_NON_SPECIFIC_EVIDENCE = ("guideline-prevalence-serious-pathology", "runners-lbp-low")


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One answered item: its weight (natural log, 90 % interval), and whether published or judged."""

    id: str
    answer: bool
    log_lr: float
    interval: tuple[float, float]
    basis: Basis
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternResemblance:
    """Likeness to one pattern: a share (0 to 1) among all patterns and non-specific pain, 90 % interval.

    ``published`` is the one item whose published ratio counts, ``judged_log_lr`` the capped sum of the
    others, ``prior_shift`` what age, place and setting changed against the general prior (natural logs).
    ``asked`` says whether anything beyond age and sex was answered.
    """

    id: str
    cause: str | None
    resemblance: float
    interval: tuple[float, float]
    items: tuple[ItemAnswer, ...]
    sentence: str
    education_only: bool = False
    published: ItemAnswer | None = None
    judged_log_lr: float = 0.0
    prior_shift: float = 0.0
    evidence: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One pattern's log odds against non-specific pain, with its standard deviation."""

    rule: PatternRule
    mean: float
    sd: float
    items: tuple[ItemAnswer, ...]
    published: ItemAnswer | None
    judged: float
    prior_shift: float
    evidence: tuple[str, ...]
    asked: bool


def resemblances(facts: Facts) -> tuple[PatternResemblance, ...]:
    """Return every pattern and ``non-specific``, the likest first; those that questions cannot tell last."""
    weighed = [_weigh(rule, facts) for rule in pattern_rules()]
    means = np.array([pattern.mean for pattern in weighed])
    spread = np.array([pattern.sd for pattern in weighed])
    limits = pattern_limits()
    draws = np.random.default_rng(limits.seed).standard_normal((limits.draws, len(weighed)))
    shares = _shares(means[None, :] + spread[None, :] * draws)
    low, high = np.percentile(shares, [5, 95], axis=0)
    point = _shares(means[None, :])[0]
    found = [
        _resemblance(pattern, float(p), (min(float(a), float(p)), max(float(b), float(p))))
        for pattern, p, a, b in zip(weighed, point, low, high, strict=False)
    ]
    rest, a, b = float(point[-1]), float(low[-1]), float(high[-1])
    found.append(
        PatternResemblance(
            id=NON_SPECIFIC,
            cause=None,
            resemblance=rest,
            interval=(min(a, rest), max(b, rest)),
            items=(),
            sentence=_non_specific_sentence(rest),
            evidence=_NON_SPECIFIC_EVIDENCE,
        )
    )
    return tuple(sorted(found, key=lambda pattern: (pattern.education_only, -pattern.resemblance)))


def _shares(log_odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Turn log odds against non-specific pain into shares; the last column is non-specific pain itself."""
    odds = np.exp(np.column_stack([log_odds, np.zeros(len(log_odds))]))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _weigh(rule: PatternRule, facts: Facts) -> _Weighed:
    known = {item.id: item for item in next(p for p in patterns() if p.id == rule.pattern).items}
    answered = [
        (item, known[item.id], answer)
        for item in rule.items
        if (answer := item.when.holds(facts)) is not None and (answer or not item.only_yes)
    ]
    ratios = [published for part in answered if (published := _published(*part)) is not None]
    main = max(ratios, key=lambda item: abs(item.log_lr), default=None)
    items = tuple(
        main if main is not None and main.id == item.id else _judged(item, source, answer)
        for item, source, answer in answered
    )
    cap = pattern_limits().judged_cap
    judged = max(-cap, min(cap, math.fsum(item.log_lr for item in items if item is not main)))
    # The last prior is the general one and holds for everybody.
    prior = next(prior for prior in rule.priors if prior.when.holds(facts) is True)
    centre, prior_sd = _log_odds(prior)
    parts = [prior_sd, abs(judged) / _Z90]
    if main is not None:
        parts.append((main.interval[1] - main.interval[0]) / (2 * _Z90))
    return _Weighed(
        rule=rule,
        mean=centre + judged + (main.log_lr if main else 0.0),
        sd=math.hypot(*parts),
        items=items,
        published=main,
        judged=judged,
        prior_shift=centre - _log_odds(rule.priors[-1])[0],
        evidence=prior.evidence,
        asked=any(not item.background for item, _, _ in answered),
    )


def _log_odds(prior: Prior) -> tuple[float, float]:
    """Return centre and standard deviation of the log odds whose 90 % bounds the prior gives."""
    low, high = (math.log(p / (1 - p)) for p in (prior.low, prior.high))
    return (low + high) / 2, (high - low) / (2 * _Z90)


def _published(item: ItemRule, source: PatternItem, answer: bool) -> ItemAnswer | None:
    ratio = source.lr_pos if answer else source.lr_neg
    if ratio is None or source.lr_basis == "none":
        return None
    spread = pattern_limits().assumed_ratio_spread
    low_name, high_name = item.positive_bounds if answer else item.negative_bounds
    low = ratio / spread if low_name is None else min(ratio, _number(low_name))
    high = ratio * spread if high_name is None else max(ratio, _number(high_name))
    return ItemAnswer(
        item.id, answer, math.log(ratio), (math.log(low), math.log(high)), "published", source.evidence
    )


def _judged(item: ItemRule, source: PatternItem, answer: bool) -> ItemAnswer:
    weight = item.weight if answer else -item.weight / 2
    return ItemAnswer(
        item.id, answer, weight, (min(0.0, 2 * weight), max(0.0, 2 * weight)), "judged", source.evidence
    )


def _number(reference: str) -> float:
    fact_id, _, name = reference.partition(".")
    return fact(fact_id).numbers[name]


def _resemblance(pattern: _Weighed, share: float, interval: tuple[float, float]) -> PatternResemblance:
    return PatternResemblance(
        id=pattern.rule.pattern,
        cause=pattern.rule.cause,
        resemblance=share,
        interval=interval,
        items=pattern.items,
        sentence=_sentence(pattern, share, interval),
        education_only=pattern.rule.education_only,
        published=pattern.published,
        judged_log_lr=pattern.judged,
        prior_shift=pattern.prior_shift,
        evidence=pattern.evidence,
        asked=pattern.asked,
    )


def _sentence(pattern: _Weighed, share: float, interval: tuple[float, float]) -> str:
    often = pattern.rule.often
    if pattern.rule.education_only:
        return (
            f"No question is known to pick out {often}, so your answers cannot say whether it plays a part."
        )
    how = (
        "closely resemble"
        if share >= 0.5
        else "partly resemble"
        if share >= 0.25
        else "resemble a little"
        if share >= 0.1
        else "hardly resemble"
    )
    return (
        f"Your answers {how} the pattern often described with {often}, and many other things look alike "
        f"(likeness {share:.2f} of 1, anywhere from {interval[0]:.2f} to {interval[1]:.2f}; this is not the "
        "chance of a disease). A topic to raise with a clinician."
    )


def _non_specific_sentence(share: float) -> str:
    lead = "fit best with" if share >= 0.5 else "also fit with"
    return (
        f"Your answers {lead} non-specific back pain: no single structure can be named, as in most people "
        "who see a doctor with back pain. The pain is real all the same."
    )
