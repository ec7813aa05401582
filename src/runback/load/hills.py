"""Findings on hills, uphill and downhill apart."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from runback.load.history import History
from runback.load.own_past import About, Claim, by_ratio, change_words, floored_ratio
from runback.load.weights import NEUTRAL_RISE
from runback.model import Finding
from runback.units import day_words, height


@dataclass(frozen=True, slots=True)
class Direction:
    """Up or down: the column of metres of height, the cause, the noun and its facts."""

    column: str
    cause: str
    noun: str
    evidence: tuple[str, ...]
    note: str


UP = Direction(
    "ascent_m",
    "hills-up",
    "climb",
    ("lumbar-posture-by-gradient", "tibial-load-by-gradient"),
    "Running uphill bends the lower back forward a little more; no study ties it to back pain.",
)
DOWN = Direction(
    "descent_m",
    "hills-down",
    "descent",
    ("downhill-impact-force", "lumbar-posture-by-gradient"),
    "Steep descents raise the impact at the ground by about half; no study ties it to back pain.",
)

FORTNIGHT_FLOOR_M = 60.0
"""Metres of height a week under which a ratio says nothing (half of it for one run)."""

RATE_FLOOR_M_KM = 2.0

MORE_DISTANCE = "It came with more distance, which counts under mileage. "

NO_ALTITUDE = "more than a quarter of the runs carry no altitude"


def fortnight_height(history: History, direction: Direction) -> Finding | str:
    """Return the hilliest fortnight against that of the past.

    Weighed by the smaller of two rises, of height and of height a kilometre: more climb that comes with more
    kilometres alone is an increase in mileage; here it speaks neither for nor against.
    """
    if not history.knows(direction.column):
        return NO_ALTITUDE
    recent, past = history.peaks(history.daily[direction.column])
    ratio = floored_ratio(recent.value, past.value, FORTNIGHT_FLOOR_M)
    per_km, per_km_past = history.peaks(history.daily[direction.column], per=history.daily["distance_m"])
    steeper = floored_ratio(1000 * per_km.value, 1000 * per_km_past.value, RATE_FLOOR_M_KM)
    flatter = ratio > NEUTRAL_RISE > steeper
    now, then = (height(peak.value, history.units) for peak in (recent, past))
    claim = Claim(
        value=recent.value,
        unit="m/week",
        reference=f"most of any two weeks in {history.past_words}: {past.value:.0f} m/week",
        sentence=(
            f"Your two weeks with most {direction.noun}, to {day_words(recent.last_day)}, had {now} a week; "
            f"the most in {history.past_words} was {then} a week. "
            f"{MORE_DISTANCE if flatter else ''}{direction.note}"
        ),
    )
    about = About(
        direction.cause, f"fortnight_{direction.column[:-2]}", "hills-fortnight", direction.evidence
    )
    return by_ratio(history, about, claim, NEUTRAL_RISE if flatter else min(ratio, steeper))


def session_height(history: History, direction: Direction) -> Finding | str:
    """Return the run with most climb or descent against that of the past."""
    if not history.knows(direction.column):
        return NO_ALTITUDE
    top = history.recent_runs.filter(pl.col(direction.column).is_not_null()).sort(
        direction.column, "start_utc", descending=[True, False]
    )
    past = history.past_runs[direction.column].max()
    if top.is_empty() or not isinstance(past, float):
        return NO_ALTITUDE
    metres = float(top[direction.column][0])
    ratio = floored_ratio(metres, past, FORTNIGHT_FLOOR_M / 2)
    claim = Claim(
        value=metres,
        unit="m",
        reference=f"most in one run of {history.past_words}: {past:.0f} m",
        sentence=(
            f"Your run with most {direction.noun} was on {day_words(top['local_date'][0])}: "
            f"{height(metres, history.units)}, against {height(past, history.units)} in "
            f"{history.past_words} "
            f"({change_words(metres / past) if past > 0 else 'none before'})."
        ),
    )
    about = About(direction.cause, f"session_{direction.column[:-2]}", "hills-session", direction.evidence)
    return by_ratio(history, about, claim, ratio)
