"""Metres covered between the samples of a run, with glitches told from running."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from runback.activities.samples import Bools, Floats, Samples

FASTEST_M_S = 12.5
"""No human has run faster over even one second; an interval above it is looked at again."""

STANDSTILL_M_S = 0.5
CATCH_UP_FACTOR = 2.0

WGS84_EQUATOR_M = 6378137.0
WGS84_ECCENTRICITY_SQUARED = 0.00669437999014

METHOD = (
    "The device's own running distance; else the way between positions on the WGS84 ellipsoid while "
    "moving, jumps beyond human speed put right; else speed times time. Without any of them, the device's "
    "total."
)

DistanceSource = Literal["device", "position", "speed"]


@dataclass(frozen=True, slots=True)
class Metres:
    """Metres of each interval between two samples (shape ``(n - 1,)``, all finite, none negative).

    ``recorded`` is what the source says; ``credible`` the same with glitches replaced, for speeds and best
    efforts. ``offsets`` are the metres east and north of each interval, where positions tell the distance.
    """

    recorded: Floats
    credible: Floats
    source: DistanceSource
    before_first_m: float = 0.0
    offsets: tuple[Floats, Floats] | None = None

    def total_m(self, under_way: Bools) -> float:
        """Return the distance of the run; ways between positions count only while under way."""
        if self.source == "position":
            # The jitter of a standing receiver is no way.
            return float(self.recorded[under_way].sum())
        return self.before_first_m + float(self.recorded.sum())


def interval_metres(samples: Samples) -> Metres | None:
    """Return the metres of every interval, or None where nothing in the recording tells them.

    The device's own distance is taken first (it knows its foot pod and its filter), then the way between
    positions on the WGS84 ellipsoid, then speed times time.
    """
    for measure in (_from_device, _from_positions, _from_speed):
        metres = measure(samples)
        if metres is not None:
            return metres
    return None


def _from_device(samples: Samples) -> Metres | None:
    distance = samples.filled("distance_m")
    if distance is None:
        return None
    steps = np.diff(distance)
    if steps.size and steps.min() < 0:
        # A single wild value would count twice, up and down; a real reset survives the median.
        steps = np.diff(_median_of_three(distance))
        steps = np.maximum(steps, 0.0)
    if not steps.sum() > 0:
        return None
    first = float(distance[0])
    plausible_start = 0 <= first <= FASTEST_M_S * (max(samples.t_s[0], 0.0) + 1.0)
    return Metres(
        recorded=steps,
        credible=_credible(steps, samples.dt_s),
        source="device",
        before_first_m=first if plausible_start else 0.0,
    )


def _from_positions(samples: Samples) -> Metres | None:
    latitude, longitude = samples.filled("latitude_deg"), samples.filled("longitude_deg")
    if latitude is None or longitude is None:
        return None
    east, north = _offsets(latitude, longitude)
    steps = np.hypot(east, north)
    if not steps.sum() > 0:
        return None
    credible = _credible(steps, samples.dt_s)
    return Metres(recorded=credible, credible=credible, source="position", offsets=(east, north))


def _from_speed(samples: Samples) -> Metres | None:
    speed = samples.filled("speed_m_s")
    if speed is None:
        return None
    known = samples.dt_s <= samples.LONGEST_HELD_S
    steps = np.where(known, 0.5 * (speed[1:] + speed[:-1]) * samples.dt_s, 0.0)
    steps = np.maximum(steps, 0.0)
    if not steps.sum() > 0:
        return None
    credible = _credible(steps, samples.dt_s)
    return Metres(recorded=credible, credible=credible, source="speed")


def _offsets(latitude_deg: Floats, longitude_deg: Floats) -> tuple[Floats, Floats]:
    """Return the metres east and north between neighbours, by the ellipsoid's radii at their latitude."""
    latitude = np.radians(latitude_deg)
    north = np.diff(latitude)
    turn = np.diff(longitude_deg)
    east = np.radians((turn + 180.0) % 360.0 - 180.0)
    middle = 0.5 * (latitude[1:] + latitude[:-1])
    flattening = 1.0 - WGS84_ECCENTRICITY_SQUARED * np.sin(middle) ** 2
    prime_vertical = WGS84_EQUATOR_M / np.sqrt(flattening)
    meridian = prime_vertical * (1.0 - WGS84_ECCENTRICITY_SQUARED) / flattening
    return east * prime_vertical * np.cos(middle), north * meridian


def _credible(metres: Floats, dt_s: Floats) -> Floats:
    """Return the metres with impossible intervals put right.

    A jump that follows a standstill and fits into it is a sensor catching up: it is spread over both. Any
    other is a glitch: the run's median speed stands in.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = np.where(dt_s > 0, metres / dt_s, 0.0)
    suspect = speed > FASTEST_M_S
    if not suspect.any():
        return metres
    running = speed[~suspect & (speed > STANDSTILL_M_S)]
    usual = float(np.median(running)) if running.size else 0.0
    starts = np.flatnonzero(np.concatenate(([True], speed[:-1] >= STANDSTILL_M_S)))
    group = np.cumsum(np.bincount(starts, minlength=metres.size)) - 1
    group_s = np.add.reduceat(dt_s, starts)
    group_speed = np.add.reduceat(metres, starts) / np.maximum(group_s, 1e-9)
    catching_up = (group_speed <= min(FASTEST_M_S, CATCH_UP_FACTOR * usual)) & (
        np.add.reduceat(suspect.astype(np.float64), starts) > 0
    )
    spread = catching_up[group]
    repaired = np.where(suspect, usual * dt_s, metres)
    return np.where(spread, group_speed[group] * dt_s, repaired)


def _median_of_three(values: Floats) -> Floats:
    middle = values.copy()
    before, here, after = values[:-2], values[1:-1], values[2:]
    middle[1:-1] = np.maximum(np.minimum(before, here), np.minimum(np.maximum(before, here), after))
    return middle


def cumulative(steps: NDArray[np.float64]) -> Floats:
    """Return the running sum of interval values with a leading zero (shape ``(n,)``)."""
    out = np.empty(steps.size + 1)
    out[0] = 0.0
    np.cumsum(steps, out=out[1:])
    return out
