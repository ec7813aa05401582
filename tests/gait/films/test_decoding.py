"""Frames at their true times, upright, within limits; what is no film is told so."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_film import drawn, encoded
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.errors import BadInputError, LimitExceededError, RunbackError, UnreadableFileError
from runback.gait.films import DEFAULT_LIMITS

pytestmark = pytest.mark.video


def times(path: Path, *, capture_fps: float | None = None) -> np.ndarray:
    from runback.gait.films.decoding import Film

    with Film(path, DEFAULT_LIMITS, capture_fps=capture_fps) as film:
        return np.array([frame.t_s for frame in film.frames()])


@given(gaps=st.lists(st.integers(1, 9000), min_size=3, max_size=30))
@settings(max_examples=10, deadline=None)
def test_frames_keep_their_own_times(gaps: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    told = np.cumsum([0, *gaps]) / 90_000
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    encoded(path, drawn(told.size), times_s=told)
    np.testing.assert_allclose(times(path), told, atol=1e-4)


@pytest.mark.parametrize("name", ["film.mov", "film.mkv", "film.ts"])
def test_usual_containers_are_read(tmp_path: Path, name: str) -> None:
    np.testing.assert_allclose(times(encoded(tmp_path / name, drawn(20))), np.arange(20) / 30, atol=2e-3)


@pytest.mark.parametrize(
    ("captured", "told_fps", "slower"),
    [
        (None, None, 1),
        ("240", None, 8),
        ("29.7", None, 1),
        (None, 120, 4),
        ("240", 60, 2),
        ("rubbish", None, 1),
    ],
)
def test_slow_motion_gets_its_true_times(
    tmp_path: Path, captured: str | None, told_fps: float | None, slower: float
) -> None:
    metadata = {"com.android.capture.fps": captured} if captured else {}
    path = encoded(tmp_path / "film.mp4", drawn(40), metadata=metadata)
    np.testing.assert_allclose(times(path, capture_fps=told_fps), np.arange(40) / (30 * slower), atol=1e-3)


def test_a_time_lapse_is_no_film(tmp_path: Path) -> None:
    path = encoded(tmp_path / "film.mp4", drawn(40), metadata={"com.android.capture.fps": "2"})
    with pytest.raises(BadInputError, match="time lapse"):
        times(path)


QUARTER_TURNS = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
}
"""Clockwise turns as phones write them in the track header's matrix."""


def turned(path: Path, degrees: int) -> Path:
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    a, b, c, d = (value * 65536 for value in QUARTER_TURNS[degrees])
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("degrees", "shape", "corner"),
    [
        (0, (48, 64), (slice(0, 10), slice(0, 12))),
        (90, (64, 48), (slice(0, 12), slice(-10, None))),
        (180, (48, 64), (slice(-10, None), slice(-12, None))),
        (270, (64, 48), (slice(-12, None), slice(0, 10))),
    ],
)
def test_turned_films_stand_upright(
    tmp_path: Path, degrees: int, shape: tuple[int, int], corner: tuple[slice, slice]
) -> None:
    from runback.gait.films.decoding import Film

    path = turned(encoded(tmp_path / "film.mp4", drawn(5)), degrees)
    with Film(path, DEFAULT_LIMITS) as film:
        picture = next(iter(film.frames())).rgb
        assert (film.facts.height, film.facts.width) == shape
    assert picture.shape[:2] == shape
    assert picture[corner][:, :, 0].mean() > 150
    assert picture[:, :, 0].mean() < 100


def test_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    from runback.gait.films.decoding import LONGEST_SIDE_PX, Film

    with Film(encoded(tmp_path / "film.mp4", drawn(3, 2560, 1440)), DEFAULT_LIMITS) as film:
        assert next(iter(film.frames())).rgb.shape == (720, LONGEST_SIDE_PX, 3)
        assert (film.facts.width, film.facts.height) == (2560, 1440)


def test_pictures_are_bounded(tmp_path: Path) -> None:
    from runback.gait.films.decoding import Film

    path = encoded(tmp_path / "film.mp4", drawn(10))
    with pytest.raises(LimitExceededError, match="pixels"):
        Film(path, replace(DEFAULT_LIMITS, most_pixels=64 * 48 - 1))


@pytest.mark.parametrize(("most", "read", "cut_short"), [(9, 9, True), (10, 10, False)])
def test_a_long_film_is_read_up_to_the_limit(tmp_path: Path, most: int, read: int, cut_short: bool) -> None:
    from runback.gait.films.decoding import Film

    path = encoded(tmp_path / "film.mp4", drawn(10))
    with Film(path, replace(DEFAULT_LIMITS, most_frames=most)) as film:
        assert len(list(film.frames())) == read
        assert film.cut_short == cut_short


def test_a_film_that_breaks_off_holds_up_to_there(tmp_path: Path) -> None:
    path = encoded(tmp_path / "film.mkv", drawn(300))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    read = times(path)
    assert 20 < read.size < 300


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://192.0.2.1/film.ts\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a film",
        PLAYLIST.encode(),
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        bytes(range(256)) * 400,
    ],
)
def test_what_is_no_film_is_told_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        times(path)
    assert caught.value.remedy


def sound(path: Path, streams: int) -> Path:
    import av

    with av.open(str(path), "w") as out:
        for stream in [out.add_stream("aac", rate=44100) for _ in range(streams)]:
            for number in range(200):
                silence = np.zeros((1, 1024), np.float32)
                frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
                frame.sample_rate, frame.pts = 44100, 1024 * number
                out.mux(stream.encode(frame))
            out.mux(stream.encode())
    return path


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no pictures"):
        times(sound(tmp_path / "sound.mp4", 1))


def test_a_stream_that_comes_up_midway_ends_the_film_there(tmp_path: Path) -> None:
    # Noise, so that more than the five megabytes lie before it in which FFmpeg looks for streams.
    noise = np.random.default_rng(0).integers(0, 256, (60, 360, 480, 3), dtype=np.uint8)
    film = encoded(tmp_path / "film.ts", list(noise))
    whole = film.read_bytes()
    film.write_bytes(whole + sound(tmp_path / "sound.ts", 2).read_bytes() + whole)
    assert times(film).size >= 60


@given(
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=12)), min_size=1, max_size=8),
    kept=st.floats(0.3, 1.0),
)
@settings(max_examples=40, deadline=None)
def test_mutated_films_end_in_frames_or_in_a_refusal(
    cuts: list[tuple[float, bytes]], kept: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("films")
    data = bytearray(encoded(folder / "whole.mp4", drawn(30)).read_bytes())
    for place, rubbish in cuts:
        at = int(place * (len(data) - 1))
        data[at : at + len(rubbish)] = rubbish
    (folder / "film.mp4").write_bytes(data[: int(kept * len(data))])
    try:
        read = times(folder / "film.mp4")
    except RunbackError as error:
        assert error.where and error.remedy
    else:
        assert (np.diff(read) > 0).all()
