"""``runback checkin`` and ``runback progress``: the days, and where they lead."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, parse_day, parsed_number, print_json

DayOption = Annotated[
    str | None, typer.Option("--day", metavar="DATE", help="The day it was, as 2026-11-23. Default: today.")
]
PAIN_HELP = "0 (none) to 10 (worst imaginable)"


def checkin(
    *,
    pain: Annotated[float | None, typer.Option(help=f"Worst pain of the day, {PAIN_HELP}.")] = None,
    during: Annotated[float | None, typer.Option(help=f"Pain during the run, {PAIN_HELP}.")] = None,
    morning: Annotated[float | None, typer.Option(help=f"Pain the next morning, {PAIN_HELP}.")] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="Where, such as lower-back-left; give it again for more places.")
    ] = None,
    stiffness: Annotated[float | None, typer.Option(help="Morning stiffness in minutes.")] = None,
    sleep: Annotated[float | None, typer.Option(help="Hours slept.")] = None,
    sitting: Annotated[float | None, typer.Option(help="Hours sat.")] = None,
    lifting: Annotated[bool | None, typer.Option(help="Whether there was heavy lifting.")] = None,
    stress: Annotated[float | None, typer.Option(help="Stress, 0 to 10.")] = None,
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    of_day: DayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Write a day of the diary: pain, place, stiffness, and what else you like.

    A later check-in of the same day adds to it or corrects it; the earlier one is kept as history.
    """
    from runback.model import CheckIn
    from runback.store import open_store

    today = date.today()  # noqa: DTZ011 - the runner's own day
    when = parse_day(of_day, "--day") or today
    told = CheckIn(
        when, pain, during, morning, tuple(place or ()), stiffness, sleep, sitting, lifting, stress, note
    )
    if told == CheckIn(when) and sys.stdin.isatty():
        pain, stiffness = _number("Worst pain, 0-10"), _number("Stiffness, minutes")
        told = CheckIn(when, worst_pain=pain, stiffness_min=stiffness)
    store = open_store()
    kept = store.health.diary.write(told, today)
    if as_json:
        print_json(asdict(kept))
        return
    said = [
        f"{name.replace('_', ' ')} {_in_words(value)}"
        for name, value in asdict(kept).items()
        if value not in (None, (), "") and name != "day"
    ]
    console().print(f"{kept.day}: {'; '.join(said)}", markup=False)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _number(question: str) -> float | None:
    said = typer.prompt(f"{question} (Enter to skip)", default="", show_default=False).strip()
    return parsed_number(said, question) if said else None


def progress(
    *,
    leg_symptoms: Annotated[
        bool | None, typer.Option(help="Whether pain, tingling or numbness goes down a leg and lasts.")
    ] = None,
    limits_running: Annotated[bool | None, typer.Option(help="Whether pain limits your running.")] = None,
    onset: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day of this episode, if before the diary.")
    ] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Look from this day.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Where your back stands: trend, change that can be told, flare-ups, when to see someone, next steps."""
    from runback import progress as outcome
    from runback.cli.screening import flags_json, flags_text
    from runback.store import open_store

    store = open_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    screening = store.health.screening(as_of)
    found = outcome.progress(
        (entry for entry in store.health.check_ins() if entry.day <= as_of),
        (one for one in store.health.scores() if one.day <= as_of),
        as_of,
        leg_symptoms=leg_symptoms,
        pain_limits_running=limits_running,
        onset=parse_day(onset, "--onset"),
        forbidden=() if screening is None else screening.forbids,
    )
    if as_json:
        print_json(flags_json(screening) | outcome.to_json(found))
        return
    from runback.cli.progress_text import progress_text

    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
    console().print(progress_text(found))
