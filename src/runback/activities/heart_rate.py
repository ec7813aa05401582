"""Heart rate of one run: means without spikes, zones, training impulse."""

from __future__ import annotations

import numpy as np

from runback.activities.samples import Floats
from runback.knowledge import fact
from runback.model import Runner

ZONE_FLOORS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Lower ends of the five zones as parts of the maximum: a convention of the field, no physiological fact."""

SPIKE_BPM = 15.0

LEAST_COVERAGE = 0.8
"""A training impulse summed over less of the session would read as an easier one."""

MEAN_METHOD = (
    f"Mean and maximum over the time outside pauses; single values more than {SPIKE_BPM:g} beats off both "
    "neighbours are left out."
)
ZONE_METHOD = (
    "Seconds at 50-60, 60-70, 70-80, 80-90 and 90 % or more of the runner's maximum (a convention); null "
    "without a known maximum."
)
TRIMP_METHOD = (
    "Banister's TRIMP summed over samples: minutes x reserve x weight(reserve), by sex; null without sex, "
    "resting and maximal heart rate."
)


def without_spikes(heart_rate_bpm: Floats) -> Floats:
    """Return the heart rate with single values far off both neighbours set to NaN."""
    if heart_rate_bpm.size < 3:
        return heart_rate_bpm
    before, here, after = heart_rate_bpm[:-2], heart_rate_bpm[1:-1], heart_rate_bpm[2:]
    with np.errstate(invalid="ignore"):
        up, down = here - before, here - after
        spike = (up * down > 0) & (np.minimum(np.abs(up), np.abs(down)) > SPIKE_BPM)
    if not spike.any():
        return heart_rate_bpm
    cleaned = heart_rate_bpm.copy()
    cleaned[1:-1][spike] = np.nan
    return cleaned


def zone_seconds(heart_rate_bpm: Floats, seconds: Floats, maximum_bpm: float) -> list[float]:
    """Return the seconds in each of the five zones; time below half of the maximum is in none."""
    known = np.isfinite(heart_rate_bpm)
    zone = np.searchsorted(np.array(ZONE_FLOORS) * maximum_bpm, heart_rate_bpm[known], side="right")
    in_zone: list[float] = np.bincount(zone, weights=seconds[known], minlength=6)[1:6].tolist()
    return in_zone


def trimp(heart_rate_bpm: Floats, seconds: Floats, runner: Runner) -> float | None:
    """Return Banister's training impulse (arbitrary units), None where the runner's data do not allow it.

    Heart rates and the seconds that each stands for have one shape. None, too, where heart rate is missing
    for more than a fifth of the time. Source: fact ``banister-trimp``.
    """
    rest, maximum = runner.rest_heart_rate_bpm, runner.max_heart_rate_bpm
    if runner.sex is None or rest is None or maximum is None or maximum <= rest:
        return None
    numbers = fact("banister-trimp").numbers
    a, b = numbers[f"{runner.sex}_a"], numbers[f"{runner.sex}_b"]
    known = np.isfinite(heart_rate_bpm)
    if seconds[known].sum() < LEAST_COVERAGE * seconds.sum():
        return None
    reserve = np.clip((heart_rate_bpm[known] - rest) / (maximum - rest), 0.0, 1.0)
    return float(np.sum(seconds[known] / 60.0 * reserve * a * np.exp(b * reserve)))
