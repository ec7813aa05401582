"""Figures of exercises and self-tests, drawn from joint angles: body, contacts, outline, motion."""

from runback.figures.movement.drawing import movement_frames, movement_svg
from runback.figures.movement.poses import movement_ids

__all__ = ["movement_frames", "movement_ids", "movement_svg"]
