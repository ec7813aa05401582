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
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from runback.errors import LimitExceededError, RunbackError, UnreadableFileError
from runback.gait.films.limits import FilmLimits
from runback.gait.landmarks import Landmarks
from runback.model import Side

OVERLAY_FILE = "overlay.mp4"
_LANDMARKS_FILE = "landmarks.npz"
_OUT_OF_MEMORY = ("Cannot allocate memory", "failed to map segment", "can't start new thread", "bad_alloc")
Told = Callable[[int, int], None]


def still_file(number: int) -> str:
    """Return the name of a still picture in the task's folder."""
    return f"still-{number}.png"


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
        do = _draw if task["do"] == "draw" else _read
        say(done=do(task, limits, lambda done, of: say(frames=done, of=of)))
    except RunbackError as error:
        say(error=_told(error))
    except Exception as error:  # noqa: BLE001 - the last door of this process: the other one raises it anew
        if _for_want_of_memory(error):
            say(error=_told(_too_much_memory(task["path"])))
        else:
            say(fault=f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")
    return 0


def _for_want_of_memory(error: Exception) -> bool:
    """Return whether the limit on memory is behind an error; loading a library ends in many kinds of it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError) or any(words in str(seen) for words in _OUT_OF_MEMORY):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _too_much_memory(path: str) -> LimitExceededError:
    return LimitExceededError(
        "the film asks for more memory than a film may.",
        where=path,
        remedy="Film at 1080p, or export it anew as MP4 from the phone.",
    )


def _read(task: dict[str, Any], limits: FilmLimits, told: Told) -> dict[str, Any]:
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
        save_landmarks(Path(task["folder"]), reading.landmarks)
    return plain | {"landmarks": reading.landmarks is not None}


def _draw(task: dict[str, Any], limits: FilmLimits, told: Told) -> dict[str, Any]:
    from runback.gait.films.drawing import draw_here
    from runback.gait.films.stills import DrawnAngle, Still

    folder = Path(task["folder"])
    stills = [
        Still(**one | {"side": Side(one["side"]), "angles": tuple(DrawnAngle(**it) for it in one["angles"])})
        for one in task["stills"]
    ]
    draw_here(
        Path(task["path"]),
        load_landmarks(folder, "drawn"),
        stills,
        near=Side(task["near"]) if task["near"] else None,
        show_face=task["show_face"],
        capture_fps=task["capture_fps"],
        limits=limits,
        overlay=folder / OVERLAY_FILE,
        still_files=[folder / still_file(at) for at in range(len(stills))],
        told=told,
    )
    return {}


def save_landmarks(folder: Path, landmarks: Landmarks) -> None:
    """Hand landmarks over to the other process."""
    import numpy as np

    one = landmarks
    np.savez(folder / _LANDMARKS_FILE, t_s=one.t_s, xy=one.xy, confidence=one.confidence)


def load_landmarks(folder: Path, source: str) -> Landmarks:
    """Take the landmarks that the other process handed over."""
    import numpy as np

    with np.load(folder / _LANDMARKS_FILE, allow_pickle=False) as held:
        return Landmarks(held["t_s"], held["xy"], held["confidence"], source, in_pixels=True)


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
