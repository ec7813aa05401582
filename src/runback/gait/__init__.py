"""Running form: from the watch, held against the runner's own past, and from a film's landmarks.

The public names load on first use: what the watch says needs no signal processing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.gait.film import FilmForm, film_form
    from runback.gait.films import FilmReading, read_film
    from runback.gait.form_values import FormValue, Withheld
    from runback.gait.landmark_files import landmarks_parquet, read_landmarks
    from runback.gait.landmarks import POINTS, Landmarks
    from runback.gait.quality import Refusal
    from runback.gait.watch import WatchForm, watch_form
    from runback.gait.watch_at_like_speed import LikeSpeed, at_like_speed
    from runback.gait.watch_findings import gait_findings
    from runback.gait.watch_within_runs import Drift, within_runs

__all__ = [
    "POINTS",
    "Drift",
    "FilmForm",
    "FilmReading",
    "FormValue",
    "Landmarks",
    "LikeSpeed",
    "Refusal",
    "WatchForm",
    "Withheld",
    "at_like_speed",
    "film_form",
    "gait_findings",
    "landmarks_parquet",
    "read_film",
    "read_landmarks",
    "watch_form",
    "within_runs",
]

_HOMES = {
    "POINTS": "landmarks",
    "Drift": "watch_within_runs",
    "FilmForm": "film",
    "FilmReading": "films",
    "FormValue": "form_values",
    "Landmarks": "landmarks",
    "LikeSpeed": "watch_at_like_speed",
    "Refusal": "quality",
    "WatchForm": "watch",
    "Withheld": "form_values",
    "at_like_speed": "watch_at_like_speed",
    "film_form": "film",
    "gait_findings": "watch_findings",
    "landmarks_parquet": "landmark_files",
    "read_film": "films",
    "read_landmarks": "landmark_files",
    "watch_form": "watch",
    "within_runs": "watch_within_runs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'runback.gait' has no attribute {name!r}")
    return getattr(import_module(f"runback.gait.{_HOMES[name]}"), name)
