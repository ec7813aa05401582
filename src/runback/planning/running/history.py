"""What is in the legs: the runner's recent running as the plan reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

import numpy as np
import polars as pl

from runback.knowledge import fact
from runback.planning.plan import Plan, SessionDone
from runback.planning.running.coaching import DEFAULT_EASY_SPEED_M_S

WEEKS_OF_HABIT = 8
WEEKS_OF_VOLUME = 4
WEEKS_OF_USUAL = 26
SPEED_RANGE_M_S = (1.4, 5.0)
"""Easy speeds outside this range are taken for faults of a recording."""


@dataclass(frozen=True)
class RunningHistory:
    """Runs up to ``today`` in the shape the plan needs.

    ``longest_m`` is the longest run and ``total_m`` the distance of each day with a run (dates to metres).
    ``weekly_m`` and ``runs_per_week`` are the means of the three fullest of the last four calendar weeks; 0
    without runs. ``easy_speed_m_s`` is the runner's own, or a slow default.
    ``weekday_share`` tells which weekdays (0 is Monday) had a run in the last eight weeks, 0 to 1, and
    ``long_weekday`` the one on which the longest run of the week fell most often; ``long_share`` is the
    share of a week that its longest run usually had, 0 where no week had two runs. ``climb_m_km`` is the
    usual ascent a kilometre, ``climb_before_m_km`` that of the eight weeks before; None where unknown.
    ``usual_weekly_m`` is the median of the weeks with running in the last half year, what a break led away
    from.
    """

    today: date
    longest_m: Mapping[date, float]
    total_m: Mapping[date, float]
    weekly_m: float
    runs_per_week: float
    easy_speed_m_s: float
    speed_known: bool
    weekday_share: tuple[float, ...]
    long_weekday: int | None
    long_share: float
    climb_m_km: float | None
    climb_before_m_km: float | None
    usual_weekly_m: float

    @property
    def days_since_run(self) -> int | None:
        """Days since the last run, None without any."""
        return (self.today - max(self.longest_m)).days if self.longest_m else None

    @property
    def weeks_known(self) -> int:
        """Whole weeks since the first run."""
        return (self.today - min(self.longest_m)).days // 7 if self.longest_m else 0

    def longest_before(self, day: date) -> float:
        """Return the longest run (metres) of the days before ``day`` within the published window; 0 if
        none."""
        days = int(fact("session-spike-bands").numbers["window_days"])
        return max(
            (metres for when, metres in self.longest_m.items() if 0 < (day - when).days <= days), default=0.0
        )

    def week_m(self, monday: date) -> float:
        """Return the distance run in the calendar week of ``monday``, in metres."""
        return sum(self.total_m.get(monday + timedelta(days=day), 0.0) for day in range(7))

    def runs_since(self, monday: date) -> int:
        """Return the number of days with a run from ``monday`` on."""
        return sum(monday <= when for when in self.total_m)


def running_history(
    runs: pl.DataFrame, today: date, log: Sequence[SessionDone] = (), current: Plan | None = None
) -> RunningHistory:
    """Return the history of a runs frame as seen from ``today``; later runs are left out.

    A run told as done in ``log`` counts with its planned distance on days without a recording. Days on which
    ``current`` had running and walking say nothing of the easy speed.
    """
    known = runs.filter(pl.col("local_date").is_not_null() & (pl.col("local_date") <= today)).select(
        "local_date", "distance_m", "moving_s", "ascent_m"
    )
    known = known.filter(pl.col("distance_m").is_not_null() & (pl.col("distance_m") > 0))
    days = known.group_by("local_date").agg(
        pl.col("distance_m").max().alias("longest"), pl.col("distance_m").sum().alias("total")
    )
    days = days.sort("local_date")
    longest: dict[date, float] = dict(zip(days["local_date"], days["longest"], strict=True))
    total: dict[date, float] = dict(zip(days["local_date"], days["total"], strict=True))
    for day, metres in _told(log, current, today).items():
        if day not in longest:
            longest[day] = total[day] = metres
    longest, total = dict(sorted(longest.items())), dict(sorted(total.items()))
    walked = [one.day for one in current.sessions if one.sort == "run-walk"] if current else []
    speed = _easy_speed(known.filter(~pl.col("local_date").is_in(walked)), today)
    weeks = _last_weeks(total, today)
    return RunningHistory(
        today=today,
        longest_m=longest,
        total_m=total,
        weekly_m=_mean_of_most([metres for metres, _ in weeks]),
        runs_per_week=_mean_of_most([float(count) for _, count in weeks]),
        easy_speed_m_s=speed if speed is not None else DEFAULT_EASY_SPEED_M_S,
        speed_known=speed is not None,
        weekday_share=_weekday_share(total, today),
        long_weekday=_long_weekday(longest, today),
        long_share=_long_share(longest, total, today),
        climb_m_km=_climb(known, today),
        climb_before_m_km=_climb(known, today - timedelta(weeks=WEEKS_OF_HABIT)),
        usual_weekly_m=_usual_weekly(total, today),
    )


def _told(log: Sequence[SessionDone], current: Plan | None, today: date) -> dict[date, float]:
    planned = {one.id: one.distance_m for one in current.sessions} if current else {}
    told: dict[date, float] = {}
    for done in log:
        metres = planned.get(done.session)
        if done.kind == "run" and done.done and metres and done.day <= today:
            told[done.day] = max(metres, told.get(done.day, 0.0))
    return told


def _last_weeks(total: Mapping[date, float], today: date) -> list[tuple[float, int]]:
    """Return distance (metres) and days with a run of the last four whole calendar weeks since the first run.

    Whole weeks stay the same from day to day, so that a plan made anew tomorrow aims at the same. Somebody
    who began this week has only that.
    """
    if not total:
        return []
    this = today - timedelta(days=today.weekday())
    first = min(total) - timedelta(days=min(total).weekday())
    mondays = [this - timedelta(weeks=back) for back in range(1, WEEKS_OF_VOLUME + 1)]
    weeks = []
    for monday in [one for one in mondays if one >= first] or [this]:
        days = [metres for day, metres in total.items() if 0 <= (day - monday).days < 7]
        weeks.append((sum(days), len(days)))
    return weeks


def _mean_of_most(values: list[float]) -> float:
    """Return the mean without the least of four: one week off does not lower the habit."""
    most = sorted(values, reverse=True)[: max(1, WEEKS_OF_VOLUME - 1)]
    return sum(most) / len(most) if most else 0.0


def _recent(known: pl.DataFrame, today: date) -> pl.DataFrame:
    return known.filter(
        (pl.col("local_date") > today - timedelta(weeks=WEEKS_OF_HABIT)) & (pl.col("local_date") <= today)
    )


def _easy_speed(known: pl.DataFrame, today: date) -> float | None:
    """Return a speed (m/s) that most easy runs reach: the 40th centile of recent runs, else of all runs."""
    timed = known.filter(pl.col("moving_s").is_not_null() & (pl.col("moving_s") > 0))
    near = _recent(timed, today)
    used = timed if near.is_empty() else near
    speeds = (used["distance_m"] / used["moving_s"]).to_numpy()
    low, high = SPEED_RANGE_M_S
    speeds = speeds[(speeds >= low) & (speeds <= high)]
    # Rounded down to the centimetre, so that a recording measured again does not move the whole plan.
    return floor(float(np.quantile(speeds, 0.4)) * 100) / 100 if speeds.size else None


def _usual_weekly(total: Mapping[date, float], today: date) -> float:
    weeks: dict[date, float] = {}
    for day, metres in total.items():
        if (today - day).days < 7 * WEEKS_OF_USUAL:
            monday = day - timedelta(days=day.weekday())
            weeks[monday] = weeks.get(monday, 0.0) + metres
    return float(np.median(list(weeks.values()))) if weeks else 0.0


def _weekday_share(total: Mapping[date, float], today: date) -> tuple[float, ...]:
    counts = [0] * 7
    for day in total:
        if (today - day).days < 7 * WEEKS_OF_HABIT:
            counts[day.weekday()] += 1
    return tuple(min(1.0, count / WEEKS_OF_HABIT) for count in counts)


def _long_weekday(longest: Mapping[date, float], today: date) -> int | None:
    """Return the weekday of most weekly longest runs in the last eight weeks; of equals the later one."""
    best: dict[date, date] = {}
    for day, metres in longest.items():
        monday = day - timedelta(days=day.weekday())
        if (today - day).days < 7 * WEEKS_OF_HABIT and (
            monday not in best or metres >= longest[best[monday]]
        ):
            best[monday] = day
    counts = [0] * 7
    for day in best.values():
        counts[day.weekday()] += 1
    return max(range(7), key=lambda weekday: (counts[weekday], weekday)) if best else None


def _long_share(longest: Mapping[date, float], total: Mapping[date, float], today: date) -> float:
    """Return the median share of the longest run in the last eight whole weeks with two runs or more."""
    this = today - timedelta(days=today.weekday())
    shares = []
    for monday in (this - timedelta(weeks=back) for back in range(1, WEEKS_OF_HABIT + 1)):
        days = [day for day in total if 0 <= (day - monday).days < 7]
        if len(days) > 1:
            shares.append(max(longest[day] for day in days) / sum(total[day] for day in days))
    return float(np.median(shares)) if shares else 0.0


def _climb(known: pl.DataFrame, today: date) -> float | None:
    climbed = _recent(known, today).filter(pl.col("ascent_m").is_not_null())
    metres = float(climbed["distance_m"].sum()) if not climbed.is_empty() else 0.0
    return float(climbed["ascent_m"].sum()) / metres * 1000 if metres > 0 else None
