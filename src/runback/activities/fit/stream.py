"""Record messages to the stream of one session."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.activities.fit.compressed import compressed_speed_distance
from runback.activities.fit.table import Floats, MessageTable

_DEGREES_PER_SEMICIRCLE = 180 / 2**31
_STEPS_PER_STRIDE = 2

_PLAIN = {
    "heart_rate_bpm": "heart_rate",
    "power_w": "power",
    "stance_time_ms": "stance_time",
    "stance_time_pct": "stance_time_percent",
    "stance_balance_pct": "stance_time_balance",
    "vertical_oscillation_mm": "vertical_oscillation",
    "vertical_ratio_pct": "vertical_ratio",
    "step_length_mm": "step_length",
    "temperature_c": "temperature",
}
"""Stream columns that are a field of FIT's record as it is."""


def stream_columns(records: MessageTable) -> dict[str, Floats]:
    """Return the native stream columns of the records by name, float64, NaN for no value.

    ``enhanced_*`` fields come before the plain ones, record by record. FIT counts running cadence in strides:
    ``cadence_spm`` is twice cadence plus fractional cadence.
    """

    def first_of(*names: str) -> Floats | None:
        return _coalesce([records.numbers(name) if records.has(name) else None for name in names])

    packed_speed = packed_distance = None
    if records.has("compressed_speed_distance"):
        packed_speed, packed_distance = compressed_speed_distance(records)
    latitude, longitude = _positions(first_of("position_lat"), first_of("position_long"))
    columns = {
        "distance_m": _coalesce([first_of("distance"), packed_distance]),
        "speed_m_s": _coalesce([first_of("enhanced_speed", "speed"), packed_speed]),
        "altitude_m": first_of("enhanced_altitude", "altitude"),
        "cadence_spm": _cadence(first_of("cadence"), first_of("fractional_cadence")),
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        **{name: first_of(field) for name, field in _PLAIN.items()},
    }
    return {name: values for name, values in columns.items() if values is not None}


def _coalesce(columns: list[Floats | None]) -> Floats | None:
    """Return the first value that is there, message by message."""
    result: Floats | None = None
    for column in columns:
        if result is None:
            result = column
        elif column is not None:
            result = np.where(np.isnan(result), column, result)
    return result


def _cadence(strides: Floats | None, fraction: Floats | None) -> Floats | None:
    if strides is None:
        return None
    return _STEPS_PER_STRIDE * (strides if fraction is None else strides + np.nan_to_num(fraction))


def _positions(latitude: Floats | None, longitude: Floats | None) -> tuple[Floats | None, Floats | None]:
    if latitude is None or longitude is None:
        return None, None
    latitude_deg, longitude_deg = latitude * _DEGREES_PER_SEMICIRCLE, longitude * _DEGREES_PER_SEMICIRCLE
    # Neither NaN nor a place off the globe, which a damaged base type can give, lies within.
    somewhere = (np.abs(latitude_deg) <= 90) & (np.abs(longitude_deg) <= 180)
    return np.where(somewhere, latitude_deg, np.nan), np.where(somewhere, longitude_deg, np.nan)


def stream_frame(times: Floats, columns: dict[str, Floats], order: list[str]) -> pl.DataFrame:
    """Return the stream of samples at ``times`` (seconds since the start, no NaN), columns as in ``order``.

    Samples are put in order of time. Those of one time become one: of each column the last value there is.
    Columns without any value are left out; NaN becomes null.
    """
    samples = {name: columns[name] for name in order if name in columns}
    if np.any(np.diff(times) <= 0):
        in_time = np.argsort(times, kind="stable")
        times, samples = _merge(times[in_time], {name: values[in_time] for name, values in samples.items()})
    there = {name: values for name, values in samples.items() if not np.isnan(values).all()}
    return pl.DataFrame(
        [
            pl.Series("t_s", times, dtype=pl.Float64),
            *(pl.Series(name, values, dtype=pl.Float64, nan_to_null=True) for name, values in there.items()),
        ]
    )


def _merge(times: Floats, samples: dict[str, Floats]) -> tuple[Floats, dict[str, Floats]]:
    """Return one sample for each of the ascending times, of each column the last value that is there."""
    last: NDArray[np.int64] = np.flatnonzero(np.append(np.diff(times) > 0, [True] * min(1, len(times))))
    first = np.append(0, last[:-1] + 1)
    merged = {}
    for name, values in samples.items():
        latest = np.maximum.accumulate(np.where(np.isnan(values), -1, np.arange(len(values))))[last]
        merged[name] = np.where(latest >= first, values[latest], np.nan)
    return times[last], merged
