"""Grounds to run on, and which of them count as hard or cambered."""

from __future__ import annotations

HARD = ("asphalt", "road", "street", "concrete", "pavement", "sidewalk", "paved")
CAMBERED = ("camber", "cambered", "banked", "sloped")


def is_hard_or_cambered(surface: str) -> bool:
    """Return whether words such as ``asphalt`` or ``cambered road`` name hard or sideways-sloping ground.

    Trail, grass, gravel, sand, track, treadmill and words not known here do not.
    """
    words = surface.lower().replace("-", " ").replace(",", " ").split()
    return any(word in (*HARD, *CAMBERED) for word in words)


def is_cambered(surface: str) -> bool:
    """Return whether the words say that the ground slopes to one side."""
    return any(word in CAMBERED for word in surface.lower().replace("-", " ").replace(",", " ").split())
