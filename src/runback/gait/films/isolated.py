"""The process of its own in which a film is opened: ``python -m runback.gait.films.isolated``.

It takes its task as JSON on standard input, bounds itself, and answers with JSON lines on standard output:
``{"frames": done, "of": announced}`` while it works, then one ``{"done": ...}``, ``{"error": ...}`` or
``{"fault": ...}``. Arrays go to a file in the folder that the task names.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from runback.errors import LimitExceededError, RunbackError, UnreadableFileError
from runback.gait.films.limits import FilmLimits

LANDMARKS_FILE = "landmarks.npz"


def main() -> int:
    """Do the one task and leave; the answer says how it went."""
    answer = _own_output()
    task = json.load(sys.stdin)
    limits = FilmLimits(**task["limits"])
    _bound(limits)

    def say(**message: Any) -> None:
        answer.write(json.dumps(message, allow_nan=False) + "\n")
        answer.flush()

    try:
        say(done=_read(task, limits, lambda done, of: say(frames=done, of=of)))
    except MemoryError:
        error = LimitExceededError(
            "the film asks for more memory than a film may.",
            where=task["path"],
            remedy="Film at 1080p, or export it anew as MP4 from the phone.",
        )
        say(error=_told(error))
    except RunbackError as error:
        say(error=_told(error))
    except Exception as error:  # noqa: BLE001 - the last door of this process: the other one raises it anew
        say(fault=f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")
    return 0


def _read(task: dict[str, Any], limits: FilmLimits, told: Any) -> dict[str, Any]:
    import numpy as np

    from runback.gait.films.reading import read_here

    reading = read_here(
        Path(task["path"]),
        model=Path(task["model"]) if task["model"] else None,
        capture_fps=task["capture_fps"],
        limits=limits,
        told=told,
    )
    plain = {name: value for name, value in vars(reading).items() if name != "landmarks"}
    plain["refusals"] = [asdict(one) for one in reading.refusals]
    if reading.landmarks is not None:
        one = reading.landmarks
        np.savez(Path(task["folder"]) / LANDMARKS_FILE, t_s=one.t_s, xy=one.xy, confidence=one.confidence)
    return plain | {"landmarks": reading.landmarks is not None}


def _own_output() -> TextIO:
    """Return standard output for answers alone; whatever a library prints goes where errors go."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answer


def _bound(limits: FilmLimits) -> None:
    """Let the system hold this process to its limits, where it can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    cores = os.cpu_count() or 1
    for kind, most in (
        (resource.RLIMIT_AS, limits.most_memory_bytes),
        (resource.RLIMIT_CPU, int(limits.most_s * cores)),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _told(error: RunbackError) -> dict[str, str]:
    kind = type(error).__name__ if isinstance(error, UnreadableFileError) else "BadInputError"
    return {"kind": kind, "what": error.what, "where": error.where, "remedy": error.remedy}


if __name__ == "__main__":
    sys.exit(main())
