"""One run in words: Runback's totals beside the device's, and every measure that the run has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runback import units as say
from runback.activities.runs import BEST_EFFORT_METRES

if TYPE_CHECKING:
    from runback.units import Units

Formatter = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Total:
    """One total: Runback's own value and the device's, in words; None where there is none."""

    label: str
    own: str | None
    device: str | None


def totals(run: Mapping[str, Any], device: Mapping[str, float], units: Units) -> list[Total]:
    """Return the totals of a run beside those of its device."""
    rows: list[tuple[str, str | None, str | None, Formatter]] = [
        ("distance", "distance_m", "distance_m", lambda value: say.distance(value, units, 2)),
        ("moving time", "moving_s", "timer_s", say.duration),
        ("elapsed time", "elapsed_s", "elapsed_s", say.duration),
        ("ascent", "ascent_m", "ascent_m", lambda value: say.height(value, units)),
        ("descent", "descent_m", "descent_m", lambda value: say.height(value, units)),
        ("mean heart rate", "mean_heart_rate_bpm", "mean_heart_rate_bpm", lambda value: f"{value:.0f} bpm"),
        ("cadence", "mean_cadence_spm", "mean_cadence_spm", lambda value: f"{value:.0f} steps/min"),
        ("steps", "steps", "steps", lambda value: f"{value:.0f}"),
    ]
    return [
        Total(label, _said(run.get(own or ""), formatted), _said(device.get(theirs or ""), formatted))
        for label, own, theirs, formatted in rows
    ]


def measures(run: Mapping[str, Any], units: Units) -> list[tuple[str, str]]:
    """Return the label and the value in words of every measure that the run has."""
    rows: list[tuple[str, str, Formatter]] = [
        ("pace", "mean_speed_m_s", lambda value: say.pace(value, units)),
        ("run uphill", "uphill_m", lambda value: say.distance(value, units)),
        ("run downhill", "downhill_m", lambda value: say.distance(value, units)),
        ("contact time", "stance_time_ms", lambda value: f"{value:.0f} ms"),
        ("contact balance, left", "stance_balance_pct", lambda value: f"{value:.1f} %"),
        ("vertical oscillation", "vertical_oscillation_mm", lambda value: f"{value:.0f} mm"),
        ("step length", "step_length_mm", lambda value: f"{value / 1000:.2f} m"),
        ("cadence, last third against first", "cadence_decay_pct", lambda value: f"{value:+.1f} %"),
        ("contact time, last third against first", "stance_time_decay_pct", lambda value: f"{value:+.1f} %"),
        (
            "oscillation, last third against first",
            "vertical_oscillation_decay_pct",
            lambda value: f"{value:+.1f} %",
        ),
        ("effort, your rating", "rpe", lambda value: f"{value:g} of 10"),
        ("session load (effort x minutes)", "session_rpe_load", lambda value: f"{value:.0f}"),
        ("TRIMP", "trimp", lambda value: f"{value:.0f}"),
        ("energy, metabolic only", "energy_cost_j_kg", lambda value: f"{value / 1000:.1f} kJ per kg"),
        ("same energy on the flat", "flat_equivalent_m", lambda value: say.distance(value, units)),
        (
            "lumbar load index (rests on assumptions; compare with your own runs only)",
            "lumbar_load_index",
            lambda value: f"{value:.1f}",
        ),
        *(
            (f"best {say.distance(metres, units)}", f"best_{metres}m_s", say.duration)
            for metres in BEST_EFFORT_METRES
        ),
        ("shoe", "shoe", str),
        ("surface", "surface", str),
    ]
    told = [(label, formatted(run[name])) for label, name, formatted in rows if run.get(name) is not None]
    zones = run.get("heart_rate_zone_s")
    if zones:
        spent = " / ".join(say.duration(seconds) for seconds in zones)
        told.append(("time in heart-rate zones 1 to 5", spent))
    return told


def _said(value: float | None, formatted: Formatter) -> str | None:
    return None if value is None else formatted(value)
