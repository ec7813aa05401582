"""What a pose model is to Runback: a picture in, the runner's points out; and the two that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from runback.errors import BadInputError
from runback.gait.films.decoding import Picture
from runback.gait.landmarks import POINTS, Floats

_BLAZEPOSE = {
    "nose": 0,
    **{f"{side}_ear": 7 + at for at, side in enumerate(("left", "right"))},
    **{
        f"{side}_{point}": first + at
        for point, first in (("shoulder", 11), ("elbow", 13), ("wrist", 15), ("hip", 23), ("knee", 25))
        for at, side in enumerate(("left", "right"))
    },
    **{
        f"{side}_{point}": first + at
        for point, first in (("ankle", 27), ("heel", 29), ("big_toe", 31))
        for at, side in enumerate(("left", "right"))
    },
}
"""Places of Runback's points among BlazePose's 33 (its foot index is the big toe)."""

_PLACES = [_BLAZEPOSE[point] for point in POINTS]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a picture: where the hips are and how tall, in pixels."""

    x: float
    y: float
    height: float


class PoseModel(Protocol):
    """A pose model that follows one runner from frame to frame."""

    def points(self, picture: Picture, t_s: float) -> Floats | None:
        """Return ``x``, ``y`` (pixels, ``y`` down) and confidence of each point; None where nobody is seen.

        Shape ``(len(POINTS), 3)``. Times rise from call to call.
        """

    def people(self, picture: Picture) -> list[Person]:
        """Return every person in the picture, the tallest first."""

    def close(self) -> None:
        """Free what the model holds."""


class BlazePose:
    """MediaPipe's legacy pose solution with the model that lies in its wheel: no file, no download."""

    source = "BlazePose full (MediaPipe)"

    def __init__(self) -> None:
        from google.protobuf import text_format
        from mediapipe.framework import calculator_pb2
        from mediapipe.python.solution_base import SolutionBase
        from mediapipe.python.solutions.pose import Pose

        # Runback smooths without delay by itself; the model's own filter would lag behind the feet.
        self._pose: Any = Pose(model_complexity=1, smooth_landmarks=False)
        graph = text_format.Parse(
            """
            input_stream: "image"
            output_stream: "detections"
            node {
              calculator: "PoseDetectionCpu"
              input_stream: "IMAGE:image"
              output_stream: "DETECTIONS:detections"
            }
            """,
            calculator_pb2.CalculatorGraphConfig(),
        )
        self._make_detector: Callable[[], Any] = lambda: SolutionBase(
            graph_config=graph, outputs=["detections"]
        )
        self._detector: Any = None

    def points(self, picture: Picture, t_s: float) -> Floats | None:
        """See ``PoseModel``."""
        found = self._pose.process(picture).pose_landmarks
        if found is None:
            return None
        return _chosen(((one.x, one.y, one.visibility) for one in found.landmark), picture)

    def people(self, picture: Picture) -> list[Person]:
        """See ``PoseModel``; half a body is what the detector has from its middle to the rim about it."""
        if self._detector is None:
            self._detector = self._make_detector()
        height, width = picture.shape[:2]
        found = []
        for one in self._detector.process({"image": picture}).detections or ():
            middle, rim = one.location_data.relative_keypoints[:2]
            tall = 2.0 * float(np.hypot((rim.x - middle.x) * width, (rim.y - middle.y) * height))
            found.append(Person(middle.x * width, middle.y * height, tall))
        return _tallest_first(found)

    def close(self) -> None:
        """See ``PoseModel``."""
        self._pose.close()
        if self._detector is not None:
            self._detector.close()


class PoseTask:
    """MediaPipe's pose landmarker with a ``.task`` file that the user names.

    Raises:
        BadInputError: the file is absent or no pose landmarker.
    """

    MOST_PEOPLE = 3

    def __init__(self, model: Path) -> None:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        self._mediapipe: Any = mediapipe
        self.source = f"{model.name} (MediaPipe)"

        def made(mode: Any, people: int) -> Any:
            options = vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_path=str(model)), running_mode=mode, num_poses=people
            )
            try:
                return vision.PoseLandmarker.create_from_options(options)
            except (RuntimeError, ValueError, OSError) as error:
                raise BadInputError(
                    "this is no pose landmarker that MediaPipe reads.",
                    where=str(model),
                    remedy="Name a pose_landmarker .task file.",
                ) from error

        self._follower = made(vision.RunningMode.VIDEO, 1)
        self._make_finder: Callable[[], Any] = lambda: made(vision.RunningMode.IMAGE, self.MOST_PEOPLE)
        self._finder: Any = None

    def points(self, picture: Picture, t_s: float) -> Floats | None:
        """See ``PoseModel``."""
        people = self._follower.detect_for_video(self._image(picture), round(1e6 * t_s)).pose_landmarks
        if not people:
            return None
        return _chosen(((one.x, one.y, min(one.visibility, one.presence)) for one in people[0]), picture)

    def people(self, picture: Picture) -> list[Person]:
        """See ``PoseModel``."""
        if self._finder is None:
            self._finder = self._make_finder()
        found = []
        for person in self._finder.detect(self._image(picture)).pose_landmarks:
            points = _chosen(((one.x, one.y, 1.0) for one in person), picture)
            hips = points[[POINTS.index("left_hip"), POINTS.index("right_hip")]].mean(axis=0)
            found.append(Person(float(hips[0]), float(hips[1]), float(np.ptp(points[:, 1]))))
        return _tallest_first(found)

    def close(self) -> None:
        """See ``PoseModel``."""
        self._follower.close()
        if self._finder is not None:
            self._finder.close()

    def _image(self, picture: Picture) -> Any:
        return self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=picture)


def _tallest_first(people: list[Person]) -> list[Person]:
    return sorted(people, key=lambda one: -one.height)


def _chosen(points: Iterable[tuple[float, float, float]], picture: Picture) -> Floats:
    height, width = picture.shape[:2]
    every = np.array(list(points), dtype=np.float64)
    chosen: Floats = every[_PLACES] * np.array([width, height, 1.0])
    return chosen
