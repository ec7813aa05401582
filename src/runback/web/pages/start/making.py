"""The process that makes the demo runner. It knows nothing of the pages, and has the demo's store open."""

from __future__ import annotations

import multiprocessing
import os
import threading
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path

from runback.errors import RunbackError

WHOLE_MARK = "whole"
"""Lies in the folder of a demo that was made to its end, and holds the version of its tables."""


def make_apart(folder: Path, today: date, there: Connection) -> None:
    """Make the demo; send (done, total) while files are read, and in words what was refused."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "runback.store.settings"
    from runback.operations.demonstrating import make_demo
    from runback.store.opening import newest_schema

    try:
        make_demo(folder, today, progress=lambda done, total: there.send((done, total)))
        (folder / WHOLE_MARK).write_text(str(newest_schema()), encoding="ascii")
    except RunbackError as error:
        there.send(str(error))
    there.close()


def _end_with_parent() -> None:
    """End when the worker is gone: the demo is made anew then, and two must not make it at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
