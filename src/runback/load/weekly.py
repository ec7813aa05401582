"""Week-to-week change and the acute:chronic ratio: shown because runners ask for them, never an alarm.

In 5205 runners neither rose with overuse injury (fact ``weekly-metrics-null-in-runsafe``), and the ratio says
little even where it seems to (facts ``acwr-coupling-artefact``, ``acwr-methods-disagree``).
"""

from __future__ import annotations

import polars as pl

from runback.knowledge import fact
from runback.load.daily import rolling_total


def week_to_week(daily: pl.DataFrame, column: str) -> pl.Series:
    """Return for each day the sum of its last 7 days over that of the 7 days before; null where that is 0."""
    week = rolling_total(daily[column], 7)
    return _ratio(week, week.shift(7)).alias("week_to_week")


def acute_chronic_uncoupled(daily: pl.DataFrame, column: str) -> pl.Series:
    """Return for each day the mean of its last 7 days over that of the 21 before; null where that is 0.

    Uncoupled: the acute week is not part of the chronic mean. Source: fact ``acwr-coupling-artefact``.
    """
    acute_days = 7
    chronic_days = int(acute_days * (fact("acwr-coupling-artefact").numbers["weeks"] - 1))
    acute = rolling_total(daily[column], acute_days) / acute_days
    chronic = rolling_total(daily[column], chronic_days).shift(acute_days) / chronic_days
    return _ratio(acute, chronic).alias("acute_chronic_uncoupled")


def _ratio(above: pl.Series, below: pl.Series) -> pl.Series:
    return pl.select(pl.when(below > 0).then(above / below)).to_series()
