"""How form changes from the first to the last third of a run, at like speed."""

from __future__ import annotations

import numpy as np

from runback.activities.samples import Bools, Floats

SHORTEST_RUN_S = 1200.0
LEAST_SHARED_S = 120.0
SLOWEST_M_S = 1.8
STEEPEST_GRADE = 0.03

METHOD = (
    "Mean of the last third of moving time against the first, in per cent, over the band of speeds both "
    f"thirds share (their 10th to 90th percentiles), at {SLOWEST_M_S:g} m/s or more on slopes within "
    f"{100 * STEEPEST_GRADE:g} %, the rest of the difference in speed taken out by the slope of the measure "
    f"on speed within the thirds. Null under {SHORTEST_RUN_S / 60:g} minutes, or with less than "
    f"{LEAST_SHARED_S / 60:g} minutes of either third in the band."
)


class Thirds:
    """First and last third of a run's moving time, narrowed to like speed.

    Arguments are per sample, shape ``(n,)``: seconds each stands for, smoothed speed, slope or None.
    """

    def __init__(self, seconds: Floats, speed_m_s: Floats, grade: Floats | None) -> None:
        self._seconds, self._speed = seconds, speed_m_s
        self._first = self._last = np.zeros(seconds.size, dtype=np.bool_)
        clock = np.cumsum(seconds)
        total = float(clock[-1]) if clock.size else 0.0
        if total < SHORTEST_RUN_S:
            return
        usable = (seconds > 0) & (speed_m_s >= SLOWEST_M_S)
        if grade is not None:
            usable &= np.abs(grade) <= STEEPEST_GRADE
        first, last = usable & (clock <= total / 3), usable & (clock > 2 * total / 3)
        if not first.any() or not last.any():
            return
        low_first, high_first = _middle(speed_m_s[first])
        low_last, high_last = _middle(speed_m_s[last])
        shared = (speed_m_s >= max(low_first, low_last)) & (speed_m_s <= min(high_first, high_last))
        self._first, self._last = first & shared, last & shared

    def decay_pct(self, values: Floats | None) -> float | None:
        """Return the change of a measure (shape ``(n,)``, NaN unknown) in per cent of the first third."""
        if values is None:
            return None
        known = np.isfinite(values)
        first, last = self._first & known, self._last & known
        if min(self._seconds[first].sum(), self._seconds[last].sum()) < LEAST_SHARED_S:
            return None
        early, late = self._moments(values, first), self._moments(values, last)
        variance = early[2] + late[2]
        per_speed = (early[3] + late[3]) / variance if variance > 1e-9 else 0.0
        change = late[1] - early[1] - per_speed * (late[0] - early[0])
        return float(100.0 * change / early[1]) if early[1] > 0 else None

    def _moments(self, values: Floats, part: Bools) -> tuple[float, float, float, float]:
        """Return mean speed, mean value, and the weighted sums of squares and products about them."""
        weight, speed, value = self._seconds[part], self._speed[part], values[part]
        total = weight.sum()
        mean_speed, mean_value = float(weight @ speed / total), float(weight @ value / total)
        off = speed - mean_speed
        return mean_speed, mean_value, float(weight @ off**2), float(weight @ (off * (value - mean_value)))


def _middle(speeds: Floats) -> tuple[float, float]:
    """Return the 10th and the 90th percentile."""
    ordered = np.sort(speeds)
    edge = ordered.size // 10
    return float(ordered[edge]), float(ordered[-1 - edge])
