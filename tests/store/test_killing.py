"""``kill -9`` at any moment of an import: importing again gives the store of an undisturbed import."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from small_files import dump, write_runs, write_zip

from runback.store import open_store

FILES = 60
VICTIM = (
    "import sys; from pathlib import Path; from runback.store import open_store; "
    "store = open_store(Path(sys.argv[1])); print('begun', flush=True); "
    "store.import_paths([Path(sys.argv[2])]); print('done', flush=True)"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_runs(tmp_path_factory.mktemp("files"), FILES * 3 // 4)
    members = {path.name: path.read_bytes() for path in folder.iterdir()}
    return write_zip(folder.parent / "export.zip", {**members, "broken.fit": b"\x0e\x10nothing" * 20})


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """What a whole import leaves behind, and the seconds that it takes in a process of its own."""
    home = tmp_path_factory.mktemp("undisturbed")
    with importing(home, archive) as victim:
        began = time.monotonic()
        victim.wait()
        seconds = time.monotonic() - began
    return dump(open_store(home)), seconds


@contextmanager
def importing(home: Path, archive: Path) -> Iterator[subprocess.Popen[str]]:
    """Run an import in a process of its own, from the moment that its store is open."""
    command = [sys.executable, "-c", VICTIM, str(home), str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "begun\n"
        yield victim


def kill_and_import_again(home: Path, archive: Path, after_s: float) -> bool:
    """Kill an import that many seconds after it began, complete it; say whether it had been cut off."""
    with importing(home, archive) as victim:
        time.sleep(after_s)
        os.kill(victim.pid, signal.SIGKILL)
    store = open_store(home)
    cut_off = any(batch.state == "running" for batch in store.batches())
    if cut_off or not store.batches():
        store.import_paths([archive])
    return cut_off


def check(
    kills: int, seed: int, tmp_path: Path, archive: Path, undisturbed: tuple[dict[str, Any], float]
) -> None:
    wanted, seconds = undisturbed
    assert len(wanted["activities"]) == len(wanted["arrivals"]) - 1 >= FILES - 10
    moments = random.Random(seed)
    cut_off = 0
    for number in range(kills):
        home = tmp_path / f"home{number}"
        cut_off += kill_and_import_again(home, archive, moments.uniform(0, seconds))
        assert dump(open_store(home)) == wanted
        assert not list(home.rglob("*.part"))
    # Kills that all came too early or too late would prove nothing.
    assert cut_off >= kills // 3


def test_killed_imports_are_completed(
    tmp_path: Path, archive: Path, undisturbed: tuple[dict[str, Any], float]
) -> None:
    check(6, 1, tmp_path, archive, undisturbed)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_fifty_killed_imports_are_completed(
    tmp_path: Path, archive: Path, undisturbed: tuple[dict[str, Any], float]
) -> None:
    check(50, 2, tmp_path, archive, undisturbed)


def test_workers_end_with_their_killed_parent(tmp_path: Path, archive: Path) -> None:
    workers: list[int] = []
    with importing(tmp_path / "home", archive) as victim:
        children = Path(f"/proc/{victim.pid}/task/{victim.pid}/children")
        if not children.exists():
            victim.wait()
            pytest.skip("this system does not list the children of a process")
        while len(workers) < 3 and victim.poll() is None:
            workers = [int(pid) for pid in children.read_text().split()]
        os.kill(victim.pid, signal.SIGKILL)
    assert workers
    until = time.monotonic() + 60
    while any(is_alive(pid) for pid in workers):
        assert time.monotonic() < until, "workers outlive their parent"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
