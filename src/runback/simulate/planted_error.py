"""The training errors that a virtual runner can be made to commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

EARLIEST_DAYS, LATEST_DAYS = 35, 14
"""A planted error begins between 5 and 2 weeks before the last day."""


class TrainingError(StrEnum):
    """Training errors by the ids of their causes."""

    TOO_HARD_TOO_LONG = "too-hard-too-long"
    MILEAGE_INCREASE = "mileage-increase"
    SPEED_INCREASE = "speed-increase"
    HILLS_UP = "hills-up"
    HILLS_DOWN = "hills-down"
    LACK_OF_REST = "lack-of-rest"


@dataclass(frozen=True, slots=True)
class PlantedError:
    """One error, from ``first`` to the runner's last day; ``size`` runs from 0 (modest) to 1 (clear).

    What the sizes mean, from modest to clear:

    - mileage-increase: one or two runs of 1.25 to 2.2 times the longest of the 30 days before, or every run
      1.3 to 1.9 times as long, or both;
    - speed-increase: all runs 3 to 10 % faster, repetitions 4 to 12 % faster, one easy run in four to one in
      two turned into repetitions; distance stays;
    - hills-up, hills-down: half to nearly all runs with 20 to 60 m of climb (or descent) a kilometre
      more, half to all of it one way (a lift, a bus or a treadmill for the rest: only then can up and
      down be told apart);
    - lack-of-rest: 70 to 100 % of the rest days become short runs, the other short runs give up what these
      take (each down to half), so that distance grows by a tenth or little more, and 0 to 40 % of the easy
      runs become tempo runs;
    - too-hard-too-long: 40 to 90 % of the easy and long runs at tempo effort, 5 to 30 % longer.
    """

    cause: TrainingError
    first: date
    size: float

    def between(self, modest: float, clear: float) -> float:
        """Return the value for this size on the line from ``modest`` to ``clear``."""
        return modest + (clear - modest) * self.size


def plant(cause: TrainingError, *, seed: int, last: date) -> PlantedError:
    """Return an error of random size and beginning (uniform in both), the same for the same seed."""
    rng = np.random.default_rng([seed, 7])
    before = int(rng.integers(LATEST_DAYS, EARLIEST_DAYS + 1))
    return PlantedError(cause, last - timedelta(days=before), float(rng.uniform()))
