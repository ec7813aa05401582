"""What a report to a clinician is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from runback.model import CheckIn, DateRange, Runner, Score
from runback.units import Units

if TYPE_CHECKING:
    from runback.body import SelfTestResult
    from runback.causes import Ranking
    from runback.progress import Progress
    from runback.screening import Screening


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything a report may show; all but ``today`` is optional, and what is absent is said to be absent.

    ``runs`` is a runs frame. ``answers`` are those behind ``screening``, needed to say what was asked.
    ``first`` and ``last`` narrow runs, check-ins, scores and self-tests (both included); ranking, screening
    and progress are shown as they are. ``tried`` and ``questions`` are the runner's own words, one entry a
    line. Titles of runs leave only with ``include_titles``; coordinates never do.
    """

    today: date
    name: str = ""
    runner: Runner = field(default_factory=Runner)
    units: Units = "km"
    runs: pl.DataFrame | None = None
    ranking: Ranking | None = None
    screening: Screening | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    checkins: tuple[CheckIn, ...] = ()
    scores: tuple[Score, ...] = ()
    self_tests: tuple[SelfTestResult, ...] = ()
    progress: Progress | None = None
    tried: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    include_titles: bool = False
    shown_runs: pl.DataFrame | None = field(init=False, repr=False, compare=False)
    """The runs of the days shown, sorted by start; None where there is none."""

    def __post_init__(self) -> None:
        if self.first is not None and self.first > self.until:
            raise ValueError(f"a report from {self.first} to {self.until} has no days")
        object.__setattr__(self, "shown_runs", self._runs_of_the_days())

    @property
    def until(self) -> date:
        """The last day shown, never after ``today``."""
        return self.today if self.last is None else min(self.last, self.today)

    def covers(self, day: date) -> bool:
        """Return whether ``day`` is shown."""
        return (self.first is None or self.first <= day) and day <= self.until

    def _runs_of_the_days(self) -> pl.DataFrame | None:
        if self.runs is None:
            return None
        shown = self.runs.filter(pl.col("local_date") <= self.until)
        if self.first is not None:
            shown = shown.filter(pl.col("local_date") >= self.first)
        return None if shown.is_empty() else shown.sort("start_utc", "run_id")

    @property
    def shown_checkins(self) -> tuple[CheckIn, ...]:
        """The check-ins of the days shown, the earliest first."""
        return tuple(sorted((one for one in self.checkins if self.covers(one.day)), key=lambda one: one.day))

    @property
    def shown_scores(self) -> tuple[Score, ...]:
        """The scores of the days shown, the earliest first."""
        return tuple(
            sorted(
                (one for one in self.scores if self.covers(one.day)), key=lambda one: (one.day, one.measure)
            )
        )

    @property
    def run_days(self) -> DateRange | None:
        """The days from the first run shown, or the first day asked for, to the last day shown."""
        runs = self.shown_runs
        if runs is None:
            return None
        begin = runs["local_date"].min()
        assert isinstance(begin, date)
        return DateRange(self.first or begin, self.until)
