"""Moving time: when in a recording the runner was under way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.activities.distance import FASTEST_M_S, Metres, cumulative
from runback.activities.samples import Bools, Floats, Samples

START_M_S = 0.8
STOP_M_S = 0.4
VERTICAL_FACTOR = 4.0
SMOOTHING_S = 5.0

METHOD = (
    f"Time outside timer pauses in which the speed, averaged over {SMOOTHING_S:g} s, has risen to "
    f"{START_M_S:g} m/s and has not since fallen below {STOP_M_S:g} m/s; climbing or descending counts "
    f"{VERTICAL_FACTOR:g} times its vertical speed. Gaps without samples count when the distance covered in "
    "them passes the same test. Without distance: all time outside pauses and gaps, and only with cadence "
    "where there is any. A stop reads about 3 s too short, for the average reaches over its edges."
)


@dataclass(frozen=True, slots=True)
class Movement:
    """What happened in each interval between two samples (arrays of shape ``(n - 1,)``).

    ``active_s`` are seconds outside timer pauses, ``moving_s`` the seconds of them under way, ``speed_m_s``
    the smoothed speed (NaN where unknown). ``clock_s`` and ``distance_m``, shape ``(n,)``, are active time
    and credible metres since the first sample (no metres where unknown).
    """

    active_s: Floats
    moving_s: Floats
    speed_m_s: Floats
    clock_s: Floats
    distance_m: Floats


def active_seconds(samples: Samples, pauses_s: tuple[tuple[float, float], ...]) -> Floats:
    """Return the seconds of every interval outside timer pauses."""
    return np.maximum(samples.dt_s - _paused_seconds(samples.t_s, pauses_s), 0.0)


def find_movement(
    samples: Samples, metres: Metres | None, active_s: Floats, vertical_m_s: Floats | None = None
) -> Movement:
    """Return moving seconds and smoothed speed of every interval; all arrays of shape ``(n - 1,)``."""
    clock_s = cumulative(active_s)
    if metres is None:
        held = samples.dt_s <= samples.LONGEST_HELD_S
        cadence = samples.column("cadence_spm")
        if cadence is not None:
            held &= np.isfinite(cadence[1:])
        unknown = np.full(active_s.size, np.nan)
        return Movement(active_s, np.where(held, active_s, 0.0), unknown, clock_s, np.zeros(clock_s.size))
    # Metres that a device writes down during a pause are no running.
    distance_m = cumulative(np.where(active_s > 0, metres.credible, 0.0))
    speed = smoothed_speed(clock_s, distance_m, SMOOTHING_S)
    pace = speed
    if metres.offsets is not None:
        # The position of a runner at rest wanders: a long way, and none in the end.
        east, north = (
            _mean_rate(clock_s, cumulative(np.where(active_s > 0, offset, 0.0)), SMOOTHING_S)
            for offset in metres.offsets
        )
        pace = np.minimum(speed, np.hypot(east, north))
    if vertical_m_s is not None:
        # A steep climb is hardly a way on the map, and no rest.
        pace = np.maximum(pace, VERTICAL_FACTOR * np.abs(vertical_m_s))
    moving = _hysteresis(pace)
    return Movement(active_s, np.where(moving, active_s, 0.0), speed, clock_s, distance_m)


def sample_seconds(interval_s: Floats, samples: Samples) -> Floats:
    """Return the seconds each sample stands for (shape ``(n,)``): half of either neighbouring interval.

    Intervals too long for a value to hold count for none.
    """
    half = np.where(samples.dt_s <= samples.LONGEST_HELD_S, 0.5 * interval_s, 0.0)
    seconds = np.zeros(samples.t_s.size)
    seconds[1:] += half
    seconds[:-1] += half
    return seconds


def _paused_seconds(t_s: Floats, pauses_s: tuple[tuple[float, float], ...]) -> Floats:
    """Return how many seconds of each interval lie in a pause; pauses that overlap count once."""
    if not pauses_s or t_s.size < 2:
        return np.zeros(max(t_s.size - 1, 0))
    merged: list[list[float]] = []
    for begin, end in sorted((a, b) for a, b in pauses_s if b > a):
        if merged and begin <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([begin, end])
    if not merged:
        return np.zeros(t_s.size - 1)
    edges = np.array(merged)
    # Seconds paused before an instant, as a polyline through the edges of the pauses.
    paused = np.repeat(cumulative(edges[:, 1] - edges[:, 0]), 2)[1:-1]
    return np.diff(np.interp(t_s, edges.ravel(), paused))


def smoothed_speed(clock_s: Floats, distance_m: Floats, seconds: float) -> Floats:
    """Return the mean speed over ``seconds`` around each interval's middle, time in pauses left out."""
    return np.clip(_mean_rate(clock_s, distance_m, seconds), 0.0, FASTEST_M_S)


def _mean_rate(clock_s: Floats, values: Floats, seconds: float) -> Floats:
    if clock_s.size < 2:
        return np.empty(0)
    middle = 0.5 * (clock_s[1:] + clock_s[:-1])
    half = np.maximum(0.5 * seconds, 0.5 * np.diff(clock_s))
    low = np.maximum(middle - half, clock_s[0])
    high = np.minimum(middle + half, clock_s[-1])
    change = np.interp(high, clock_s, values) - np.interp(low, clock_s, values)
    span = high - low
    return np.divide(change, span, out=np.zeros(span.size), where=span > 0)


def _hysteresis(speed: Floats) -> Bools:
    """Return where the runner moves: between a rise to the upper and the fall below the lower threshold."""
    decided = (speed >= START_M_S) | (speed < STOP_M_S)
    if not decided.any():
        return np.ones(speed.size, dtype=np.bool_)
    last = np.maximum.accumulate(np.where(decided, np.arange(speed.size), -1))
    # Before the first decision the runner is what that decision says.
    last = np.where(last < 0, int(np.argmax(decided)), last)
    moving: Bools = speed[last] >= START_M_S
    return moving
