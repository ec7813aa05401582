"""One screen: red flags first, then resemblance, then what stayed open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from runback.model import DateRange, Finding, Missing
from runback.screening.actions import Action, most_urgent
from runback.screening.answers import AnsweredFacts, state_facts
from runback.screening.flags import Clearance, RedFlag, raise_flags
from runback.screening.patterns import PatternResemblance, resemblances
from runback.screening.tables import Forbidden, Question, pattern_limits, pattern_rules, questions

NOTE = (
    "These questions can only find reasons to be seen; answers of no reassure little, because serious causes "
    "often begin without any of these signs. Answer again at least every week and whenever something changes."
)


_CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "osteoporosis": ("osteoporosis",),
    "pregnant": ("pregnant", "maybe-pregnant"),
}
"""What speaks against some exercises without being a red flag, and the options that tell it."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that applies and stayed open, with the reason."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Screening:
    """The result of a screen on the day ``today``; ``pain_days`` is the length of the spell, where known.

    ``action`` is the most urgent action of all flags that still count, and routine where none does; it never
    means that nothing serious is there. ``conditions`` are those told that speak against some exercises, in
    the words of their ``avoid_when``.
    """

    action: Action
    red_flags: tuple[RedFlag, ...]
    patterns: tuple[PatternResemblance, ...]
    missing: tuple[Unanswered, ...]
    today: date
    pain_days: int | None = None
    conditions: frozenset[str] = frozenset()
    note: str = NOTE

    @property
    def forbids(self) -> frozenset[Forbidden]:
        """What a plan must not prescribe until a clinician has looked."""
        return frozenset(forbidden for flag in self.red_flags if flag.counts for forbidden in flag.forbids)


def screen(answers: Mapping[str, object], today: date, *, clearances: Iterable[Clearance] = ()) -> Screening:
    """Hold answers against every red-flag rule and every pattern.

    Args:
        answers: question or option id to answer, as ``parse_answers`` takes them; "don't know" and what is
            left out count neither as yes nor as no.
        today: the day of the screen; clearances may not lie after it.
        clearances: the runner's own dated statements that a clinician looked at a flag.

    Raises:
        BadInputError: an unknown question, a value that is not allowed, or an impossible clearance.

    Rules and their sources: ``knowledge/screening.toml`` and ``docs/methods/screening.md``.
    """
    facts = state_facts(answers)
    flags = raise_flags(facts, clearances=clearances, worse_since=_worse_since(facts), today=today)
    weeks = facts.number("pain-weeks")
    action = most_urgent(flag.action for flag in flags if flag.counts)
    return Screening(
        action=action,
        red_flags=flags,
        patterns=resemblances(facts),
        missing=_missing(facts, cleared=any(not flag.counts for flag in flags), action=action),
        today=today,
        pain_days=None if weeks is None else max(1, round(7 * weeks)),
        conditions=frozenset(
            name for name, options in _CONDITIONS.items() if any(facts.yes(option) for option in options)
        ),
    )


def _worse_since(facts: AnsweredFacts) -> bool | None:
    """Return False where the question was not asked: a clearance then stands."""
    name = "worse-since-looked-at"
    return facts.yes(name) if name in facts.answered else False


def _missing(facts: AnsweredFacts, *, cleared: bool, action: Action) -> tuple[Unanswered, ...]:
    return tuple(
        Unanswered(question.id, _reason(question, facts, action))
        for question in questions()
        if not (question.only_with_clearance and not cleared)
        and (question.ask is None or question.ask.holds(facts) is not False)
        and not facts.fully_known(question)
        and (question.unlisted_is_no or question.id not in facts.answered)
    )


def _reason(question: Question, facts: AnsweredFacts, action: Action) -> str:
    unsure = {question.id, *(option.id for option in question.options)} & facts.unsure
    if unsure:
        return question.if_unsure
    if question.id in facts.answered:
        return "The option chosen leaves this open."
    if question.section == "patterns" and action is Action.EMERGENCY:
        return "Not needed now: being seen comes first."
    if question.ask is not None and question.ask.holds(facts) is None:
        return "Whether this applies depends on an answer that is still open."
    return "Not answered."


def findings(screening: Screening) -> list[Finding | Missing]:
    """Return what the screen says about the structural causes, for the ranking.

    A pattern gives at most two findings: the one published ratio that counts, and the capped judged sum of
    the other items with age, place of pain and setting. A pattern without an answered item, or one that
    questions cannot tell, is missing with its reason.
    """
    window = DateRange.ending(screening.today, screening.pain_days or 1)
    by_id = {pattern.id: pattern for pattern in screening.patterns}
    return [
        finding
        for rule in pattern_rules()
        for finding in _findings(by_id[rule.pattern], rule.cause, rule.judged_evidence, window)
    ]


def _findings(
    pattern: PatternResemblance, cause: str, judged_evidence: tuple[str, ...], window: DateRange
) -> list[Finding | Missing]:
    measure = f"screening-{pattern.id}"
    if pattern.education_only:
        return [Missing(cause, measure, pattern.sentence)]
    if not pattern.asked:
        return [
            Missing(cause, measure, "None of the questions that bear on this pattern has been answered yet.")
        ]
    found: list[Finding | Missing] = []
    if pattern.published is not None:
        item = pattern.published
        found.append(
            Finding(
                cause=cause,
                measure=f"{measure}-{item.id}",
                group=f"{measure}-published",
                value=1.0 if item.answer else 0.0,
                unit="yes (1) or no (0)",
                reference="people asked the same in clinic studies, none of them runners as such",
                log_lr=item.log_lr,
                log_lr_interval=item.interval,
                basis="published",
                evidence=item.evidence,
                window=window,
                sentence=pattern.sentence,
            )
        )
    cap = pattern_limits().judged_cap
    judged = max(-cap, min(cap, pattern.judged_log_lr + pattern.prior_shift))
    found.append(
        Finding(
            cause=cause,
            measure=f"{measure}-picture",
            group=f"{measure}-judged",
            value=float(sum(item.answer for item in pattern.items)),
            unit=f"items answered yes of {len(pattern.items)}",
            reference="how often these answers, this age and this place of pain go with the pattern (judged)",
            log_lr=judged,
            log_lr_interval=(min(0.0, 2 * judged), max(0.0, 2 * judged)),
            basis="judged",
            evidence=judged_evidence,
            window=window,
            sentence=pattern.sentence,
        )
    )
    return found


def to_json(screening: Screening) -> dict[str, object]:
    """Return the screen as plain values: ``action``, ``red_flags``, ``patterns``, ``missing``."""
    return {
        "action": str(screening.action),
        "red_flags": [
            {
                "id": flag.id,
                "action": str(flag.action),
                "sentence": flag.sentence,
                "evidence": list(flag.evidence),
            }
            for flag in screening.red_flags
        ],
        "patterns": [
            {
                "id": pattern.id,
                "resemblance": round(pattern.resemblance, 4),
                "interval": [round(bound, 4) for bound in pattern.interval],
                "items": [
                    {
                        "id": item.id,
                        "answer": "yes" if item.answer else "no",
                        "log_lr": round(item.log_lr, 4),
                        "basis": item.basis,
                        "evidence": list(item.evidence),
                    }
                    for item in pattern.items
                ],
            }
            for pattern in screening.patterns
        ],
        "missing": [{"id": entry.id, "reason": entry.reason} for entry in screening.missing],
    }
