"""Overexertion: the load of training day by day, and what in it stands out against the runner's own past."""

from runback.load.daily import daily_load
from runback.load.ewma import ewma, ewma_table
from runback.load.findings import load_findings
from runback.load.monotony import monotony_table
from runback.load.rest import consecutive_days, hours_between, rest_days
from runback.load.speed import fast_seconds
from runback.load.spikes import session_spikes
from runback.load.weekly import acute_chronic_uncoupled, week_to_week

__all__ = [
    "acute_chronic_uncoupled",
    "consecutive_days",
    "daily_load",
    "ewma",
    "ewma_table",
    "fast_seconds",
    "hours_between",
    "load_findings",
    "monotony_table",
    "rest_days",
    "session_spikes",
    "week_to_week",
]
