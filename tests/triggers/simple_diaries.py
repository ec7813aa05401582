"""Small simulated diaries for the tests of triggers: scatter that lingers, and pushes that are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.knowledge import Exposure

Array = NDArray[np.float64]

FIRST = date(2026, 1, 5)


def exposure(name: str, *, on_off: bool = False, step: float = 1.0, cause: str | None = None) -> Exposure:
    """Return an exposure of the tests' own."""
    return Exposure(name, name, "h", step, on_off, True, "more", "Made up for a test.", (), cause)


def simulated(
    seed: int,
    days: int,
    count: int,
    *,
    push: dict[int, float] | None = None,
    lag: int = 1,
    lingering: float = 0.5,
    missing: float = 0.2,
) -> tuple[Array, Array, NDArray[np.int64]]:
    """Return pain (days,), exposures (days, count) and weekdays; ``push`` is points of pain by exposure."""
    generator = np.random.default_rng(seed)
    exposures = generator.normal(size=(days, count))
    noise = generator.normal(size=days)
    for day in range(1, days):
        noise[day] = lingering * noise[day - 1] + np.sqrt(1 - lingering**2) * noise[day]
    pain = 4.0 + 0.9 * noise
    for column, points in (push or {}).items():
        pain[lag:] += points * exposures[: days - lag, column]
    pain = np.clip(np.round(pain), 0.0, 10.0)
    pain[generator.uniform(size=days) < missing] = np.nan
    return pain, exposures, np.arange(days) % 7


def frame(pain: Array, exposures: Array, names: Sequence[str]) -> pl.DataFrame:
    """Return the frame of days that ``find_triggers`` takes."""
    columns = {"day": [FIRST + timedelta(days=at) for at in range(len(pain))], "pain": pain}
    columns |= {name: exposures[:, at] for at, name in enumerate(names)}
    return pl.DataFrame(columns).with_columns(pl.exclude("day").fill_nan(None))
