"""One run as text: Runback's own numbers beside the device's, both labelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from runback import units as say
from runback.activities.local_time import to_local
from runback.activities.runs import BEST_EFFORT_METRES

if TYPE_CHECKING:
    from runback.store.reports import RunDetail
    from runback.units import Units

Formatter = Callable[[float], str]


def run_text(detail: RunDetail, units: Units) -> RenderableType:
    """Return one run for the terminal."""
    run = detail.run
    parts: list[RenderableType] = [_heading(run), _totals(run, detail.device_totals, units)]
    parts.append(_measures(run, units))
    if detail.description:
        parts.append(Text(detail.description))
    parts.append(_files(detail, units))
    return Group(*parts)


def _heading(run: dict[str, Any]) -> Text:
    zone = run["zone"] or "UTC"
    assumed = " (assumed)" if run["zone_source"] == "assumed" else ""
    text = Text(run["title"] or "Run", style="bold")
    local = to_local(run["start_utc"], zone)
    text.append(f"   {run['local_date']:%A} {run['local_date']}, {local:%H:%M} {zone}{assumed}")
    text.append(f"   id {run['run_id']}", style="dim")
    if run["device"]:
        text.append(f"\n{run['device']}", style="dim")
    return text


def _totals(run: dict[str, Any], device: dict[str, float], units: Units) -> Table:
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
    table = Table(box=None)
    for name in ("", "Runback", "device"):
        table.add_column(name, justify="right" if name else "left")
    for label, own, theirs, formatted in rows:
        table.add_row(label, _said(run.get(own or ""), formatted), _said(device.get(theirs or ""), formatted))
    return table


def _said(value: float | None, formatted: Formatter) -> str:
    return "-" if value is None else formatted(value)


def _measures(run: dict[str, Any], units: Units) -> Table:
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
    table = Table(box=None, show_header=False)
    for label, name, formatted in rows:
        if run.get(name) is not None:
            table.add_row(label, formatted(run[name]))
    zones = run.get("heart_rate_zone_s")
    if zones:
        table.add_row(
            "time in heart-rate zones 1 to 5", " / ".join(say.duration(seconds) for seconds in zones)
        )
    return table


def _files(detail: RunDetail, units: Units) -> Text:
    text = Text()
    for source in detail.sources:
        text.append(f"from {source}\n", style="dim")
    if detail.damage:
        text.append(f"damaged at {detail.damage.place}: {detail.damage.reason}\n")
    if detail.sensors:
        text.append(f"sensors: {', '.join(detail.sensors)}\n", style="dim")
    for copy in detail.copies:
        role = "the fuller recording, which leads" if copy.leads else "another recording of this run, linked"
        length = "" if copy.distance_m is None else f", {say.distance(copy.distance_m, units, 2)}"
        text.append(f"{role}: {copy.source}{length} (id {copy.run_id})\n")
    return text
