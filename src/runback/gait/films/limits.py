"""How much a film may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class FilmLimits:
    """Bounds on one film; all hold in the process of its own that reads it.

    ``most_pixels``: of one frame (4096 x 2304; a frame of 8K asks for gigabytes while it is decoded).
    ``most_frames``: an hour at 60 frames a second; what a longer film shows beyond is left out, so that
    memory is bounded for a film of any length. ``most_memory_bytes``: address space, which the system
    refuses beyond (the pose model maps 2 GiB and uses less than one). ``most_s``: in all; ``most_stall_s``:
    without one more frame.
    """

    most_pixels: int = 4096 * 2304
    most_frames: int = 216_000
    most_memory_bytes: int = 6 * _GIB
    most_s: float = 7200.0
    most_stall_s: float = 60.0


DEFAULT_LIMITS = FilmLimits()
