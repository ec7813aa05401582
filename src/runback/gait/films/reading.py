"""A film read in this very process: decoded, landmarks estimated, looked at for what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from runback.gait.films.decoding import Film, FilmFacts
from runback.gait.films.estimating import Estimate, estimate
from runback.gait.films.film_reading import FilmReading
from runback.gait.films.limits import FilmLimits
from runback.gait.films.picture_gates import outside, picture_refusals
from runback.gait.films.pose import BlazePose, PoseModel, PoseTask
from runback.gait.landmarks import Landmarks
from runback.gait.refusal import Refusal

LEAST_FRAMES = 3


def read_here(
    path: Path,
    *,
    model: Path | None,
    capture_fps: float | None,
    limits: FilmLimits,
    told: Callable[[int, int], None],
) -> FilmReading:
    """Read a film in this process; ``films.isolation.read_film`` does it in one of its own, with limits.

    Raises what ``Film`` and ``PoseTask`` raise.
    """

    def make() -> PoseModel:
        return BlazePose() if model is None else PoseTask(model)

    with Film(path, limits, capture_fps=capture_fps) as film:
        facts = film.facts
        seen = estimate(film.frames(), make, lambda done: told(done, facts.frames))
        notes = _notes(film)
    size = facts.width * facts.scale, facts.height * facts.scale
    few = seen.t_s.size < LEAST_FRAMES
    refusals = [_FEW] if few else picture_refusals(seen, *size)
    source = BlazePose.source if model is None else f"{model.name} (MediaPipe)"
    return FilmReading(
        landmarks=None if refusals else _landmarks(seen, facts, source),
        refusals=tuple(refusals),
        notes=notes,
        width=facts.width,
        height=facts.height,
        codec=facts.codec,
        frames=int(seen.t_s.size),
        seconds=float(seen.t_s[-1]) if seen.t_s.size else 0.0,
        slowed_by=facts.slowed_by,
        model=source,
    )


_FEW = Refusal("it is a picture, not a film", "Film at least 10 seconds of steady running.")


def _landmarks(seen: Estimate, facts: FilmFacts, source: str) -> Landmarks:
    points = seen.points.copy()
    # What a model places beyond the picture's edge it guesses.
    points[outside(points, facts.width * facts.scale, facts.height * facts.scale)] = np.nan
    xy = points[:, :, :2] / facts.scale * np.array([1.0, -1.0])
    return Landmarks(seen.t_s, xy, points[:, :, 2], source, in_pixels=True)


def _notes(film: Film) -> tuple[str, ...]:
    notes, facts = [], film.facts
    if facts.slowed_by != 1.0:
        kind = "slow motion" if facts.slowed_by > 1.0 else "quick motion"
        notes.append(
            f"The film plays in {kind}: its times were taken at {facts.played_fps * facts.slowed_by:.0f} "
            "frames a second, as its camera took them."
        )
    if film.cut_short:
        notes.append("The film is long: what comes after the first hour of 60 frames a second was left out.")
    if film.ends_early:
        notes.append("Parts of the film are broken and were left out.")
    return tuple(notes)
