"""Findings on a sudden increase in speed."""

from __future__ import annotations

from runback.load.history import History
from runback.load.own_past import About, Claim, by_ratio, day_words, floored_ratio
from runback.load.speed import RECENT_DAYS
from runback.model import Finding
from runback.units import duration, pace

CAUSE = "speed-increase"
EVIDENCE = ("intensity-versus-volume-progression", "lbp-impact-at-fast-speeds")
FAST_TIME = About(CAUSE, "fortnight_fast_time", "fast-time", EVIDENCE)
BEST = About(CAUSE, "best_speed", "best-speed", EVIDENCE)

FAST_FLOOR_S = 240.0
"""Four minutes a week: under that a ratio of fast times says nothing."""

BEST_COLUMNS = {"best_300s_m_s": "5 minutes", "best_1200s_m_s": "20 minutes"}


def fortnight_fast_time(history: History) -> Finding | str:
    """Return the time above the recent best speed in the fastest fortnight, against that of the past."""
    if not history.knows("speed_seconds"):
        return "too many runs carry no speeds"
    recent, past = history.peaks(history.daily["fast_s"])
    ratio = floored_ratio(recent.value, past.value, FAST_FLOOR_S)
    claim = Claim(
        value=recent.value / 60.0,
        unit="min/week",
        reference=f"most of any two weeks in {history.past_words}: {past.value / 60:.0f} min/week",
        sentence=(
            f"In the two weeks to {day_words(recent.last_day)} you ran {duration(recent.value)} a week "
            f"faster than your best 20 minutes of the {RECENT_DAYS // 7} weeks before each run; in the "
            f"{history.past_words}, the most was {duration(past.value)} a week. In a "
            "trial, progress by speed did not bring more injuries than progress by distance."
        ),
    )
    return by_ratio(history, FAST_TIME, claim, ratio)


def best_speed(history: History) -> Finding | str:
    """Return the best speed over 5 or 20 minutes, whichever rose more, against the best of the past."""
    rises = []
    for column, words in BEST_COLUMNS.items():
        now, then = history.recent_runs[column].max(), history.past_runs[column].max()
        if isinstance(now, float) and isinstance(then, float) and then > 0:
            rises.append((now / then, now, then, words))
    if not rises:
        return "no run of either period holds five minutes of known speed"
    ratio, now, then, words = max(rises)
    claim = Claim(
        value=now,
        unit="m/s",
        reference=f"best {words} of {history.past_words}: {then:.2f} m/s",
        sentence=(
            f"Your fastest {words} of the last six weeks were at {pace(now, history.units)}, against "
            f"{pace(then, history.units)} in {history.past_words}: "
            f"{abs(ratio - 1):.0%} {'faster' if ratio >= 1 else 'slower'}."
        ),
    )
    return by_ratio(history, BEST, claim, ratio)
