"""Runback: why a runner's lower back hurts, measured from watch files, and how to run without the pain.

The public names below load on first use, so that ``import runback`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback import body, gait, load, planning, progress, reports, screening, triggers
    from runback.activities import read_activities
    from runback.causes import Ranking, assess, rank
    from runback.errors import RunbackError
    from runback.influences import influence_findings
    from runback.knowledge import fact
    from runback.load import load_findings
    from runback.model import CheckIn, DateRange, Family, Finding, Missing, Runner, Score, Side
    from runback.planning import Goal, Wishes, make_plan
    from runback.screening import screen
    from runback.triggers import find_triggers

__all__ = [
    "CheckIn",
    "DateRange",
    "Family",
    "Finding",
    "Goal",
    "Missing",
    "Ranking",
    "RunbackError",
    "Runner",
    "Score",
    "Side",
    "Wishes",
    "assess",
    "body",
    "fact",
    "find_triggers",
    "gait",
    "influence_findings",
    "load",
    "load_findings",
    "make_plan",
    "planning",
    "progress",
    "rank",
    "read_activities",
    "reports",
    "screen",
    "screening",
    "triggers",
]

_PACKAGES = ("body", "gait", "load", "planning", "progress", "reports", "screening", "triggers")
_HOMES = {
    "CheckIn": "runback.model",
    "DateRange": "runback.model",
    "Family": "runback.model",
    "Finding": "runback.model",
    "Goal": "runback.planning",
    "Missing": "runback.model",
    "Ranking": "runback.causes",
    "RunbackError": "runback.errors",
    "Runner": "runback.model",
    "Score": "runback.model",
    "Side": "runback.model",
    "Wishes": "runback.planning",
    "assess": "runback.causes",
    "fact": "runback.knowledge",
    "find_triggers": "runback.triggers",
    "influence_findings": "runback.influences",
    "load_findings": "runback.load",
    "make_plan": "runback.planning",
    "rank": "runback.causes",
    "read_activities": "runback.activities",
    "screen": "runback.screening",
}


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f"runback.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'runback' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
