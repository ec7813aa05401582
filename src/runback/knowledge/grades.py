"""How far an entry was checked and what was found, and the table that some entries carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Checked = Literal["full-text", "abstract", "secondary", "unverified"]
"""What was read: the passage itself, the abstract, somebody else's account, or nothing (memory)."""

Reviewed = Literal["confirmed", "corrected", "not-found", "none"]
"""What an independent second reader found; ``none`` where nobody looked again."""

Verdict = Literal["supported", "weak", "untested", "contradicted"]
"""What the facts say of a piece of advice as it is told.

``supported``: its main claim holds in the studies read. ``weak``: the link is indirect, small or mixed.
``untested``: no study that could tell was found. ``contradicted``: established studies speak against it.
"""

Table = Mapping[str, float | str | bool]
"""A small table whose keys differ from entry to entry."""
