"""What the runner is told of triggers: the nouns, and how they read as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from runback.model import DateRange

Tier = Literal["named", "worth-watching"]

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A group of exposures that tends to come before worse (or better) days.

    ``exposures`` are ids, the best-fitting first; with more than one the days cannot tell them apart.
    ``tier`` is ``named`` (within the promise that at most 5 % of runners without any trigger ever get one
    named) or ``worth-watching`` (outside of it). ``probability`` is that of the group. ``effect``, with its
    90 % ``interval``, is the change in reported pain (points of 10) for one ``step`` more of the leading
    exposure (such as ``5 km``; empty where it is on or off) on each of its days; ``lag_days`` are the days
    from exposure to pain, ``days_used`` the days with pain told.
    """

    exposures: tuple[str, ...]
    tier: Tier
    probability: float
    effect: float
    interval: Interval
    step: str
    lag_days: tuple[int, ...]
    days_used: int
    sentence: str

    def to_json(self) -> dict[str, object]:
        """Return the trigger as values for JSON."""
        return {
            "exposures": list(self.exposures),
            "tier": self.tier,
            "probability": round(self.probability, 3),
            "effect": round(self.effect, 3),
            "interval": [round(bound, 3) for bound in self.interval],
            "lag_days": list(self.lag_days),
            "days_used": self.days_used,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class ExposureResult:
    """What the days say of one exposure; probability, effect and interval are None where they cannot tell.

    ``step`` is what the effect is told for. ``tier`` is None for an exposure that is neither named nor worth
    watching. ``days_needed`` is the number of diary days after which an effect of one point of pain for one
    step more would be named in four of five such diaries; None where the exposure has not varied.
    """

    exposure: str
    step: str
    tier: Tier | None
    probability: float | None
    effect: float | None
    interval: Interval | None
    lag_days: tuple[int, ...]
    days_used: int
    days_needed: int | None
    sentence: str

    def to_json(self) -> dict[str, object]:
        """Return the result as values for JSON."""
        return {
            "exposure": self.exposure,
            "tier": self.tier,
            "probability": None if self.probability is None else round(self.probability, 3),
            "effect": None if self.effect is None else round(self.effect, 3),
            "interval": None if self.interval is None else [round(bound, 3) for bound in self.interval],
            "step": self.step,
            "lag_days": list(self.lag_days),
            "days_used": self.days_used,
            "days_needed": self.days_needed,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Triggers:
    """The answer for one runner on one day.

    ``enough``: the diary reaches the first scheduled look. ``days`` is the number of diary days, with and
    without pain told, and ``window`` their dates; None
    without any. ``next_look`` is the diary day on which the named ones may next change.
    """

    enough: bool
    window: DateRange | None
    days: int
    days_used: int
    next_look: int
    triggers: tuple[Trigger, ...]
    results: tuple[ExposureResult, ...]
    sentence: str

    @property
    def days_needed(self) -> int:
        """Diary days still to come before anything can be named at all; 0 once the diary is long enough."""
        return 0 if self.enough else max(self.next_look - self.days, 1)

    def to_json(self) -> dict[str, object]:
        """Return the answer as values for JSON."""
        return {
            "enough": self.enough,
            "days": self.days,
            "days_used": self.days_used,
            "days_needed": self.days_needed,
            "next_look": self.next_look,
            "sentence": self.sentence,
            "triggers": [trigger.to_json() for trigger in self.triggers],
            "exposures": [result.to_json() for result in self.results],
        }
