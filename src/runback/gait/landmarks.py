"""Landmarks of a body over time, as a pose model or another tool gives them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from runback.errors import BadInputError

Floats = NDArray[np.float64]

POINTS = (
    *("nose", "left_ear", "right_ear"),
    *("left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist"),
    *("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"),
    *("left_heel", "right_heel", "left_big_toe", "right_big_toe"),
)
"""The points that the form measures use, in the order of the arrays."""


@dataclass(frozen=True)
class Landmarks:
    """``xy`` of each point, shape ``(n, len(POINTS), 2)``, at the true times ``t_s``, shape ``(n,)``.

    ``x`` runs to the right of the picture and ``y`` up, in pixels or in any one unit of length; NaN where a
    point was not seen. ``confidence``, shape ``(n, len(POINTS))``, runs from 0 to 1 and is NaN where the tool
    gives none. ``source`` says where they come from. ``in_pixels`` says that the unit is
    known to be pixels, so that what is too small in the picture can be told.
    """

    t_s: Floats
    xy: Floats
    confidence: Floats
    source: str
    in_pixels: bool = False

    def __post_init__(self) -> None:
        count = self.t_s.size
        if self.xy.shape != (count, len(POINTS), 2) or self.confidence.shape != (count, len(POINTS)):
            raise BadInputError("the landmarks' arrays do not fit together.", where=self.source)
        if count > 1 and not (np.diff(self.t_s) > 0).all():
            raise BadInputError(
                "the times of the frames do not rise.", where=self.source, remedy="Sort them, one row a time."
            )

    def of(self, point: str) -> Floats:
        """Return one point over time, shape ``(n, 2)``."""
        return self.xy[:, POINTS.index(point)]

    def middle(self, kind: str) -> Floats:
        """Return the middle of the left and right point of a kind, such as ``hip``; shape ``(n, 2)``."""
        return 0.5 * (self.of(f"left_{kind}") + self.of(f"right_{kind}"))

    def seen_share(self, point: str) -> float:
        """Return the share of frames in which a point was seen."""
        return float(np.isfinite(self.of(point)).all(axis=1).mean())

    def usual_confidence(self, point: str) -> float:
        """Return the usual confidence of a point; 1 where the tool gives none."""
        told = self.confidence[:, POINTS.index(point)]
        known = told[np.isfinite(told)]
        return float(np.median(known)) if known.size else 1.0

    @property
    def frames_per_s(self) -> float:
        """The usual number of frames a second."""
        return 1.0 / float(np.median(np.diff(self.t_s)))

    @property
    def seconds(self) -> float:
        """Time from the first frame to the last."""
        return float(self.t_s[-1] - self.t_s[0])

    def with_xy(self, xy: Floats) -> Landmarks:
        """Return the same landmarks at other places."""
        return replace(self, xy=xy)
