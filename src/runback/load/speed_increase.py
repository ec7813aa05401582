"""Findings on a sudden increase in speed."""

from __future__ import annotations

import numpy as np
import polars as pl

from runback.activities.speed_histogram import seconds_above, speed_histogram
from runback.load.history import History
from runback.load.own_past import About, Claim, by_ratio, floored_ratio, percent
from runback.model import Finding
from runback.units import day_words, duration, pace

CAUSE = "speed-increase"
EVIDENCE = ("intensity-versus-volume-progression", "lbp-impact-at-fast-speeds")
FAST_TIME = About(CAUSE, "fortnight_fast_time", "fast-time", EVIDENCE)
FAST_END = About(CAUSE, "fast_end", "fast-end", EVIDENCE)

FAST_FLOOR_S = 240.0
"""Four minutes a week: under that a ratio of fast times says nothing."""

FAST_RUNS = 0.9
"""The fast end of a period is what one run in ten exceeds: no single race or bad position fix sets it."""

BEST_COLUMNS = {"best_60s_m_s": "1 minute", "best_300s_m_s": "5 minutes"}
LINE_COLUMN = "best_300s_m_s"


def fortnight_fast_time(history: History) -> Finding | str:
    """Return the time above the past's fast speed in the fastest fortnight, against that of the past."""
    line = history.past_runs[LINE_COLUMN].quantile(FAST_RUNS, "linear")
    if line is None or not history.knows("speed_seconds"):
        return "too many runs carry no speeds"
    table = np.nan_to_num(speed_histogram(history.runs))
    seconds = pl.Series("fast_s", seconds_above(table, np.full(len(table), line)))
    recent, past = history.peaks(history.per_day(seconds))
    ratio = floored_ratio(recent.value, past.value, FAST_FLOOR_S)
    claim = Claim(
        value=recent.value / 60.0,
        unit="min/week",
        reference=f"most of any two weeks in {history.past_words}: {past.value / 60:.0f} min/week",
        sentence=(
            f"In the two weeks to {day_words(recent.last_day)} you ran {duration(recent.value)} a week "
            f"faster than {pace(line, history.units)}, your fast 5-minute pace of {history.past_words}; the "
            f"most in any two of those was {duration(past.value)} a week. In a trial, progress by speed did "
            "not bring more injuries than progress by distance."
        ),
    )
    return by_ratio(history, FAST_TIME, claim, ratio)


def fast_end(history: History) -> Finding | str:
    """Return the best minute and best 5 minutes that one run in ten exceeds, against the past.

    Weighed by the smaller of the two rises: a finish sprint lifts the one, a race lifts neither.
    """
    rises = []
    for column, words in BEST_COLUMNS.items():
        now, then = (
            runs[column].quantile(FAST_RUNS, "linear") for runs in (history.recent_runs, history.past_runs)
        )
        if now is not None and then:
            rises.append((now / then, now, then, words))
    if len(rises) < len(BEST_COLUMNS):
        return "no run of one of the periods holds five minutes of known speed"
    ratio, now, then, words = min(rises)
    claim = Claim(
        value=now,
        unit="m/s",
        reference=f"the same over {words} in {history.past_words}: {then:.2f} m/s",
        sentence=(
            f"At the fast end (what one run in ten exceeds over {words}) you ran {pace(now, history.units)} "
            f"in the last six weeks, against {pace(then, history.units)} in {history.past_words}: "
            f"{faster_words(ratio)}."
        ),
    )
    return by_ratio(history, FAST_END, claim, ratio)


def faster_words(ratio: float) -> str:
    """Return a ratio of speeds in words, such as ``7 % faster``."""
    if abs(ratio - 1) < 0.005:
        return "the same"
    return f"{percent(abs(ratio - 1))} {'faster' if ratio > 1 else 'slower'}"
