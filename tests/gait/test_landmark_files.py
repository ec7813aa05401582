"""Landmarks from files of other tools, and what is said of files that hold none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from simulated_stride import simulated_film

from runback.errors import RunbackError
from runback.gait import POINTS, Landmarks, film_form, read_landmarks
from runback.gait.landmark_files import BODY_25

FILM = simulated_film(seconds=8.0)[0]


def table(film: Landmarks) -> pl.DataFrame:
    columns = {"t_s": film.t_s}
    for point in POINTS:
        columns[f"{point}_x"] = film.of(point)[:, 0]
        columns[f"{point}_y"] = -film.of(point)[:, 1]
    return pl.DataFrame(columns)


def write_openpose(folder: Path, film: Landmarks) -> None:
    for frame in range(film.t_s.size):
        points = []
        for point in BODY_25:
            x, y = film.of(point)[frame] if point else (0.0, 0.0)
            seen = bool(point) and np.isfinite(x)
            points += [float(x), float(-y), 0.9] if seen else [0.0, 0.0, 0.0]
        bystander = [value if at % 3 == 2 else 0.1 * value for at, value in enumerate(points)]
        people = [{"pose_keypoints_2d": bystander}, {"pose_keypoints_2d": points}]
        (folder / f"run_{frame:012d}_keypoints.json").write_text(json.dumps({"people": people}))


def write_trc(path: Path, film: Landmarks) -> None:
    used = [point for point in POINTS if np.isfinite(film.of(point)).any()]
    names = ["".join(part.title() for part in point.split("_")) for point in used]
    names = [name.replace("Left", "L").replace("Right", "R") for name in names]
    lines = [
        "PathFileType\t4\t(X/Y/Z)\trun.trc",
        "DataRate",
        "60",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "",
    ]
    for frame, time in enumerate(film.t_s):
        cells = [f"{value:.6f}" for point in used for value in (*film.of(point)[frame] / 1000.0, 0.0)]
        lines.append("\t".join([str(frame + 1), f"{time:.6f}", *cells]))
    path.write_text("\n".join(lines))


def same_form(one: Landmarks, other: Landmarks) -> None:
    first, second = ({(v.metric, v.side): v.value for v in film_form(film).values} for film in (one, other))
    assert first.keys() == second.keys() and first
    assert all(first[key] == pytest.approx(second[key], abs=0.05) for key in first)


def test_every_format_gives_the_same_form(tmp_path: Path) -> None:
    table(FILM).write_csv(tmp_path / "film.csv")
    table(FILM).write_parquet(tmp_path / "film.parquet")
    write_trc(tmp_path / "film.trc", FILM)
    poses = tmp_path / "poses"
    poses.mkdir()
    write_openpose(poses, FILM)
    for name in ("film.csv", "film.parquet", "film.trc"):
        same_form(FILM, read_landmarks(tmp_path / name))
    same_form(FILM, read_landmarks(poses, frames_per_s=60))


def test_a_trial_of_anatomical_markers_names_what_is_missing(shared_data: Path) -> None:
    with pytest.raises(RunbackError, match="points are missing: left_hip"):
        read_landmarks(shared_data / "kinematics" / "motion_capture_run.trc")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("film.csv", "time,left_hip_x\n0,1\n", "no column t_s"),
        ("film.csv", "t_s,left_hip_x,left_hip_y\n0,1,1\n", "missing"),
        ("film.csv", "", "cannot be read"),
        ("film.parquet", "no parquet", "cannot be read"),
        ("film.trc", "hello", "Frame#"),
        ("film.mp4", "", "hold no landmarks"),
    ],
)
def test_other_files_are_told(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(RunbackError, match=told):
        read_landmarks(path)


def test_openpose_needs_a_rate_and_its_own_model(tmp_path: Path) -> None:
    with pytest.raises(RunbackError, match="keypoints"):
        read_landmarks(tmp_path)
    file = tmp_path / "a_keypoints.json"
    file.write_text('{"people": [{"pose_keypoints_2d": [1, 2, 3]}]}')
    with pytest.raises(RunbackError, match="no times"):
        read_landmarks(tmp_path)
    with pytest.raises(RunbackError, match="are needed"):
        read_landmarks(tmp_path, frames_per_s=60)
    file.write_text("[]")
    with pytest.raises(RunbackError, match="not OpenPose"):
        read_landmarks(tmp_path, frames_per_s=60)
