"""``runback triggers``: what tends to come before the runner's own worse days, if the days can tell."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.assessing import TodayOption, open_own_store
from runback.cli.diary_files import DateFormatOption, date_order, file_content
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, plural, print_json
from runback.operations.triggers import PICKED, own_days, picked_exposures

if TYPE_CHECKING:
    import polars as pl

    from runback.knowledge import Exposure
    from runback.screening import Screening
    from runback.triggers import ExposureResult, Triggers
    from runback.units import Units

SOONEST = 5
"""How many exposures are listed with the days that they would need."""


def triggers(
    *,
    diary: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A CSV of days (date, pain, any exposures) instead of your diary."),
    ] = None,
    picked: Annotated[
        str | None,
        typer.Option(
            "--exposures", metavar="A,B,C", help="Look at these alone: 5 to 8 picked beforehand find more."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell of every exposure.")] = False,
    date_format: DateFormatOption = None,
    today: TodayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Tell what tends to come before your worse days; mostly: not enough days to tell yet.

    Of runners without any trigger at most one in twenty is ever told of one, however often they look.
    """
    from runback.triggers import find_triggers

    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    screening: Screening | None = None
    units: Units = "km"
    if diary is None:
        days, known, screening, units = _from_store(as_of)
    else:
        days, known = _from_table(diary, as_of, date_format)
    chosen = known if picked is None else picked_exposures(picked.split(","), known)
    found = find_triggers(days, chosen, today=as_of, units=units)
    if as_json:
        print_json(flags_json(screening) | found.to_json())
        return
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    _print(found, everything=everything)
    if picked is not None:
        console().print(PICKED)


def _from_store(today: date) -> tuple[pl.DataFrame, tuple[Exposure, ...], Screening | None, Units]:
    from runback.knowledge import exposures

    store = open_own_store()
    return own_days(store, today), exposures(), store.health.screening(today), store.units()


def _from_table(
    path: Path, today: date, date_format: str | None
) -> tuple[pl.DataFrame, tuple[Exposure, ...]]:
    from runback.reports.diary_csv import read_day_table

    read = read_day_table(file_content(path), today, where=str(path), date_order=date_order(date_format))
    for problem in read.problems:
        print(f"runback: {path}: line {problem.line}: {problem.what} {problem.remedy}", file=sys.stderr)
    if read.unused:
        print(f"runback: {path}: not used: {', '.join(read.unused)}", file=sys.stderr)
    return read.days, read.exposures


def _print(found: Triggers, *, everything: bool) -> None:
    out = console()
    out.print(found.sentence, style="bold")
    if found.days_needed:
        out.print(f"Another {plural(found.days_needed, 'diary day')} before anything can be told at all.")
    for trigger in found.triggers:
        out.print(f"  {trigger.sentence}", markup=False)
    shown = {name for trigger in found.triggers for name in trigger.exposures}
    others = [result for result in found.results if result.exposure not in shown]
    if everything:
        for result in others:
            out.print(f"  {result.sentence}", markup=False)
        return
    _print_soonest(others, found.days)


def _print_soonest(others: list[ExposureResult], days: int) -> None:
    out = console()
    waiting = sorted((one.days_needed, one.exposure) for one in others if (one.days_needed or 0) > days)
    if waiting:
        out.print("Days of diary until an effect of one point would likely show, the soonest:")
    for needed, name in waiting[:SOONEST]:
        out.print(f"  {name}: {needed}", markup=False)
    untold = [one.exposure for one in others if one.days_needed is None]
    if untold:
        out.print(f"Not told, or hardly varied: {', '.join(untold)}.", markup=False)
    if others:
        out.print(
            "--all tells of every one. A fair test of one habit: runback experiment plan",
            style="dim",
        )
