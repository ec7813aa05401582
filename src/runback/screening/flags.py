"""Red flags: fixed rules, run first; no score, model or preference weakens or silences one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from runback.errors import BadInputError
from runback.knowledge import fact
from runback.screening.actions import Action
from runback.screening.conditions import Facts
from runback.screening.tables import Forbidden, Rule, rules

_FORBIDS = {
    frozenset({"running"}): "Until then, no running.",
    frozenset({"loading"}): "Until then, no lifting and no strength work under load.",
    frozenset({"running", "loading"}): "Until then, no running, lifting or strength work under load.",
}
_TEACHING = "This rule rests on general medical teaching; no study of its accuracy was read."


@dataclass(frozen=True, slots=True)
class Clearance:
    """The runner's own dated statement that a clinician looked at a flag; ``flag`` is the flag's id."""

    flag: str
    date: date
    statement: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A raised flag: what to do and whom to see, on what evidence, and what it forbids until then.

    A flag that a clinician looked at keeps its place, says when, and no longer counts for the overall action.
    """

    id: str
    action: Action
    sentence: str
    evidence: tuple[str, ...]
    forbids: frozenset[Forbidden]
    suspects: str
    tier: Literal["strong", "weak"]
    looked_at: Clearance | None = None

    @property
    def counts(self) -> bool:
        """Whether the flag still asks for its action."""
        return self.looked_at is None

    @property
    def forbids_in_words(self) -> str:
        """What it forbids until then, as in "no loading and no running"; empty where it forbids nothing."""
        return " and ".join(f"no {one}" for one in sorted(self.forbids))


def raise_flags(
    facts: Facts, *, clearances: Iterable[Clearance], worse_since: bool | None, today: date
) -> tuple[RedFlag, ...]:
    """Return every flag that the facts raise, the most urgent first.

    ``worse_since`` says whether something became worse after the clinician looked: anything but a plain no,
    once answered, makes every clearance void; pass False where it was not asked.

    Raises:
        BadInputError: a clearance of an unknown flag, dated in the future, or without a statement.
    """
    latest = _latest_clearances(clearances, today)
    held = latest if worse_since is False else {}
    raised = [_flag(rule, held.get(rule.id)) for rule in rules() if rule.when.holds(facts) is True]
    return tuple(sorted(raised, key=lambda flag: (not flag.counts, -flag.action.rank)))


def _latest_clearances(clearances: Iterable[Clearance], today: date) -> dict[str, Clearance]:
    known = {rule.id for rule in rules()}
    latest: dict[str, Clearance] = {}
    for clearance in clearances:
        if clearance.flag not in known:
            raise BadInputError(
                f"no flag is called '{clearance.flag}'.",
                where="clearance",
                remedy="Use the id that the screen shows beside the flag.",
            )
        if clearance.date > today:
            raise BadInputError(
                f"'{clearance.flag}' was looked at on {clearance.date}, which is after today ({today}).",
                where="clearance",
                remedy="Give the day of the visit.",
            )
        if not clearance.statement.strip():
            raise BadInputError(
                f"'{clearance.flag}' was marked as looked at without a statement.",
                where="clearance",
                remedy="Say who looked at it and what they said.",
            )
        before = latest.get(clearance.flag)
        if before is None or (clearance.date, clearance.statement) > (before.date, before.statement):
            latest[clearance.flag] = clearance
    return latest


def _flag(rule: Rule, clearance: Clearance | None) -> RedFlag:
    return RedFlag(
        id=rule.id,
        action=rule.action,
        sentence=_sentence(rule, clearance),
        evidence=rule.evidence,
        forbids=rule.forbids,
        suspects=rule.suspects,
        tier=rule.tier,
        looked_at=clearance,
    )


def _sentence(rule: Rule, clearance: Clearance | None) -> str:
    parts = [rule.lead, rule.why]
    if rule.forbids and clearance is None:
        parts.append(_FORBIDS[rule.forbids])
    if all(fact(id_).checked == "unverified" for id_ in rule.evidence):
        parts.append(_TEACHING)
    if clearance is not None:
        said = clearance.statement.strip().rstrip(".")
        parts.insert(0, f"Looked at on {clearance.date.isoformat()} by your own statement ({said}).")
        parts.insert(1, "It stays on the list. If it is new again or worse:")
    return " ".join(parts)
