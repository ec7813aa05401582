"""``runback shoes``: pairs, their use and changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from runback import units as say
from runback.cli.days import told_day
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.units import day_words

if TYPE_CHECKING:
    from rich.table import Table

    from runback.influences import PairUse, Rotation
    from runback.units import Units

app = typer.Typer(
    help="Pairs of shoes: use, distance, rotation, changes; name, retire, make one the default."
)

PairArgument = Annotated[str, typer.Argument(metavar="PAIR", help="Its name, as runback shoes lists it.")]


@app.callback(invoke_without_command=True)
def shoes(
    context: typer.Context,
    *,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Look from this day.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the pairs with first and last use, distance and share of the last 90 days."""
    if context.invoked_subcommand is not None:
        return
    from runback.operations.outside_influences import shoe_use
    from runback.store import open_store

    store = open_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    screening = store.health.screening(as_of)
    found = shoe_use(store, as_of)
    uses, turn = found.pairs, found.rotation
    if as_json:
        told = {"pairs": [asdict(use) for use in uses], "rotation": asdict(turn) | {"in_turn": turn.in_turn}}
        print_json(flags_json(screening) | told)
        return
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    if not uses:
        console().print(
            "No run names its shoes. Name them: runback shoes add NAME, then runback shoes default NAME "
            "--from DATE, or run by run: runback rate RUN --shoe NAME"
        )
        return
    console().print(_table(uses, store.units()))
    console().print(_rotation_words(turn), markup=False)


def _table(uses: tuple[PairUse, ...], units: Units) -> Table:
    from rich.table import Table

    table = Table(box=None)
    for name in ("pair", "first use", "last use", "runs", "distance", "last 90 days", ""):
        table.add_column(name, justify="left" if name in ("pair", "") else "right", no_wrap=name != "pair")
    for use in uses:
        first = "-" if use.first_day is None else day_words(use.first_day)
        table.add_row(
            use.name,
            first if use.since_known else f"by {first}",
            "-" if use.last_day is None else day_words(use.last_day),
            str(use.runs),
            say.distance(use.distance_m, units, 0),
            f"{100 * use.recent_share:.0f} %",
            "" if use.retired_day is None else f"retired {day_words(use.retired_day)}",
        )
    return table


def _rotation_words(turn: Rotation) -> str:
    from runback.influences import pairs_evidence, wear_evidence

    pairs = "1 pair" if turn.in_turn == 1 else f"{turn.in_turn} pairs"
    now = (
        f"Worn in turn over the last four weeks: {pairs}."
        if turn.pairs
        else "No run of the last four weeks names its shoes."
    )
    return f"{now} {pairs_evidence()} {wear_evidence()}"


@app.command("add")
def add(
    pair: Annotated[str, typer.Argument(metavar="PAIR", help="Its name.")],
    *,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day of use.")] = None,
    distance: Annotated[
        float | None, typer.Option(help="Distance on it before the runs known here, in your unit.")
    ] = None,
) -> None:
    """Tell of a pair: since when, and how far it went before the runs known here."""
    from runback.store import open_store

    store = open_store()
    today = date.today()  # noqa: DTZ011 - the runner's own day
    metres = None if distance is None else distance * say.METRES[store.units()]
    first = None if since is None else told_day(since, "--since", today)
    told = store.shoes.tell(pair, first_day=first, distance_before_m=metres)
    console().print(f"{told.name} noted.", markup=False)


@app.command("rename")
def rename(
    pair: PairArgument, new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")]
) -> None:
    """Call a pair otherwise; with the name of another pair the two become one."""
    from runback.store import open_store

    merged = open_store().shoes.rename(pair, new)
    console().print(
        f"{pair} and {new} are one pair now." if merged else f"{pair} is {new} now.", markup=False
    )


@app.command("retire")
def retire(
    pair: PairArgument,
    *,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last worn before it. Default: today.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Back into use.")] = False,
) -> None:
    """Note that a pair is worn no more."""
    from runback.store import open_store

    when = None if undo else told_day(on, "--on", date.today())  # noqa: DTZ011 - the runner's own day
    open_store().shoes.retire(pair, when)
    console().print(
        f"{pair} is back in use." if when is None else f"{pair} retired on {day_words(when)}.", markup=False
    )


@app.command("default")
def default(
    pair: PairArgument,
    *,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day. Default: today.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the default back.")] = False,
) -> None:
    """Let runs from a day on that name no shoe count for this pair."""
    from runback.store import open_store

    when = None if undo else told_day(since, "--from", date.today())  # noqa: DTZ011 - the runner's own day
    open_store().shoes.make_default(pair, when)
    said = (
        "is no default now" if when is None else f"is the pair of runs from {day_words(when)} that name none"
    )
    console().print(f"{pair} {said}.", markup=False)
