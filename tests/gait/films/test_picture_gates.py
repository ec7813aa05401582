"""Films that cannot be measured are refused with reason and remedy: the real film, spoilt one way each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from drawn_film import Picture, changed, drawn, encoded

from runback.gait import read_film

cv2 = pytest.importorskip("cv2", reason="runback[video] is not installed: no cv2")
pytestmark = pytest.mark.video


@pytest.fixture(scope="module")
def film(shared_data: Path) -> Path:
    path = shared_data / "video" / "treadmill_side.mp4"
    if not path.is_file():
        pytest.skip(f"no film: {path} does not exist")
    return path


def two_people(_: int, picture: Picture) -> Picture:
    return np.concatenate([picture, picture[:, ::-1]], axis=1)


def far_away(_: int, picture: Picture) -> Picture:
    small = cv2.resize(picture, (180, 320), interpolation=cv2.INTER_AREA)
    return np.pad(small, ((160, 160), (90, 90), (0, 0)), mode="edge")


def without_feet(_: int, picture: Picture) -> Picture:
    return picture[400:1080]


def without_head(_: int, picture: Picture) -> Picture:
    return picture[660:]


def legs_alone(_: int, picture: Picture) -> Picture:
    return picture[720:]


def camera_turns(number: int, picture: Picture) -> Picture:
    left = 3 * number
    return np.pad(picture, ((0, 0), (0, 180), (0, 0)), mode="wrap")[:, left : left + 720]


def nobody(_: int, picture: Picture) -> Picture:
    return picture[:600]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (two_people, "several people"),
        (far_away, "pixels tall"),
        (without_feet, "cuts off the feet"),
        (without_head, "cuts off the head"),
        (legs_alone, "a body that the picture does not hold"),
        (camera_turns, "the camera moves"),
        (nobody, "nobody was found"),
    ],
)
def test_a_spoilt_film_is_refused(
    film: Path, tmp_path: Path, spoil: Callable[[int, Picture], Picture], reason: str
) -> None:
    reading = read_film(changed(film, tmp_path / "film.mp4", spoil))
    assert reading.landmarks is None
    assert reason in " ".join(one.reason for one in reading.refusals)
    assert all(one.remedy for one in reading.refusals)


def dark(_: int, picture: Picture) -> Picture:
    return (0.3 * picture).astype(np.uint8)


def mirrored(_: int, picture: Picture) -> Picture:
    return picture[:, ::-1]


@pytest.mark.parametrize("change", [dark, mirrored])
def test_a_dark_or_mirrored_film_is_not_refused(
    film: Path, tmp_path: Path, change: Callable[[int, Picture], Picture]
) -> None:
    assert not read_film(changed(film, tmp_path / "film.mp4", change)).refusals


def test_drawn_bars_are_nobody(tmp_path: Path) -> None:
    reading = read_film(encoded(tmp_path / "bars.mp4", drawn(40)))
    assert [one.reason for one in reading.refusals] == ["nobody was found in the film"]
