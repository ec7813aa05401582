"""True times of a film's frames, from its own clock and what the phone wrote about slow motion.

Android's key ``com.android.capture.fps`` (``MediaFormat.KEY_CAPTURE_RATE``) holds the rate at which the
camera took the frames; where the film plays them at another rate, it is slow motion or a time lapse.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from runback.errors import BadInputError

CAPTURE_KEY = "com.android.capture.fps"
CAPTURE_FPS = (10.0, 1000.0)
SAME_RATE_SHARE = 0.1
"""Rates this close are one: phones write 30 where they took 29.6."""


def captured_fps(metadata: Mapping[str, str]) -> float | None:
    """Return the rate at which the camera took the frames, where the file tells; None otherwise."""
    try:
        rate = float(metadata.get(CAPTURE_KEY, "nan"))
    except ValueError:
        return None
    return rate if math.isfinite(rate) and rate > 0 else None


def slowed_by(played_fps: float, told_fps: float | None, metadata: Mapping[str, str], where: str) -> float:
    """Return how many times slower than true the film's clock runs; 1 for an ordinary film.

    ``told_fps`` is the user's word on the capture rate and goes before the file's.

    Raises:
        BadInputError: a time lapse, whose steps lie between its frames.
    """
    captured = told_fps if told_fps is not None else captured_fps(metadata)
    if captured is None or abs(captured / played_fps - 1.0) < SAME_RATE_SHARE:
        return 1.0
    if captured < CAPTURE_FPS[0]:
        raise BadInputError(
            f"a time lapse: its camera took {captured:g} frames a second.",
            where=where,
            remedy="Film at 60 frames a second or more.",
        )
    return captured / played_fps
