"""Every weight of the self-test findings, in one place. All are the authors' judgement and small.

No study gives a likelihood ratio for a self-test and back pain in runners. Trunk endurance did not predict
later pain in pooled cohorts, and side differences are common in runners without pain; so even a very low
result raises the odds at most twofold, and by less where research speaks against the cause's story. A weight
is ``CURVE x TRUST[cause] x share of the test`` (``informs`` in ``knowledge/self_tests.toml``), halved where
the line for a low result is not established.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Weight = tuple[float, tuple[float, float]]
"""A ``log_lr`` and its 90 % interval."""

JUDGED_DOUBT = 0.4
JUDGED_LEAST_DOUBT = 0.08
"""Judged weights are uncertain (90 %) by this part of their size, and by no less than this."""

NOT_ESTABLISHED = 0.5
"""What is left of a weight whose line is not established, or comes from people of another age."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A judged ``log_lr`` as straight lines between ``knots`` (contrast, ``log_lr``); flat beyond them."""

    knots: tuple[tuple[float, float], ...]

    def at(self, contrast: float, share: float = 1.0) -> Weight:
        """Return ``share`` of the weight at a contrast."""
        xs, ys = zip(*self.knots, strict=True)
        centre = share * float(np.interp(contrast, xs, ys))
        half = JUDGED_LEAST_DOUBT + JUDGED_DOUBT * abs(centre)
        return centre, (centre - half, centre + half)


MARGIN = Curve(((-2.0, 0.7), (-1.0, 0.45), (0.0, 0.1), (0.5, 0.0), (1.0, -0.15), (2.0, -0.3), (4.0, -0.4)))
"""By the distance from the line for a low result, in errors of the test; negative is worse than the line. On
the line itself a result says next to nothing, for the error reaches to both sides of it."""

OWN_PAST = Curve(((-2.0, 0.5), (-1.0, 0.3), (-0.999, -0.05), (0.0, -0.05), (1.0, -0.15)))
"""By the gain against the own past, in errors of the test; within the error it says next to nothing."""

SIDES = Curve(((0.0, -0.2), (0.999, -0.1), (1.0, 0.15), (1.5, 0.3), (2.5, 0.5)))
"""By the gap between the sides, in limits of the test (its error or its rule)."""

NOT_REPEATED = 0.5
"""What is left of a side difference seen once: of a dozen gaps one passes its limit by chance alone."""

FALL = Curve(((-2.0, 0.4), (-1.0, 0.2), (-0.999, -0.05), (0.0, -0.05), (1.0, -0.1)))
"""Tiredness by the gain of a strength test against the own past, in errors: a fall may be tiredness, a bad
day or lost training, and nothing in the test tells them apart."""

SECOND_SIDE = Curve(((0.0, -0.05), (0.999, -0.05), (1.0, 0.15), (2.0, 0.3)))
"""Tiredness by what the second side lost against the first in both orders, the smaller loss, in errors."""

TRUST: dict[str, float] = {
    # Pooled cohorts found no relation of trunk endurance with later pain
    # (trunk-endurance-does-not-predict-lbp).
    "weak-core": 0.65,
    "weak-back-muscles": 0.65,
    # Leg and hip strengthening helped runners in one trial; whether weakness came first is not shown.
    "weak-glutes": 0.8,
    # Longer hamstrings went with a little less later pain in pooled cohorts, not of runners.
    "tight-hamstrings": 0.8,
    # No study links ankle bend with back pain in runners.
    "tight-calves": 0.5,
    # Less hip extension in active people with pain; the bench test did not tell how the hip moves in running.
    "tight-hip-flexors": 0.65,
    # Side differences are common without pain and did not raise injury risk.
    "left-right-imbalance": 0.6,
    # Fatigue told by the runner went with pain in races; a self-test measures it in a roundabout way.
    "muscle-fatigue": 0.75,
}
"""Judged: how far the story behind a cause is borne out, as a part of the weight."""
