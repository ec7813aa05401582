"""Films made for the tests: the real one changed, and drawn pictures encoded by the same library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

Picture = np.ndarray[Any, np.dtype[np.uint8]]


def pictures_of(path: Path, most: int) -> list[Picture]:
    """Return the first pictures of a film, in RGB."""
    import av

    with av.open(str(path)) as film:
        found = []
        for frame in film.decode(video=0):
            found.append(frame.to_ndarray(format="rgb24"))
            if len(found) == most:
                break
    return found


def encoded(
    path: Path,
    pictures: Iterable[Picture],
    *,
    times_s: Iterable[float] | None = None,
    fps: int = 30,
    metadata: dict[str, str] | None = None,
) -> Path:
    """Write pictures as H.264, at ``fps`` or at their own times; metadata as phones write it."""
    import av

    every = list(pictures)
    height, width = every[0].shape[:2]
    ticks = 90_000
    at = list(times_s) if times_s is not None else [number / fps for number in range(len(every))]
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(metadata or {})
        stream: Any = out.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, ticks)
        stream.options = {"preset": "ultrafast", "crf": "18"}
        for picture, t_s in zip(every, at, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = round(t_s * ticks), Fraction(1, ticks)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def drawn(count: int, width: int = 64, height: int = 48) -> list[Picture]:
    """Return pictures with a bright left upper corner and a bar that moves."""
    found = []
    for number in range(count):
        picture = np.full((height, width, 3), 40, np.uint8)
        picture[: height // 4, : width // 4] = (250, 30, 30)
        picture[height // 2 :, (4 * number) % width : (4 * number) % width + 4] = 220
        found.append(picture)
    return found


def changed(
    path: Path, to: Path, change: Callable[[int, Picture], Picture], *, most: int = 60, **options: Any
) -> Path:
    """Write a film anew with every picture changed."""
    pictures = [change(number, picture) for number, picture in enumerate(pictures_of(path, most))]
    return encoded(to, pictures, **options)
