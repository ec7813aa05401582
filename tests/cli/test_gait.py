"""Running form on the command line: from the watch's runs, and from a film's landmarks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from cli_runs import Ran, run

from runback.gait import POINTS, Landmarks
from runback.simulate.camera import Camera, film_points

sys.path.insert(0, str(Path(__file__).parents[1] / "gait"))

from simulated_rear import simulated_rear
from simulated_stride import simulated_film


def still_body() -> dict[str, np.ndarray]:
    """A simulated body that stands still: every point there, no step taken."""
    heights = {"hip": 0.9, "knee": 0.5, "ankle": 0.1, "heel": 0.03, "big_toe": 0.03}
    return {
        point: np.tile([0.1 * ("toe" in point), heights.get(point.partition("_")[2], 1.4), 0.1], (900, 1))
        for point in POINTS
        if "_" in point
    }


def write_table(film: Landmarks, path: Path) -> None:
    columns = {"t_s": film.t_s}
    for point in POINTS:
        columns |= {f"{point}_x": film.of(point)[:, 0], f"{point}_y": -film.of(point)[:, 1]}
    pl.DataFrame(columns).write_csv(path)


def test_the_watch_tells_of_form_in_text_and_json(on_demo: Callable[..., Ran]) -> None:
    text = on_demo("gait").out
    assert "Cadence, steps/min" in text and "There is no right cadence" in " ".join(text.split())
    told = on_demo("gait", "--json").json
    assert {row["measure"] for row in told["at_like_speed"]} >= {"mean_cadence_spm", "stance_time_ms"}
    assert all(row["runs"] >= 3 for row in told["within_runs"] if "runs" in row)


def test_a_film_that_cannot_be_measured_is_refused_not_an_error(tmp_path: Path) -> None:
    film = film_points(np.linspace(0, 12, 900), still_body(), Camera(), seed=1)
    write_table(film, tmp_path / "film.csv")
    ran = run("gait", "--landmarks", "film.csv", home=tmp_path / "home", at=tmp_path)
    assert ran.status == 0
    assert "This film cannot be measured." in ran.out and "->" in ran.out
    told = run("gait", "--landmarks", "film.csv", "--json", home=tmp_path / "home", at=tmp_path).json
    assert told["refused"] and not told["metrics"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--landmarks", "no.csv"), "cannot be read"),
        (("--landmarks", "no.csv", "--height-cm", "20"), "100 to 230"),
        (("--landmarks", "no.csv", "--near", "up"), "left or right"),
    ],
)
def test_bad_input_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    ran = run("gait", *words, home=tmp_path / "home", at=tmp_path)
    assert ran.status == 2
    assert told in ran.err


def test_the_guide_says_how_to_film(tmp_path: Path) -> None:
    assert "60 frames a second" in run("gait", "guide", home=tmp_path, at=tmp_path).out


def test_films_are_kept_compared_listed_and_taken_back(tmp_path: Path) -> None:
    def gait(*words: str) -> Ran:
        return run("gait", *words, home=tmp_path / "home", at=tmp_path)

    for name, lean in (("first.csv", 5.0), ("second.csv", 25.0)):
        write_table(simulated_film(lean_deg=lean, shake_px=0.5)[0], tmp_path / name)
    write_table(simulated_rear(), tmp_path / "rear.csv")
    side = ("--near", "right", "--treadmill")
    first = gait("--landmarks", "first.csv", *side, "--day", "2026-11-20", "--json").json
    assert first["number"] and first["changes"] == []
    second = gait("--landmarks", "second.csv", *side, "--day", "2026-11-21").out
    assert "Against your earlier films" in second and "higher" in second
    assert "Contralateral pelvic drop" in gait("--landmarks", "rear.csv", "--view", "rear", "--no-keep").out
    listed = gait("list", "--json").json["films"]
    assert [film["day"] for film in listed] == ["2026-11-20", "2026-11-21"]
    told = {change["id"]: change["verdict"] for change in listed[1]["changes"]}
    assert told["trunk-forward-lean"] == "higher" and told["cadence-video"] == "none"
    assert "is taken back" in gait("forget", str(first["number"])).out
    assert [film["number"] for film in gait("list", "--json").json["films"]] == [listed[1]["number"]]
    again = gait("forget", str(first["number"]))
    assert again.status == 2 and "no film has the number" in again.err
