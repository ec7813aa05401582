"""Streams on disk: native integers, delta-encoded, in zstd Parquet, one file a run."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.activities.recording import STREAM_COLUMNS
from runback.errors import UnreadableFileError

UNITS_PER_ONE: dict[str, int] = {
    "t_s": 1000,
    "distance_m": 100,
    "speed_m_s": 1000,
    "altitude_m": 10,
    "heart_rate_bpm": 1,
    "cadence_spm": 64,
    "power_w": 1,
    "stance_time_ms": 10,
    "stance_time_pct": 100,
    "stance_balance_pct": 100,
    "vertical_oscillation_mm": 10,
    "vertical_ratio_pct": 100,
    "step_length_mm": 10,
    "temperature_c": 10,
    "latitude_deg": 10_000_000,
    "longitude_deg": 10_000_000,
}
"""Resolution of each column on disk: so many integer steps in one unit (1000 for ``t_s``: milliseconds)."""

LARGEST_EXACT = 2**53
MARK = "/"
SEAL = b"RBS1"


def encode_stream(stream: pl.DataFrame) -> bytes:
    """Return a stream as the bytes of a Parquet file.

    A native column becomes ``name/units``: integers at ``UNITS_PER_ONE``, each but the first stored as its
    difference from the last value before it. Nulls stay null; NaN becomes null. Developer columns, and native
    ones too large for exact integers, are kept as floats under their own names. Before Parquet's footer,
    where readers look at nothing, stands ``SEAL`` with a checksum of all the rest.
    """
    columns = [_encoded(stream[name]) for name in stream.columns]
    out = BytesIO()
    pl.DataFrame(columns).write_parquet(out, compression="zstd", compression_level=3, statistics=False)
    plain = out.getvalue()
    footer = _footer_start(plain)
    return b"".join((plain[:footer], SEAL, _checksum(plain[:footer], plain[footer:]), plain[footer:]))


def decode_stream(data: bytes) -> pl.DataFrame:
    """Return the stream of ``encode_stream``'s bytes; raises UnreadableFileError where they are damaged."""
    footer = _footer_start(data)
    body, seal, checksum = data[: footer - 8], data[footer - 8 : footer - 4], data[footer - 4 : footer]
    # Parquet's reader aborts the process on some damaged bytes: they must never reach it.
    if footer < 8 or seal != SEAL or checksum != _checksum(body, data[footer:]):
        raise UnreadableFileError(
            "the stored samples of a run are damaged.",
            remedy="Import the original file again to restore them.",
        )
    return pl.DataFrame([_decoded(column) for column in pl.read_parquet(BytesIO(data)).iter_columns()])


def _footer_start(data: bytes) -> int:
    """Return where Parquet's footer begins: its length stands before the last four bytes."""
    return len(data) - 8 - int.from_bytes(data[-8:-4], "little")


def _checksum(*parts: bytes) -> bytes:
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return checksum.to_bytes(4, "little")


def _encoded(column: pl.Series) -> pl.Series:
    units = UNITS_PER_ONE.get(column.name)
    if units is None or column.name not in STREAM_COLUMNS:
        return column
    values = column.to_numpy().astype(np.float64)
    known = ~np.isnan(values)
    scaled = np.rint(values[known] * units)
    if not np.abs(scaled).max(initial=0.0) < LARGEST_EXACT:
        return column.fill_nan(None)
    deltas = np.diff(scaled.astype(np.int64), prepend=0)
    narrow = _narrow(deltas)
    name = f"{column.name}{MARK}{units}"
    if scaled.size == values.size:
        return pl.Series(name, narrow)
    sparse = np.zeros(values.size, dtype=narrow.dtype)
    sparse[known] = narrow
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(sparse))).to_series().alias(name)


def _narrow(deltas: NDArray[np.int64]) -> NDArray[np.signedinteger[Any]]:
    """Return the differences in the narrowest integers that hold them all."""
    low, high = int(deltas.min(initial=0)), int(deltas.max(initial=0))
    for narrow in (np.int8, np.int16, np.int32):
        limits = np.iinfo(narrow)
        if limits.min <= low and high <= limits.max:
            return deltas.astype(narrow)
    return deltas


def _decoded(stored: pl.Series) -> pl.Series:
    native, mark, units = stored.name.rpartition(MARK)
    if not mark or native not in UNITS_PER_ONE:
        return stored
    whole = stored.cast(pl.Int64).cum_sum().cast(pl.Float64).to_numpy()
    # Polars multiplies by the rounded inverse of a scalar; a true division gives the nearest decimal back.
    return pl.Series(native, whole / int(units), nan_to_null=True)
