"""One demo run for all tests of the command line: its files, its store, what it printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*words: str, home: Path, at: Path) -> Ran:
    """Run ``runback`` in a process of its own, as a user does, in the folder ``at``."""
    done = subprocess.run(
        [sys.executable, "-m", "runback", *words],
        cwd=at,
        env=os.environ | {"RUNBACK_HOME": str(home), "COLUMNS": "110"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Demo:
    """The folder that ``runback demo`` made, and what it printed."""

    folder: Path
    ran: Ran

    @property
    def home(self) -> Path:
        return self.folder / "store"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    at = tmp_path_factory.mktemp("anywhere")
    ran = run("demo", home=at / "own-home", at=at)
    assert ran.status == 0, ran.err
    assert not (at / "own-home").exists(), "the demo must not touch the runner's own store"
    return Demo(at / "demo-data", ran)


@pytest.fixture
def runback(tmp_path: Path) -> Callable[..., Ran]:
    """Run a command on an empty store in a fresh folder."""

    def call(*words: str) -> Ran:
        return run(*words, home=tmp_path / "home", at=tmp_path)

    return call


@pytest.fixture
def on_demo(demo: Demo, tmp_path: Path) -> Callable[..., Ran]:
    """Run a command that only reads on the demo's store."""

    def call(*words: str) -> Ran:
        return run(*words, home=demo.home, at=tmp_path)

    return call
