"""Places that a virtual runner passes: closed loops from home, as long as asked."""

from __future__ import annotations

import numpy as np

from runback.simulate.training import Floats

HOME_DEG = (51.329, 12.371)
"""A park in Leipzig. Nobody's home."""

HOME_ALTITUDE_M = 112.0
_METRES_PER_DEGREE = 111_195.0
_CORNERS = 720


def loop(distance_m: Floats, length_m: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return latitude and longitude in degrees after ``distance_m`` metres on a loop of ``length_m`` metres.

    The loop is a circle with random bumps that starts at home; longer runs go round it again. A receiver's
    slow error (1.5 m each way, correlated over a minute) lies on top.
    """
    angle = np.linspace(0, 2 * np.pi, _CORNERS + 1)
    radius = np.ones(_CORNERS + 1)
    for bumps in (2, 3, 5, 9):
        radius += rng.normal(0, 0.25 / bumps) * np.cos(bumps * angle + rng.uniform(0, 2 * np.pi))
    heading = rng.uniform(0, 2 * np.pi)
    east, north = radius * np.cos(angle + heading), radius * np.sin(angle + heading)
    east, north = east - east[0], north - north[0]
    way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(east), np.diff(north)))])
    scale = length_m / way[-1]
    along = np.mod(distance_m, length_m)
    east_m = np.interp(along, way * scale, east * scale) + wander(len(along), 1.5, 60, rng)
    north_m = np.interp(along, way * scale, north * scale) + wander(len(along), 1.5, 60, rng)
    latitude = HOME_DEG[0] + north_m / _METRES_PER_DEGREE
    longitude = HOME_DEG[1] + east_m / (_METRES_PER_DEGREE * np.cos(np.radians(HOME_DEG[0])))
    return latitude, longitude


def wander(count: int, spread: float, memory: float, rng: np.random.Generator) -> Floats:
    """Return noise of standard deviation ``spread`` that forgets over ``memory`` samples (AR(1), cut off)."""
    kernel = np.exp(-np.arange(int(4 * memory)) / memory)
    kernel *= spread / np.sqrt((kernel**2).sum())
    white = rng.standard_normal(count + len(kernel) - 1)
    size = 1 << (len(white) + len(kernel)).bit_length()
    both = np.fft.irfft(np.fft.rfft(white, size) * np.fft.rfft(kernel, size), size)
    return np.asarray(both[len(kernel) - 1 : len(kernel) - 1 + count])
