"""Findings on running too hard or too long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from runback.activities.runs import SPEED_BIN_M_S
from runback.activities.speed_histogram import seconds_above, speed_histogram
from runback.knowledge import fact
from runback.load.daily import part_exponent, rolling_total
from runback.load.history import PAST_DAYS, RECENT_DAYS, History
from runback.load.monotony import monotony_table
from runback.load.own_past import (
    About,
    Claim,
    by_difference,
    by_ratio,
    change_words,
    finding,
    percent,
)
from runback.load.weights import low_volume_marathon_weight
from runback.model import Finding
from runback.units import day_words, distance

CAUSE = "too-hard-too-long"
HARD_TIME_EVIDENCE = ("training-errors-inconclusive", "intensity-versus-volume-progression")
EFFORT = About(CAUSE, "mean_effort", "effort-rating", ("session-rpe-load", "lbp-marathon-fatigue"))
LONG_RUN = About(
    CAUSE, "long_run_share", "long-run", ("low-volume-before-marathon", "lbp-full-versus-half-marathon")
)
LUMBAR = About(
    CAUSE,
    "fortnight_lumbar_load",
    "lumbar-load",
    ("lumbar-cumulative-load-exponents", "fatigue-magnitude-over-cycles"),
)
DECAY = About(CAUSE, "cadence_decay", "form-decay", ("lbp-marathon-fatigue",))
MONOTONY = About(CAUSE, "monotony", "monotony", ("monotony-and-strain",))

HARD_ZONES_FROM = 3
"""Index of the first of the five heart-rate zones that counts as hard (80 % of the maximum and more)."""

HABITUAL_HARD_SHARE = 0.2
"""Without a known maximum, hard is what only this share of the past's runs, or running time, exceeded."""

MARATHON_M = 41_500.0
"""A recorded distance that can only be a marathon or more (position fixes lose a little)."""


@dataclass(frozen=True, slots=True)
class HardTime:
    """Seconds of hard running in each run, the name of the measure, and in words what counted as hard."""

    seconds: pl.Series
    measure: str
    words: str


def hard_time(history: History) -> HardTime | None:
    """Return the hard seconds of each run by the best source at hand, or None.

    In order: heart-rate zones, mean heart rate against the own past, speed against the own past.
    """
    if history.knows("heart_rate_zone_s"):
        zones = history.runs["heart_rate_zone_s"].list.slice(HARD_ZONES_FROM).list.sum()
        return HardTime(zones, "hard_time_by_zone", "at 80 % or more of your highest heart rate")
    if history.knows("mean_heart_rate_bpm"):
        limit = history.past_runs["mean_heart_rate_bpm"].quantile(1 - HABITUAL_HARD_SHARE)
        seconds = history.runs.select(
            pl.when(pl.col("mean_heart_rate_bpm") > limit).then(pl.col("moving_s")).otherwise(0.0)
        ).to_series()
        return HardTime(
            seconds, "hard_time_by_heart_rate", f"in runs with a mean heart rate over {limit:.0f}"
        )
    if history.knows("speed_seconds"):
        past = np.nansum(speed_histogram(history.past_runs), axis=0)
        limit_m_s = _speed_exceeded_by(past, HABITUAL_HARD_SHARE)
        table = np.nan_to_num(speed_histogram(history.runs))
        seconds = pl.Series("hard_s", seconds_above(table, np.full(len(table), limit_m_s)))
        return HardTime(
            seconds, "hard_time_by_speed", "at speeds that only a fifth of your running reached before"
        )
    return None


def _speed_exceeded_by(histogram: np.ndarray[tuple[int], np.dtype[np.float64]], share: float) -> float:
    """Return the speed above which ``share`` of the histogram's seconds lie."""
    speeds = np.arange(histogram.size + 1) * SPEED_BIN_M_S
    above = np.concatenate([histogram[::-1].cumsum()[::-1], [0.0]]) / max(float(histogram.sum()), 1.0)
    return float(np.interp(share, above[::-1], speeds[::-1]))


def hard_time_finding(history: History) -> Finding | str:
    """Return the share of hard running in the hardest fortnight against that of the past.

    A share, so that more hard time that comes with more running alone does not count here.
    """
    hard = hard_time(history)
    if hard is None:
        return "too many runs carry neither heart rate nor speeds"
    recent, past = history.peaks(history.per_day(hard.seconds), per=history.daily["moving_s"])
    claim = Claim(
        value=100 * recent.value,
        unit="% of running time",
        reference=f"most of any two weeks in {history.past_words}: {100 * past.value:.0f} %",
        sentence=(
            f"In your hardest two weeks, to {day_words(recent.last_day)}, {percent(recent.value)} of your "
            f"running was {hard.words}; in {history.past_words}, the most was {percent(past.value)}. No "
            "share is shown to be right or wrong for everyone; the comparison is with your own habit."
        ),
    )
    about = About(CAUSE, hard.measure, "hard-time", HARD_TIME_EVIDENCE)
    return by_difference(history, about, claim, 100 * (recent.value - past.value))


def mean_effort(history: History) -> Finding | str:
    """Return the mean effort rating of the hardest fortnight against that of the past."""
    if not history.knows("session_rpe_load"):
        return "more than a quarter of the runs carry no effort rating (0 to 10)"
    minutes = history.daily["moving_s"] / 60.0
    # Minutes without a rating must not count as minutes at rest.
    rated = pl.select(pl.when(history.daily["session_rpe_load"].is_not_null()).then(minutes)).to_series()
    recent, past = history.peaks(history.daily["session_rpe_load"], per=rated)
    if past.value <= 0:
        return "the effort ratings of the weeks before are all 0"
    claim = Claim(
        value=recent.value,
        unit="rating 0-10",
        reference=f"hardest two weeks of {history.past_words}: {past.value:.1f}",
        sentence=(
            f"In the two weeks to {day_words(recent.last_day)} you rated your running {recent.value:.1f} of "
            f"10 on average; in {history.past_words}, the hardest two weeks came to "
            f"{past.value:.1f}."
        ),
    )
    return by_ratio(history, EFFORT, claim, recent.value / past.value)


def long_run_share(history: History) -> Finding | str:
    """Return the longest run against the weekly habit of the four weeks before it, and against the past's."""
    week = (rolling_total(history.daily["distance_m"].fill_null(0.0), 28).shift(1) / 4.0).to_numpy()
    usual = float(np.nanmedian(week[-(RECENT_DAYS + PAST_DAYS) :]))
    longest_m = history.daily["longest_run_m"].cast(pl.Float64).to_numpy()
    share = np.full(week.size, np.nan)
    np.divide(longest_m, week, out=share, where=(week > 0) & (week >= 0.5 * usual))
    recent, past = share[-RECENT_DAYS:], share[-(RECENT_DAYS + history.past_days) : -RECENT_DAYS]
    if not (np.isfinite(recent).any() and np.isfinite(past).any()):
        return "no four weeks of habit before a long run in one of the periods"
    top = int(np.nanargmax(recent)) + share.size - RECENT_DAYS
    now, then = float(share[top]), float(np.nanmax(past))
    if then <= 0:
        return "the runs before the last six weeks have no distance"
    longest, habit = float(longest_m[top]), float(week[top])
    claim = Claim(
        value=100 * now,
        unit="% of weekly distance",
        reference=f"most in {history.past_words}: {100 * then:.0f} %",
        sentence=(
            f"Your run of {distance(longest, history.units)} on {day_words(history.daily['date'][top])} was "
            f"{percent(now)} of your usual week ({distance(habit, history.units)} a week in the four weeks "
            f"before it); in {history.past_words}, the most was {percent(then)}."
        ),
    )
    marathon = _marathon_on_low_volume(history, claim, longest, habit)
    return marathon or by_ratio(history, LONG_RUN, claim, now / then)


def _marathon_on_low_volume(
    history: History, claim: Claim, longest_m: float, habit_m: float
) -> Finding | None:
    # The fact holds this limit in its unit ("against 30-60 km/week"), not among its numbers.
    low_volume_m = 30_000.0
    if longest_m < MARATHON_M or habit_m >= low_volume_m:
        return None
    numbers = fact("low-volume-before-marathon").numbers
    words = (
        f" Of {numbers['n']:.0f} marathon finishers, {percent(numbers['injured'] / numbers['n'])} were "
        f"injured; those who trained less than {distance(low_volume_m, history.units, 0)} a week "
        f"{numbers['rr_under_30']:.1f} times ({numbers['ci_low']:.1f} to {numbers['ci_high']:.1f}) as often "
        "as those with up to twice that. It was not studied for back pain."
    )
    told = Claim(claim.value, claim.unit, claim.reference, claim.sentence + words)
    return finding(history, LONG_RUN, told, low_volume_marathon_weight(), "published")


def fortnight_lumbar_load(history: History) -> Finding | str:
    """Return the lumbar load index of the most loaded fortnight against that of the past."""
    if not history.knows("lumbar_load_index"):
        return "too many runs carry neither steps nor speeds for the lumbar load index"
    power = part_exponent()
    recent, past = (
        peak.value ** (1 / power) for peak in history.peaks(history.daily["lumbar_load_index"].pow(power))
    )
    if past <= 0:
        return "the weeks before hold no lumbar load index"
    claim = Claim(
        value=recent,
        unit="index a week",
        reference=f"most loaded two weeks of {history.past_words}: {past:.0f}",
        sentence=(
            f"A rough index of the load on the lower back, per week of the most loaded two, is {recent:.0f} "
            f"against {past:.0f} in {history.past_words} "
            f"({change_words(recent / past)}). It rests on laboratory exponents and assumptions, moves "
            "little by design, and is compared only with your own past."
        ),
    )
    return by_ratio(history, LUMBAR, claim, recent / past)


def cadence_decay(history: History) -> Finding | str:
    """Return by how much cadence falls within a run, against the past."""
    column = "cadence_decay_pct"
    now, then = (runs[column].drop_nulls() for runs in (history.recent_runs, history.past_runs))
    if min(now.len(), then.len()) < 5:
        return "fewer than five runs of 20 minutes or more with cadence in one of the periods"
    falls, fell = (-float(np.median(part.to_numpy())) for part in (now, then))
    claim = Claim(
        value=falls,
        unit="% fall of cadence",
        reference=f"median of {history.past_words}: {fell:.1f} %",
        sentence=(
            f"At like speed your cadence {_fall_words(falls)} from the first to the last third of a run "
            f"(median of {now.len()} runs); in {history.past_words} it "
            f"{_fall_words(fell)}. It is a rough sign of tiring within a run."
        ),
    )
    return by_difference(history, DECAY, claim, falls - fell)


def _fall_words(falls: float) -> str:
    return f"{'fell' if falls >= 0 else 'rose'} by {abs(falls):.1f} %"


def monotony(history: History) -> Finding | str:
    """Return Foster's monotony of the last seven days, as a description that weighs nothing."""
    load = "session_rpe_load" if history.knows("session_rpe_load") else "distance_m"
    table = monotony_table(history.daily, load)
    now, usual = table["monotony"][-1], table["monotony"][-(RECENT_DAYS + PAST_DAYS) : -RECENT_DAYS].median()
    if now is None or not isinstance(usual, float):
        return "seven equal days, or days of unknown load, have no monotony"
    claim = Claim(
        value=now,
        unit="ratio",
        reference=f"median of your weeks before: {usual:.1f}",
        sentence=(
            f"The monotony of your last seven days (mean over spread of the daily "
            f"{'load' if load == 'session_rpe_load' else 'distance'}) is {now:.1f}; your median before is "
            f"{usual:.1f}. Shown as description only: no limit of it is verified, and none for the back."
        ),
    )
    return finding(history, MONOTONY, claim, (0.0, (0.0, 0.0)), "judged")
