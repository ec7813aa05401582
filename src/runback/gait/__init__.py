"""Running form: from the watch, held against the runner's own past, and from a film's landmarks.

The public names load on first use: what the watch says needs no signal processing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.gait.film import FilmForm, film_form
    from runback.gait.film_measures import film_findings
    from runback.gait.film_strike import foot_strike
    from runback.gait.films import FilmReading, read_film
    from runback.gait.form_values import FormValue, Withheld
    from runback.gait.landmark_files import landmarks_parquet, read_landmarks
    from runback.gait.landmarks import POINTS, Landmarks
    from runback.gait.own_films import FilmChange, KeptFilm, changes, kept_film
    from runback.gait.refusal import Refusal
    from runback.gait.retraining import CadenceTrial, cadence_trial, cue
    from runback.gait.watch import WatchForm, watch_form
    from runback.gait.watch_at_like_speed import LikeSpeed, at_like_speed
    from runback.gait.watch_findings import gait_findings
    from runback.gait.watch_within_runs import Drift, within_runs

__all__ = [
    "POINTS",
    "CadenceTrial",
    "Drift",
    "FilmChange",
    "FilmForm",
    "FilmReading",
    "FormValue",
    "KeptFilm",
    "Landmarks",
    "LikeSpeed",
    "Refusal",
    "WatchForm",
    "Withheld",
    "at_like_speed",
    "cadence_trial",
    "changes",
    "cue",
    "film_findings",
    "film_form",
    "foot_strike",
    "gait_findings",
    "kept_film",
    "landmarks_parquet",
    "read_film",
    "read_landmarks",
    "watch_form",
    "within_runs",
]

_HOMES = {
    "POINTS": "landmarks",
    "CadenceTrial": "retraining",
    "Drift": "watch_within_runs",
    "FilmChange": "own_films",
    "FilmForm": "film",
    "FilmReading": "films",
    "FormValue": "form_values",
    "KeptFilm": "own_films",
    "Landmarks": "landmarks",
    "LikeSpeed": "watch_at_like_speed",
    "Refusal": "refusal",
    "WatchForm": "watch",
    "Withheld": "form_values",
    "at_like_speed": "watch_at_like_speed",
    "cadence_trial": "retraining",
    "changes": "own_films",
    "cue": "retraining",
    "film_findings": "film_measures",
    "film_form": "film",
    "foot_strike": "film_strike",
    "gait_findings": "watch_findings",
    "landmarks_parquet": "landmark_files",
    "read_film": "films",
    "kept_film": "own_films",
    "read_landmarks": "landmark_files",
    "watch_form": "watch",
    "within_runs": "watch_within_runs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'runback.gait' has no attribute {name!r}")
    return getattr(import_module(f"runback.gait.{_HOMES[name]}"), name)
