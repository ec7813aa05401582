"""Why a film cannot be measured: a result, not an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a film cannot be measured, and what to do."""

    reason: str
    remedy: str
