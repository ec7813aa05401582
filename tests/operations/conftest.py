from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runback.store import open_store

if TYPE_CHECKING:
    from runback.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of its own in an empty folder."""
    return open_store(tmp_path / "home")
