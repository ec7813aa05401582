"""From ranked causes to dated sessions: strength, stretches and running that fit the runner's week."""

from runback.planning.make_plan import make_plan
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
