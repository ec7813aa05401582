"""``runback runs``, ``show`` and ``rate``: what is stored, run by run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback import units as say
from runback.cli.importing import recompute_in_background
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from runback.store.reports import RunDetail
    from runback.units import Units

RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Number as listed (1 is the latest), day, id, or latest.")
]


def runs(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only from this day on.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only up to this day.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the stored runs, the latest first."""
    import polars as pl

    from runback.store import open_store

    store = open_store()
    recompute_in_background(store)
    first, last = parse_day(since, "--from"), parse_day(until, "--to")
    found = store.runs().with_row_index("number").with_columns(number=pl.len() - pl.col("number"))
    if first:
        found = found.filter(pl.col("local_date") >= first)
    if last:
        found = found.filter(pl.col("local_date") <= last)
    shown = found.reverse().head(limit)
    if as_json:
        print_json(shown.drop("speed_seconds").to_dicts())
        return
    if found.is_empty():
        console().print("No runs here. Bring some in with: runback import PATH")
        return
    console().print(_runs_table(shown, store.units()))
    if found.height > shown.height:
        console().print(f"{found.height - shown.height} more; --limit shows them.", style="dim")


def _runs_table(shown: pl.DataFrame, units: Units) -> Table:
    from rich.table import Table

    table = Table(box=None)
    names = ("no.", "day", "title", "distance", "moving", "pace", "up", "down", "heart", "steps/min")
    for name in names:
        table.add_column(
            name, justify="left" if name in ("day", "title") else "right", no_wrap=name != "title"
        )
    for run in shown.iter_rows(named=True):
        table.add_row(
            str(run["number"]),
            f"{run['local_date']:%a} {run['local_date']}",
            run["title"] or "",
            _or_dash(run["distance_m"], lambda value: say.distance(value, units)),
            _or_dash(run["moving_s"], say.duration),
            _or_dash(run["mean_speed_m_s"], lambda value: say.pace(value, units)),
            _or_dash(run["ascent_m"], lambda value: say.height(value, units)),
            _or_dash(run["descent_m"], lambda value: say.height(value, units)),
            _or_dash(run["mean_heart_rate_bpm"], lambda value: f"{value:.0f}"),
            _or_dash(run["mean_cadence_spm"], lambda value: f"{value:.0f}"),
        )
    return table


def _or_dash(value: Any, formatted: Any) -> str:
    return "-" if value is None else str(formatted(value))


def show(run: RunArgument, *, as_json: JsonFlag = False) -> None:
    """Show one run: Runback's numbers beside the device's, its files, and other recordings of it."""
    from runback.cli.run_text import run_text
    from runback.store import open_store

    store = open_store()
    detail = store.find_run(run)
    if as_json:
        print_json(_detail_json(detail))
    else:
        console().print(run_text(detail, store.units()))


def _detail_json(detail: RunDetail) -> dict[str, Any]:
    plain = {name: getattr(detail, name) for name in detail.__dataclass_fields__}
    plain["laps"] = detail.laps.to_dicts()
    plain["copies"] = [asdict(copy) for copy in detail.copies]
    plain["damage"] = asdict(detail.damage) if detail.damage else None
    return plain


def rate(
    run: RunArgument,
    *,
    effort: Annotated[
        float | None, typer.Option(help="How hard the whole run felt, 0 (rest) to 10 (maximal).")
    ] = None,
    shoe: Annotated[str | None, typer.Option(help="Shoe worn.")] = None,
    surface: Annotated[str | None, typer.Option(help="Surface, such as asphalt, trail or track.")] = None,
) -> None:
    """Add what a watch does not know: effort, shoe, surface. Effort makes the session load known."""
    from runback.cli.run_text import run_text
    from runback.store import open_store

    if effort is None and shoe is None and surface is None:
        raise BadInputError("nothing to note.", remedy="Give --effort, --shoe or --surface.")
    store = open_store()
    detail = store.find_run(run)
    reference = str(detail.run["run_id"])
    if effort is not None:
        detail = store.set_rpe(reference, effort)
    if shoe is not None:
        detail = store.set_shoe(reference, shoe)
    if surface is not None:
        detail = store.set_surface(reference, surface)
    console().print(run_text(detail, store.units()))
