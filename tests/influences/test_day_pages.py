"""The generated page of what a day can tell holds every field, exposure and weight."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from runback.influences.weights import WEIGHTS
from runback.knowledge import exposures
from runback.progress.check_ins import FIELD_OF

HOOK = Path(__file__).parents[2] / "docs" / "hooks" / "day_pages.py"


def test_the_page_holds_what_the_code_has() -> None:
    spec = importlib.util.spec_from_file_location("day_pages", HOOK)
    assert spec and spec.loader
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    ((path, page),) = hook.pages().items()
    assert path == "methods/days.md"
    for name in (*FIELD_OF, *FIELD_OF.values(), *(one.id for one in exposures()), *WEIGHTS):
        assert f"`{name}`" in page, name
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(FIELD_OF) + len(exposures()) + len(WEIGHTS)
