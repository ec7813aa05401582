"""A countdown and a stopwatch in the terminal, ended by a key."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from runback.errors import BadInputError

if TYPE_CHECKING:
    from rich.console import Console

TICK_S = 0.05
STOP_KEYS = frozenset(" \r\n")
QUIT_KEYS = frozenset("qQ")

KeyReader = Callable[[float], str]
"""Waits so many seconds for a key and returns it, empty where none came."""


@dataclass(frozen=True, slots=True)
class Timed:
    """How long it went and what ended it: a key, the limit, or the wish to quit."""

    seconds: float
    ended_by: Literal["key", "limit", "quit"]


@contextmanager
def single_keys() -> Iterator[KeyReader]:
    """Read single keys of the terminal while the block lasts, without echo; restored at its end.

    Raises ``BadInputError`` where the system offers no such terminal.
    """
    try:
        import termios
        import tty
    except ImportError:
        raise BadInputError(
            "the timer needs a terminal of Linux or macOS.",
            remedy="Time the test yourself and note it: runback tests record ID --left 41 --right 55",
        ) from None
    import os
    import select

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)

    def read_key(seconds: float) -> str:
        ready, _, _ = select.select([descriptor], [], [], seconds)
        return os.read(descriptor, 1).decode("utf-8", errors="replace") if ready else ""

    tty.setcbreak(descriptor)
    try:
        yield read_key
    finally:
        # What was typed too late for the timer must not answer the next question.
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def count_down(
    console: Console,
    seconds: int,
    read_key: KeyReader,
    *,
    label: str,
    clock: Callable[[], float] = time.monotonic,
) -> Timed:
    """Show ``seconds`` running down under ``label``; Space or Enter skips the rest, q quits."""
    return _watch(console, seconds, read_key, clock, lambda gone: f"{label} {_clock(ceil(seconds - gone))}")


def stop_watch(
    console: Console,
    limit_s: float,
    read_key: KeyReader,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Timed:
    """Show seconds running up until Space or Enter, until ``limit_s``, or until q, which quits."""
    timed = _watch(
        console, limit_s, read_key, clock, lambda gone: f"{_clock(int(gone))}  (Space or Enter: stop)"
    )
    if timed.ended_by == "limit":
        console.bell()
    return timed


def _watch(
    console: Console,
    limit_s: float,
    read_key: KeyReader,
    clock: Callable[[], float],
    words: Callable[[float], str],
) -> Timed:
    from rich.live import Live

    began = clock()
    shown = words(0.0)
    if console.is_dumb_terminal:
        # It cannot draw a line over: the first reading stands for the whole.
        console.print(shown)
    with Live(shown, console=console, auto_refresh=False, transient=True) as live:
        while (gone := clock() - began) < limit_s:
            key = read_key(TICK_S)
            if key and key in STOP_KEYS | QUIT_KEYS:
                return Timed(min(clock() - began, limit_s), "quit" if key in QUIT_KEYS else "key")
            if words(gone) != shown:
                shown = words(gone)
                live.update(shown, refresh=True)
    return Timed(limit_s, "limit")


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
