"""From ranked causes to dated sessions: strength, stretches and running that fit the runner's week.

The public names load on first use: who asks what was planned needs no solver of schedules.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.planning.making import make_plan
    from runback.planning.plan import (
        Conflict,
        ExerciseDone,
        Goal,
        Plan,
        RunSort,
        Session,
        SessionDone,
        SessionKind,
        Step,
        Wishes,
    )

__all__ = [
    "Conflict",
    "ExerciseDone",
    "Goal",
    "Plan",
    "RunSort",
    "Session",
    "SessionDone",
    "SessionKind",
    "Step",
    "Wishes",
    "make_plan",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'runback.planning' has no attribute {name!r}")
    home = "making" if name == "make_plan" else "plan"
    return getattr(import_module(f"runback.planning.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
