"""``runback diary``: the days, their history, in from a CSV and out to one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from runback.cli.days import told_day
from runback.cli.diary_files import export_diary, import_diary
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.units import day_words

app = typer.Typer(help="The days of the diary: list, history, import from a CSV, export to one.")


@app.callback(invoke_without_command=True)
def diary(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many days, the latest first.")] = 14,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only from this day on.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the days of the diary, the latest first; or see their history, import, export."""
    if context.invoked_subcommand is not None:
        return
    from runback.cli.screening import flags_text
    from runback.operations.checking_in import in_one_line
    from runback.store import open_store

    health = open_store().health
    first = parse_day(since, "--from")
    days = [one for one in health.check_ins() if first is None or one.day >= first][::-1]
    if as_json:
        print_json([asdict(one) for one in days[:limit]])
        return
    screening = health.screening(date.today())  # noqa: DTZ011 - the runner's own day
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    if not days:
        console().print("No days here yet. Write today's: runback checkin 3")
    for one in days[:limit]:
        console().print(f"{one.day:%a} {one.day}  {in_one_line(one)}", markup=False)
    if len(days) > limit:
        console().print(f"{len(days) - limit} more; --limit shows them.", style="dim")


@app.command("history")
def history(
    of_day: Annotated[str, typer.Argument(metavar="DAY", help="2026-11-23, today or yesterday.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Show every version of a day, the earliest first; the last one counts."""
    from runback.operations.checking_in import in_one_line
    from runback.store import open_store

    when = told_day(of_day, "DAY", date.today())  # noqa: DTZ011 - the runner's own day
    versions = open_store().health.diary.history(when)
    if as_json:
        print_json([{"written_utc": one.written_utc, **asdict(one.check_in)} for one in versions])
        return
    if not versions:
        console().print(f"Nothing was ever told of {day_words(when)}.")
    for one in versions:
        console().print(
            f"written {one.written_utc:%Y-%m-%d %H:%M} UTC  {in_one_line(one.check_in)}", markup=False
        )


app.command("import")(import_diary)
app.command("export")(export_diary)
