"""Landmarks made by other tools: TRC, OpenPose's JSON, and tables as CSV or Parquet."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl

from runback.errors import BadInputError, UnreadableFileError
from runback.gait.landmarks import POINTS, Floats, Landmarks

MOST_FRAMES = 500_000
BODY_25 = (
    *("nose", "", "right_shoulder", "right_elbow", "right_wrist"),
    *("left_shoulder", "left_elbow", "left_wrist", "", "right_hip", "right_knee", "right_ankle"),
    *("left_hip", "left_knee", "left_ankle", "", "", "right_ear", "left_ear"),
    *("left_big_toe", "", "left_heel", "right_big_toe", "", "right_heel"),
)
"""OpenPose's 25 body points in their order; empty where Runback uses none."""

_REQUIRED = tuple(
    f"{side}_{point}" for side in ("left", "right") for point in ("hip", "knee", "ankle", "heel", "big_toe")
)


def read_landmarks(path: Path, *, frames_per_s: float | None = None) -> Landmarks:
    """Return the landmarks in a file, or in a folder of OpenPose's ``*_keypoints.json``.

    A table has ``t_s`` and ``left_hip_x``, ``left_hip_y`` and so on (``y`` down, as in pictures), with
    ``left_hip_confidence`` where known. A TRC file (``x`` forward, ``y`` up) names points as pose tools do
    (``RHip``, ``LBigToe``). OpenPose writes no times: ``frames_per_s`` gives them.

    Raises:
        UnreadableFileError: the file cannot be read, or holds no landmarks as above.
        BadInputError: a folder without ``frames_per_s``, or times that do not rise.
    """
    readers: dict[str, Callable[[Path], Landmarks]] = {
        ".trc": _trc,
        ".csv": lambda at: _table(pl.read_csv(at, infer_schema_length=10_000), str(at)),
        ".parquet": lambda at: _table(pl.read_parquet(at), str(at)),
    }
    try:
        if path.is_dir():
            return _openpose(path, frames_per_s)
        reader = readers.get(path.suffix.lower())
        if reader is None:
            raise UnreadableFileError(
                f"files that end in {path.suffix or 'nothing'} hold no landmarks.",
                where=str(path),
                remedy="Give a TRC, CSV or Parquet file, or a folder of OpenPose's JSON.",
            )
        return reader(path)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is damaged or of another kind"
        raise UnreadableFileError(
            f"cannot be read ({told}).", where=str(path), remedy="Check the path and the file."
        ) from error


def landmarks_parquet(landmarks: Landmarks) -> bytes:
    """Return landmarks as a Parquet table that ``read_landmarks`` reads back equal."""
    columns: dict[str, Floats] = {"t_s": landmarks.t_s}
    for at, point in enumerate(POINTS):
        columns[f"{point}_x"] = landmarks.xy[:, at, 0]
        columns[f"{point}_y"] = -landmarks.xy[:, at, 1]
        columns[f"{point}_confidence"] = landmarks.confidence[:, at]
    written = BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


def _filled(
    named: Mapping[str, Floats], confidence: Mapping[str, Floats], t_s: Floats, source: str
) -> Landmarks:
    missing = [point for point in _REQUIRED if point not in named]
    if missing:
        raise UnreadableFileError(
            f"these points are missing: {', '.join(missing)}.",
            where=source,
            remedy="Runback needs hip, knee, ankle, heel and big toe of both legs.",
        )
    if not 3 <= t_s.size <= MOST_FRAMES:
        raise UnreadableFileError(
            f"{t_s.size} frames; between 3 and {MOST_FRAMES} can be read.", where=source
        )
    if not np.isfinite(t_s).all():
        raise UnreadableFileError(
            "a time is missing or no number.", where=source, remedy="Give every frame a time."
        )
    xy = np.full((t_s.size, len(POINTS), 2), np.nan)
    sure = np.full((t_s.size, len(POINTS)), np.nan)
    for at, point in enumerate(POINTS):
        if point in named:
            xy[:, at] = named[point]
        if point in confidence:
            sure[:, at] = confidence[point]
    return Landmarks(t_s, xy, sure, source)


def _table(frame: pl.DataFrame, source: str) -> Landmarks:
    if "t_s" not in frame.columns:
        raise UnreadableFileError(
            "there is no column t_s.", where=source, remedy="Give the time of each frame in seconds."
        )
    columns = frame.select(pl.all().cast(pl.Float64, strict=False)).to_dict(as_series=False)
    arrays = {name: np.array(values, dtype=np.float64) for name, values in columns.items()}
    named = {
        point: np.column_stack([arrays[f"{point}_x"], -arrays[f"{point}_y"]])
        for point in POINTS
        if f"{point}_x" in arrays and f"{point}_y" in arrays
    }
    confidence = {point: arrays[f"{point}_confidence"] for point in POINTS if f"{point}_confidence" in arrays}
    return _filled(named, confidence, arrays["t_s"], source)


def _openpose(folder: Path, frames_per_s: float | None) -> Landmarks:
    files = sorted(folder.glob("*_keypoints.json"))
    if not files:
        raise UnreadableFileError(
            "the folder holds no *_keypoints.json.",
            where=str(folder),
            remedy="Name OpenPose's output folder.",
        )
    if frames_per_s is None or not 1 <= frames_per_s <= 1000:
        raise BadInputError(
            "OpenPose's files hold no times.", where=str(folder), remedy="Give the film's rate: --fps 60."
        )
    frames = np.full((len(files), len(BODY_25), 3), np.nan)
    for at, file in enumerate(files[:MOST_FRAMES]):
        points = _largest_person(_people(file))
        if points is not None:
            frames[at] = points
    frames[frames[:, :, 2] <= 0, :2] = np.nan
    named = {point: frames[:, at, :2] * np.array([1.0, -1.0]) for at, point in enumerate(BODY_25) if point}
    confidence = {point: frames[:, at, 2] for at, point in enumerate(BODY_25) if point}
    landmarks = _filled(named, confidence, np.arange(len(files)) / frames_per_s, str(folder))
    return replace(landmarks, in_pixels=True)


def _people(file: Path) -> list[Floats]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        people = [np.array(one["pose_keypoints_2d"], dtype=np.float64) for one in told["people"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFileError(
            "this is not OpenPose's JSON.", where=str(file), remedy="Write it anew with --write_json."
        ) from error
    wrong = [one for one in people if one.size != 3 * len(BODY_25)]
    if wrong:
        raise UnreadableFileError(
            f"{wrong[0].size // 3} points a person; {len(BODY_25)} are needed.",
            where=str(file),
            remedy="Use OpenPose's model BODY_25.",
        )
    return [one.reshape(-1, 3) for one in people]


def _largest_person(people: Sequence[Floats]) -> Floats | None:
    """Return the person who fills most of the picture: the runner, not who stands behind."""

    def height(points: Floats) -> float:
        seen = points[points[:, 2] > 0, 1]
        return float(np.ptp(seen)) if seen.size else 0.0

    return max(people, key=height, default=None)


def _trc(path: Path) -> Landmarks:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    header = next((at for at, line in enumerate(lines) if line.startswith("Frame#")), None)
    if header is None:
        raise UnreadableFileError(
            "there is no line that begins with Frame#.", where=str(path), remedy="Give a TRC file."
        )
    names = [name.strip() for name in lines[header].split("\t")[2:] if name.strip()]
    rows = [row.split("\t") for row in lines[header + 2 :] if row.strip()]
    width = 2 + 3 * len(names)
    values = np.array(
        [[_number(cell) for cell in (row + [""] * width)[:width]] for row in rows[:MOST_FRAMES]],
        dtype=np.float64,
    ).reshape(-1, width)
    named = {
        point: values[:, 2 + 3 * at : 4 + 3 * at]
        for at, name in enumerate(names)
        if (point := _point_of(name)) is not None
    }
    return _filled(named, {}, values[:, 1], str(path))


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _point_of(name: str) -> str | None:
    """Return Runback's name of a point that a pose tool calls ``RBigToe``, ``r_heel`` or ``left_knee``."""
    plain = name.replace("_", "").replace(" ", "").replace(".", "").lower()
    for side, short in (("left", "l"), ("right", "r")):
        for point in POINTS:
            if point.startswith(f"{side}_"):
                bare = point.removeprefix(f"{side}_").replace("_", "")
                if plain in (f"{side}{bare}", f"{short}{bare}"):
                    return point
    return "nose" if plain == "nose" else None
