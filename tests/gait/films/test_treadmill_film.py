"""The real film, from the file to form: a runner on a treadmill from the side, 168 steps a minute."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from runback.gait import FilmReading, film_form, landmarks_parquet, read_film, read_landmarks

pytestmark = pytest.mark.video


@pytest.fixture(scope="module")
def film(shared_data: Path) -> Path:
    path = shared_data / "video" / "treadmill_side.mp4"
    if not path.is_file():
        pytest.skip(f"no film: {path} does not exist")
    return path


@pytest.fixture(scope="module")
def reading(film: Path) -> FilmReading:
    return read_film(film)


def test_the_runner_is_found_in_the_film(reading: FilmReading) -> None:
    assert not reading.refusals
    assert (reading.width, reading.height, reading.frames) == (720, 1280, 360)
    assert reading.landmarks is not None
    assert np.isfinite(reading.landmarks.of("left_ankle")).mean() > 0.95


def test_cadence_is_that_of_the_moving_image(reading: FilmReading) -> None:
    assert reading.landmarks is not None
    form = film_form(reading.landmarks)
    assert not form.refusals
    cadence = next(one for one in form.values if one.metric == "cadence-video")
    assert cadence.value == pytest.approx(168, abs=1)


def test_landmarks_written_are_read_back_equal(reading: FilmReading, tmp_path: Path) -> None:
    assert reading.landmarks is not None
    file = tmp_path / "film.parquet"
    file.write_bytes(landmarks_parquet(reading.landmarks))
    back = read_landmarks(file)
    for name in ("t_s", "xy", "confidence"):
        np.testing.assert_array_equal(getattr(back, name), getattr(reading.landmarks, name))


def test_a_film_is_read_the_same_twice(reading: FilmReading, film: Path) -> None:
    assert reading.landmarks is not None
    again = read_film(film).landmarks
    assert again is not None
    np.testing.assert_array_equal(again.xy, reading.landmarks.xy)
