"""Foster's training monotony and strain."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.knowledge import fact


def monotony_table(daily: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return ``date``, ``monotony`` and ``strain`` of the seven days that end on each date.

    Monotony is the mean daily load over its standard deviation, with rest days as 0; strain is the week's
    load times monotony. The standard deviation is the sample one (n - 1). Both are null in the first six
    days, where a day's load is unknown, and where all seven days are equal (no deviation, so undefined). Fact
    ``monotony-and-strain`` (Foster 1998, a second-hand account): no limit of it is known to matter for the
    back.
    """
    window = int(fact("monotony-and-strain").numbers["window_days"])
    load: NDArray[np.float64] = daily[column].cast(pl.Float64).to_numpy()
    monotony = np.full(load.size, np.nan)
    week_load = np.full(load.size, np.nan)
    if load.size >= window:
        weeks = np.lib.stride_tricks.sliding_window_view(load, window)
        level = weeks.max(axis=1) == weeks.min(axis=1)
        spread = np.where(level, np.nan, weeks.std(axis=1, ddof=1))
        monotony[window - 1 :] = weeks.mean(axis=1) / spread
        week_load[window - 1 :] = weeks.sum(axis=1)
    return pl.DataFrame(
        {"date": daily["date"], "monotony": monotony, "strain": week_load * monotony},
        schema_overrides={"monotony": pl.Float64, "strain": pl.Float64},
    ).with_columns(pl.col("monotony", "strain").fill_nan(None))
