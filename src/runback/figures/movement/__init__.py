"""Figures of exercises and self-tests, drawn from joint angles: body, contacts, outline, motion."""

from runback.figures.movement.drawing import movement_frames, movement_svg
from runback.figures.movement.poses import drawn_rungs, movement_ids

__all__ = ["drawn_rungs", "movement_frames", "movement_ids", "movement_svg"]
