"""The frame of days: pain and everything that may come before it, one row a calendar day, unknown as null."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

import numpy as np
import polars as pl

from runback.activities.local_time import to_local
from runback.activities.speed_histogram import seconds_above, speed_histogram
from runback.influences.shoes import Pair, with_pair_history
from runback.influences.surfaces import is_hard_or_cambered
from runback.knowledge import exposures, fact
from runback.model import CheckIn, DateRange

CARRY_OVER_DAYS = 3
"""The frame begins this many days before the first told pain: what came before it may still count."""

USUAL_DAYS = 42
FASTER_THAN_USUAL = 1.1
HARD_EFFORT = 7.0
MORNING_HOUR = 9
"""What fast, hard and morning mean: judged, as ``exposures.toml`` says of each."""

_TOLD = {
    "sitting": "sitting_h",
    "driving": "driving_h",
    "sleep": "sleep_h",
    "sleep-quality": "sleep_quality",
    "stress": "stress",
    "lifting": "lifting",
    "strength": "strength",
    "stretches": "stretches",
}
"""Exposures that the diary tells as they are, with the field of ``CheckIn``."""

_UNDEFINED = ("day", "rest-day", "cadence", "shoe-distance")
"""Columns of the runs' days that are not 0 on a day without a run: the last two have no value there."""


def days_frame(
    runs: pl.DataFrame,
    check_ins: Iterable[CheckIn],
    today: date,
    *,
    pairs: Iterable[Pair] = (),
    strength_days: Collection[date] = (),
    stretch_days: Collection[date] = (),
    covered: DateRange | None = None,
) -> pl.DataFrame:
    """Return ``day``, ``pain`` and one column for each exposure, named by its id, for every calendar day.

    The days run from three before the first told pain to the last told one up to ``today``; without any
    told pain the frame is empty. ``runs`` is a runs frame (``shoe`` and ``surface`` with their defaults
    filled in). A day without a run counts as none only inside ``covered``, the days that the imported files
    speak for (default: from the first run to the last); outside they are unknown. Sessions done by a plan
    (``strength_days``, ``stretch_days``) add to what the diary tells.
    """
    told = {one.day: one for one in check_ins if one.day <= today}
    with_pain = [day for day, one in told.items() if one.worst_pain is not None]
    names = [entry.id for entry in exposures()]
    if not with_pain:
        return pl.DataFrame(schema={"day": pl.Date, "pain": pl.Float64} | dict.fromkeys(names, pl.Float64))
    days = DateRange(min(with_pain) - timedelta(days=CARRY_OVER_DAYS), max(with_pain))
    frame = pl.DataFrame({"day": pl.date_range(days.first, days.last, eager=True)})
    diary = _diary_days(told.values(), strength_days, stretch_days)
    of_runs = _run_days(runs.filter(pl.col("local_date") <= today), pairs)
    joined = frame.join(of_runs, on="day", how="left").join(diary, on="day", how="left")
    covered = covered or _from_first_to_last(runs)
    known = pl.lit(False) if covered is None else pl.col("day").is_between(covered.first, covered.last)
    return (
        joined.with_columns(at_rest=known & pl.col("rest-day").is_null())
        .with_columns(
            _at_rest(name, 0.0) for name in (*of_runs.columns, "pack", "cold-start") if name not in _UNDEFINED
        )
        .with_columns(_at_rest("rest-day", 1.0))
        .select("day", "pain", *names)
    )


def _at_rest(name: str, value: float) -> pl.Expr:
    """Return the column with ``value`` on the days without a run, where the diary does not tell it."""
    return pl.when(pl.col("at_rest") & pl.col(name).is_null()).then(value).otherwise(pl.col(name)).alias(name)


def _from_first_to_last(runs: pl.DataFrame) -> DateRange | None:
    first, last = runs["local_date"].min(), runs["local_date"].max()
    return DateRange(first, last) if isinstance(first, date) and isinstance(last, date) else None


def _diary_days(
    check_ins: Iterable[CheckIn], strength_days: Collection[date], stretch_days: Collection[date]
) -> pl.DataFrame:
    done = {"strength": frozenset(strength_days), "stretches": frozenset(stretch_days)}
    told = {one.day: one for one in check_ins}
    rows = []
    for day in sorted({*told, *done["strength"], *done["stretches"]}):
        one = told.get(day, CheckIn(day))
        row: dict[str, object] = {"day": day, "pain": one.worst_pain}
        row |= {name: _number(getattr(one, field)) for name, field in _TOLD.items()}
        row |= {name: 1.0 for name, days in done.items() if day in days}
        row["pack"] = _number(one.pack)
        row["cold-start"] = None if one.easy_start is None else _number(not one.easy_start)
        rows.append(row)
    columns = ("pain", *_TOLD, "pack", "cold-start")
    return pl.DataFrame(rows, schema={"day": pl.Date} | dict.fromkeys(columns, pl.Float64))


def _number(value: float | bool | None) -> float | None:
    return None if value is None else float(value)


def _run_days(runs: pl.DataFrame, pairs: Iterable[Pair]) -> pl.DataFrame:
    """Return the exposures that runs tell, for each day with a run; ``rest-day`` is 0 there."""
    days = int(fact("session-spike-bands").numbers["window_days"])
    longest_before = pl.col("distance_m").rolling_max_by("start_utc", f"{days}d", closed="left")
    measured = with_pair_history(runs.sort("start_utc"), pairs).with_columns(
        fast_min=_fast_minutes(runs.sort("start_utc")),
        ratio=pl.when(longest_before > 0).then(pl.col("distance_m") / longest_before),
        morning=_before_the_hour(runs.sort("start_utc")),
        hard_ground=pl.col("surface").map_elements(is_hard_or_cambered, return_dtype=pl.Boolean),
    )
    longest = pl.col("distance_m").arg_max()
    return (
        measured.group_by(pl.col("local_date").alias("day"))
        .agg(
            _whole_sum("distance_m", "distance", 1000.0),
            pl.col("ratio").max().alias("longest-run-ratio"),
            _whole_sum("fast_min", "fast-minutes"),
            _whole_sum("ascent_m", "ascent"),
            _whole_sum("descent_m", "descent"),
            _whole_sum("lumbar_load_index", "lumbar-index"),
            _any((pl.col("rpe") >= HARD_EFFORT), "hard-run"),
            pl.lit(0.0).alias("rest-day"),
            pl.col("mean_cadence_spm").mean().alias("cadence"),
            _any(pl.col("pair_new"), "new-shoe"),
            (pl.col("pair_distance_before_m").get(longest) / 1000.0).alias("shoe-distance"),
            _any(pl.col("hard_ground"), "hard-ground"),
            _any(pl.col("morning"), "morning-run"),
        )
        .sort("day")
    )


def _whole_sum(column: str, name: str, divisor: float = 1.0) -> pl.Expr:
    """Return the day's sum, unknown where one run of the day lacks it."""
    value = pl.col(column)
    return pl.when(value.is_not_null().all()).then(value.sum() / divisor).alias(name)


def _any(what: pl.Expr, name: str) -> pl.Expr:
    """Return 1 where it holds for a run of the day, 0 where for none, else unknown."""
    return what.any(ignore_nulls=False).cast(pl.Float64).alias(name)


def _fast_minutes(runs: pl.DataFrame) -> pl.Series:
    """Return the minutes faster than 1.1 times the median speed of the runs of the 42 days before."""
    usual = runs.select(
        pl.col("mean_speed_m_s").rolling_median_by("start_utc", f"{USUAL_DAYS}d", closed="left")
    ).to_series()
    line = FASTER_THAN_USUAL * usual.to_numpy().astype(np.float64)
    seconds = seconds_above(speed_histogram(runs), line)
    return pl.Series("fast_min", seconds / 60.0, dtype=pl.Float64).fill_nan(None)


def _before_the_hour(runs: pl.DataFrame) -> pl.Series:
    """Return whether each run began in the morning by its local clock; null where the zone was assumed."""
    early = [
        None if zone is None or source == "assumed" else to_local(start, zone).hour < MORNING_HOUR
        for start, zone, source in runs.select("start_utc", "zone", "zone_source").iter_rows()
    ]
    return pl.Series("morning", early, dtype=pl.Boolean)
