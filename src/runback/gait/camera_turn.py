"""How far the camera is turned off a right angle to the way of running, from the body itself."""

from __future__ import annotations

import numpy as np

from runback.gait.landmarks import Landmarks
from runback.gait.repair import leg_length
from runback.knowledge import fact

HIPS_CM, USUAL_LEG_CM = 22.0, 86.0
"""Judged: how far hip points lie apart (so in the entry of pelvic drop), and a leg at 175 cm of height."""

MOST_CORRECTED_DEG = 20.0
"""Judged: what pose models misplace looks like a turn too, so that more than this is not believed."""


def camera_turn_deg(smooth: Landmarks) -> float:
    """Return how far the camera is turned off a right angle, in degrees, 0 to 90, from a film from the side.

    Over whole strides the left and the right of hips and shoulders lie straight across from one another; what
    then shows of their distance along the picture is the sine of the turn. Both pairs count alike where both
    were seen. Some 5 degrees sure: bodies differ in breadth.
    """
    lengths = fact("segment-lengths").numbers
    legs = lengths["thigh"] + lengths["shank"]
    broad = {"hip": HIPS_CM / USUAL_LEG_CM, "shoulder": 2.0 * lengths["shoulder_half_breadth"] / legs}
    leg = leg_length(smooth)
    sines = []
    for pair, breadth in broad.items():
        apart = (smooth.of(f"left_{pair}") - smooth.of(f"right_{pair}"))[:, 0]
        known = apart[np.isfinite(apart)]
        if known.size:
            sines.append(float(known.mean()) / leg / breadth)
    sine = abs(sum(sines) / len(sines)) if sines else 0.0
    return float(np.degrees(np.arcsin(min(1.0, sine))))


def widening(turn_deg: float) -> float:
    """Return by how much distances along the picture are to be drawn out for a camera turned so far."""
    return float(1.0 / np.cos(np.radians(min(turn_deg, MOST_CORRECTED_DEG))))
