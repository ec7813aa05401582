"""Track points of an XML file, gathered as they come and made into one stream."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.activities.limits import Limits
from runback.activities.recording import STREAM_COLUMNS, Damage
from runback.errors import LimitExceededError

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), for distances between positions."""

BOTH_FEET_FROM_SPM = 120.0
"""A median cadence above this counts both feet already: TCX and GPX mean one foot, some writers do not.
One foot stays below it even in a sprint (240 steps a minute), both feet stay above it in any run."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S = 86_400.0
_YEARS = range(1980, 2200)
_NAN = float("nan")
_COLUMNS = tuple(name for name in STREAM_COLUMNS if name != "t_s")

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Track:
    """The points of one session: a stream, the UTC instant of its first sample, pauses in its seconds."""

    start_utc: datetime
    stream: pl.DataFrame
    pauses_s: tuple[tuple[float, float], ...]
    damage: Damage | None


class Points:
    """Points of one session in file order; ``new_segment`` marks where the recording was interrupted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seconds = array("d")
        self._columns = {name: array("d") for name in _COLUMNS}
        self._segments = array("l")
        self._segment = 0
        self.timeless = 0

    def __len__(self) -> int:
        return len(self._seconds)

    def new_segment(self) -> None:
        """Say that the points which follow belong to another track or track segment."""
        self._segment += 1

    def add(self, time: str | None, values: Mapping[str, str]) -> None:
        """Add one point: its time as written and its values by stream column.

        A point without a readable time is counted and left out. Raises LimitExceededError beyond the limit.
        """
        instant = parse_time(time) if time else None
        if instant is None:
            self.timeless += 1
            return
        if len(self._seconds) >= self._limits.max_points:
            raise LimitExceededError(f"holds more than {self._limits.max_points} points.")
        self._seconds.append((instant - _EPOCH).total_seconds())
        self._segments.append(self._segment)
        for name, column in self._columns.items():
            column.append(parse_number(values[name]) if name in values else _NAN)

    def track(self, *, on_foot: bool) -> Track | None:
        """Return the points as a track, or None where there is none.

        Samples are sorted by time; samples of one time become one, each value the first that is there.
        Points more than a day away from the rest (a clock not yet set) are left out and reported.
        Half positions, positions at 0,0 (no fix) and heart rates of 0 (no contact) become null.
        Where no point states a distance it is the great-circle way between the positions of one segment,
        by the haversine formula; the way across an interruption does not count.
        ``on_foot`` says that the cadence is of steps, see ``both_feet``.
        """
        if not self._seconds:
            return None
        frame = pl.DataFrame(
            {
                "t_s": np.frombuffer(self._seconds),
                "segment": np.frombuffer(self._segments, dtype=np.dtype("l")),
                **{name: np.frombuffer(column) for name, column in self._columns.items()},
            }
        )
        frame, damage = _without_strays(frame.sort("t_s", maintain_order=True))
        origin = float(frame["t_s"][0])
        frame = _clean(frame.with_columns((pl.col("t_s") - origin).round(6)))
        if frame["distance_m"].null_count() == frame.height:
            frame = frame.with_columns(_way(frame))
        if on_foot:
            frame = frame.with_columns(both_feet(frame["cadence_spm"]))
        empty = [name for name in _COLUMNS if frame[name].null_count() == frame.height]
        return Track(
            start_utc=_EPOCH + timedelta(microseconds=round(origin * 1e6)),
            stream=frame.select("t_s", *_COLUMNS).drop(empty),
            pauses_s=_pauses(frame),
            damage=damage,
        )


def parse_time(text: str) -> datetime | None:
    """Return an ISO 8601 date and time as an aware instant (UTC where no offset stands), else None."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if len(text) < len("2024-01-05T06:30") or instant.year not in _YEARS:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def parse_number(text: str) -> float:
    """Return a decimal number, or NaN where the text is no finite one."""
    try:
        number = float(text)
    except ValueError:
        return _NAN
    # Python reads 1_0 as ten; no file means that.
    return number if isfinite(number) and "_" not in text else _NAN


def both_feet(cadence: pl.Series) -> pl.Series:
    """Return a cadence of one foot as steps a minute of both, unless its values are of both feet already."""
    moving = cadence.filter(cadence > 0)
    median = moving.median()
    if not isinstance(median, float) or median > BOTH_FEET_FROM_SPM:
        return cadence
    return cadence * 2.0


def _without_strays(frame: pl.DataFrame) -> tuple[pl.DataFrame, Damage | None]:
    group = (frame["t_s"].diff().fill_null(0.0) > _DAY_S).cast(pl.Int64).cum_sum()
    if group[-1] == 0:
        return frame, None
    sizes = group.value_counts(sort=True)
    kept = frame.filter(group == sizes.row(0)[0])
    left_out = frame.height - kept.height
    return kept, Damage("time", f"{left_out} points are dated more than a day away from the rest; left out.")


def _clean(frame: pl.DataFrame) -> pl.DataFrame:
    if not frame["t_s"].is_unique().all():
        frame = frame.with_columns(pl.col(_COLUMNS).fill_nan(None))
        frame = frame.group_by("t_s", maintain_order=True).agg(pl.all().drop_nulls().first())
    latitude, longitude = pl.col("latitude_deg"), pl.col("longitude_deg")
    real = (latitude.abs() <= 90) & (longitude.abs() <= 180) & ((latitude != 0) | (longitude != 0))
    return frame.with_columns(pl.col(_COLUMNS).fill_nan(None)).with_columns(
        pl.when(real).then(latitude),
        pl.when(real).then(longitude),
        pl.when(pl.col("heart_rate_bpm") > 0).then(pl.col("heart_rate_bpm")),
    )


def _way(frame: pl.DataFrame) -> pl.Series:
    """Return the way so far in metres; null before the first position, and at points without one."""
    placed = frame.select(
        pl.int_range(pl.len()).alias("row"), "segment", "latitude_deg", "longitude_deg"
    ).drop_nulls()
    way = np.full(frame.height, np.nan)
    if placed.height:
        steps = haversine_m(placed["latitude_deg"].to_numpy(), placed["longitude_deg"].to_numpy())
        steps[np.diff(placed["segment"].to_numpy()) != 0] = 0.0
        way[placed["row"].to_numpy()] = np.concatenate(([0.0], np.cumsum(steps)))
    return pl.Series("distance_m", way).fill_nan(None)


def haversine_m(latitude_deg: FloatArray, longitude_deg: FloatArray) -> FloatArray:
    """Return the great-circle metres from each position to the next, one fewer than there are positions."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    half_chord = (
        np.sin(np.diff(latitude) / 2) ** 2
        + np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(np.diff(longitude) / 2) ** 2
    )
    way: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    return way


def _pauses(frame: pl.DataFrame) -> tuple[tuple[float, float], ...]:
    """Return the interruptions between segments that last longer than sampling explains.

    Devices also begin a new track at a lap without stopping; such a gap is one sampling interval long. A
    pause is a gap of at least 5 s and three times the median interval.
    """
    t_s = frame["t_s"].to_numpy()
    gaps = np.diff(t_s)
    if gaps.size == 0:
        return ()
    breaks = np.diff(frame["segment"].to_numpy()) != 0
    paused = breaks & (gaps >= max(5.0, 3.0 * float(np.median(gaps))))
    return tuple((float(t_s[i]), float(t_s[i + 1])) for i in np.flatnonzero(paused))
