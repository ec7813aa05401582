"""The tables. Every row leads to its runner: one in local mode, many on a server.

A file is kept once, by its content (``Original``), however often and from wherever it came (``Arrival``).
What Runback computed lies in ``Activity``: one row for each run of an original. So an import is undone by
taking out its arrivals, and only originals that no other import brought go with them.
"""

from runback.store.models.plans import CalendarEntry, PlannedSession, ToldSession, WrittenPlan
from runback.store.models.runs import Activity, Arrival, ImportBatch, MeasureSet, Original, Runner
from runback.store.models.told import (
    DiaryEntry,
    Film,
    FlagLookedAt,
    OutcomeScore,
    PlannedExperiment,
    ScreeningAnswers,
    SelfTestEntry,
    ShoePair,
)

__all__ = [
    "Activity",
    "Arrival",
    "CalendarEntry",
    "DiaryEntry",
    "Film",
    "FlagLookedAt",
    "ImportBatch",
    "MeasureSet",
    "Original",
    "OutcomeScore",
    "PlannedExperiment",
    "PlannedSession",
    "Runner",
    "ScreeningAnswers",
    "SelfTestEntry",
    "ShoePair",
    "ToldSession",
    "WrittenPlan",
]
