"""From frames to landmarks: one thread decodes, two pose models share the frames.

Each model takes every other frame and follows the runner in its own: no frame waits for the one before, the
result hangs on no thread's speed, and only a few frames are held at any time.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from runback.gait.films.decoding import Frame
from runback.gait.films.pose import Person, PoseModel
from runback.gait.films.scene import Background
from runback.gait.landmarks import POINTS, Floats

WORKERS = 2
WAITING_FRAMES = 4
TOLD_EVERY = 30
LOOK_EVERY_S = 0.3
"""Often enough that a film of ten seconds tells shares of looks apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """The people that a detector found in one frame, the tallest first, without knowing of those before."""

    frame: int
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Estimate:
    """Points of each frame, ``(n, len(POINTS), 3)``: pixels (``y`` down), confidence; NaN where nobody was.

    ``looks`` hold the people found in some of the frames; ``camera_path_px`` is the way of the background.
    """

    t_s: Floats
    points: Floats
    looks: tuple[Look, ...]
    camera_path_px: Floats


@dataclass
class _Worker:
    """One pose model in a thread of its own, with a short queue of frames."""

    model: PoseModel
    frames: queue.Queue[tuple[int, Frame] | None] = field(default_factory=lambda: queue.Queue(WAITING_FRAMES))
    found: dict[int, Floats | None] = field(default_factory=dict)
    fault: Exception | None = None

    def run(self) -> None:
        while (item := self.frames.get()) is not None:
            # After a fault the queue is emptied, so that the decoder never waits for a dead thread.
            if self.fault is None:
                self._take(*item)

    def _take(self, at: int, frame: Frame) -> None:
        try:
            points = self.model.points(frame.rgb, frame.t_s)
        except Exception as error:  # noqa: BLE001 - carried over to the thread that asked, which raises it
            self.fault = error
            return
        self.found[at] = None if points is None else points.astype(np.float32)


def estimate(
    frames: Iterable[Frame],
    make_model: Callable[[], PoseModel],
    told: Callable[[int], None] = lambda _: None,
) -> Estimate:
    """Return the landmarks of ``frames`` with what was seen around; ``told`` hears the frames done.

    Raises whatever the frames or the models raise.
    """
    workers = [_Worker(make_model()) for _ in range(WORKERS)]
    threads = [threading.Thread(target=worker.run, daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    times: list[float] = []
    background, looks = Background(), list[Look]()
    try:
        for at, frame in enumerate(frames):
            times.append(frame.t_s)
            workers[at % WORKERS].frames.put((at, frame))
            background.look(frame)
            if not looks or frame.t_s >= times[looks[-1].frame] + LOOK_EVERY_S:
                # Its detector is apart from what follows the runner, so this thread may ask it.
                looks.append(Look(at, tuple(workers[0].model.people(frame.rgb))))
            if at % TOLD_EVERY == 0:
                told(at)
    finally:
        for worker in workers:
            worker.frames.put(None)
        for thread in threads:
            thread.join()
    for worker in workers:
        if worker.fault is not None:
            raise worker.fault
        worker.model.close()
    return Estimate(
        np.array(times),
        _joined(workers, len(times)),
        tuple(looks),
        np.array(background.path_px, dtype=np.float64).reshape(-1, 2),
    )


def _joined(workers: list[_Worker], count: int) -> Floats:
    points = np.full((count, len(POINTS), 3), np.nan)
    for worker in workers:
        for at, found in worker.found.items():
            if found is not None:
                points[at] = found
    return points
