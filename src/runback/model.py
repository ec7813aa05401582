"""The few nouns that every package shares. Nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal


class Family(StrEnum):
    """The five families of causes."""

    OVEREXERTION = "overexertion"
    MUSCLE = "muscle"
    FORM = "form"
    STRUCTURAL = "structural"
    OUTSIDE = "outside"


class Side(StrEnum):
    """A side of the body."""

    LEFT = "left"
    RIGHT = "right"


Basis = Literal["published", "judged"]
"""Whether a weight comes from a published effect or from the authors' judgement."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a range of days ends ({self.last}) before it begins ({self.first})")

    @classmethod
    def ending(cls, last: date, days: int) -> DateRange:
        """Return the ``days`` days that end with ``last``."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Runner:
    """What Runback may know of the person; everything is optional.

    Heart rates in beats per minute, mass in kg, height in cm. ``zone`` is an IANA name, used for
    recordings that carry neither place nor offset.
    """

    sex: Literal["female", "male"] | None = None
    birth_year: int | None = None
    height_cm: float | None = None
    mass_kg: float | None = None
    max_heart_rate_bpm: float | None = None
    rest_heart_rate_bpm: float | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing measured that bears on one cause.

    ``log_lr`` is the natural log of a likelihood ratio (positive speaks for the cause, negative against)
    and ``log_lr_interval`` its 90 % interval. ``evidence`` holds fact ids; it may be empty only where
    ``basis`` is ``judged``. Findings with the same ``group`` come from one measure and count once.
    ``reference`` says in words what ``value`` was compared with; ``sentence`` is plain language for the
    runner, with the absolute rate beside any ratio.
    """

    cause: str
    measure: str
    group: str
    value: float
    unit: str
    reference: str
    log_lr: float
    log_lr_interval: tuple[float, float]
    basis: Basis
    evidence: tuple[str, ...]
    window: DateRange
    sentence: str

    def __post_init__(self) -> None:
        low, high = self.log_lr_interval
        if not low <= self.log_lr <= high:
            raise ValueError(f"{self.measure}: log_lr {self.log_lr} lies outside its interval {low}..{high}")
        if self.basis == "published" and not self.evidence:
            raise ValueError(f"{self.measure}: a published weight needs the id of its fact")


@dataclass(frozen=True, slots=True)
class Missing:
    """A measure that could not be made for a cause, with the reason in plain words."""

    cause: str
    measure: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One diary day. Pain and stress 0 to 10; None means not told, which is never the same as 0.

    ``places`` are ids such as ``lower-back-left``, ``buttock-right``, ``leg-below-knee-left``. Sleep is that
    of the night before; ``sleep_quality`` 0 (not restful at all) to 10. ``lifting`` is heavy lifting or
    awkward work, ``pack`` a pack carried on the run, ``easy_start`` a run whose first ten minutes were easy,
    ``strength`` and ``stretches`` exercises done.
    """

    day: date
    worst_pain: float | None = None
    pain_during_run: float | None = None
    pain_next_morning: float | None = None
    places: tuple[str, ...] = ()
    stiffness_min: float | None = None
    sleep_h: float | None = None
    sitting_h: float | None = None
    lifting: bool | None = None
    stress: float | None = None
    note: str = ""
    sleep_quality: float | None = None
    driving_h: float | None = None
    pack: bool | None = None
    easy_start: bool | None = None
    strength: bool | None = None
    stretches: bool | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One answered outcome measure: ``measure`` is an id of the evidence base, ``value`` on its own scale.

    ``answers`` are those behind it by item id, empty where only the total is known; what the runner named
    for an item stands under ``<item id>-name``.
    """

    measure: str
    day: date
    value: float
    answers: Mapping[str, bool | float | str] = field(default_factory=dict, hash=False)
