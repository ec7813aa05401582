"""``import runback as rb``: instant, and every public name there."""

from __future__ import annotations

import subprocess
import sys

import pytest

import runback as rb


def test_importing_runback_loads_nothing_heavy() -> None:
    program = (
        "import sys, runback; "
        "print(sorted({'polars', 'numpy', 'django', 'scipy', 'typer', 'rich'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("name", rb.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(rb, name) is not None
    assert name in dir(rb)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'asess'"):
        _ = rb.asess


def test_the_load_package_is_reached_as_an_attribute() -> None:
    assert rb.load.load_findings is rb.load_findings
