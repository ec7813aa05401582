"""Figures of exercises and self-tests, drawn from joint angles: a body, its contacts, its outline, its motion."""

from runback.figures.movement.drawing import movement_frames, movement_svg
from runback.figures.movement.poses import movement_ids

__all__ = ["movement_frames", "movement_ids", "movement_svg"]
