"""One run as text: Runback's own numbers beside the device's, both labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from runback import units as say
from runback.activities.local_time import to_local
from runback.operations.run_measures import measures, totals

if TYPE_CHECKING:
    from runback.store.reports import RunDetail
    from runback.units import Units


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
    table = Table(box=None)
    for name in ("", "Runback", "device"):
        table.add_column(name, justify="right" if name else "left")
    for total in totals(run, device, units):
        table.add_row(total.label, total.own or "-", total.device or "-")
    return table


def _measures(run: dict[str, Any], units: Units) -> Table:
    table = Table(box=None, show_header=False)
    for label, value in measures(run, units):
        table.add_row(label, value)
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
