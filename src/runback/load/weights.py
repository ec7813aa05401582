"""Every weight of the load findings, in one place: the published one with its discount, and the judged ones.

No study ties a training measure to back pain in runners closely enough to give a likelihood ratio, so only
the session-spike bands rest on a published effect. All else is the authors' judgement: small, at most about
0.7 (odds doubled), negative where the measure speaks against, and stated here as a table so that it can be
argued with.
Where a cause has several ways (too hard or too long), the absence of one hardly speaks against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from runback.knowledge import fact

TRANSPORT_SHRINK = 0.6
"""Judged: how much of an effect on overuse injury at any site is taken to hold for the back."""

TRANSPORT_SD = 0.15
"""Judged: further doubt about that transport, as a standard deviation of ``log_lr``."""

Z90 = 1.6448536269514722
Z95 = 1.959963984540054

JUDGED_DOUBT = 0.4
JUDGED_LEAST_DOUBT = 0.08
"""Judged weights are uncertain (90 %) by this part of their size, and by no less than this."""

Weight = tuple[float, tuple[float, float]]
"""A ``log_lr`` and its 90 % interval."""


def _published(log_hrr: float, sd: float) -> Weight:
    """Return a published log hazard ratio carried over to the back, as ``log_lr`` with a 90 % interval."""
    centre = TRANSPORT_SHRINK * log_hrr
    half = Z90 * sqrt((TRANSPORT_SHRINK * sd) ** 2 + TRANSPORT_SD**2)
    return centre, (centre - half, centre + half)


def spike_weight(ratio: float) -> Weight:
    """Return the weight of a session spike by its ratio to the longest run of the 30 days before.

    Between the reference and the large band the published effects overlap and do not rise, so the two bands
    are pooled by inverse variance, as fact ``session-spike-bands`` asks ("do not scale inside 1.10-2.00"). At
    or below the reference ratio the weight is judged: six weeks without a spike speak against.
    """
    numbers = fact("session-spike-bands").numbers
    if ratio <= numbers["reference_max_ratio"]:
        return NO_SPIKE
    bands = ("large",) if ratio > numbers["large_ratio_low"] else ("small", "moderate")
    effects = np.log([numbers[f"{band}_hrr"] for band in bands])
    sds = np.array([log(numbers[f"{band}_ci_high"] / numbers[f"{band}_ci_low"]) for band in bands]) / (
        2 * Z95
    )
    precision = sds**-2.0
    return _published(float(effects @ precision / precision.sum()), float(precision.sum() ** -0.5))


def low_volume_marathon_weight() -> Weight:
    """Return the weight of a marathon run on under 30 km a week (fact ``low-volume-before-marathon``)."""
    numbers = fact("low-volume-before-marathon").numbers
    return _published(log(numbers["rr_under_30"]), log(numbers["ci_high"] / numbers["ci_low"]) / (2 * Z95))


NO_SPIKE: Weight = (-0.35, (-0.65, -0.05))


@dataclass(frozen=True, slots=True)
class JudgedWeight:
    """A judged ``log_lr`` as straight lines between ``knots`` (contrast with the own past, ``log_lr``)."""

    knots: tuple[tuple[float, float], ...]

    def at(self, contrast: float) -> Weight:
        """Return the weight at a contrast; flat beyond the outer knots."""
        xs, ys = zip(*self.knots, strict=True)
        centre = float(np.interp(contrast, xs, ys))
        half = JUDGED_LEAST_DOUBT + JUDGED_DOUBT * abs(centre)
        return centre, (centre - half, centre + half)


NEUTRAL_RISE = 1.25
"""The rise of height, or of height a kilometre, that speaks neither for nor against hills."""

HARD_TIME = JudgedWeight(((-5.0, -0.35), (0.0, -0.15), (4.0, 0.0), (10.0, 0.4), (20.0, 0.7), (40.0, 0.9)))
CLIMB = JudgedWeight(((0.8, -0.4), (1.0, -0.3), (NEUTRAL_RISE, 0.0), (1.7, 0.45), (2.5, 0.7)))
SESSION_CLIMB = JudgedWeight(((0.8, -0.2), (1.0, -0.1), (1.2, 0.0), (1.6, 0.3), (2.2, 0.5)))

RATIO_WEIGHTS: dict[str, JudgedWeight] = {
    # Highest fortnight of the last six weeks over the highest of the twelve weeks before.
    "fortnight_distance": JudgedWeight(((0.85, -0.25), (1.0, -0.15), (1.15, 0.0), (1.4, 0.4), (1.7, 0.6))),
    "run_length": JudgedWeight(((0.85, -0.2), (1.0, -0.1), (1.12, 0.0), (1.35, 0.35), (1.6, 0.5))),
    "fortnight_fast_time": JudgedWeight(((0.7, -0.25), (1.0, -0.1), (1.35, 0.0), (2.0, 0.2), (3.0, 0.3))),
    "fortnight_ascent": CLIMB,
    "fortnight_descent": CLIMB,
    "mean_effort": JudgedWeight(((0.9, -0.35), (1.0, -0.15), (1.1, 0.0), (1.2, 0.4), (1.4, 0.7))),
    # The index leans on the fastest minutes and on assumptions: it may colour the picture, not make it.
    "fortnight_lumbar_load": JudgedWeight(((0.9, -0.05), (1.0, -0.02), (1.15, 0.0), (1.4, 0.15), (1.6, 0.2))),
    # One run, or the fast end of the runs, against those of the past.
    "session_ascent": SESSION_CLIMB,
    "session_descent": SESSION_CLIMB,
    "fast_end": JudgedWeight(((0.97, -0.35), (1.0, -0.2), (1.03, 0.0), (1.07, 0.45), (1.11, 0.7))),
    "longest_streak": JudgedWeight(((0.8, -0.4), (1.0, -0.25), (1.3, 0.0), (1.7, 0.35), (2.5, 0.6))),
    "long_run_share": JudgedWeight(((0.85, -0.05), (1.0, -0.02), (1.15, 0.0), (1.4, 0.3), (1.8, 0.5))),
}
"""Judged weights by the ratio of the recent weeks to the runner's own past."""

DIFFERENCE_WEIGHTS: dict[str, JudgedWeight] = {
    # Points of per cent of running time.
    "hard_time_by_zone": HARD_TIME,
    "hard_time_by_heart_rate": HARD_TIME,
    "hard_time_by_speed": HARD_TIME,
    # Rest days a week fewer than in the least rested fortnight of the past.
    "rest_days": JudgedWeight(((-1.0, -0.5), (0.0, -0.3), (0.25, 0.0), (1.0, 0.4), (2.0, 0.75))),
    # Share of hard runs that followed the hard run before within 36 hours, minus that of the past.
    "hard_days_apart": JudgedWeight(((-0.2, -0.1), (0.0, -0.05), (0.2, 0.0), (0.5, 0.35), (0.8, 0.5))),
    # Points of per cent by which cadence falls more from the first to the last third than in the past.
    "cadence_decay": JudgedWeight(((-0.5, -0.05), (0.0, -0.02), (0.7, 0.0), (2.0, 0.3), (4.0, 0.5))),
}
"""Judged weights by the difference between the recent weeks and the runner's own past."""
