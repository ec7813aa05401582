"""What a reader returns: one session as a device wrote it, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

STREAM_COLUMNS: dict[str, type[pl.DataType]] = {
    "t_s": pl.Float64,
    "distance_m": pl.Float64,
    "speed_m_s": pl.Float64,
    "altitude_m": pl.Float64,
    "heart_rate_bpm": pl.Float64,
    "cadence_spm": pl.Float64,
    "power_w": pl.Float64,
    "stance_time_ms": pl.Float64,
    "stance_time_pct": pl.Float64,
    "stance_balance_pct": pl.Float64,
    "vertical_oscillation_mm": pl.Float64,
    "vertical_ratio_pct": pl.Float64,
    "step_length_mm": pl.Float64,
    "temperature_c": pl.Float64,
    "latitude_deg": pl.Float64,
    "longitude_deg": pl.Float64,
}
"""Native columns of a stream, in order. ``t_s`` is seconds since ``Recording.start_utc`` and always there,
strictly increasing; the others are there only where the file has at least one value, null where a sample
has none. ``cadence_spm`` counts steps of both feet. Developer fields follow under their own names,
prefixed ``dev_`` (``dev_stryd_form_power_w``); they never take a native name."""


@dataclass(frozen=True, slots=True)
class DeviceTotals:
    """The device's own totals of one session, kept beside Runback's."""

    distance_m: float | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    energy_kcal: float | None = None
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_cadence_spm: float | None = None
    steps: float | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """One session of one file.

    ``sport`` is lower case in FIT's words (``running``, ``cycling``); ``pauses_s`` are timer stops as
    (from, to) in seconds since ``start_utc``; ``utc_offset_s`` is the local offset where the file states it;
    ``laps`` has ``start_s``, ``elapsed_s``, ``timer_s``, ``distance_m``; ``rr_intervals_s`` are the beats of
    FIT's hrv messages.
    """

    sport: str
    start_utc: datetime
    stream: pl.DataFrame
    sub_sport: str | None = None
    laps: pl.DataFrame = field(default_factory=pl.DataFrame)
    totals: DeviceTotals = DeviceTotals()
    pauses_s: tuple[tuple[float, float], ...] = ()
    utc_offset_s: int | None = None
    device: str | None = None
    sensors: tuple[str, ...] = ()
    title: str | None = None
    description: str | None = None
    shoe: str | None = None
    rpe: float | None = None
    rr_intervals_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a file stops making sense (``place``, such as ``byte 70449``) and why; all before it was kept."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileReading:
    """Everything one file held: its sessions in order, and its damage where it had any."""

    recordings: tuple[Recording, ...]
    damage: Damage | None = None
