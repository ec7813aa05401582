"""The drawing process itself: charts in, PDF out, until its input ends.

Each chart comes as one line of JSON; its PDF goes back after its length in 8 bytes, the highest first.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import BinaryIO

from runback.figures.rendering import Chart, pdf, start_engine

LENGTH_BYTES = 8


def draw_all(charts: BinaryIO, drawn: BinaryIO) -> None:
    """Draw every line of ``charts``, after starting the engine while the first is still awaited."""
    start_engine()
    for line in charts:
        made = pdf(Chart(json.loads(line)))
        drawn.write(len(made).to_bytes(LENGTH_BYTES, "big") + made)
        drawn.flush()


if __name__ == "__main__":
    # An interrupt is for the command; when that ends, so does the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    draw_all(sys.stdin.buffer, sys.stdout.buffer)
