"""How much a film may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from runback.gait.landmark_files import MOST_FRAMES

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class FilmLimits:
    """Bounds on one film; all hold in the process of its own that reads it.

    ``most_pixels``: of one frame (4096 x 2304; a frame of 8K asks for gigabytes while it is decoded).
    ``most_frames``: two hours at 60 frames a second. ``most_memory_bytes``: address space, which the system
    refuses beyond (the pose model maps 3 GiB and uses less than one). ``most_s``: in all; ``most_stall_s``:
    without one more frame.
    """

    most_pixels: int = 4096 * 2304
    most_frames: int = MOST_FRAMES
    most_memory_bytes: int = 6 * _GIB
    most_s: float = 7200.0
    most_stall_s: float = 60.0


DEFAULT_LIMITS = FilmLimits()
