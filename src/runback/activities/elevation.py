"""Height gained and lost, slope, and metres run up and down hill.

Error of the climb, against simulated routes of known climb (an hour at 3 m/s, heights rounded to 0.2 m):
with the noise of a barometer (0.3 m, drift of some metres) within 5 % of climbs of 30 m and more, 2 to 20 m
an hour too much on the flat, and 6 % too little on waves of 4 m. With the noise of satellite heights (3 to
5 m) about 70 m an hour too much on the flat, within 10 % on climbs of 30 m and more, and waves under 10 m
are lost. A phone that smooths its heights before it writes them cannot be told from a barometer and reads
too high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.activities.distance import Metres, cumulative
from runback.activities.moving import Movement
from runback.activities.samples import Floats, Samples

HILL_GRADE = 0.03
STEEPEST_GRADE = 0.60
JUMP_M, FASTEST_VERTICAL_M_S = 3.0, 3.0
"""A step of more than both together is a sensor that found its height, not a hill."""


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How hard altitude is smoothed: seconds of each average, least height of a climb, metres of a slope."""

    seconds: float
    threshold_m: float
    grade_window_m: float


BAROMETER = Smoothing(seconds=10.0, threshold_m=2.0, grade_window_m=60.0)
ROUGHEST = Smoothing(seconds=45.0, threshold_m=10.0, grade_window_m=300.0)
BAROMETER_NOISE_M, ROUGHEST_NOISE_M = 0.3, 1.0
"""Mean deviation of samples from their 10 s average that each of the two is for; between them in line."""
CLIMB_METHOD = (
    f"Altitude averaged twice over {BAROMETER.seconds:g} s, changes during timer pauses left out; then "
    f"only rises and falls of {BAROMETER.threshold_m:g} m or more between turning points count, each in "
    f"full. Rough altitudes (satellite) are averaged longer, to {ROUGHEST.seconds:g} s, and count from up "
    f"to {ROUGHEST.threshold_m:g} m."
)
GRADE_METHOD = (
    f"Slope of the smoothed altitude over {BAROMETER.grade_window_m:g} m of way (up to "
    f"{ROUGHEST.grade_window_m:g} m where altitudes are rough); metres on slopes of {100 * HILL_GRADE:g} % "
    "or more count as up or down hill."
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A smoothed altitude (``altitude_m``, shape ``(n,)``) and how it was smoothed."""

    altitude_m: Floats
    smoothing: Smoothing

    def vertical_m_s(self, active_s: Floats) -> Floats:
        """Return the speed up (positive) or down in every interval."""
        rises = np.diff(self.altitude_m)
        return np.divide(rises, active_s, out=np.zeros(rises.size), where=active_s > 0)


@dataclass(frozen=True, slots=True)
class Hills:
    """Metres of height (``ascent_m``, ``descent_m``), metres run on slopes (``uphill_m``, ``downhill_m``) and
    the slope of every interval as rise over run (``grade``, shape ``(n - 1,)``; None without distance).
    """

    ascent_m: float
    descent_m: float
    uphill_m: float | None
    downhill_m: float | None
    grade: Floats | None


def smooth_altitude(samples: Samples, active_s: Floats) -> Profile | None:
    """Return the altitude averaged twice over active time, as hard as its own roughness asks for.

    ``active_s`` are the seconds of every interval outside pauses. None without altitude.
    """
    altitude = samples.filled("altitude_m")
    if altitude is None:
        return None
    rises = np.diff(altitude)
    jump = np.abs(rises) > JUMP_M + FASTEST_VERTICAL_M_S * samples.dt_s
    clock_s = cumulative(active_s)
    running = altitude[0] + cumulative(np.where(jump | (active_s <= 0), 0.0, rises))
    once = _averaged(clock_s, running, BAROMETER.seconds)
    smoothing = smoothing_for(float(np.abs(running - once).mean()))
    if smoothing.seconds > BAROMETER.seconds:
        once = _averaged(clock_s, running, smoothing.seconds)
    return Profile(_averaged(clock_s, once, smoothing.seconds), smoothing)


def measure_hills(profile: Profile, movement: Movement, metres: Metres | None) -> Hills:
    """Return climb and descent, and with distance the slope."""
    ascent, descent = climb(profile.altitude_m, profile.smoothing.threshold_m)
    if metres is None:
        return Hills(ascent, descent, None, None, None)
    grade = slope(movement.distance_m, profile.altitude_m, profile.smoothing.grade_window_m)
    run = np.where(movement.moving_s > 0, metres.credible, 0.0)
    return Hills(
        ascent,
        descent,
        uphill_m=float(run[grade >= HILL_GRADE].sum()),
        downhill_m=float(run[grade <= -HILL_GRADE].sum()),
        grade=grade,
    )


def smoothing_for(noise_m: float) -> Smoothing:
    """Return the smoothing for an altitude that deviates so much from its 10 s average."""
    part = min(max((noise_m - BAROMETER_NOISE_M) / (ROUGHEST_NOISE_M - BAROMETER_NOISE_M), 0.0), 1.0)

    def between(least: float, most: float) -> float:
        return least + part * (most - least)

    return Smoothing(
        between(BAROMETER.seconds, ROUGHEST.seconds),
        between(BAROMETER.threshold_m, ROUGHEST.threshold_m),
        between(BAROMETER.grade_window_m, ROUGHEST.grade_window_m),
    )


def climb(altitude_m: Floats, threshold_m: float) -> tuple[float, float]:
    """Return metres up and down between turning points at least ``threshold_m`` apart."""
    up = down = 0.0
    low = high = extreme = float(altitude_m[0]) if altitude_m.size else 0.0
    direction = 0
    for height in _turning_points(altitude_m).tolist():
        if direction == 0:
            low, high = min(low, height), max(high, height)
            if high - low >= threshold_m:
                direction = 1 if height == high else -1
                extreme = height
                up, down = (high - low, 0.0) if direction == 1 else (0.0, high - low)
        elif direction * (height - extreme) >= 0:
            if direction == 1:
                up += height - extreme
            else:
                down += extreme - height
            extreme = height
        elif abs(height - extreme) >= threshold_m:
            if direction == 1:
                down += extreme - height
            else:
                up += height - extreme
            direction, extreme = -direction, height
    return up, down


def slope(distance_m: Floats, altitude_m: Floats, window_m: float) -> Floats:
    """Return rise over run around each interval's middle (shape ``(n - 1,)``)."""
    middle = 0.5 * (distance_m[1:] + distance_m[:-1])
    half = np.maximum(0.5 * window_m, 0.5 * np.diff(distance_m))
    low = np.maximum(middle - half, distance_m[0])
    high = np.minimum(middle + half, distance_m[-1])
    rise = np.interp(high, distance_m, altitude_m) - np.interp(low, distance_m, altitude_m)
    run = high - low
    with np.errstate(divide="ignore", invalid="ignore"):
        # A way shorter than half the window says more of the sensor than of the hill.
        grade = np.where(run >= 0.5 * window_m, rise / run, 0.0)
    return np.clip(grade, -STEEPEST_GRADE, STEEPEST_GRADE)


def _averaged(clock_s: Floats, values: Floats, seconds: float) -> Floats:
    """Return the moving average over time, for samples at any spacing."""
    area = cumulative(0.5 * (values[1:] + values[:-1]) * np.diff(clock_s))
    half = np.minimum(0.5 * seconds, np.minimum(clock_s - clock_s[0], clock_s[-1] - clock_s))
    span = 2.0 * half
    total = np.interp(clock_s + half, clock_s, area) - np.interp(clock_s - half, clock_s, area)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(span > 0, total / span, values)


def _turning_points(values: Floats) -> Floats:
    """Return first, last and local extremes: all that rises and falls depend on."""
    if values.size < 3:
        return values
    change = np.sign(np.diff(values))
    level = change == 0
    if level.any():
        change = change[~level]
        kept = np.concatenate((values[:1], values[1:][~level]))
    else:
        kept = values
    turns = np.flatnonzero(change[1:] != change[:-1]) + 1
    return np.concatenate((kept[:1], kept[turns], kept[-1:]))
