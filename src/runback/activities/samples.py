"""The samples of one run as plain arrays: what every measure of a run works on."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PLAUSIBLE: dict[str, tuple[float, float]] = {
    "distance_m": (0.0, 1e7),
    "speed_m_s": (0.0, 100.0),
    "altitude_m": (-500.0, 9000.0),
    "heart_rate_bpm": (25.0, 250.0),
    "cadence_spm": (30.0, 320.0),
    "stance_time_ms": (80.0, 1000.0),
    "stance_balance_pct": (20.0, 80.0),
    "vertical_oscillation_mm": (10.0, 300.0),
    "step_length_mm": (100.0, 3000.0),
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
}
"""Values outside are read as missing: they are sensor faults, or zeros written while nothing was measured."""


class Samples:
    """Columns of a stream as float arrays (null and implausible values NaN) on strictly increasing times.

    ``t_s`` has shape ``(n,)``, ``dt_s`` shape ``(n - 1,)``.
    """

    LONGEST_HELD_S: ClassVar[float] = 30.0
    """A value is taken to hold between two samples at most this far apart; beyond, it is unknown."""

    def __init__(self, stream: pl.DataFrame) -> None:
        self._stream = stream
        t = stream["t_s"].to_numpy().astype(np.float64) if "t_s" in stream.columns else np.empty(0)
        keep = np.isfinite(t)
        if t.size:
            before = np.fmax.accumulate(np.where(keep, t, -np.inf))
            keep[1:] &= t[1:] > before[:-1]
        self._keep: Bools | None = None if keep.all() else keep
        self.t_s: Floats = t if self._keep is None else t[keep]
        self.dt_s: Floats = np.diff(self.t_s)
        self._columns: dict[str, Floats | None] = {}

    def column(self, name: str) -> Floats | None:
        """Return the column (shape ``(n,)``), or None where it has no plausible value."""
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def filled(self, name: str) -> Floats | None:
        """Return the column with gaps bridged in a straight line, or None with fewer than two values."""
        values = self.column(name)
        if values is None:
            return None
        known = np.isfinite(values)
        if known.all():
            return values if values.size > 1 else None
        if np.count_nonzero(known) < 2:
            return None
        return np.interp(self.t_s, self.t_s[known], values[known])

    def _read(self, name: str) -> Floats | None:
        if name not in self._stream.columns or not self.t_s.size:
            return None
        values = self._stream[name].to_numpy().astype(np.float64)
        if self._keep is not None:
            values = values[self._keep]
        low, high = PLAUSIBLE[name]
        with np.errstate(invalid="ignore"):
            plausible = (values >= low) & (values <= high)
        if plausible.all():
            return values
        if not plausible.any():
            return None
        return np.where(plausible, values, np.nan)
