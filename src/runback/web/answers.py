"""Answers that take a while, kept until the store or the day changes, so that every page stays quick.

Whether the store changed is asked of SQLite itself (``PRAGMA data_version``): a commit by any process counts,
so the command line and the worker never leave a page stale.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from typing import TypeVar, cast

from runback.store.home import Home
from runback.store.store import Store
from runback.web.runner_store import own_home, own_store, runners_day

Result = TypeVar("Result")
Revision = tuple[int, int]
Question = Callable[[Store, date], Result]

_lock = threading.Lock()
_watches: dict[Home, tuple[int, sqlite3.Connection]] = {}
_kept: dict[tuple[Home, str], tuple[Revision, date, object]] = {}
_asking: dict[tuple[Home, str], threading.Lock] = {}


def answer(question: Question[Result], store: Store, today: date) -> Result:
    """Return what ``question`` answers, from memory where neither the store nor the day changed since.

    Two requests that ask the same at once wait for one computation. ``question`` must only read.
    """
    key = (store.home, f"{question.__module__}.{question.__qualname__}")
    with _lock:
        asking = _asking.setdefault(key, threading.Lock())
    with asking:
        revision = store_revision(store.home)
        kept = _kept.get(key)
        if kept is None or kept[:2] != (revision, today):
            kept = (revision, today, question(store, today))
            _kept[key] = kept
        return cast(Result, kept[2])


def store_revision(home: Home) -> Revision:
    """Return what changes whenever anything in the store was committed by anybody, or it was made anew."""
    with _lock:
        file = home.database.stat().st_ino
        watched = _watches.get(home)
        if watched is None or watched[0] != file:
            # Never written through, so that every commit is somebody else's and moves its data_version.
            watch = sqlite3.connect(f"file:{home.database}?mode=ro", uri=True, check_same_thread=False)
            watched = _watches[home] = (file, watch)
        return file, int(watched[1].execute("PRAGMA data_version").fetchone()[0])


def forget_answers() -> None:
    """Keep nothing of what was answered so far."""
    with _lock:
        _kept.clear()


def ask_ahead(questions: list[Question[object]]) -> threading.Thread:
    """Answer ``questions`` in the background, again after every change, before a page asks.

    Returns the thread, which ends with the process.
    """
    thread = threading.Thread(target=_ask_for_ever, args=(questions,), daemon=True, name="ask-ahead")
    thread.start()
    return thread


def _ask_for_ever(questions: list[Question[object]]) -> None:
    import logging

    from django.db import close_old_connections

    from runback.web.jobs.views import under_way

    rest = threading.Event()
    seen: tuple[Revision, date] | None = None
    while True:
        try:
            store = own_store()
            now = (store_revision(own_home()), runners_day(store))
            # While files come in the answers are old every second: they are asked for once all are there.
            if now != seen and under_way() is None:
                for question in questions:
                    answer(question, store, now[1])
                seen = now
        except Exception as error:  # noqa: BLE001 - the page that asks will tell it; this only comes before
            logging.getLogger("runback").error("asking ahead failed: %s", type(error).__name__)
            seen = None
        close_old_connections()
        rest.wait(1.0)
