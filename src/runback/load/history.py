"""A runner's history as the findings see it: the last six weeks against the twelve weeks before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.load.daily import daily_load, rolling_total, until
from runback.model import DateRange
from runback.units import Units

RECENT_DAYS = 42
"""The window in which a training error is looked for: the six weeks that end today."""

PAST_DAYS = 84
"""The runner's own past to compare with: up to twelve weeks before the window."""

LEAST_PAST_DAYS = 28
LEAST_PAST_RUNS = 8
FORTNIGHT_DAYS = 14
LEAST_KNOWN_SHARE = 0.75
"""A measure counts as available when this share of the runs of a window carries it."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest fortnight of a window: its mean a week (or its rate), and its last day."""

    value: float
    last_day: date


@dataclass(frozen=True)
class History:
    """Runs and daily load up to ``today``, cut into the recent window and the past before it."""

    runs: pl.DataFrame
    daily: pl.DataFrame
    today: date
    units: Units

    @classmethod
    def of(cls, runs: pl.DataFrame, today: date, units: Units) -> History:
        """Return the history of a runs frame as seen from ``today``; later runs are left out."""
        return cls(until(runs, today), daily_load(runs, today), today, units)

    @property
    def recent(self) -> DateRange:
        """The six weeks that end today."""
        return DateRange.ending(self.today, RECENT_DAYS)

    @property
    def past(self) -> DateRange:
        """The twelve weeks before the recent window, whether known or not."""
        return DateRange.ending(self.recent.first - timedelta(days=1), PAST_DAYS)

    @cached_property
    def recent_runs(self) -> pl.DataFrame:
        """The runs of the recent window."""
        return _within(self.runs, self.recent)

    @cached_property
    def past_runs(self) -> pl.DataFrame:
        """The runs of the past window."""
        return _within(self.runs, self.past)

    @property
    def past_days(self) -> int:
        """Days of the past window since the first run ever."""
        return min(PAST_DAYS, max(0, self.daily.height - RECENT_DAYS))

    @property
    def past_words(self) -> str:
        """The past window in words, for sentences."""
        return f"the {self.past_days // 7} weeks before"

    def obstacle(self) -> str | None:
        """Return why nothing recent can be judged, or None."""
        if self.runs.is_empty():
            return "there are no runs yet"
        if self.recent_runs.is_empty():
            return f"there was no run in the last {RECENT_DAYS // 7} weeks"
        return None

    def past_obstacle(self) -> str | None:
        """Return why the recent window cannot be held against the runner's own past, or None."""
        if self.past_days < LEAST_PAST_DAYS:
            weeks = (RECENT_DAYS + LEAST_PAST_DAYS) // 7
            return (
                f"your recordings span less than the {weeks} weeks needed to compare you with your own past"
            )
        if self.past_runs.height < LEAST_PAST_RUNS:
            return (
                f"there were only {self.past_runs.height} runs in the weeks before the last "
                f"{RECENT_DAYS // 7}: a restart, with no habit to compare with"
            )
        return None

    def knows(self, column: str) -> bool:
        """Return whether enough runs of both windows carry ``column``."""
        return all(
            _known_share(runs, column) >= LEAST_KNOWN_SHARE for runs in (self.recent_runs, self.past_runs)
        )

    def per_day(self, values: pl.Series) -> pl.Series:
        """Return the sum a day of one value a run (in the order of ``runs``), 0 on days without a run."""
        sums = (
            self.runs.select("local_date", values.alias("value"))
            .group_by("local_date")
            .agg(pl.col("value").sum())
        )
        return self.daily.join(
            sums, left_on="date", right_on="local_date", how="left", maintain_order="left"
        )["value"].fill_null(0.0)

    def peaks(self, load: pl.Series, per: pl.Series | None = None) -> tuple[Peak, Peak]:
        """Return the highest fortnight of the recent window and that of the past, each wholly inside.

        ``load`` has one value a day of ``daily``; with ``per`` (likewise) the peak is that of load over
        ``per``, among fortnights with at least half of their usual ``per``. An unknown day counts as 0: a run
        or two without the measure must not blot out two weeks.
        """
        totals = rolling_total(load.fill_null(0.0), FORTNIGHT_DAYS).to_numpy() * 7.0 / FORTNIGHT_DAYS
        if per is not None:
            below = rolling_total(per.fill_null(0.0), FORTNIGHT_DAYS).to_numpy() * 7.0 / FORTNIGHT_DAYS
            usual = float(np.nanmedian(below[-(RECENT_DAYS + self.past_days) :]))
            enough = (below >= 0.5 * usual) & (below > 0)
            totals = np.divide(totals, below, out=np.zeros_like(totals), where=enough)
        return self._peak(totals, 0, RECENT_DAYS), self._peak(
            totals, RECENT_DAYS, RECENT_DAYS + self.past_days
        )

    def _peak(self, totals: Floats, from_days_ago: int, to_days_ago: int) -> Peak:
        end = totals.size - from_days_ago
        start = totals.size - to_days_ago + FORTNIGHT_DAYS - 1
        best = start + int(np.nanargmax(totals[start:end]))
        return Peak(float(totals[best]), self.today - timedelta(days=totals.size - 1 - best))


def _within(runs: pl.DataFrame, days: DateRange) -> pl.DataFrame:
    return runs.filter(pl.col("local_date").is_between(days.first, days.last))


def _known_share(runs: pl.DataFrame, column: str) -> float:
    return 1.0 - runs[column].null_count() / runs.height if runs.height else 0.0
