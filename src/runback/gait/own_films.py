"""The runner's own films as they are kept, and what changed from the earlier ones to a later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, sqrt
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from runback.gait.form_values import Z90, FormValue, View
from runback.knowledge import metrics
from runback.model import Side

if TYPE_CHECKING:
    from runback.gait.film import FilmForm

FILM_METHOD = "2"
"""Version of the method, kept with each film: films of other versions are not compared."""

Moment = Literal["fresh", "tired"]
"""When in a run a film was taken: in its first ten minutes, or in the last ten of a long or hard one."""

MOMENTS: tuple[Moment, ...] = ("fresh", "tired")
SAME_SPEED_M_S = 0.2
"""Judged: films of speeds further apart are not compared, for most measures change with speed."""

_NOT_YET_STORED = 1 << 62
FEWEST_PER_ERROR = 2.77
"""A detectable change in standard errors of measurement: 1.96 times the root of two."""


@dataclass(frozen=True, slots=True)
class KeptFilm:
    """What a film said of form on a day; the film itself is not kept.

    ``number`` names it, 0 before it is stored. ``moment`` None: not told. ``treadmill`` and ``speed_m_s``
    None: not told. ``method`` is the version of the method that measured it.
    """

    day: date
    view: View
    name: str
    near: Side | None
    frames_per_s: float
    seconds: float
    steps: int
    values: tuple[FormValue, ...]
    moment: Moment | None = None
    treadmill: bool | None = None
    speed_m_s: float | None = None
    method: str = FILM_METHOD
    number: int = 0

    def value(self, metric: str) -> FormValue | None:
        """Return the value of a metric: of both sides, of the near leg, or the first there is."""
        found = [one for one in self.values if one.metric == metric]
        leading = [one for one in found if one.side in (None, self.near)]
        return next(iter(leading or found), None)


@dataclass(frozen=True, slots=True)
class FilmChange:
    """A value against the median of the earlier films like it.

    ``detectable`` is the smallest change that can be told from the errors of both; ``verdict`` is ``none``
    below it.
    """

    metric: str
    side: Side | None
    now: float
    before: float
    unit: str
    films: int
    detectable: float
    verdict: Literal["higher", "lower", "none"]


def kept_film(
    form: FilmForm,
    day: date,
    name: str,
    *,
    moment: Moment | None = None,
    treadmill: bool | None = None,
    speed_m_s: float | None = None,
) -> KeptFilm:
    """Return what is kept of a film that was measured; ``form`` is one without refusals."""
    assert not form.refusals, "a refused film holds nothing to keep"
    return KeptFilm(
        day,
        form.view,
        name,
        form.near,
        form.frames_per_s,
        form.seconds,
        form.steps,
        form.values,
        moment,
        treadmill,
        speed_m_s,
    )


def alike(one: KeptFilm, other: KeptFilm) -> bool:
    """Return whether two films may be compared: same view, leg, ground, moment and method, like speed."""
    speeds = [film.speed_m_s for film in (one, other) if film.speed_m_s is not None]
    if len(speeds) == 2 and abs(speeds[0] - speeds[1]) > SAME_SPEED_M_S:
        return False
    return _conditions(one) == _conditions(other)


def _conditions(film: KeptFilm) -> tuple[object, ...]:
    return film.view, film.near, film.treadmill, film.moment == "tired", film.method


def changes(film: KeptFilm, films: Iterable[KeptFilm]) -> tuple[FilmChange, ...]:
    """Return each value of ``film`` against the earlier ones of ``films`` that are ``alike``."""
    itself = film.day, film.number or _NOT_YET_STORED
    earlier = [one for one in films if (one.day, one.number) < itself and alike(one, film)]
    past: dict[tuple[str, Side | None], list[FormValue]] = defaultdict(list)
    for one in earlier:
        for value in one.values:
            past[value.metric, value.side].append(value)
    return tuple(
        _change(value, past[value.metric, value.side])
        for value in film.values
        if (value.metric, value.side) in past
    )


def _change(value: FormValue, earlier: Sequence[FormValue]) -> FilmChange:
    before = median(one.value for one in earlier)
    smallest = detectable(value, earlier)
    moved = value.value - before
    verdict: Literal["higher", "lower", "none"] = "none"
    if abs(moved) >= smallest:
        verdict = "higher" if moved > 0 else "lower"
    return FilmChange(
        value.metric, value.side, value.value, before, value.unit, len(earlier), smallest, verdict
    )


def detectable(value: FormValue, earlier: Sequence[FormValue]) -> float:
    """Return the smallest change that can be told: the metric's own, or what both errors leave."""
    metric = next(one for one in metrics() if one.id == value.metric)
    known = metric.mdc if not isnan(metric.mdc) else FEWEST_PER_ERROR * metric.sem_deg_or_unit
    past = median(one.error for one in earlier)
    return max(0.0 if isnan(known) else known, Z90 * sqrt(value.error**2 + past**2))


def values_to_json(values: Sequence[FormValue]) -> list[dict[str, Any]]:
    """Return form values as plain values, for the store."""
    return [
        {
            "metric": one.metric,
            "side": one.side.value if one.side else None,
            "value": one.value,
            "unit": one.unit,
            "spread": one.spread,
            "steps": one.steps,
            "error": one.error,
            "band": list(one.band),
        }
        for one in values
    ]


def values_from_json(rows: Sequence[Mapping[str, Any]]) -> tuple[FormValue, ...]:
    """Return what ``values_to_json`` wrote."""
    return tuple(
        FormValue(
            row["metric"],
            None if row["side"] is None else Side(row["side"]),
            row["value"],
            row["unit"],
            row["spread"],
            row["steps"],
            row["error"],
            (row["band"][0], row["band"][1]),
        )
        for row in rows
    )


def to_json(film: KeptFilm) -> dict[str, Any]:
    """Return a kept film as plain values."""
    return {
        "number": film.number,
        "day": film.day.isoformat(),
        "view": film.view,
        "name": film.name,
        "near": film.near.value if film.near else None,
        "moment": film.moment,
        "treadmill": film.treadmill,
        "speed_m_s": film.speed_m_s,
        "frames_per_s": film.frames_per_s,
        "seconds": film.seconds,
        "steps": film.steps,
        "method": film.method,
        "metrics": values_to_json(film.values),
    }


def changes_to_json(found: Iterable[FilmChange]) -> list[dict[str, Any]]:
    """Return changes as plain values."""
    return [
        {
            "id": one.metric,
            "side": one.side.value if one.side else None,
            "now": one.now,
            "before": one.before,
            "unit": one.unit,
            "films": one.films,
            "detectable": one.detectable,
            "verdict": one.verdict,
        }
        for one in found
    ]
