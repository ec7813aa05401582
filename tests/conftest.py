"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[1]

# How long an example takes is for benchmarks to say: a busy machine must not fail a test.
settings.register_profile("runback", deadline=None)
settings.load_profile("runback")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real recordings beside the repository; tests that need them say so where they are absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real recordings: {folder} does not exist")
    return folder
