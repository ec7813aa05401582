"""The kinds of entry that the evidence base holds, as typed values. No logic beyond how sure an entry is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan
from typing import ClassVar, Literal

from runback.knowledge.grades import Checked, Reviewed, Table, Verdict
from runback.knowledge.movement_entries import Exercise, Metric, SelfTest
from runback.model import Family

_READ: dict[Checked, str] = {
    "full-text": "the passage itself was read",
    "abstract": "the abstract was read",
    "secondary": "known only from somebody else's account",
    "unverified": "from memory, not established",
}
_REVIEW: dict[Reviewed, str] = {
    "confirmed": "confirmed by a second reader",
    "corrected": "corrected by a second reader",
    "not-found": "looked for again and not found, so not established",
    "none": "not looked at again",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim with its numbers, the people it holds for, its source and how far it was checked.

    ``numbers`` are in ``unit``; nan means that no figure was found. Keys that begin with ``derived_`` were
    computed for Runback from the source's figures, those with ``recalled_`` come from memory and are never
    printed. ``series`` holds the rows of numbers that belong together, such as one value per age.
    ``use`` instructs the developers and is not shown to a runner.
    """

    kind: ClassVar[str] = "fact"

    id: str
    claim: str
    numbers: Mapping[str, float]
    unit: str
    population: str
    source: str
    checked: Checked
    strength: str
    use: str
    reviewed: Reviewed = "none"
    also_sources: tuple[str, ...] = ()
    added_by_review: bool = False
    series: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def established(self) -> bool:
        """Whether a paper or its abstract was read and no second reader failed to find it."""
        return self.checked in {"full-text", "abstract"} and self.reviewed != "not-found"

    @property
    def printable_numbers(self) -> dict[str, float]:
        """The numbers that may be shown: none of an unverified fact, none recalled, none unknown."""
        if self.checked == "unverified" or self.reviewed == "not-found":
            return {}
        return {k: v for k, v in self.numbers.items() if not k.startswith("recalled_") and not isnan(v)}

    @property
    def printable_series(self) -> dict[str, tuple[float, ...]]:
        """The rows of numbers that may be shown, by the same rule."""
        if self.checked == "unverified" or self.reviewed == "not-found":
            return {}
        return {k: v for k, v in self.series.items() if not k.startswith("recalled_")}

    @property
    def how_sure(self) -> str:
        """How far the claim was checked, in words for a reader."""
        return f"{_READ[self.checked]}; {_REVIEW[self.reviewed]}"


@dataclass(frozen=True, slots=True)
class Source:
    """A paper, guideline or page.

    ``year`` is 0 and ``doi`` empty where not known; ``meta`` says how much of it was seen.
    """

    kind: ClassVar[str] = "source"

    id: str
    authors: str
    year: int
    title: str
    journal: str
    doi: str
    url: str
    doi_checked: bool = True
    meta: str = ""


@dataclass(frozen=True, slots=True)
class CauseEntry:
    """One cause of the complete list.

    ``prior`` is the probability that it contributes to a runner's sore lower back before anything is
    measured, with a 90 % interval; ``belief`` is what research contradicts or leaves open about it.
    """

    kind: ClassVar[str] = "cause"

    id: str
    family: Family
    name: str
    description: str
    prior: float
    prior_low: float
    prior_high: float
    prior_basis: Literal["published", "judged"]
    prior_reason: str
    evidence: tuple[str, ...]
    belief: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something that a runner can measure, the minutes it takes, and what it says about which causes.

    ``informs`` maps a cause id to (sensitivity, specificity). ``available`` is False where Runback cannot
    take the measurement itself yet and ``how`` tells how to do it by hand. ``made_by`` names the measures of
    findings that show that it was made.
    """

    kind: ClassVar[str] = "measurement"

    id: str
    name: str
    minutes: float
    how: str
    available: bool
    basis: Literal["published", "judged"]
    basis_reason: str
    informs: Mapping[str, tuple[float, float]]
    evidence: tuple[str, ...] = ()
    made_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A question whose yes calls for a fixed action; ``lr_pos`` None means no usable figure, not 1."""

    kind: ClassVar[str] = "red_flag"

    id: str
    question: str
    suspects: str
    action: str
    lr_basis: str
    why: str
    evidence: tuple[str, ...]
    lr_pos: float | None = None
    lr_pos_high: float | None = None
    lr_note: str = ""


@dataclass(frozen=True, slots=True)
class PatternItem:
    """One question of a pattern; an absent ratio means no usable figure, not 1."""

    id: str
    question: str
    lr_basis: str
    self_reportable: bool
    evidence: tuple[str, ...]
    lr_pos: float | None = None
    lr_neg: float | None = None
    do_not_use: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What people with a structural problem often describe. A topic for a clinician, never a diagnosis."""

    kind: ClassVar[str] = "pattern"

    id: str
    name: str
    prevalence_low: float
    prevalence_high: float
    prevalence_population: str
    best_evidence: str
    caution: str
    items: tuple[PatternItem, ...]
    prevalence_young_low: float | None = None
    prevalence_young_high: float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a treatment did to one outcome, as one fact tells it.

    ``number``, ``low`` and ``high`` are keys of the fact's numbers, and empty where no figure was seen;
    ``scale`` gives unit, range and the direction that is better; ``reading`` says in words what it comes to.
    """

    outcome: str
    fact: str
    reading: str
    number: str = ""
    low: str = ""
    high: str = ""
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment: what it is, its effects and harms, what guidelines say, and what to ask who offers it.

    ``when`` says when to raise it with a clinician; how well each number was checked stands with its fact.
    """

    kind: ClassVar[str] = "treatment"

    id: str
    name: str
    what_it_is: str
    for_what: str
    effects: tuple[Effect, ...]
    harms: str
    guideline_position: str
    when: str
    provided_by: str
    questions: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeMeasure:
    """A questionnaire or scale with its thresholds; an empty ``mcid`` or ``mdc`` means no value was seen."""

    kind: ClassVar[str] = "outcome_measure"

    id: str
    name: str
    range: tuple[float, float]
    direction: str
    mcid: Table
    mdc: Table
    licence: str
    shippable: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Influence:
    """An influence from outside running: shoes, surface, sitting, sleep, lifting, stress."""

    kind: ClassVar[str] = "influence"

    id: str
    name: str
    how_measured: str
    threshold: str
    effect: Table
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Something of a runner's day that may come before worse or better days: a column of the frame of days.

    ``name`` completes "more ..." for an amount, and "a day with ..." where ``on_off``. ``step`` is the
    amount, in ``unit``, that an effect is told for. ``suspect`` says which way of it the ``cause`` names;
    without a cause it bears on none. ``safe_to_vary``: an experiment may set it within what the runner does
    anyway.
    """

    kind: ClassVar[str] = "exposure"

    id: str
    name: str
    unit: str
    step: float
    on_off: bool
    safe_to_vary: bool
    suspect: Literal["more", "less"]
    how: str
    evidence: tuple[str, ...]
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of common advice to runners with a sore lower back, as it is commonly given, and its check.

    ``facts`` are the ids that the verdict rests on, ``because`` says in words what they found, and
    ``runback_does`` what Runback does about it or leaves undone.
    """

    kind: ClassVar[str] = "advice"

    id: str
    statement: str
    verdict: Verdict
    facts: tuple[str, ...]
    because: str
    runback_does: str


Entry = (
    Fact
    | Source
    | CauseEntry
    | Measurement
    | SelfTest
    | Exercise
    | Metric
    | RedFlag
    | Pattern
    | Treatment
    | OutcomeMeasure
    | Influence
    | Exposure
    | Advice
)
"""Anything in the evidence base that an id names."""
