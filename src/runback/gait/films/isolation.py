"""Films are opened in a process of their own, which is ended when it takes too long or asks for too much."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from runback.errors import BadInputError, LimitExceededError, RunbackError, UnreadableFileError
from runback.gait.films.film_reading import FilmReading
from runback.gait.films.isolated import OVERLAY_FILE, load_landmarks, save_landmarks, still_file
from runback.gait.films.limits import DEFAULT_LIMITS, FilmLimits
from runback.gait.landmarks import Landmarks
from runback.gait.refusal import Refusal

if TYPE_CHECKING:
    from runback.gait.film import FilmForm
    from runback.gait.films.stills import Still

_ERRORS: dict[str, type[RunbackError]] = {
    one.__name__: one for one in (BadInputError, LimitExceededError, UnreadableFileError)
}
_QUIET_AND_SMALL = {
    "GLOG_minloglevel": "2",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Each thread's own arena and each core's own buffer would count against the limit on address space.
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
}
_PARTS = ("av", "cv2", "mediapipe")


def read_film(
    path: Path,
    *,
    model: Path | None = None,
    capture_fps: float | None = None,
    limits: FilmLimits = DEFAULT_LIMITS,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> FilmReading:
    """Return a film's landmarks, or why it is refused; the film itself is left alone and no copy is kept.

    ``model`` names a MediaPipe ``.task`` file instead of the model in the wheel; ``capture_fps`` is the rate
    at which the camera took the frames, for slow motion that does not tell. ``told`` hears the frames done
    and those announced (0: not known).

    Raises:
        BadInputError: the video parts are not installed, the model is none, or the film is a time lapse.
        UnreadableFileError: the file is no film, or too much of it is broken.
        LimitExceededError: it asks for more pixels, frames, memory or time than ``limits`` allow.
    """
    check_installed()
    for file in (path, model):
        if file is not None and not file.is_file():
            raise UnreadableFileError(
                "cannot be read (no such file).", where=str(file), remedy="Check the path."
            )
    with tempfile.TemporaryDirectory(prefix="runback-film-") as folder:
        task = {
            "do": "read",
            "path": str(path),
            "model": str(model) if model else None,
            "capture_fps": capture_fps,
            "folder": folder,
            "limits": asdict(limits),
        }
        done = run_isolated(task, limits, str(path), told)
        landmarks = load_landmarks(Path(folder), done["model"]) if done.pop("landmarks") else None
    refusals = tuple(Refusal(**one) for one in done.pop("refusals"))
    return FilmReading(landmarks=landmarks, refusals=refusals, notes=tuple(done.pop("notes")), **done)


def draw_film(
    path: Path,
    landmarks: Landmarks,
    form: FilmForm,
    overlay: Path,
    *,
    show_face: bool = False,
    capture_fps: float | None = None,
    limits: FilmLimits = DEFAULT_LIMITS,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Path]:
    """Write the film with the runner's lines on it, and stills of its form; return all that was written.

    ``landmarks`` are those of ``read_film``, with a row for each frame; ``capture_fps`` as there. The stills
    lie beside the overlay. The runner's head is hidden by coarse blocks unless ``show_face``.

    Raises:
        BadInputError: ``overlay`` is no MP4 or cannot be written, or is the film itself.
        UnreadableFileError, LimitExceededError: as ``read_film``.
    """
    # Smoothing loads SciPy, which the process that only reads a film must not wait for.
    from runback.gait.films.stills import drawn_landmarks, form_stills

    check_installed()
    check_overlay(path, overlay)
    with tempfile.TemporaryDirectory(prefix="runback-film-") as held:
        folder = Path(held)
        drawn = drawn_landmarks(landmarks)
        stills = form_stills(drawn, form)
        save_landmarks(folder, drawn)
        task = {
            "do": "draw",
            "path": str(path),
            "stills": [asdict(one) for one in stills],
            "near": form.near,
            "show_face": show_face,
            "capture_fps": capture_fps,
            "folder": held,
            "limits": asdict(limits),
        }
        run_isolated(task, limits, str(path), told)
        made = [(folder / OVERLAY_FILE, overlay)]
        made += [(folder / still_file(at), still_path(overlay, one)) for at, one in enumerate(stills)]
        for source, target in made:
            _moved(source, target)
    return [target for _, target in made]


def check_overlay(path: Path, overlay: Path) -> None:
    """Raise ``BadInputError`` where an overlay may not be written to."""
    if overlay.suffix.lower() != ".mp4":
        raise BadInputError(
            "an overlay is an MP4 film.", where=str(overlay), remedy="Name a file that ends in .mp4."
        )
    if not overlay.parent.is_dir():
        raise BadInputError(
            "its folder does not exist.", where=str(overlay), remedy="Make it, or name another."
        )
    if overlay.exists() and path.exists() and overlay.samefile(path):
        raise BadInputError(
            "the overlay would replace the film itself.", where=str(overlay), remedy="Name another file."
        )


def still_path(overlay: Path, still: Still) -> Path:
    """Return where a still lies: beside the overlay, named after it."""
    return overlay.with_name(f"{overlay.stem}-{still.side}-{still.moment}.png")


def _moved(source: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, partial)
        partial.replace(target)
    except OSError as error:
        raise BadInputError(
            f"the file cannot be written ({error.strerror}).", where=str(target), remedy="Name another place."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def check_installed() -> None:
    """Raise ``BadInputError``, which says how to install them, where the video parts are absent."""
    missing = [part for part in _PARTS if find_spec(part) is None]
    if missing:
        raise BadInputError(
            f"films need parts that are not installed ({', '.join(missing)}).",
            where="video",
            remedy='Install them: pip install "runback[video]". Landmarks of other tools need none: '
            "runback gait --landmarks FILE.",
        )


def run_isolated(
    task: dict[str, Any], limits: FilmLimits, where: str, told: Callable[[int, int], None]
) -> dict[str, Any]:
    """Return the answer of the process of its own; end it when it stalls, and raise what it raises."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "runback.gait.films.isolated"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, **_QUIET_AND_SMALL, "MPLCONFIGDIR": task["folder"]},
    )
    try:
        assert process.stdin is not None and process.stdout is not None
        with process.stdin as said:
            said.write(json.dumps(task))
        return _answer(_lines(process.stdout), limits, where, told)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _lines(output: IO[str]) -> queue.Queue[str]:
    """Return a queue of the lines as they come; an empty one is the end."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in output:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    return lines


def _answer(
    lines: queue.Queue[str], limits: FilmLimits, where: str, told: Callable[[int, int], None]
) -> dict[str, Any]:
    end = time.monotonic() + limits.most_s
    while True:
        try:
            line = lines.get(timeout=max(0.0, min(limits.most_stall_s, end - time.monotonic())))
        except queue.Empty:
            raise LimitExceededError(
                "reading the film takes too long, and was stopped.",
                where=where,
                remedy="Cut out half a minute of steady running, or export the film anew as MP4.",
            ) from None
        if not line:
            raise UnreadableFileError(
                "the film broke its reader, or asks for more memory than a film may.",
                where=where,
                remedy="Export the film anew as MP4 from the phone, at 1080p.",
            )
        message = json.loads(line)
        if "done" in message:
            done: dict[str, Any] = message["done"]
            return done
        if "error" in message:
            error = message["error"]
            raise _ERRORS[error["kind"]](error["what"], where=error["where"], remedy=error["remedy"])
        if "fault" in message:
            raise RuntimeError(message["fault"])
        told(message["frames"], message["of"])
