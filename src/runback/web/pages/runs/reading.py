"""One sentence above each picture of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from runback.units import Units, distance, height, pace


@dataclass(frozen=True, slots=True)
class CourseChart:
    """One measure along a run: the stream's column, its title with the unit, how it is drawn.

    ``dynamics`` are folded: they say little without an own past to hold them against.
    """

    column: str
    title: str
    pace: bool = False
    ground: bool = False
    dynamics: bool = False
    height: int = 160


CHARTS = (
    CourseChart("speed_m_s", "pace", pace=True, height=190),
    CourseChart("heart_rate_bpm", "beats a minute"),
    CourseChart("altitude_m", "altitude", ground=True),
    CourseChart("cadence_spm", "steps a minute"),
    CourseChart("stance_time_ms", "contact time, ms", dynamics=True),
    CourseChart("stance_balance_pct", "contact balance, % left", dynamics=True),
    CourseChart("vertical_oscillation_mm", "vertical oscillation, mm", dynamics=True),
    CourseChart("step_length_mm", "step length, mm", dynamics=True),
)
"""In the order of the page: what tells most first."""


def titled(chart: CourseChart, units: Units) -> str:
    """Return the title of a chart with its unit."""
    if chart.column == "speed_m_s":
        return f"pace, minutes a {units}"
    if chart.column == "altitude_m":
        return "altitude, m" if units == "km" else "altitude, ft"
    return chart.title


def reading(column: str, run: Mapping[str, Any], splits: pl.DataFrame, units: Units) -> str:
    """Return what the chart of a column says of this run."""
    if column == "speed_m_s":
        return _pace(run, splits, units)
    if column == "heart_rate_bpm":
        return _of(run, "mean_heart_rate_bpm", "Your heart beat {:.0f} a minute on average") + _most(run)
    if column == "altitude_m":
        up, down = (run.get(name) for name in ("ascent_m", "descent_m"))
        if up is None or down is None:
            return "The height along the way."
        return f"{height(up, units)} up and {height(down, units)} down."
    known = {
        "cadence_spm": ("mean_cadence_spm", "{:.0f} steps a minute on average", "cadence_decay_pct"),
        "stance_time_ms": (
            "stance_time_ms",
            "Each step stood on the ground for {:.0f} ms on average",
            "stance_time_decay_pct",
        ),
        "stance_balance_pct": ("stance_balance_pct", "{:.1f} % of the contact time was on the left", ""),
        "vertical_oscillation_mm": (
            "vertical_oscillation_mm",
            "Each step rose and fell by {:.0f} mm on average",
            "vertical_oscillation_decay_pct",
        ),
        "step_length_mm": ("step_length_mm", "Steps of {:.0f} mm on average", ""),
    }
    name, words, decay = known[column]
    return _of(run, name, words) + _change(run, decay)


def _pace(run: Mapping[str, Any], splits: pl.DataFrame, units: Units) -> str:
    mean = run.get("mean_speed_m_s")
    said = "How fast you ran" if mean is None else f"{pace(mean, units)} on average"
    whole = splits.head(-1) if splits.height > 1 else splits
    if whole.height < 2:
        return f"{said}."
    fastest = whole.sort("speed_m_s", descending=True).row(0, named=True)
    unit = "kilometre" if units == "km" else "mile"
    return (
        f"{said}; the fastest {unit} was number {fastest['number']}, at {pace(fastest['speed_m_s'], units)}."
    )


def _of(run: Mapping[str, Any], name: str, words: str) -> str:
    value = run.get(name)
    return words.format(value) + "." if value is not None else "As the sensor told it."


def _most(run: Mapping[str, Any]) -> str:
    most = run.get("max_heart_rate_bpm")
    return "" if most is None else f" The most was {most:.0f}."


def _change(run: Mapping[str, Any], name: str) -> str:
    """Return how the last third differed from the first at like speed; some drift is usual."""
    change = run.get(name) if name else None
    if change is None:
        return ""
    way = "more" if change > 0 else "less"
    return f" In the last third it was {abs(change):.1f} % {way} than in the first, at like speed."


def best_efforts(run: Mapping[str, Any], units: Units) -> list[tuple[str, str, str]]:
    """Return name, time and pace of the best stretches of a run."""
    from runback.activities.runs import BEST_EFFORT_METRES, BEST_EFFORT_SECONDS
    from runback.units import duration

    found = []
    for metres in BEST_EFFORT_METRES:
        seconds = run.get(f"best_{metres}m_s")
        if seconds:
            found.append((distance(metres, units), duration(seconds), pace(metres / seconds, units)))
    for spell in BEST_EFFORT_SECONDS:
        speed = run.get(f"best_{spell}s_m_s")
        if speed:
            found.append((f"{spell // 60} min", distance(speed * spell, units, 2), pace(speed, units)))
    return found
