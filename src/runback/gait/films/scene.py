"""What stands about the runner: a background that must not move."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from runback.gait.films.decoding import Frame, Picture
from runback.gait.landmarks import Floats

BACKGROUND_EVERY_S = 0.25
_WIDTH_PX = 240
_MOST_CORNERS = 120
_LEAST_CORNERS = 12


class Background:
    """How far the background has moved since the first frame, looked at four times a second.

    Corners of the picture are followed from look to look (pyramidal Lucas-Kanade); the camera moves by their
    median, for the runner and a treadmill's belt hold the fewer of them.
    """

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None
        self._at = np.zeros(2)
        self._scale = 1.0
        self._due_s = 0.0
        self.path_px: list[tuple[float, float]] = []

    def look(self, frame: Frame) -> None:
        """Take in a frame where one is due."""
        if frame.t_s < self._due_s:
            return
        self._due_s = frame.t_s + BACKGROUND_EVERY_S
        small = self._small(frame.rgb)
        if self._before is not None and self._before.shape == small.shape:
            moved = _moved(self._before, small)
            if moved is not None:
                self._at = self._at + moved / self._scale
                self.path_px.append((float(self._at[0]), float(self._at[1])))
        self._before = small

    def _small(self, rgb: Picture) -> NDArray[np.uint8]:
        height, width = rgb.shape[:2]
        self._scale = min(1.0, _WIDTH_PX / min(width, height))
        size = (max(8, round(width * self._scale)), max(8, round(height * self._scale)))
        gray: NDArray[np.uint8] = cv2.cvtColor(
            cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
        )
        return gray


def _moved(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Floats | None:
    """Return the median way of the picture's corners; None where there are too few to tell."""
    corners: Any = cv2.goodFeaturesToTrack(before, _MOST_CORNERS, 0.01, 8)
    if corners is None or len(corners) < _LEAST_CORNERS:
        return None
    found, followed, _ = cv2.calcOpticalFlowPyrLK(before, after, corners, None)
    kept = followed.ravel() == 1
    if kept.sum() < _LEAST_CORNERS:
        return None
    way: Floats = np.median((found - corners)[kept].reshape(-1, 2), axis=0).astype(np.float64)
    return way
