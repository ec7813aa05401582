"""A film is opened in a process of its own: limits end it, its errors come through, nothing stays behind."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_film import drawn, encoded

import runback.gait.films.isolation as isolation
from runback.errors import BadInputError, LimitExceededError, RunbackError, UnreadableFileError
from runback.gait import read_film
from runback.gait.films import DEFAULT_LIMITS, FilmLimits

MIB = 1024**2


@pytest.fixture
def bars(tmp_path: Path) -> Path:
    return encoded(tmp_path / "bars.mp4", drawn(60))


def test_without_the_video_parts_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_PARTS", ("a_part_that_is_not_there",))
    with pytest.raises(BadInputError, match=r'pip install "runback\[video\]"'):
        read_film(tmp_path / "film.mp4")


@pytest.mark.video
def test_a_film_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_film(tmp_path / "film.mp4")


@pytest.mark.video
def test_the_process_says_how_far_it_is(bars: Path) -> None:
    told: list[tuple[int, int]] = []
    read_film(bars, told=lambda done, of: told.append((done, of)))
    assert told == [(0, 60), (30, 60)]


@pytest.mark.video
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (replace(DEFAULT_LIMITS, most_stall_s=0.01), "takes too long"),
        (replace(DEFAULT_LIMITS, most_s=0.5), "takes too long"),
        (replace(DEFAULT_LIMITS, most_pixels=100), "pixels"),
    ],
)
def test_limits_end_it(bars: Path, limits: FilmLimits, words: str) -> None:
    with pytest.raises(LimitExceededError, match=words) as caught:
        read_film(bars, limits=limits)
    assert caught.value.where == str(bars) and caught.value.remedy


@pytest.mark.video
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not bound memory")
def test_memory_is_bounded_by_the_system(bars: Path) -> None:
    with pytest.raises(RunbackError, match="memory"):
        read_film(bars, limits=replace(DEFAULT_LIMITS, most_memory_bytes=400 * MIB))


@pytest.mark.video
def test_huge_pictures_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = encoded(tmp_path / "huge.mp4", [np.zeros((4800, 6400, 3), np.uint8)])
    with pytest.raises(LimitExceededError, match="6400 x 4800"):
        read_film(path)


@pytest.mark.video
def test_no_copy_and_no_landmarks_stay_behind(
    bars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / name for name in ("TMPDIR", "XDG_CACHE_HOME", "HOME")]
    for place in places:
        place.mkdir()
        monkeypatch.setenv(place.name, str(place))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = bars.read_bytes()
    read_film(bars)
    assert bars.read_bytes() == before
    assert not [path for place in places for path in place.rglob("*")]


@pytest.mark.video
@pytest.mark.parametrize("seed", range(4))
def test_spoilt_copies_of_the_real_film_end_in_a_reading_or_a_refusal(
    shared_data: Path, tmp_path: Path, seed: int
) -> None:
    whole = shared_data / "video" / "treadmill_side.mp4"
    if not whole.is_file():
        pytest.skip(f"no film: {whole} does not exist")
    draw = np.random.default_rng(seed)
    data = np.frombuffer(whole.read_bytes(), np.uint8).copy()
    # Some in the index at the end, where the layout lies, most in the pictures.
    for first, count in ((data.size - 8000, 6), (0, 300)):
        data[draw.integers(first, data.size, count)] = draw.integers(0, 256, count)
    path = tmp_path / "film.mp4"
    path.write_bytes(data.tobytes())
    try:
        reading = read_film(path, limits=replace(DEFAULT_LIMITS, most_s=60.0))
    except RunbackError as error:
        assert error.where == str(path) and error.remedy
    else:
        assert reading.frames >= 0
