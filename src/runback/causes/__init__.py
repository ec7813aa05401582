"""Findings in, ranked causes out: support with its interval, what is unmeasured, what to measure next."""

from runback.causes.assessment import assess, finding_json, to_json
from runback.causes.next_best import NextMeasurement
from runback.causes.ranking import RankedCause, Ranking, rank
from runback.causes.states import State

__all__ = ["NextMeasurement", "RankedCause", "Ranking", "State", "assess", "finding_json", "rank", "to_json"]
