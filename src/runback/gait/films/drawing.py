"""A film drawn anew with the runner's lines on it, and still pictures of the moments asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from runback.gait.films.decoding import Film, Picture
from runback.gait.films.limits import FilmLimits
from runback.gait.films.skeleton import Body, draw_skeleton, draw_still, face_hidden
from runback.gait.films.stills import Still
from runback.gait.landmarks import Landmarks
from runback.model import Side

TICKS_PER_S = 90_000
TOLD_EVERY = 30


def draw_here(
    path: Path,
    drawn: Landmarks,
    stills: Sequence[Still],
    *,
    near: Side | None,
    show_face: bool,
    capture_fps: float | None,
    limits: FilmLimits,
    overlay: Path,
    still_files: Sequence[Path],
    told: Callable[[int, int], None],
) -> None:
    """Write the overlay and the stills in this process; ``drawn`` holds a row for each frame of the film."""
    wanted = {int(np.argmin(np.abs(drawn.t_s - one.t_s))): at for at, one in enumerate(stills)}
    with Film(path, limits, capture_fps=capture_fps) as film:
        facts = film.facts

        def pictures() -> Iterable[tuple[float, Picture]]:
            for at, frame in enumerate(film.frames()):
                body = Body(drawn.xy[at] * np.array([1.0, -1.0]) * facts.scale)
                picture = frame.rgb if show_face else face_hidden(frame.rgb, body)
                draw_skeleton(picture, body, near)
                if at in wanted:
                    _write_still(picture, body, stills[wanted[at]], still_files[wanted[at]])
                # The film plays as slowly as it did.
                yield frame.t_s * facts.slowed_by, picture
                if at % TOLD_EVERY == 0:
                    told(at, drawn.t_s.size)

        _encode(overlay, pictures(), facts.played_fps)


def _write_still(picture: Picture, body: Body, still: Still, file: Path) -> None:
    with_angles = picture.copy()
    draw_still(with_angles, body, still)
    _, png = cv2.imencode(".png", cv2.cvtColor(with_angles, cv2.COLOR_RGB2BGR))
    file.write_bytes(png.tobytes())


def _encode(to: Path, pictures: Iterable[tuple[float, Picture]], fps: float) -> None:
    with av.open(str(to), "w", format="mp4") as out:
        stream: Any = None
        for t_s, picture in pictures:
            # H.264 halves the colours' grid: odd rows and columns go.
            height, width = (side - side % 2 for side in picture.shape[:2])
            if stream is None:
                stream = out.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
                stream.options = {"preset": "veryfast", "crf": "23"}
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture[:height, :width]), format="rgb24")
            frame.pts, frame.time_base = round(t_s * TICKS_PER_S), Fraction(1, TICKS_PER_S)
            out.mux(stream.encode(frame))
        if stream is not None:
            out.mux(stream.encode())
