"""One run along its way: what a column was at each stretch of it, and the kilometres or miles one by one."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from runback.activities.distance import cumulative, interval_metres
from runback.activities.moving import smoothed_speed
from runback.activities.samples import PLAUSIBLE, Floats, Samples

SPEED_WINDOW_S = 20.0
"""Speeds are averaged so long for a chart: a single sample says more of the sensor than of the run."""

Axis = Literal["distance_m", "t_s"]


def along(stream: pl.DataFrame, column: str, stretches: int) -> tuple[Axis, pl.DataFrame]:
    """Return ``at`` (the middle of each stretch) and ``value`` (the mean there, null where unknown).

    The run is cut into ``stretches`` of equal length, by distance (metres) where it has any, else by time
    (seconds); the answer says which. ``speed_m_s`` is Runback's own, smoothed; the others are the
    stream's, implausible values left out. Empty where the run does not tell the column.
    """
    samples = Samples(stream)
    way = _way(samples)
    axis: Axis = "t_s" if way is None else "distance_m"
    place = samples.t_s if way is None else way
    values = _values(samples, way, column)
    if values is None or place.size < 2 or not place[-1] > place[0]:
        return axis, pl.DataFrame(schema={"at": pl.Float64, "value": pl.Float64})
    edges = np.linspace(place[0], place[-1], stretches + 1)
    stretch = np.clip(np.searchsorted(edges, place, side="right") - 1, 0, stretches - 1)
    known = np.isfinite(values)
    counts = np.bincount(stretch[known], minlength=stretches)
    sums = np.bincount(stretch[known], weights=values[known], minlength=stretches)
    means = np.divide(sums, counts, out=np.full(stretches, np.nan), where=counts > 0)
    middles = 0.5 * (edges[1:] + edges[:-1])
    if axis == "distance_m":
        # A stretch between two samples is no gap in what is known.
        told = np.isfinite(means)
        means = np.interp(middles, middles[told], means[told])
    return axis, pl.DataFrame({"at": middles, "value": means}).with_columns(pl.col("value").fill_nan(None))


def splits(stream: pl.DataFrame, unit_m: float) -> pl.DataFrame:
    """Return each kilometre (or other ``unit_m``) of a run, the rest of it last.

    Columns: ``number`` from 1, ``distance_m``, ``elapsed_s`` (pauses included), ``speed_m_s``,
    ``heart_rate_bpm``, ``cadence_spm`` (means, null where unknown), ``climb_m`` (height at the end over that
    at the start). Empty where the run has no distance.
    """
    samples = Samples(stream)
    way = _way(samples)
    if way is None or not way[-1] > 0:
        return pl.DataFrame()
    ends = np.append(np.arange(unit_m, way[-1], unit_m), way[-1])
    if ends.size > 1 and ends[-1] - ends[-2] < unit_m / 50:
        # A few metres over are no kilometre of their own.
        ends = np.delete(ends, -2)
    starts = np.append(0.0, ends[:-1])
    rising, first = np.unique(way, return_index=True)
    seconds = np.diff(np.interp(np.append(0.0, ends), rising, samples.t_s[first]))
    number = np.clip(np.searchsorted(ends, way, side="left"), 0, ends.size - 1)
    height = samples.filled("altitude_m")
    climb = None if height is None else np.diff(np.interp(np.append(0.0, ends), rising, height[first]))
    return pl.DataFrame(
        {
            "number": np.arange(1, ends.size + 1),
            "distance_m": ends - starts,
            "elapsed_s": seconds,
            "speed_m_s": np.divide(ends - starts, seconds, out=np.zeros(ends.size), where=seconds > 0),
            "heart_rate_bpm": _means(samples.column("heart_rate_bpm"), number, ends.size),
            "cadence_spm": _means(samples.column("cadence_spm"), number, ends.size),
            "climb_m": np.full(ends.size, np.nan) if climb is None else climb,
        }
    ).with_columns(pl.col("heart_rate_bpm", "cadence_spm", "climb_m").fill_nan(None))


def track(stream: pl.DataFrame) -> pl.DataFrame:
    """Return ``latitude_deg``, ``longitude_deg`` and ``distance_m`` of every sample with a position."""
    samples = Samples(stream)
    latitude, longitude = samples.column("latitude_deg"), samples.column("longitude_deg")
    way = _way(samples)
    if latitude is None or longitude is None or way is None:
        return pl.DataFrame()
    known = np.isfinite(latitude) & np.isfinite(longitude)
    return pl.DataFrame(
        {"latitude_deg": latitude[known], "longitude_deg": longitude[known], "distance_m": way[known]}
    )


def _way(samples: Samples) -> Floats | None:
    """Return the metres run up to each sample, None where nothing tells them."""
    metres = interval_metres(samples) if samples.t_s.size > 1 else None
    return None if metres is None else cumulative(metres.credible)


def _values(samples: Samples, way: Floats | None, column: str) -> Floats | None:
    if column != "speed_m_s":
        return samples.column(column) if column in PLAUSIBLE else None
    if way is None:
        return samples.column(column)
    speed = smoothed_speed(samples.t_s, way, SPEED_WINDOW_S)
    return np.append(speed, speed[-1:])


def _means(values: Floats | None, number: np.ndarray[tuple[int], np.dtype[np.intp]], count: int) -> Floats:
    if values is None:
        return np.full(count, np.nan)
    known = np.isfinite(values)
    sums = np.bincount(number[known], weights=values[known], minlength=count)
    counts = np.bincount(number[known], minlength=count)
    means: Floats = np.divide(sums, counts, out=np.full(count, np.nan), where=counts > 0)
    return means
