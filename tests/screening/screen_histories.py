"""The committed histories, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TODAY = date(2026, 3, 14)


@dataclass(frozen=True)
class History:
    """One written history with what is expected of it."""

    id: str
    kind: str
    story: str
    action: str
    pattern: str
    why: str
    answers: Mapping[str, object]


@cache
def histories() -> tuple[History, ...]:
    texts = (Path(__file__).with_name(f"{name}.toml") for name in ("histories", "reported_histories"))
    rows = [row for text in texts for row in tomllib.loads(text.read_text(encoding="utf-8"))["history"]]
    return tuple(History(**row) for row in rows)
