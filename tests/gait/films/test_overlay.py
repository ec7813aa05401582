"""The overlay: the runner's lines on every frame, the head hidden, a still of contact beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn_film import pictures_of

from runback.errors import BadInputError
from runback.gait import FilmForm, FilmReading, film_form, read_film
from runback.gait.films import draw_film
from runback.gait.films.stills import drawn_landmarks, form_stills

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


@pytest.fixture(scope="module")
def form(reading: FilmReading) -> FilmForm:
    assert reading.landmarks is not None
    return film_form(reading.landmarks)


def head_change(film: Path, drawn: Path, reading: FilmReading, frame: int) -> float:
    """Return the usual change of the picture about the nose, away from the lines of the body."""
    assert reading.landmarks is not None
    x, y = reading.landmarks.of("nose")[frame] * np.array([1, -1])
    part = (slice(int(y) - 25, int(y) + 25), slice(int(x) - 25, int(x) + 25))
    before, after = (pictures_of(path, frame + 1)[frame][part].astype(int) for path in (film, drawn))
    return float(np.abs(after - before).mean())


def test_the_overlay_hides_the_head_and_keeps_the_film(
    film: Path, reading: FilmReading, form: FilmForm, tmp_path: Path
) -> None:
    import av

    assert reading.landmarks is not None
    original = film.read_bytes()
    written = draw_film(film, reading.landmarks, form, tmp_path / "hidden.mp4")
    assert [path.name for path in written] == ["hidden.mp4", "hidden-left-contact.png"]
    assert written[1].read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    assert film.read_bytes() == original
    with av.open(str(written[0])) as drawn:
        assert sum(1 for _ in drawn.decode(video=0)) == reading.frames
    shown = draw_film(film, reading.landmarks, form, tmp_path / "shown.mp4", show_face=True)
    assert head_change(film, written[0], reading, 60) > 3 * head_change(film, shown[0], reading, 60)


def test_the_still_shows_the_usual_step(reading: FilmReading, form: FilmForm) -> None:
    assert reading.landmarks is not None and form.gait is not None
    (still,) = form_stills(drawn_landmarks(reading.landmarks), form)
    assert still.moment == "contact" and still.side == form.near
    assert min(abs(one.t_s - still.t_s) for one in form.gait.of(still.side)) < 1 / form.frames_per_s
    drawn = {angle.name: angle.degrees for angle in still.angles}
    for name, metric in (("shank", "shank-angle-contact"), ("knee flexion", "knee-flexion-contact")):
        value = next(one for one in form.values if one.metric == metric and one.side == still.side)
        assert drawn[name] == pytest.approx(value.value, abs=3 * value.spread + 2)


@pytest.mark.parametrize("name", ["out.avi", "no/such/folder/out.mp4"])
def test_an_overlay_that_cannot_be_written_is_told(
    film: Path, reading: FilmReading, form: FilmForm, tmp_path: Path, name: str
) -> None:
    assert reading.landmarks is not None
    with pytest.raises(BadInputError):
        draw_film(film, reading.landmarks, form, tmp_path / name)
    assert not list(tmp_path.rglob("*.mp4"))


def test_the_film_itself_is_never_written_over(reading: FilmReading, form: FilmForm, tmp_path: Path) -> None:
    own = tmp_path / "own.mp4"
    own.write_bytes(b"the runner's own")
    assert reading.landmarks is not None
    with pytest.raises(BadInputError, match="replace the film itself"):
        draw_film(own, reading.landmarks, form, own)
    assert own.read_bytes() == b"the runner's own"
