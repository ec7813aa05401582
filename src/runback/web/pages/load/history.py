"""What the load page shows: the days asked for, the load by week or month, what it comes to in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from runback.knowledge import fact
from runback.load import daily_load, session_spikes
from runback.load.periods import Every, Span, before, by_period, shown_days, span
from runback.model import DateRange
from runback.store.store import Store
from runback.units import METRES, Units, day_words, distance, duration, height
from runback.web.answers import answer
from runback.web.questions import own_runs

RANGES = {"3m": ("3 months", 13), "1y": ("1 year", 52), "all": ("all", None)}
USUAL_RANGE = "1y"
WEEKS_LEGIBLE = 160
LATELY_DAYS, BEFORE_DAYS = 28, 84


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: the load day by day, the days shown, whole weeks or months."""

    daily: pl.DataFrame
    days: DateRange
    every: Every
    units: Units
    today: date

    @property
    def periods(self) -> pl.DataFrame:
        """The load of each period shown."""
        return by_period(self.daily, self.days, self.every)


def own_daily(store: Store, today: date) -> pl.DataFrame:
    """Return the load of each day since the first run."""
    return daily_load(answer(own_runs, store, today), today)


def own_spikes(store: Store, today: date) -> pl.DataFrame:
    """Return each run against the longest of the 30 days before it."""
    return session_spikes(answer(own_runs, store, today))


def look_at(store: Store, today: date, asked: str) -> Look | None:
    """Return what is looked at for an asked range, None without any run."""
    daily = answer(own_daily, store, today)
    if daily.is_empty():
        return None
    weeks = RANGES.get(asked, RANGES[USUAL_RANGE])[1]
    days = shown_days(daily["date"][0], today, weeks)
    long = (days.last - days.first).days / 7 > WEEKS_LEGIBLE
    return Look(daily, days, "month" if long else "week", store.units(), today)


@dataclass(frozen=True, slots=True)
class PeriodChart:
    """One measure of the page: its column, how a value of it is drawn and said, its causes."""

    name: str
    heading: str
    column: str
    axis: Callable[[Units], str]
    drawn: Callable[[float, Units], float]
    said: Callable[[float, Units], str]
    causes: tuple[str, ...]
    note: str = ""


def _metres_up(value: float, units: Units) -> float:
    return value if units == "km" else value / 0.3048


PERIOD_CHARTS = (
    PeriodChart(
        "distance",
        "Distance",
        "distance_m",
        lambda units: units,
        lambda value, units: value / METRES[units],
        distance,
        ("mileage-increase", "too-hard-too-long"),
        "The short line across a bar is the longest run in it.",
    ),
    PeriodChart(
        "climb",
        "Hills",
        "ascent_m",
        lambda units: "m up" if units == "km" else "ft up",
        _metres_up,
        height,
        ("hills-up", "hills-down"),
        "Bars show the climb; the table holds the descent too. Runs without altitude count nothing.",
    ),
    PeriodChart(
        "rest",
        "Rest",
        "rest_days",
        lambda units: "days without a run",
        lambda value, units: value,
        lambda value, units: f"{value:.0f} day{'' if value == 1 else 's'}",
        ("lack-of-rest",),
        "No number of rest days is shown to be right or wrong for everyone.",
    ),
    PeriodChart(
        "lumbar",
        "Load on the lower back, a rough index",
        "lumbar_load_index",
        lambda units: "index",
        lambda value, units: value,
        lambda value, units: f"{value:.0f}",
        (),
        "100 is one level hour at 3 m/s. It rests on laboratory exponents and assumptions, moves little by "
        "design, and is to be compared with your own past only; it says nothing of pain or damage.",
    ),
)


def chart_named(name: str) -> PeriodChart | None:
    """Return the measure with this name in its address."""
    return next((one for one in PERIOD_CHARTS if one.name == name), None)


def drawn_periods(look: Look, chart: PeriodChart) -> pl.DataFrame:
    """Return the periods with ``value`` to draw and ``said`` in words, for distance ``longest`` too."""
    periods = look.periods
    rows: list[dict[str, Any]] = []
    for row in periods.iter_rows(named=True):
        value = row[chart.column]
        told = {
            "first": row["first"],
            "last": row["last"],
            "value": None if value is None else chart.drawn(value, look.units),
            "said": "not known" if value is None else chart.said(value, look.units),
            "runs": str(row["runs"]),
        }
        if chart.name == "distance":
            longest = row["longest_run_m"] or 0.0
            told |= {"longest": longest / METRES[look.units], "longest_said": distance(longest, look.units)}
        if chart.name == "climb":
            told["descent_said"] = height(row["descent_m"], look.units)
        rows.append(told)
    return pl.DataFrame(rows, infer_schema_length=None)


def reading(look: Look, chart: PeriodChart) -> str:
    """Return in a sentence the last four weeks of a measure against the twelve before them."""
    lately = DateRange(look.today - timedelta(days=LATELY_DAYS - 1), look.today)
    earlier = DateRange(lately.first - timedelta(days=BEFORE_DAYS), lately.first - timedelta(days=1))
    now, then = _mean_week(look, chart, lately), _mean_week(look, chart, earlier)
    what = {
        "distance": "you ran {} a week",
        "climb": "you climbed {} a week",
        "rest": "you had {} a week without a run",
        "lumbar": "the index of a week was {} on average",
    }[chart.name]
    if now is None:
        return "There is not enough here yet to say how the last four weeks were."
    said = f"In the last four weeks {what.format(_spoken(chart, now, look.units))}"
    if then is None:
        return f"{said}."
    return f"{said}; in the twelve before {_spoken(chart, then, look.units)}."


def _spoken(chart: PeriodChart, value: float, units: Units) -> str:
    if chart.name == "rest":
        return f"{value:.1f} days"
    return chart.said(value, units)


def _mean_week(look: Look, chart: PeriodChart, days: DateRange) -> float | None:
    """Return the measure of a usual week of ``days``, None where the record does not reach so far back."""
    if look.daily["date"][0] > days.first:
        return None
    if chart.column != "lumbar_load_index":
        whole = span(look.daily, days)
        return None if whole is None else float(getattr(whole, chart.column))
    weeks = by_period(look.daily, days, "week")["lumbar_load_index"].drop_nulls()
    return float(weeks.mean()) if len(weeks) else None  # type: ignore[arg-type] # the mean of floats


def spikes_reading(spikes: pl.DataFrame, look: Look) -> str:
    """Return in a sentence how many runs went beyond the longest of the 30 days before them."""
    numbers = fact("session-spike-bands").numbers
    steps = steps_beyond(spikes, look)
    within = spikes.filter(pl.col("local_date").is_between(look.days.first, look.days.last))
    if steps.is_empty():
        return f"None of these {within.height} runs went 10 % beyond the longest of the 30 days before it."
    top = steps.sort("ratio", descending=True).row(0, named=True)
    large = steps.filter(pl.col("ratio") > numbers["large_ratio_low"]).height
    many = f", {large} of them to more than double" if large else ""
    return (
        f"{steps.height} of {within.height} runs went 10 % or more beyond the longest of the 30 days before"
        f"{many}; the largest step was on {day_words(top['local_date'])}: "
        f"{distance(top['distance_m'], look.units)}, {top['ratio']:.2f} times."
    )


def steps_beyond(spikes: pl.DataFrame, look: Look) -> pl.DataFrame:
    """Return the runs of the days shown that went beyond the published reference, the latest first."""
    reference = fact("session-spike-bands").numbers["reference_max_ratio"]
    days = pl.col("local_date").is_between(look.days.first, look.days.last)
    return spikes.filter(days, pl.col("ratio") > reference).reverse()


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: what, in these days, in those before, how it changed."""

    what: str
    now: str
    then: str
    change: str


def compared(look: Look) -> tuple[list[Compared], DateRange] | None:
    """Return the days shown against as many before them, by the week; None where those are not known."""
    earlier = before(look.days)
    now, then = span(look.daily, look.days), span(look.daily, earlier)
    if now is None or then is None:
        return None
    units = look.units
    rows: tuple[tuple[str, Callable[[Span], float], Callable[[float], str]], ...] = (
        ("distance a week", lambda one: one.distance_m, lambda value: distance(value, units)),
        ("runs a week", lambda one: one.runs, lambda value: f"{value:.1f}"),
        ("time a week", lambda one: one.moving_s, duration),
        ("climb a week", lambda one: one.ascent_m, lambda value: height(value, units)),
        ("descent a week", lambda one: one.descent_m, lambda value: height(value, units)),
        ("days without a run a week", lambda one: one.rest_days, lambda value: f"{value:.1f}"),
        ("longest run", lambda one: one.longest_run_m, lambda value: distance(value, units)),
    )
    return [
        Compared(what, said(of(now)), said(of(then)), _change(of(now), of(then))) for what, of, said in rows
    ], earlier


def _change(now: float, then: float) -> str:
    if then <= 0:
        return "–"
    share = round(100 * (now / then - 1))
    return "as before" if share == 0 else f"{abs(share)} % {'more' if share > 0 else 'less'}"
