"""Every weight of the outside influences, in one place. All are judged, and as small as the evidence.

No study gives a likelihood ratio of any of these for back pain in runners. The cohorts and trials that there
are count injuries at any site (shoes), people at work (sitting, lifting, sleep), or nothing (ground, camber).
So a weight here says hardly more than the direction, at most 0.45 in favour (odds times 1.6): no influence
can be more than "possible" by its amount alone. What the runner's own days say is weighed by ``triggers``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.knowledge import fact

DOUBT = 0.5
LEAST_DOUBT = 0.1
"""The 90 % interval of a weight: this part of its size to each side, and no less than the second."""

Weight = tuple[float, tuple[float, float]]
"""A ``log_lr`` and its 90 % interval."""

DESCRIPTION: Weight = (0.0, (0.0, 0.0))
"""For what is told without bearing on the cause either way."""


@dataclass(frozen=True, slots=True)
class JudgedWeight:
    """A judged ``log_lr`` as straight lines between ``knots`` (value, ``log_lr``)."""

    knots: tuple[tuple[float, float], ...]

    def at(self, value: float) -> Weight:
        """Return the weight at a value; flat beyond the outer knots."""
        xs, ys = zip(*self.knots, strict=True)
        centre = float(np.interp(value, xs, ys))
        half = LEAST_DOUBT + DOUBT * abs(centre)
        return centre, (centre - half, centre + half)


WEIGHTS: dict[str, JudgedWeight] = {
    # Mean hours sat a day, above the line of the one cohort.
    "sitting": JudgedWeight(((-3.0, -0.45), (-1.0, -0.15), (0.0, 0.0), (2.0, 0.25), (5.0, 0.35))),
    # Mean hours slept, and mean restfulness from 0 to 10. The studies asked of disturbed sleep.
    "sleep_hours": JudgedWeight(((5.0, 0.35), (6.0, 0.25), (7.0, 0.0), (7.5, -0.2), (8.5, -0.3))),
    "sleep_quality": JudgedWeight(((3.0, 0.4), (5.0, 0.2), (6.0, 0.0), (8.0, -0.3))),
    # Days a week with heavy lifting or awkward work.
    "lifting_days": JudgedWeight(((0.0, -0.6), (0.5, 0.0), (2.0, 0.3), (5.0, 0.45))),
    # Mean stress from 0 to 10; it did not foretell the return to work.
    "stress_level": JudgedWeight(((1.0, -0.2), (4.0, 0.0), (7.0, 0.15), (9.0, 0.2))),
    # Share of runs without an easy start.
    "cold_starts": JudgedWeight(((0.0, -0.3), (0.3, 0.0), (0.7, 0.15), (1.0, 0.2))),
    # Share of the distance on hard or cambered ground: hardly any can hardly matter, much is not shown to.
    "hard_ground": JudgedWeight(((0.0, -0.45), (0.2, -0.2), (0.5, 0.0), (1.0, 0.05))),
    # Rise of that share against the weeks before.
    "ground_change": JudgedWeight(((-0.3, -0.05), (0.1, 0.0), (0.6, 0.15))),
    # Pairs worn in turn.
    "pairs_in_turn": JudgedWeight(((1.0, 0.15), (2.0, -0.2))),
    # Days since the latest new pair.
    "new_pair": JudgedWeight(((28.0, 0.15), (84.0, -0.15))),
}
"""Judged weights by measure."""


def sitting_weight(hours: float) -> Weight:
    """Return the weight of the mean hours sat a day: in favour above the line of the one cohort."""
    line = fact("recurrence-predictors-da-silva-2019").numbers["sitting_hours_per_day_over"]
    return WEIGHTS["sitting"].at(hours - line)
