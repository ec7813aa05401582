"""Best efforts and the spread of speeds within one run."""

from __future__ import annotations

import numpy as np

from runback.activities.distance import cumulative
from runback.activities.runs import BEST_EFFORT_METRES, BEST_EFFORT_SECONDS, SPEED_BIN_M_S, SPEED_BINS
from runback.activities.samples import Floats

PLAUSIBLE_EFFORTS = ((10.0, 11.5), (60.0, 9.0), (300.0, 7.3), (1200.0, 6.7), (3600.0, 6.3))
"""Seconds and mean speeds (m/s) a little above the men's world records; a faster effort is a sensor's."""

_PLAUSIBLE_LOG_S = np.log([seconds for seconds, _ in PLAUSIBLE_EFFORTS])
_PLAUSIBLE_M_S = np.array([speed for _, speed in PLAUSIBLE_EFFORTS])

METHOD = (
    "Greatest mean speed over the duration, and shortest time over the distance, at any start, between "
    "samples along a straight line of distance over elapsed time (pauses count as time). Intervals above "
    "12.5 m/s are put right first; an effort beyond the world records is left out."
)

HISTOGRAM_METHOD = (
    "Moving seconds per 0.1 m/s of the smoothed speed, up to 8 m/s; faster ones in the last bin."
)


def best_efforts(t_s: Floats, interval_m: Floats) -> dict[str, float]:
    """Return ``best_60s_m_s`` ... and ``best_1000m_s`` ..., each only where the run is long enough.

    Exact for distance that is piecewise linear in time: the best window then starts or ends at a sample.
    """
    if t_s.size < 2:
        return {}
    distance = cumulative(interval_m)
    efforts: dict[str, float] = {}
    for seconds in BEST_EFFORT_SECONDS:
        speed = best_speed(t_s, distance, float(seconds))
        if speed is not None and speed <= fastest_plausible(seconds):
            efforts[f"best_{seconds}s_m_s"] = speed
    for metres in BEST_EFFORT_METRES:
        taken = best_time(t_s, distance, float(metres))
        if taken is not None and metres <= taken * fastest_plausible(taken):
            efforts[f"best_{metres}m_s"] = taken
    return efforts


def best_speed(t_s: Floats, distance_m: Floats, seconds: float) -> float | None:
    """Return the greatest mean speed (m/s) over any ``seconds``, None when the recording is shorter."""
    if t_s[-1] - t_s[0] < seconds:
        return None
    # Either end of the best window lies on a sample.
    ends = np.searchsorted(t_s, t_s[0] + seconds)
    starts = np.searchsorted(t_s, t_s[-1] - seconds, side="right")
    forward = np.interp(t_s[:starts] + seconds, t_s, distance_m) - distance_m[:starts]
    backward = distance_m[ends:] - np.interp(t_s[ends:] - seconds, t_s, distance_m)
    most = max(forward.max(initial=0.0), backward.max(initial=0.0))
    return float(most) / seconds if most > 0 else None


def best_time(t_s: Floats, distance_m: Floats, metres: float) -> float | None:
    """Return the shortest time (s) over any ``metres``, None when the way is shorter."""
    if distance_m[-1] < metres:
        return None
    starts = np.searchsorted(distance_m, distance_m[-1] - metres, side="right")
    ends = np.searchsorted(distance_m, metres)
    # Where the runner stood, interp takes the end of the standstill: right for a start, late for an arrival.
    # The arrival at its beginning is a sample of its own, looked at backward.
    forward = np.interp(distance_m[:starts] + metres, distance_m, t_s) - t_s[:starts]
    backward = t_s[ends:] - np.interp(distance_m[ends:] - metres, distance_m, t_s)
    least = min(forward.min(initial=np.inf), backward.min(initial=np.inf))
    return float(least) if 0 < least < np.inf else None


def fastest_plausible(seconds: float) -> float:
    """Return the greatest mean speed (m/s) taken for running over ``seconds``."""
    return float(np.interp(np.log(max(seconds, 1e-3)), _PLAUSIBLE_LOG_S, _PLAUSIBLE_M_S))


def seconds_at_speed(speed_m_s: Floats, moving_s: Floats) -> list[float]:
    """Return moving seconds per bin of speed (``SPEED_BINS`` bins of ``SPEED_BIN_M_S``)."""
    bins = np.minimum((speed_m_s / SPEED_BIN_M_S + 1e-9).astype(np.int64), SPEED_BINS - 1)
    counted: list[float] = np.bincount(bins, weights=moving_s, minlength=SPEED_BINS).tolist()
    return counted
