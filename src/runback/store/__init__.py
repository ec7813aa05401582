"""The runner's store: files in, runs kept, measured, found again. The only package that knows a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runback.store.opening import open_store

if TYPE_CHECKING:
    from runback.store.store import Store

__all__ = ["Store", "open_store"]
