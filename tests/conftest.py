"""What every test may use."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

VIDEO_PARTS = ("av", "cv2", "mediapipe")
REPOSITORY = Path(__file__).parents[1]

# How long an example takes is for benchmarks to say: a busy machine must not fail a test. Every run draws the
# same examples, so that what fails is what was changed; `make search` draws new ones.
settings.register_profile("runback", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("runback")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real recordings beside the repository; tests that need them say so where they are absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real recordings: {folder} does not exist")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the video parts where they are absent, saying so."""
    absent = [part for part in VIDEO_PARTS if find_spec(part) is None]
    if absent:
        skip = pytest.mark.skip(reason=f"runback[video] is not installed: no {', '.join(absent)}")
        for item in items:
            if "video" in item.keywords:
                item.add_marker(skip)
