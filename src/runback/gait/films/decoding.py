"""From a film file to frames at their true times: square pixels, upright, small enough for the pose model.

Decoded by FFmpeg through PyAV. Only known containers are opened and only local files: a playlist that names
another file or host is no film.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from runback.errors import LimitExceededError, UnreadableFileError
from runback.gait.films.frame_times import slowed_by
from runback.gait.films.limits import FilmLimits

Picture = NDArray[np.uint8]

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts"
LONGEST_SIDE_PX = 1280
"""The pose model looks at 256 x 256 pixels about the body: larger pictures only cost time."""

DECODING_THREADS = 2
MOST_FAULTY_SHARE = 0.1
RERECORD = "Export the film anew as MP4 from the phone, or film again."


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture, ``(height, width, 3)`` in RGB, at its time since the first."""

    t_s: float
    rgb: Picture


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What the file says of itself: the upright picture's size as filmed, and its clock.

    ``slowed_by`` is how many times slower than true the film plays; ``scale`` leads from pixels as filmed to
    those of the frames; ``frames`` is what the container announces, 0 where it does not.
    """

    width: int
    height: int
    codec: str
    played_fps: float
    slowed_by: float
    scale: float
    frames: int


class Film:
    """An open film: its facts, then its frames one by one; ``cut_short`` once the limit on them was reached.

    Raises:
        UnreadableFileError: no film, no picture in it, no times, or too much of it broken.
        LimitExceededError: more pixels than ``limits`` allow.
        BadInputError: a time lapse.
    """

    def __init__(self, path: Path, limits: FilmLimits, *, capture_fps: float | None = None) -> None:
        self._path, self._limits = path, limits
        self._faults = 0
        self.cut_short = False
        self._container: Any = self._opened()
        if not self._container.streams.video:
            raise UnreadableFileError("the file holds no pictures.", where=str(path), remedy=RERECORD)
        self._stream = self._container.streams.video[0]
        if self._stream.codec_context is None:
            raise UnreadableFileError(
                "its pictures are written in a code that cannot be read.",
                where=str(path),
                remedy="Export the film as MP4 (H.264 or HEVC).",
            )
        self._stream.thread_type = "AUTO"
        self._stream.codec_context.thread_count = DECODING_THREADS
        self._check_size(self._stream.codec_context.width, self._stream.codec_context.height)
        self._capture_fps = capture_fps
        self._decoded = self._pictures()
        self._first = next(self._decoded, None)
        if self._first is None:
            raise UnreadableFileError("not one frame can be decoded.", where=str(path), remedy=RERECORD)
        self.facts = self._read_facts(self._first)

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    @property
    def ends_early(self) -> bool:
        """Whether parts of the film could not be decoded, as far as it was read."""
        return self._faults > 0

    def frames(self) -> Iterator[Frame]:
        """Yield the frames in order, up to the limit; a frame whose time does not rise is left out."""
        first, before, read = self._first, -1.0, 0
        assert first is not None
        start = self._time(first)
        for picture in self._with_first():
            t_s = (self._time(picture) - start) / self.facts.slowed_by
            if t_s <= before:
                continue
            if read == self._limits.most_frames:
                self.cut_short = True
                return
            before, read = t_s, read + 1
            yield Frame(t_s, self._upright(picture))

    def _opened(self) -> Any:
        try:
            return av.open(
                str(self._path.resolve()),
                container_options={
                    "protocol_whitelist": "file",
                    "format_whitelist": CONTAINERS,
                    "max_streams": "32",
                },
                metadata_errors="replace",
            )
        except (av.error.FFmpegError, ValueError) as error:
            raise UnreadableFileError(
                f"this is no film that can be read ({_told(error)}).",
                where=str(self._path),
                remedy="Give an MP4, MOV, MKV, WebM or AVI file.",
            ) from error

    def _check_size(self, width: int, height: int) -> None:
        if width <= 0 or height <= 0:
            raise UnreadableFileError("its pictures have no size.", where=str(self._path), remedy=RERECORD)
        if width * height > self._limits.most_pixels:
            raise LimitExceededError(
                f"its pictures of {width} x {height} have more than {self._limits.most_pixels} pixels.",
                where=str(self._path),
                remedy="Film at 1080p: more is not needed.",
            )

    def _pictures(self) -> Iterator[Any]:
        packets = 0
        try:
            for packet in self._container.demux(self._stream):
                packets += 1
                try:
                    pictures = packet.decode()
                except av.error.FFmpegError as error:
                    self._note_fault(packets, error)
                    continue
                for picture in pictures:
                    self._check_size(picture.width, picture.height)
                    yield picture
        except (av.error.FFmpegError, IndexError) as error:
            # The container breaks off, or a stream comes up midway that PyAV did not expect: what came
            # before holds.
            self._note_fault(packets, error)

    def _note_fault(self, packets: int, error: Exception) -> None:
        self._faults += 1
        if self._faults > max(3.0, MOST_FAULTY_SHARE * packets):
            raise UnreadableFileError(
                f"too much of the film is broken ({_told(error)}).", where=str(self._path), remedy=RERECORD
            )

    def _with_first(self) -> Iterator[Any]:
        yield self._first
        yield from self._decoded

    def _time(self, picture: Any) -> float:
        if picture.pts is None or picture.time is None:
            raise UnreadableFileError("its frames carry no times.", where=str(self._path), remedy=RERECORD)
        return float(picture.time)

    def _read_facts(self, first: Any) -> FilmFacts:
        stream = self._stream
        rate = stream.average_rate or stream.guessed_rate
        if not rate:
            raise UnreadableFileError("it has no frame rate.", where=str(self._path), remedy=RERECORD)
        aspect = float(stream.sample_aspect_ratio or 1.0)
        if not 0.1 <= aspect <= 10.0:
            aspect = 1.0
        width, height = max(1, round(first.width * aspect)), first.height
        if first.rotation % 180:
            width, height = height, width
        metadata = {**self._container.metadata, **stream.metadata}
        return FilmFacts(
            width=width,
            height=height,
            codec=stream.codec_context.name,
            played_fps=float(rate),
            slowed_by=slowed_by(float(rate), self._capture_fps, metadata, str(self._path)),
            scale=min(1.0, LONGEST_SIDE_PX / max(width, height)),
            frames=max(0, stream.frames),
        )

    def _upright(self, picture: Any) -> Picture:
        facts = self.facts
        width, height = (max(1, round(side * facts.scale)) for side in (facts.width, facts.height))
        turns = round(picture.rotation / 90)
        if turns % 2:
            width, height = height, width
        try:
            plain: Picture = picture.reformat(width, height, "rgb24", threads=1).to_ndarray()
        except (av.error.FFmpegError, ValueError) as error:
            raise UnreadableFileError(
                f"a frame cannot be turned into a picture ({_told(error)}).",
                where=str(self._path),
                remedy=RERECORD,
            ) from error
        return np.ascontiguousarray(np.rot90(plain, turns))


def _told(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")
