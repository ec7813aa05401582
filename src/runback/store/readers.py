"""Worker processes that read files side by side: bounded in memory, in order, none takes the rest down."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import TracebackType
from typing import Generic, Self, TypeVar

from runback.store.reading_job import Fault, Job, ReadFile, Setup, read_job

MOST_WAITING = 24
"""Files given out at most before the first of them is back."""

MOST_WAITING_BYTES = 64 * 1024 * 1024

CRASHED = "the reader ended unexpectedly, as when memory runs out; nothing of the file was taken in."

Tag = TypeVar("Tag")

_setup: Setup | None = None
"""In a worker process: what all files of this import are read with."""


class Readers:
    """A pool of worker processes for one import; a context manager that ends them."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self._setup = setup
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._lone: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._pool, self._lone):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)

    def read(self, jobs: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, ReadFile | None]]:
        """Yield what came of each job, in the order given; a tag without a job comes back in its turn.

        Raises:
            OSError: the disk failed while a worker kept a file.
        """
        waiting: deque[_Waiting[Tag]] = deque()
        held = 0
        for tag, job in jobs:
            waiting.append(_Waiting(tag, job, None if job is None else self._submit(job)))
            held += 0 if job is None else len(job.raw)
            while waiting and (
                waiting[0].is_back or len(waiting) > MOST_WAITING or held > MOST_WAITING_BYTES
            ):
                first = waiting.popleft()
                held -= 0 if first.job is None else len(first.job.raw)
                yield first.tag, self._result(first)
        while waiting:
            first = waiting.popleft()
            yield first.tag, self._result(first)

    def _result(self, waiting: _Waiting[Tag]) -> ReadFile | None:
        if waiting.job is None or waiting.future is None:
            return None
        try:
            return waiting.future.result()
        except BrokenProcessPool:
            return self._alone(waiting.job)

    def _submit(self, job: Job) -> Future[ReadFile]:
        if self._pool is not None:
            try:
                return self._pool.submit(_read, job)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False)
        self._pool = _pool(self._setup, self._workers)
        with _one_thread_each():
            return self._pool.submit(_read, job)

    def _alone(self, job: Job) -> ReadFile:
        """Read a file that was out when a worker died, with none beside it: only the culprit dies again."""
        if self._lone is None:
            self._lone = _pool(self._setup, 1)
        try:
            with _one_thread_each():
                return self._lone.submit(_read, job).result()
        except BrokenProcessPool:
            self._lone.shutdown(wait=False)
            self._lone = None
            return ReadFile(fault=Fault("", CRASHED))


class _Waiting(Generic[Tag]):
    def __init__(self, tag: Tag, job: Job | None, future: Future[ReadFile] | None) -> None:
        self.tag = tag
        self.job = job
        self.future = future

    @property
    def is_back(self) -> bool:
        return self.future is None or self.future.done()


def _pool(setup: Setup, workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a fork would share the open database and the locks of other threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(setup,))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Have worker processes started herein run Polars on one thread: the files are what runs side by side."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _begin(setup: Setup) -> None:
    global _setup  # noqa: PLW0603 - a worker process has one setup for life
    _setup = setup
    # Ctrl-C reaches the whole group of processes; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when its parent is gone: the queue it waits on would never tell."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _read(job: Job) -> ReadFile:
    if _setup is None:
        raise RuntimeError("a worker process was not set up")
    return read_job(_setup, job)
