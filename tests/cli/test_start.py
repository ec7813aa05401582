"""What the start of Runback loads, and that every command explains itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from cli_runs import Ran

HEAVY = ("django", "polars", "numpy", "scipy", "vl_convert")
COMMANDS = (
    *("import", "undo-import", "imports", "runs", "show", "rate", "assess", "evidence", "export", "backup"),
    *("settings", "recompute", "demo", "screen", "looked-at", "checkin", "questionnaire", "progress"),
    *("report", "care", "plan", "done", "replan", "exercises", "tests", "gait"),
    *("diary", "shoes", "influences", "triggers", "experiment", "erase-all"),
)


def loaded_by(code: str) -> set[str]:
    code += "; import sys; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in ran.stdout.split()}


@pytest.mark.parametrize("code", ["import runback", "import runback.cli"])
def test_the_start_loads_nothing_heavy(code: str) -> None:
    assert not loaded_by(code) & set(HEAVY)


def test_help_names_every_command(runback: Callable[..., Ran]) -> None:
    out = runback("--help").out
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, runback: Callable[..., Ran]) -> None:
    ran = runback(command, "--help")
    assert ran.status == 0
    assert len(ran.out.splitlines()) > 4


def test_the_version_is_that_of_the_package(runback: Callable[..., Ran]) -> None:
    from importlib.metadata import version

    assert runback("--version").out.strip() == f"runback {version('runback')}"
