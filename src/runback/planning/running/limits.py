"""What leading causes and pain forbid or bound in the run schedule, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runback.causes import Ranking
from runback.knowledge import cause
from runback.planning.leading import leads
from runback.planning.pain_rules import PainVerdict

_HILLS = ("hills-up", "hills-down")
_SPEED = ("speed-increase", "too-hard-too-long")
_HOLD = ("mileage-increase", "too-hard-too-long")
_TIRED = ("lack-of-rest", "muscle-fatigue")


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Whether hills and fast running have a place, building up is held, and rest comes first.

    ``hills_for``, ``speed_for``, ``hold_for`` and ``tired_for`` are the leading causes behind each, empty
    where nothing is bound. ``no_hard`` is the pain rule's word for the days ahead.
    """

    hills_for: tuple[str, ...] = ()
    speed_for: tuple[str, ...] = ()
    hold_for: tuple[str, ...] = ()
    tired_for: tuple[str, ...] = ()
    no_hard: bool = False

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for every bound that is set."""
        words: tuple[tuple[tuple[str, ...], str], ...] = (
            (self.hills_for, "no hill runs, and each run names the most climb it should have"),
            (self.speed_for, "no fast running"),
            (self.hold_for, "the weeks hardly grow"),
            (self.tired_for, "two days a week are free where your wishes allow"),
        )
        return tuple(
            f"While your runs speak for {_names(causes)} as a contributor: {what}. The size of this bound "
            "is judged."
            for causes, what in words
            if causes
        )


def running_limits(ranking: Ranking, verdict: PainVerdict) -> RunLimits:
    """Return the bounds that the leading causes of ``ranking`` and the pain rules set."""
    leading = [one.id for one in ranking.causes if leads(one)]
    return RunLimits(
        hills_for=_among(leading, _HILLS),
        speed_for=_among(leading, _SPEED),
        hold_for=_among(leading, _HOLD),
        tired_for=_among(leading, _TIRED),
        no_hard=verdict.no_hard,
    )


def _among(leading: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in leading if one in ids)


def _names(ids: Sequence[str]) -> str:
    return " and ".join(f"'{cause(one).name}'" for one in ids)
