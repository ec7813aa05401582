"""Muscle: self-tests of strength and range, held against norms, the other side and the runner's own past."""

from runback.body.comparisons import Change, SideGap
from runback.body.findings import findings
from runback.body.norms import Standing
from runback.body.readings import Reading, read, readings, sentences, value_words
from runback.body.recency import DUE_DAYS, SPEAKS_DAYS, due_on
from runback.body.results import SelfTestResult, Stopped, by_test, checked

__all__ = [
    "DUE_DAYS",
    "SPEAKS_DAYS",
    "Change",
    "Reading",
    "SelfTestResult",
    "SideGap",
    "Standing",
    "Stopped",
    "by_test",
    "checked",
    "due_on",
    "findings",
    "read",
    "readings",
    "sentences",
    "value_words",
]
