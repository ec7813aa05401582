"""``runback gait VIDEO``: form, landmarks and overlay of a real film, and what is no film told so."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runs import run

pytestmark = pytest.mark.video


def test_a_film_gives_form_landmarks_and_an_overlay(shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "video" / "treadmill_side.mp4"
    if not film.is_file():
        pytest.skip(f"no film: {film} does not exist")
    home, words = tmp_path / "home", ("--height-cm", "178", "--json", "--no-keep")
    files = ("--landmarks", "out.parquet", "--overlay", "out.mp4")
    told = run("gait", str(film), *files, *words, home=home, at=tmp_path).json
    assert not told["refused"] and told["film"]["frames"] == 360
    assert told["film"]["written"] == ["out.parquet", "out.mp4", "out-left-contact.png"]
    assert all((tmp_path / name).stat().st_size for name in told["film"]["written"])
    again = run("gait", "--landmarks", "out.parquet", *words, home=home, at=tmp_path).json
    assert again["metrics"] == told["metrics"]


def test_a_film_from_the_side_is_refused_from_behind(shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "video" / "treadmill_side.mp4"
    if not film.is_file():
        pytest.skip(f"no film: {film} does not exist")
    words = ("gait", str(film), "--view", "rear", "--overlay", "out.mp4")
    ran = run(*words, home=tmp_path / "home", at=tmp_path)
    assert ran.status == 0
    assert "no runner seen from behind" in ran.out and "Nothing was written" in ran.out
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("text.mp4",), "no film that can be read"),
        (("none.mp4",), "no such file"),
        (("text.mp4", "--landmarks", "out.csv"), "ends in .parquet"),
        (("text.mp4", "--overlay", "text.mp4"), "replace the film itself"),
        (("text.mp4", "--overlay", "out.gif"), "ends in .mp4"),
    ],
)
def test_bad_films_and_files_are_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "text.mp4").write_text("no film")
    ran = run("gait", *words, home=tmp_path / "home", at=tmp_path)
    assert ran.status == 2
    assert told in ran.err and "Traceback" not in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["text.mp4"]
