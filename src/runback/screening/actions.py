"""The four actions a screen can ask for, in order of urgency."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Action(StrEnum):
    """When to be seen. Compare by ``rank``, never by name."""

    ROUTINE = "routine"
    WITHIN_DAYS = "within-days"
    SAME_DAY = "same-day"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for routine up to 3 for emergency."""
        return list(Action).index(self)

    @property
    def words(self) -> str:
        """The action as told to the runner."""
        return _WORDS[self]


_WORDS = {
    Action.EMERGENCY: "Emergency: seek emergency care now",
    Action.SAME_DAY: "See a clinician today",
    Action.WITHIN_DAYS: "See a clinician within days",
    Action.ROUTINE: "Raise it at a routine visit",
}


def most_urgent(actions: Iterable[Action]) -> Action:
    """Return the most urgent of ``actions``; routine where there are none: no screen rules anything out."""
    return max(actions, key=lambda action: action.rank, default=Action.ROUTINE)
