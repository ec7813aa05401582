"""Findings on lack of rest and recovery."""

from __future__ import annotations

import numpy as np
import polars as pl

from runback.load.history import FORTNIGHT_DAYS, RECENT_DAYS, History
from runback.load.own_past import About, Claim, by_difference, by_ratio, percent
from runback.load.rest import consecutive_days, hours_between
from runback.load.rest import rest_days as rest_days_of
from runback.model import Finding
from runback.units import day_words

CAUSE = "lack-of-rest"
EVIDENCE = ("training-errors-inconclusive", "diurnal-disc-height")
REST = About(CAUSE, "rest_days", "running-days", EVIDENCE)
STREAK = About(CAUSE, "longest_streak", "running-days", EVIDENCE)
HARD = About(CAUSE, "hard_days_apart", "hard-spacing", EVIDENCE)

HARD_SHARE = 1 / 3
CLOSE_HOURS = 36.0
LEAST_HARD_RUNS = 4
EFFORT_COLUMNS = {
    "session_rpe_load": "effort times minutes",
    "trimp": "training impulse by heart rate",
    "lumbar_load_index": "the lumbar load index",
    "distance_m": "distance",
}
"""What makes a run hard, the first that the runs carry."""


def rest_days(history: History) -> Finding | str:
    """Return the rest days of the least rested fortnight against that of the past."""
    rested = rest_days_of(history.daily, FORTNIGHT_DAYS).to_numpy().astype(np.float64)
    days = rested.size
    recent = rested[days - RECENT_DAYS + FORTNIGHT_DAYS - 1 :]
    past = rested[days - RECENT_DAYS - history.past_days + FORTNIGHT_DAYS - 1 : days - RECENT_DAYS]
    now, then = float(recent.min()) / 2.0, float(past.min()) / 2.0
    last = history.daily["date"][days - recent.size + int(recent.argmin())]
    claim = Claim(
        value=now,
        unit="days/week",
        reference=f"fewest in any two weeks of {history.past_words}: {then:g} days/week",
        sentence=(
            f"In your least rested two weeks, to {day_words(last)}, you had {now:g} rest days a week; the "
            f"fewest in {history.past_words} were {then:g} a week. No number of rest "
            "days is shown to be right or wrong for everyone; the comparison is with your own habit."
        ),
    )
    return by_difference(history, REST, claim, then - now)


def longest_streak(history: History) -> Finding | str:
    """Return the most running days in a row against that of the past."""
    streaks = consecutive_days(history.daily).to_numpy()
    days = streaks.size
    recent = streaks[days - RECENT_DAYS :]
    past = int(streaks[days - RECENT_DAYS - history.past_days : days - RECENT_DAYS].max())
    now = int(recent.max())
    last = history.daily["date"][days - RECENT_DAYS + int(recent.argmax())]
    claim = Claim(
        value=float(now),
        unit="days",
        reference=f"most in a row in {history.past_words}: {past} days",
        sentence=(
            f"You ran {now} days in a row, to {day_words(last)}; the longest row in "
            f"{history.past_words} was {past}."
        ),
    )
    # One day more, so that two days against one is no doubling.
    return by_ratio(history, STREAK, claim, (now + 1.0) / (past + 1.0))


def hard_days_apart(history: History) -> Finding | str:
    """Return how often a hard run followed the hard run before within 36 hours, against the past.

    Hard is the upper third of the runs of each period by its own measure of effort, so that a period of more
    load throughout does not count here.
    """
    column = next(name for name in EFFORT_COLUMNS if name == "distance_m" or history.knows(name))
    now, gaps = _close_share(history.recent_runs, column)
    then, past_gaps = _close_share(history.past_runs, column)
    if min(gaps, past_gaps) < LEAST_HARD_RUNS - 1:
        return "too few runs to tell the hard days apart"
    claim = Claim(
        value=now,
        unit="share",
        reference=f"share in {history.past_words}: {percent(then)}",
        sentence=(
            f"Of your hard runs of the last six weeks (the upper third by {EFFORT_COLUMNS[column]}), "
            f"{percent(now)} began within {CLOSE_HOURS:.0f} hours of the hard run before; in "
            f"{history.past_words} it was {percent(then)}."
        ),
    )
    return by_difference(history, HARD, claim, now - then)


def _close_share(runs: pl.DataFrame, column: str) -> tuple[float, int]:
    """Return the share of gaps between hard runs that are short, and the number of gaps."""
    known = runs.filter(pl.col(column).is_not_null())
    effort = known[column].to_numpy()
    if effort.size == 0:
        return 0.0, 0
    hard = effort >= np.quantile(effort, 1.0 - HARD_SHARE)
    gaps = hours_between(known["start_utc"], hard)[1:]
    return (float((gaps <= CLOSE_HOURS).mean()), int(gaps.size)) if gaps.size else (0.0, 0)
