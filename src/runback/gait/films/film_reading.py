"""A film read: its landmarks in pixels of the film, or why it is refused, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

from runback.gait.landmarks import Landmarks
from runback.gait.refusal import Refusal


@dataclass(frozen=True)
class FilmReading:
    """``landmarks`` where nobody refuses them, in pixels of the film as shown; ``notes`` say what to know."""

    landmarks: Landmarks | None
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]
    width: int
    height: int
    codec: str
    frames: int
    seconds: float
    slowed_by: float
    model: str
