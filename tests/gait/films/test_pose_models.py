"""Both back ends find the same runner: the model in the wheel, and a ``.task`` file that the user names."""

from __future__ import annotations

import gc
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from drawn_film import changed

from runback.errors import BadInputError
from runback.gait import POINTS, read_film

pytestmark = pytest.mark.video


@pytest.fixture(scope="module")
def task_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pose landmarker bundle made of the two networks in the wheel, as MediaPipe's own are made."""
    import mediapipe
    from mediapipe.tasks.python.metadata.metadata_writers import metadata_writer

    modules = Path(mediapipe.__file__).parent / "modules"

    def with_range(file: Path, mean: float, spread: float) -> bytes:
        writer = metadata_writer.MetadataWriter.create(bytearray(file.read_bytes()))
        writer.add_image_input([mean], [spread])
        return bytes(writer.populate()[0])

    path = tmp_path_factory.mktemp("model") / "pose.task"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        warnings.simplefilter("ignore", ResourceWarning)  # MediaPipe's writer leaves files open
        detector = modules / "pose_detection" / "pose_detection.tflite"
        landmarker = modules / "pose_landmark" / "pose_landmark_full.tflite"
        bundle.writestr("pose_detector.tflite", with_range(detector, 127.5, 127.5))
        bundle.writestr("pose_landmarks_detector.tflite", with_range(landmarker, 0.0, 255.0))
        gc.collect()
    return path


@pytest.fixture
def film(shared_data: Path, tmp_path: Path) -> Path:
    path = shared_data / "video" / "treadmill_side.mp4"
    if not path.is_file():
        pytest.skip(f"no film: {path} does not exist")
    return changed(path, tmp_path / "film.mp4", lambda _, picture: picture, most=90)


def test_a_task_file_finds_the_runner_where_the_wheel_does(film: Path, task_file: Path) -> None:
    built_in, named = read_film(film).landmarks, read_film(film, model=task_file).landmarks
    assert built_in is not None and named is not None
    assert "pose.task" in named.source
    for point in ("left_hip", "left_knee", "left_shoulder"):
        off = np.hypot(*(built_in.of(point) - named.of(point)).T)
        assert np.nanmedian(off) < 15, point
    assert np.nanmedian(named.confidence[:, POINTS.index("left_hip")]) > 0.9


def test_what_is_no_model_is_told(film: Path, tmp_path: Path) -> None:
    model = tmp_path / "model.task"
    model.write_bytes(b"not a model")
    with pytest.raises(BadInputError, match="no pose landmarker") as caught:
        read_film(film, model=model)
    assert caught.value.where == str(model)
