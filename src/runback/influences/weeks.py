"""The last four weeks of diary and runs against the twelve before, as the influences see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

import polars as pl

from runback.influences.shoes import Pair
from runback.influences.weights import Weight
from runback.model import CheckIn, DateRange, Finding

RECENT_DAYS = 28
PAST_DAYS = 84
LEAST_TOLD = 7
"""Days on which a value must be told within the four weeks before it counts as known."""

LEAST_PAST_TOLD = 14
LEAST_KNOWN_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Weeks:
    """Diary and runs up to ``today``; ``runs`` with the defaults of shoe and surface filled in."""

    runs: pl.DataFrame
    check_ins: tuple[CheckIn, ...]
    pairs: tuple[Pair, ...]
    today: date

    @classmethod
    def of(
        cls, runs: pl.DataFrame, check_ins: Iterable[CheckIn], pairs: Iterable[Pair], today: date
    ) -> Weeks:
        """Return the weeks as seen from ``today``; what is later is left out."""
        return cls(
            runs.filter(pl.col("local_date") <= today),
            tuple(one for one in check_ins if one.day <= today),
            tuple(pairs),
            today,
        )

    @property
    def recent(self) -> DateRange:
        """The four weeks that end today."""
        return DateRange.ending(self.today, RECENT_DAYS)

    @property
    def past(self) -> DateRange:
        """The twelve weeks before them."""
        return DateRange.ending(self.recent.first - timedelta(days=1), PAST_DAYS)

    def told(self, field: str, within: DateRange) -> list[float]:
        """Return what the diary tells under a field of ``CheckIn`` on the days of a range, as numbers."""
        values = (getattr(one, field) for one in self.check_ins if within.first <= one.day <= within.last)
        return [float(value) for value in values if value is not None]

    def runs_of(self, within: DateRange) -> pl.DataFrame:
        """Return the runs of a range of days."""
        return self.runs.filter(pl.col("local_date").is_between(within.first, within.last))

    def own_past(self, field: str, unit: str, *, times: float = 1.0) -> str:
        """Return the mean of a field in the twelve weeks before in words, empty where too few tell it."""
        values = self.told(field, self.past)
        if len(values) < LEAST_PAST_TOLD:
            return ""
        return f" In the twelve weeks before it was {fmean(values) * times:.1f}{unit}."


@dataclass(frozen=True, slots=True)
class Claim:
    """What a measure found: the runner's value and its unit, what it stands against, the words, the facts."""

    value: float
    unit: str
    reference: str
    sentence: str
    evidence: tuple[str, ...]
    weight: Weight


def finding(weeks: Weeks, cause: str, measure: str, group: str, claim: Claim) -> Finding:
    """Return the finding of a claim over the recent weeks; every weight of an influence is judged."""
    return Finding(
        cause=cause,
        measure=measure,
        group=group,
        value=claim.value,
        unit=claim.unit,
        reference=claim.reference,
        log_lr=claim.weight[0],
        log_lr_interval=claim.weight[1],
        basis="judged",
        evidence=claim.evidence,
        window=weeks.recent,
        sentence=claim.sentence,
    )


def too_few(weeks: Weeks, field: str, what: str, option: str) -> str | None:
    """Return why a field of the diary cannot be measured, None where it can."""
    told = len(weeks.told(field, weeks.recent))
    if told >= LEAST_TOLD:
        return None
    return (
        f"the diary tells {what} on {told} of the last {RECENT_DAYS} days; {LEAST_TOLD} are needed "
        f"(runback checkin {option})"
    )
