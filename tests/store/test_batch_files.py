"""What became of the files of one import, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.store import Store


def test_every_file_of_an_import_is_told(store: Store, shared_data: Path) -> None:
    folder = shared_data / "activities"
    first = store.import_paths([folder])
    files = store.import_files(first.batch)
    assert files.batch.new == first.new
    assert files.damaged == first.damaged and files.failed == first.failed
    assert len(files.copies) + len(files.same) == first.duplicates
    assert len(files.not_runs) == first.not_runs
    leading = set(store.runs()["run_id"])
    assert all(one.run_id in leading for one in (*files.copies, *files.same))

    name = store.runs()["source"][0].partition("/")[2]
    again = store.import_files(store.import_paths([folder / name]).batch)
    assert [one.source for one in again.same] == [name]


def test_an_import_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(BadInputError, match="no import number 7"):
        store.import_files(7)
