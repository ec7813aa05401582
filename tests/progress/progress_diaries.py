"""Diaries for the tests of progress: told by hand or simulated with a seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from runback.model import CheckIn

START = date(2026, 1, 5)


def on(day: int) -> date:
    """The day of this number, the first being 0."""
    return START + timedelta(days=day)


def diary(pains: Iterable[float | None], begin: int = 0) -> tuple[CheckIn, ...]:
    """One check-in a day; None leaves the day out."""
    return tuple(CheckIn(on(begin + i), worst_pain=pain) for i, pain in enumerate(pains) if pain is not None)


def simulated(
    level: Sequence[float] | NDArray[np.float64], *, seed: int, scatter: float, told: float = 1.0
) -> tuple[CheckIn, ...]:
    """Simulated days: whole-number pain scattered about ``level``, each told with probability ``told``."""
    random = np.random.default_rng(seed)
    noisy = np.clip(np.round(np.asarray(level) + random.normal(0.0, scatter, len(level))), 0, 10)
    kept = random.random(len(level)) < told
    return diary([float(pain) if keep else None for pain, keep in zip(noisy, kept, strict=True)])
