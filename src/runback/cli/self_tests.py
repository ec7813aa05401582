"""``runback tests``: self-tests of strength and range listed, explained, noted, taken back, and guided."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.terminal import (
    JsonFlag,
    console,
    parse_day,
    parsed_number,
    parsed_side,
    print_json,
    write_file,
)
from runback.errors import BadInputError
from runback.units import INCH_CM

if TYPE_CHECKING:
    from runback.body import Stopped
    from runback.knowledge import SelfTest

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    help="Self-tests of strength and range that you can do at home, and what they came to.",
)

TestId = Annotated[str, typer.Argument(metavar="ID", help="Id of the test, as: runback tests")]
FormOption = Annotated[
    str, typer.Option("--form", help="The version done, where a test has several: runback tests show ID.")
]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar="DATE", help="The day it was, as 2026-11-23. Default: today.")
]


@app.callback(invoke_without_command=True)
def tests(context: typer.Context, *, as_json: JsonFlag = False) -> None:
    """List the self-tests: what each is for, the last result, when it is due."""
    if context.invoked_subcommand is not None:
        return
    from runback.cli.self_test_text import list_json, list_text
    from runback.operations.self_testing import SelfTestView
    from runback.store import open_store

    view = SelfTestView.of(open_store(), _today())
    if as_json:
        print_json(list_json(view))
        return
    console().print(list_text(view))


@app.command("show")
def show(
    test: TestId,
    *,
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the moving figure of the test as SVG.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """How a test is done, when to stop, whom it is not for, its error, the norms for you, your results."""
    from runback.body.results import known_test
    from runback.cli.self_test_text import show_json, show_text
    from runback.operations.self_testing import SelfTestView
    from runback.store import open_store

    entry = known_test(test)
    view = SelfTestView.of(open_store(), _today())
    if figure is not None:
        from runback.figures.movement import movement_svg

        write_file(figure, movement_svg(entry.id).encode())
    if as_json:
        print_json(show_json(view, entry))
        return
    console().print(show_text(view, entry))
    if figure is not None:
        console().print(f"{figure} written.", markup=False)


@app.command("record")
def record(
    test: TestId,
    *,
    left: Annotated[
        str | None, typer.Option(help="The left side, in the test's unit; 1:05 and 4.5in are taken too.")
    ] = None,
    right: Annotated[str | None, typer.Option(help="The right side.")] = None,
    value: Annotated[str | None, typer.Option(help="The value of a test without sides.")] = None,
    of_day: DayOption = None,
    pain: Annotated[float | None, typer.Option(help="Worst pain during the test, 0 to 10.")] = None,
    form: FormOption = "",
    stopped: Annotated[
        str | None,
        typer.Option(help="Why it ended: gave-out (the muscle), form (position lost), pain, cramp or limit."),
    ] = None,
    first: Annotated[str | None, typer.Option(help="The side tested first: left or right.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Note a result: runback tests record side-plank-hold --left 41 --right 55.

    A later note of the same test and day adds to it or corrects it; the earlier one is kept as history.
    """
    from runback.body import SelfTestResult, to_json
    from runback.body.results import known_test
    from runback.cli.screening import flags_json, flags_text
    from runback.cli.self_test_text import reading_text
    from runback.operations.self_testing import record_result
    from runback.store import open_store

    today = _today()
    entry = known_test(test)
    told = SelfTestResult(
        entry.id,
        parse_day(of_day, "--day") or today,
        value=_typed(entry, value, "--value"),
        left=_typed(entry, left, "--left"),
        right=_typed(entry, right, "--right"),
        form=form,
        pain=pain,
        stopped=_reason(stopped),
        first_side=parsed_side(first, "--first"),
    )
    store = open_store()
    reading = record_result(store, today, told)
    screening = store.health.screening(today)
    if as_json:
        print_json(flags_json(screening) | to_json(reading))
        return
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
    console().print(reading_text(reading, store.units()))


@app.command("forget")
def forget(test: TestId, *, of_day: DayOption = None, form: FormOption = "") -> None:
    """Take a mistaken result back: it is shown and used nowhere any more."""
    from runback.body import value_words
    from runback.store import open_store
    from runback.units import day_words

    today = _today()
    store = open_store()
    gone = store.self_tests.forget(test, parse_day(of_day, "--day") or today, form)
    said = f"{gone.test}, {day_words(gone.day)}: {value_words(gone, store.units())} is taken back."
    console().print(said, markup=False)


@app.command("run")
def run(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Tests to do. Default: those worth doing now."),
    ] = None,
    *,
    form: FormOption = "",
) -> None:
    """Be guided through tests with a timer: a few questions first, then step by step.

    Space or Enter stops the timer. Every side is kept as soon as it is done, so you may quit at any moment.
    """
    from runback.cli.guided_tests import run_guided

    run_guided(wanted or [], form, _today())


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the runner's own day


def _typed(test: SelfTest, said: str | None, option: str) -> float | None:
    """Return a value as typed: a number, minutes and seconds of a hold (1:05), or inches (4.5in)."""
    if said is None:
        return None
    text = said.strip().lower()
    if test.unit == "s" and ":" in text:
        seconds = 0.0
        for part in text.split(":"):
            seconds = 60.0 * seconds + parsed_number(part, option)
        return seconds
    if test.unit == "cm" and text.endswith("in"):
        return round(parsed_number(text.removesuffix("in"), option) * INCH_CM, 1)
    return parsed_number(text.removesuffix(test.unit), option)


def _reason(said: str | None) -> Stopped | None:
    from runback.body.results import STOPPED

    found = next((reason for reason in STOPPED if reason == said), None)
    if said is not None and found is None:
        raise BadInputError(
            f"{said!r} is no reason to stop.", where="--stopped", remedy=f"Reasons: {', '.join(STOPPED)}."
        )
    return found
