"""Films: decoded, and the runner's landmarks found, in a process of their own with limits.

Needs the video parts (``pip install "runback[video]"``); without them everything else works.
"""

from runback.gait.films.film_reading import FilmReading
from runback.gait.films.isolation import check_overlay, draw_film, read_film
from runback.gait.films.limits import DEFAULT_LIMITS, FilmLimits

__all__ = [
    "DEFAULT_LIMITS",
    "FilmLimits",
    "FilmReading",
    "check_overlay",
    "draw_film",
    "read_film",
]
