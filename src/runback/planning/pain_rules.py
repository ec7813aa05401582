"""Go on, do less, or stop: what the last days of pain mean for the next run and the next strength session.

The limits come from a rule of a tendon programme (``pain-zone-cutoffs``, ``pain-traffic-light``) and were not
tested for back pain; leg symptoms and red flags pass it by. What each rule does about it is judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Literal

from runback.knowledge import fact
from runback.model import CheckIn
from runback.planning.plan import SessionDone, SessionKind
from runback.progress import flare_ups

Action = Literal["go-on", "reduce", "stop"]

SEEN_DAYS = 7
"""How old the last told pain may be to say something of today; judged."""

SPELL_DAYS = 3
"""Days that end today whose worst pain the limits are held against; judged, so that one good day after a bad
one does not set the load back to full."""

USUAL_DAYS = 28
LEAST_USUAL_TOLD = 3
LOOK_BACK_DAYS = 90
"""How far back an open flare-up is looked for: four weeks of it at most, and the four of its usual pain."""

RISING_DAYS = 3
"""Told days in a row, each worse than the one before, that make a rising trend; judged."""

DAYS_OFF = 2
"""Days without a run or without loading where the rule says stop; the next check-ins are then asked again.
Judged: ``pain-24-hour-rule`` looks one day on, the second is margin."""

REDUCED_SHARE = 0.7
"""Share of the distance while the rule says reduce; judged: ``pain-24-hour-rule`` gives no size."""


@dataclass(frozen=True, slots=True)
class PainVerdict:
    """What the pain rules say of running, or of loading.

    ``factor`` is the share of the usual distance once sessions go on (1: all of it); ``days_off`` the days
    from today without, None until a clinician has looked; ``no_hard`` leaves out hills, speed and harder
    exercises. ``pain`` is the pain looked at, of 10. Where ``seen`` is False the diary told too little for
    the rule to see pain. ``parts`` are the reason, what it asks for, and what else is said, of a ``sentence``
    made of these. ``age_days`` is how many days ago the diary last told anything: what a rule asks for counts
    from there, so that it does not grow while nothing is told.
    """

    action: Action
    factor: float
    days_off: int | None
    no_hard: bool
    sentence: str
    evidence: tuple[str, ...]
    pain: float | None
    seen: bool
    parts: tuple[str, str, str] | None = None
    age_days: int = 0


@dataclass(frozen=True, slots=True)
class _Reason:
    action: Action
    lead: str
    what: str
    tail: str
    evidence: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"{self.lead}: {self.what}. {self.tail}"


@dataclass(frozen=True)
class _Known:
    """What the rules look at, for one kind of session."""

    kind: SessionKind
    check_ins: tuple[CheckIn, ...]
    log: tuple[SessionDone, ...]
    today: date

    @property
    def less(self) -> str:
        return "shorter and only easy runs" if self.kind == "run" else "easier steps and nothing harder"

    @cached_property
    def told(self) -> dict[date, float]:
        """The worst pain told of each day up to today, that of the day's run or session among it."""
        pains: dict[date, float] = {}
        for entry in self.check_ins:
            for pain in (entry.worst_pain, entry.pain_during_run if self.kind == "run" else None):
                _add(pains, entry.day, pain)
        for session in self.log:
            if session.kind == self.kind and session.done:
                _add(pains, session.day, session.pain)
        return {day: pains[day] for day in sorted(pains) if day <= self.today}

    @property
    def recent(self) -> list[float]:
        """The told pain of the days recent enough to say something of today, by day."""
        return [pain for day, pain in self.told.items() if (self.today - day).days < SEEN_DAYS]

    @property
    def age_days(self) -> int:
        """How many days ago pain or its place was last told; 0 where nothing recent was."""
        days = [*self.told, *(one.day for one in self.check_ins if one.places)]
        return min((age for day in days if 0 <= (age := (self.today - day).days) < SEEN_DAYS), default=0)

    @property
    def worst_of_spell(self) -> float | None:
        """The worst pain of the last days, else the last told one that is recent; None without."""
        spell = [pain for day, pain in self.told.items() if (self.today - day).days < SPELL_DAYS]
        return max(spell, default=self.recent[-1] if self.recent else None)

    def usual_before(self, day: date) -> float | None:
        """The median told pain of the weeks before ``day``; None where too little was told."""
        before = [pain for when, pain in self.told.items() if 0 < (day - when).days <= USUAL_DAYS]
        return median(before) if len(before) >= LEAST_USUAL_TOLD else None


def _add(pains: dict[date, float], day: date, pain: float | None) -> None:
    if pain is not None:
        pains[day] = max(pain, pains.get(day, 0.0))


def running_verdict(
    check_ins: Iterable[CheckIn],
    log: Iterable[SessionDone],
    today: date,
    forbids: Collection[str] = (),
    *,
    leg_symptoms: bool | None = None,
) -> PainVerdict:
    """Return whether to run on, run less or not run, from the diary and the sessions told.

    ``forbids`` is what raised red flags forbid (``Screening.forbids``) and overrides everything;
    ``leg_symptoms`` is the runner's own word that pain, tingling or numbness goes down a leg and lasts.
    """
    if "running" in forbids:
        return _forbidden("run")
    return _verdict(_Known("run", tuple(check_ins), tuple(log), today), leg_symptoms)


def loading_verdict(
    check_ins: Iterable[CheckIn],
    log: Iterable[SessionDone],
    today: date,
    forbids: Collection[str] = (),
    *,
    leg_symptoms: bool | None = None,
) -> PainVerdict:
    """Return whether to go on with strength work, make it easier, or leave it; see ``running_verdict``."""
    if "loading" in forbids:
        return _forbidden("strength work")
    return _verdict(_Known("strength", tuple(check_ins), tuple(log), today), leg_symptoms)


def _forbidden(what: str) -> PainVerdict:
    sentence = f"A raised red flag comes first: no {what} is planned until a clinician has looked."
    return PainVerdict("stop", 0.0, None, True, sentence, (), None, seen=True)


def _verdict(known: _Known, leg_symptoms: bool | None) -> PainVerdict:
    reasons = [reason for rule in _RULES for reason in rule(known)] + list(_legs(known, leg_symptoms))
    pain = known.worst_of_spell
    if not reasons:
        return _no_reason(pain)
    worst = max(reasons, key=lambda reason: reason.action == "stop")
    return PainVerdict(
        action=worst.action,
        factor=REDUCED_SHARE,
        days_off=DAYS_OFF if worst.action == "stop" else 0,
        no_hard=True,
        sentence=worst.sentence,
        evidence=worst.evidence,
        pain=pain,
        seen=pain is not None,
        parts=(worst.lead, worst.what, worst.tail),
        age_days=known.age_days,
    )


def in_words(running: PainVerdict, loading: PainVerdict) -> tuple[str, ...]:
    """Return what both verdicts say, a red flag first, each reason once; nothing where both see and go on."""
    told = [one for one in (running, loading) if one.action != "go-on" or not one.seen]
    if len(told) == 2 and running.parts and loading.parts and running.parts != loading.parts:
        (lead, what, tail), (other_lead, other, other_tail) = running.parts, loading.parts
        if (lead, tail) == (other_lead, other_tail):
            return (f"{lead}: {what}; {other}. {tail}",)
    words = [one.sentence for one in sorted(told, key=lambda one: one.days_off is not None)]
    return tuple(dict.fromkeys(words))


def _no_reason(pain: float | None) -> PainVerdict:
    if pain is None:
        return PainVerdict(
            "go-on",
            1.0,
            0,
            False,
            f"No pain was told in the last {SEEN_DAYS} days, so the pain rule cannot see any; a short "
            "check-in after each session lets it.",
            ("pain-zone-cutoffs", "pain-24-hour-rule"),
            None,
            seen=False,
        )
    return PainVerdict(
        "go-on",
        1.0,
        0,
        False,
        f"Pain of the last days ({pain:g} of 10) lies in the part of the scale in which the rule goes on. It "
        "comes from tendon programmes and was not tested for backs.",
        ("pain-zone-cutoffs", "pain-24-hour-rule"),
        pain,
        seen=True,
    )


def _traffic_light(known: _Known) -> Iterator[_Reason]:
    numbers = fact("pain-zone-cutoffs").numbers
    green, amber = numbers["common_safe_max"], numbers["common_acceptable_max"]
    pain = known.worst_of_spell
    if pain is None or pain < green:
        return
    evidence = ("pain-zone-cutoffs", "pain-monitored-activity-trial")
    if pain > amber:
        rest = (
            ("no run", "shorter and only easy ones")
            if known.kind == "run"
            else ("no strength work", "easier steps")
        )
        yield _Reason(
            "stop",
            f"Pain of {pain:g} of 10 in the last days is above {amber:g}",
            f"{rest[0]} for {DAYS_OFF} days, then {rest[1]}",
            "Easy walking goes on if it does not add to the pain. The limit comes from tendon programmes.",
            evidence,
        )
        return
    yield _Reason(
        "reduce",
        f"Pain of {pain:g} of 10 in the last days lies between {green:g} and {amber:g}",
        f"{known.less} until it is below",
        "The limits come from tendon programmes.",
        evidence,
    )


def _next_morning(known: _Known) -> Iterator[_Reason]:
    """Pain that has not settled on the morning after: a step back, whatever the pain during the session."""
    rise = fact("mic-consensus-ostelo").numbers["nrs_0_10"]
    mornings: dict[date, float] = {}
    for entry in known.check_ins:
        if 0 <= (known.today - entry.day).days < SPELL_DAYS:
            _add(mornings, entry.day, entry.pain_next_morning)
    if not mornings:
        return
    day = max(mornings)
    usual = known.usual_before(day)
    if usual is None or mornings[day] < usual + rise:
        return
    yield _Reason(
        "reduce",
        f"On the morning after {day} pain was {mornings[day]:g} of 10, {rise:g} or more above the usual "
        f"{usual:g}",
        f"{known.less} until it settles",
        "The rule comes from tendon programmes; the size of the step is judged.",
        ("pain-24-hour-rule", "mic-consensus-ostelo"),
    )


def _flare_up(known: _Known) -> Iterator[_Reason]:
    recent = [entry for entry in known.check_ins if (known.today - entry.day).days < LOOK_BACK_DAYS]
    flares = [flare for flare in flare_ups(recent, known.today) if not flare.ended]
    if not flares or (known.today - flares[-1].last).days >= SEEN_DAYS:
        return
    rise = fact("mic-consensus-ostelo").numbers["nrs_0_10"]
    yield _Reason(
        "reduce",
        f"Since {flares[-1].first} pain stands {rise:g} or more above its usual {flares[-1].usual:g} of 10 "
        "(a flare-up)",
        f"{known.less} until it settles",
        "How far above counts as a flare-up is a choice.",
        ("mic-consensus-ostelo", "pain-24-hour-rule"),
    )


def _rising(known: _Known) -> Iterator[_Reason]:
    rise = fact("mic-consensus-ostelo").numbers["nrs_0_10"]
    pains = known.recent[-RISING_DAYS:]
    climbing = all(later > sooner for sooner, later in pairwise(pains))
    if len(pains) == RISING_DAYS and climbing and pains[-1] - pains[0] >= rise:
        yield _Reason(
            "reduce",
            f"Pain rose from {pains[0]:g} to {pains[-1]:g} of 10 over the last {RISING_DAYS} told days",
            f"{known.less} until it turns",
            "That three days make a trend is judged.",
            ("mic-consensus-ostelo", "pain-24-hour-rule"),
        )


_RULES = (_traffic_light, _next_morning, _flare_up, _rising)


def _legs(known: _Known, leg_symptoms: bool | None) -> Iterator[_Reason]:
    """Leg symptoms pass the pain rule by: new ones stop until the red-flag questions are answered."""
    ages = [
        (known.today - entry.day).days
        for entry in known.check_ins
        if any(place.startswith("leg-below-knee") for place in entry.places)
    ]
    recent = any(0 <= age < SEEN_DAYS for age in ages)
    lasting = leg_symptoms or any(SEEN_DAYS <= age < USUAL_DAYS for age in ages)
    evidence = ("pain-zone-cutoffs", "pain-traffic-light")
    if recent and not lasting:
        yield _Reason(
            "stop",
            "Pain below the knee is new in the diary, and the pain rule does not cover it",
            "answer the red-flag questions (runback screen) before the next session",
            "Watch for numbness or weakness.",
            evidence,
        )
    elif recent or leg_symptoms:
        yield _Reason(
            "reduce",
            "Symptoms go down a leg, which the pain rule does not cover",
            "nothing hard and nothing that brings them on",
            "Answer the red-flag questions again whenever they change.",
            evidence,
        )


def first_day_back(verdict: PainVerdict, today: date) -> date | None:
    """Return the first day on which the verdict allows a session again; None until a clinician has looked."""
    return None if verdict.days_off is None else today + timedelta(days=verdict.days_off)
