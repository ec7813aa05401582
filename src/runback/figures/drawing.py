"""Charts drawn in a process of their own, whose engine starts while the data are still being read.

The engine holds Python's global lock while it starts and draws, so a thread would gain nothing; and a pool of
Python's own would load the whole command line a second time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from runback.figures.engine import LENGTH_BYTES
from runback.figures.rendering import Chart


class DrawingProcess:
    """Draws charts as PDF beside the work of this process; to be used as a context."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "runback.figures.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._talk = ThreadPoolExecutor(1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._talk.shutdown(cancel_futures=True)
        self._process.communicate()

    def pdf(self, chart: Chart) -> Future[bytes]:
        """Return the chart as PDF once it is drawn. Raises ``ChildProcessError`` if the process ended."""
        return self._talk.submit(self._drawn, chart)

    def _drawn(self, chart: Chart) -> bytes:
        line = json.dumps(chart.specification).encode() + b"\n"
        into, out = self._process.stdin, self._process.stdout
        assert into is not None and out is not None
        into.write(line)
        into.flush()
        length = int.from_bytes(out.read(LENGTH_BYTES), "big")
        drawn = out.read(length)
        if not drawn or len(drawn) < length:
            raise ChildProcessError("the drawing process ended before the chart was drawn")
        return drawn
