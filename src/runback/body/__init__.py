"""Muscle: self-tests of strength and range, held against norms, the other side and the runner's own past."""

from runback.body.amounts import amount
from runback.body.battery import in_order, worth_doing
from runback.body.comparisons import Change, SideGap
from runback.body.findings import findings
from runback.body.limits import Error, error_of
from runback.body.norms import Standing, norm_words
from runback.body.reading_json import result_json, to_json
from runback.body.readings import Reading, day_and_values, read, readings, sentences, value_words
from runback.body.recency import DUE_DAYS, SPEAKS_DAYS, due_on, is_old
from runback.body.results import SelfTestResult, Stopped, by_test, checked
from runback.body.safety import GateAnswers, GateQuestion, gate_questions, obstacle

__all__ = [
    "DUE_DAYS",
    "SPEAKS_DAYS",
    "Change",
    "Error",
    "GateAnswers",
    "GateQuestion",
    "Reading",
    "SelfTestResult",
    "SideGap",
    "Standing",
    "Stopped",
    "amount",
    "by_test",
    "checked",
    "day_and_values",
    "due_on",
    "error_of",
    "findings",
    "gate_questions",
    "in_order",
    "is_old",
    "norm_words",
    "obstacle",
    "read",
    "readings",
    "result_json",
    "sentences",
    "to_json",
    "value_words",
    "worth_doing",
]
