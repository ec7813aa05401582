"""Times of messages: full timestamps, and the 5-bit ones in compressed headers that count on from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from runback.activities.fit.profile import TIMESTAMP
from runback.activities.fit.table import Floats, MessageTable
from runback.activities.fit.walk import Definition

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
SYSTEM_TIME_BELOW = 0x10000000
"""Timestamps below are seconds since the device was switched on, not since ``EPOCH``."""

_COMPRESSED = 0x80
_LOW_BITS = 0x1F
_ANY_MESSAGE = -1


def instant(seconds: float) -> datetime:
    """Return the UTC instant of a FIT timestamp in seconds since ``EPOCH``."""
    return EPOCH + timedelta(seconds=float(seconds))


def message_times(table: MessageTable, definitions: tuple[Definition, ...], data: bytes) -> Floats:
    """Return the FIT timestamp of every message of ``table`` in seconds, NaN where it has none.

    A compressed header holds the low 5 bits of a time, less than 32 s after the last time before it in
    whatever message of the file (``definitions``) that was. A full timestamp in the message itself wins.
    """
    octets = np.frombuffer(data, dtype=np.uint8)
    if not (octets[table.offsets] >= _COMPRESSED).any():
        return table.column(TIMESTAMP)
    everything = MessageTable(_ANY_MESSAGE, list(definitions), data)
    headers = octets[everything.offsets]
    low = np.where(headers >= _COMPRESSED, headers & _LOW_BITS, np.nan)
    counted = _count_on(everything.column(TIMESTAMP), low)
    return counted[np.searchsorted(everything.offsets, table.offsets)]


def _count_on(full: Floats, low: Floats) -> Floats:
    """Return the time of each message from full times and low bits in the order of the file."""
    result = np.full(len(full), np.nan)
    timed = np.flatnonzero(~np.isnan(full) | ~np.isnan(low))
    if not len(timed):
        return result
    anchored = ~np.isnan(full[timed])
    whole = np.where(anchored, full[timed], 0).astype(np.int64)
    bits = np.where(anchored, whole & _LOW_BITS, np.nan_to_num(low[timed]).astype(np.int64))
    steps = np.where(anchored, 0, np.diff(bits, prepend=bits[0]) & _LOW_BITS)
    counted = np.cumsum(steps)
    anchor = np.maximum.accumulate(np.where(anchored, np.arange(len(timed)), -1))
    times = whole[anchor] + counted - counted[anchor]
    result[timed] = np.where(anchor < 0, np.nan, times)
    return result
