"""Findings on a sudden increase in mileage."""

from __future__ import annotations

import polars as pl

from runback.knowledge import fact
from runback.load.history import RECENT_DAYS, History
from runback.load.own_past import About, Claim, by_ratio, change_words, finding
from runback.load.spikes import session_spikes
from runback.load.weekly import acute_chronic_uncoupled, week_to_week
from runback.load.weights import spike_weight
from runback.model import Finding
from runback.units import day_words, distance

CAUSE = "mileage-increase"
SPIKE = About(CAUSE, "session_spike", "session-spike", ("session-spike-bands", "runsafe-base-rate"))
FORTNIGHT = About(
    CAUSE,
    "fortnight_distance",
    "weekly-distance",
    ("training-errors-inconclusive", "weekly-metrics-null-in-runsafe"),
)
RUN_LENGTH = About(CAUSE, "run_length", "run-length", ("training-errors-inconclusive",))
WEEKLY = About(
    CAUSE,
    "weekly_change",
    "weekly-distance",
    ("weekly-metrics-null-in-runsafe", "ten-percent-rule-trial", "acwr-coupling-artefact"),
)


def session_spike(history: History) -> Finding | str:
    """Return the largest step of a run over the longest of its previous 30 days, by the published bands."""
    numbers = fact("session-spike-bands").numbers
    known_from = history.daily["date"][0]
    spikes = session_spikes(history.runs).filter(
        pl.col("local_date").is_between(history.recent.first, history.recent.last),
        (pl.col("local_date") - known_from).dt.total_days() >= numbers["window_days"],
        pl.col("ratio").is_not_null(),
    )
    if spikes.is_empty():
        return (
            f"no run of the last {RECENT_DAYS // 7} weeks has a full 30 days with another run before it: "
            "a start or a restart, where no step can be measured"
        )
    top = spikes.sort("ratio", "local_date", descending=[True, False]).row(0, named=True)
    ratio = float(top["ratio"])
    run, before = (distance(top[name], history.units) for name in ("distance_m", "longest_before_m"))
    claim = Claim(
        value=ratio,
        unit="ratio",
        reference="longest run of the 30 days before",
        sentence=_spike_words(
            ratio, f"On {day_words(top['local_date'])} you ran {run}", before, spikes.height
        ),
    )
    published = ratio > numbers["reference_max_ratio"]
    return finding(history, SPIKE, claim, spike_weight(ratio), "published" if published else "judged")


def _spike_words(ratio: float, run: str, before: str, runs: int) -> str:
    numbers = fact("session-spike-bands").numbers
    if ratio <= numbers["reference_max_ratio"]:
        return (
            f"None of your {runs} runs in the last {RECENT_DAYS // 7} weeks was more than 10 % longer than "
            f"the longest of the 30 days before it. The largest step: {run[0].lower()}{run[1:]}, "
            f"{ratio:.2f} times the {before} before."
        )
    if ratio > numbers["large_ratio_low"]:
        band, words = "large", "more than 2 times"
    elif ratio > numbers["moderate_ratio_low"]:
        band, words = "moderate", "1.3 to 2 times"
    else:
        band, words = "small", "1.1 to 1.3 times"
    hrr, low, high = (numbers[f"{band}_{part}"] for part in ("hrr", "ci_low", "ci_high"))
    base = fact("runsafe-base-rate").numbers["derived_overuse_injuries_per_1000_sessions"] / 10.0
    return (
        f"{run}, {ratio:.2f} times the longest run of the 30 days before ({before}). In "
        f"{numbers['n_runners']:.0f} runners, runs of {words} that longest went with {hrr:.1f} times "
        f"({low:.1f} to {high:.1f}) as many overuse injuries at any site: roughly {base * hrr:.1f} % a run, "
        f"where {base:.1f} % is the average. It was not studied for back pain."
    )


def fortnight_distance(history: History) -> Finding | str:
    """Return the busiest fortnight's distance against the busiest of the past."""
    recent, past = history.peaks(history.daily["distance_m"])
    if past.value <= 0:
        return "the runs before the last six weeks have no distance"
    ratio = recent.value / past.value
    now, then = (distance(peak.value, history.units) for peak in (recent, past))
    claim = Claim(
        value=recent.value / 1000.0,
        unit="km/week",
        reference=f"busiest two weeks of {history.past_words}: {past.value / 1000:.1f} km/week",
        sentence=(
            f"Your busiest two weeks, to {day_words(recent.last_day)}, came to {now} a week; the busiest of "
            f"{history.past_words} to {then} a week: {change_words(ratio)}. Studies do "
            "not agree on how much weekly distance matters, so this weighs little."
        ),
    )
    return by_ratio(history, FORTNIGHT, claim, ratio)


def run_length(history: History) -> Finding | str:
    """Return the mean length of a run in the fortnight of longest runs against that of the past."""
    recent, past = history.peaks(history.daily["distance_m"], per=history.daily["runs"].cast(pl.Float64))
    if past.value <= 0:
        return "the runs before the last six weeks have no distance"
    ratio = recent.value / past.value
    now, then = (distance(peak.value, history.units) for peak in (recent, past))
    claim = Claim(
        value=recent.value / 1000.0,
        unit="km",
        reference=f"most over any two weeks of {history.past_words}: {past.value / 1000:.1f} km",
        sentence=(
            f"In the two weeks to {day_words(recent.last_day)} your runs were {now} long on average; the "
            f"most over any two of {history.past_words} was {then}: {change_words(ratio)}."
        ),
    )
    return by_ratio(history, RUN_LENGTH, claim, ratio)


def weekly_change(history: History) -> Finding | str:
    """Return last week against the week before, as a description that weighs nothing."""
    change = week_to_week(history.daily, "distance_m")[-1]
    ratio = acute_chronic_uncoupled(history.daily, "distance_m")[-1]
    if change is None or ratio is None:
        return "last week has no week, or no three weeks, with running before it to be held against"
    runners = fact("session-spike-bands").numbers["n_runners"]
    claim = Claim(
        value=float(change),
        unit="ratio",
        reference="the seven days before",
        sentence=(
            f"Your last seven days were {change:.2f} times the seven before, and {ratio:.2f} times the mean "
            f"of the three weeks before. Both are shown as description only: in {runners:.0f} runners "
            "neither rose with overuse injury, and a trial of the 10 % rule found no fewer injuries."
        ),
    )
    return finding(history, WEEKLY, claim, (0.0, (0.0, 0.0)), "judged")
