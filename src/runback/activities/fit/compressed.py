"""Speed and distance packed into 12 bits each, as older watches wrote them."""

from __future__ import annotations

import numpy as np

from runback.activities.fit.profile import NUMBERS, RECORD
from runback.activities.fit.table import Floats, MessageTable

_NUMBER = NUMBERS[RECORD]["compressed_speed_distance"]
_TWELVE_BITS = 0xFFF
_SPEED_SCALE = 100.0
_DISTANCE_SCALE = 16.0


def compressed_speed_distance(records: MessageTable) -> tuple[Floats, Floats]:
    """Return speed in m/s and distance in m of the records' compressed field, NaN where there is none.

    The low 12 bits are speed in cm/s. The high 12 bits are distance in 1/16 m, which turns over every 256 m:
    steps between records are added up. All bits set means no value.
    """
    packed = np.full(len(records), -1, dtype=np.int64)
    for block in records.blocks:
        for layout in block.definition.fields:
            if layout.number == _NUMBER and layout.size == 3:
                low, middle, high = block.elements(layout.offset, "u1", 3).astype(np.int64).T
                packed[block.rows] = low | middle << 8 | high << 16
    there = (packed >= 0) & (packed != 0xFFFFFF)
    speed_bits = packed & _TWELVE_BITS
    speed = np.where(there & (speed_bits != _TWELVE_BITS), speed_bits / _SPEED_SCALE, np.nan)
    turning = packed[there] >> 12
    counted = turning[:1].sum() + np.cumsum(np.diff(turning, prepend=turning[:1]) & _TWELVE_BITS)
    distance = np.full(len(records), np.nan)
    distance[there] = counted / _DISTANCE_SCALE
    return speed, distance
