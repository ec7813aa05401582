"""``runback experiment``: try one thing with and without, in random order, and learn what it does for you."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.days import told_day
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.operations.experiment_words import ON_HOLD, arm_in_words, state_in_words
from runback.units import day_words

if TYPE_CHECKING:
    from runback.operations.experimenting import Choices
    from runback.screening import Screening
    from runback.store.experiments import KeptExperiment
    from runback.triggers.experiments import Experiment, Period

app = typer.Typer(
    help="A fair test of one habit on yourself: plan it, list its days, see its result, stop it.",
    no_args_is_help=True,
)

NumberArgument = Annotated[
    int | None,
    typer.Argument(metavar="[NUMBER]", help="Which one, as the list numbers them. Default: the latest."),
]
TodayOption = Annotated[str | None, typer.Option("--today", metavar="DATE", help="Look from this day.")]


@app.command("plan")
def plan(
    exposure: Annotated[
        str | None,
        typer.Argument(metavar="[EXPOSURE]", help="What to vary; without it: what can be, and for how long."),
    ] = None,
    *,
    effect: Annotated[
        float, typer.Option(help="Smallest difference worth finding, in points of pain.")
    ] = 1.0,
    period_days: Annotated[
        int, typer.Option("--period", metavar="DAYS", help="Days in a row with or without.")
    ] = 7,
    wash_out_days: Annotated[
        int, typer.Option("--wash-out", metavar="DAYS", help="First days of each period that do not count.")
    ] = 3,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day. Default: tomorrow.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of the lots, kept with the plan. Default: drawn.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show the plan, keep nothing.")] = False,
    today: TodayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Plan a self-experiment: periods with and without, drawn by lot, as many as your own scatter asks for.

    Only what is safe to vary and what you do anyway; never while a sign asks for a clinician.
    """
    from runback.operations.experimenting import experiment_choices, plan_own_experiment
    from runback.store import open_store

    store = open_store()
    as_of = _today(today)
    screening = store.health.screening(as_of)
    if exposure is None:
        choices = experiment_choices(
            store, as_of, effect=effect, period_days=period_days, wash_out_days=wash_out_days
        )
        _show_choices(choices, screening, effect, as_json=as_json)
        return
    planned = plan_own_experiment(
        store,
        as_of,
        exposure,
        effect=effect,
        period_days=period_days,
        wash_out_days=wash_out_days,
        first=parse_day(start, "--from"),
        seed=seed,
        keep=not preview,
    )
    made, number = planned.experiment, planned.number
    if as_json:
        print_json(flags_json(screening) | {"number": number} | _plan_json(made))
        return
    _flags_first(screening)
    _show_plan(made, number)


@app.command("list")
def list_experiments(*, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """List the experiments, and what today is assigned to."""
    from runback.operations.experimenting import on_hold
    from runback.store import open_store

    store = open_store()
    as_of = _today(today)
    screening = store.health.screening(as_of)
    kept = store.experiments.all()
    held = on_hold(screening)
    if as_json:
        listed = [_kept_json(one, as_of, held=held) for one in kept]
        print_json(flags_json(screening) | {"experiments": listed})
        return
    _flags_first(screening)
    if not kept:
        console().print("No experiment yet. What can be tried: runback experiment plan")
    for one in kept:
        console().print(_kept_line(one, as_of, held=held), markup=False)


@app.command("result")
def result(number: NumberArgument = None, *, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Show how an experiment came out: difference, interval and how far it went as planned.

    The difference is worked out once, after the last day: looking earlier finds differences that are none.
    """
    from runback.operations.experimenting import on_hold, own_result
    from runback.store import open_store

    store = open_store()
    as_of = _today(today)
    screening = store.health.screening(as_of)
    kept = store.experiments.find(number)
    found = own_result(store, as_of, kept)
    if as_json:
        print_json(flags_json(screening) | {"number": kept.number} | found.to_json())
        return
    _flags_first(screening)
    console().print(_kept_line(kept, as_of, held=on_hold(screening)), markup=False)
    console().print(found.sentence, markup=False)
    for name, arm in (("with", found.with_exposure), ("without", found.without)):
        console().print(
            f"  {name}: {arm.days} days asked for so far, {arm.known} known, {arm.as_assigned} as planned",
            style="dim",
        )


@app.command("stop")
def stop(number: NumberArgument = None, *, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Stop an experiment, whenever you like; the pairs of periods that are over keep counting."""
    from runback.store import open_store

    store = open_store()
    as_of = _today(today)
    kept = store.experiments.stop(number, as_of)
    if as_json:
        print_json(_kept_json(kept, as_of, held=False))
        return
    console().print(
        f"Stopped on {day_words(as_of)}. What it came to: runback experiment result {kept.number}"
    )


def _today(text: str | None) -> date:
    return told_day(text, "--today", date.today())  # noqa: DTZ011 - the runner's own day


def _flags_first(screening: Screening | None) -> None:
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()


def _show_choices(choices: Choices, screening: Screening | None, effect: float, *, as_json: bool) -> None:
    length = choices.length
    if as_json:
        found = {
            "days": length.days,
            "effect": effect,
            "smallest_effect": length.smallest_effect,
            "sentence": length.sentence,
            "exposures": [{"id": one.id, "name": one.name} for one in choices.exposures],
        }
        print_json(flags_json(screening) | found)
        return
    _flags_first(screening)
    console().print(f"To find a difference of {effect:g} points: {length.sentence}", markup=False)
    console().print("What can be varied, within what you do anyway:")
    for one in choices.exposures:
        console().print(f"  {one.id:<14} {one.name}", markup=False)


def _plan_json(made: Experiment) -> dict[str, Any]:
    return made.to_json() | {"last": made.days.last, "schedule": [_period_json(one) for one in made.periods]}


def _period_json(period: Period) -> dict[str, Any]:
    return {
        "first": period.days.first,
        "last": period.days.last,
        "counted_from": period.counted.first,
        "with": period.with_exposure,
    }


def _show_plan(made: Experiment, number: int | None) -> None:
    from runback.operations.experimenting import known_exposure

    exposure = known_exposure(made.exposure)
    title = "Preview, not kept" if number is None else f"Experiment {number}"
    console().print(
        f"{title}: {exposure.name}, {day_words(made.days.first)} to {day_words(made.days.last)}", style="bold"
    )
    console().print(
        f"{len(made.arms) // 2} pairs of periods, for a difference of {made.effect:g} points "
        f"({min(100 * made.power, 99):.0f} in 100 such experiments would find it). Seed {made.seed}.",
        markup=False,
    )
    for arm in (True, False):
        console().print(
            f"  {'with' if arm else 'without':<8} {arm_in_words(made, exposure, arm)}", markup=False
        )
    for period in made.periods:
        console().print(
            f"  {period.days.first:%a} {period.days.first} to {period.days.last}  "
            f"{'with' if period.with_exposure else 'without':<8} counts from {period.counted.first}",
            markup=False,
        )
    console().print("Write your pain down every day, with and without. Stop whenever you like.")


def _assignment(kept: KeptExperiment, as_of: date, *, held: bool) -> str | None:
    from runback.operations.experimenting import todays_arm

    arm = todays_arm(kept, as_of, held=held)
    return None if arm is None else "with" if arm else "without"


def _kept_line(kept: KeptExperiment, as_of: date, *, held: bool) -> str:
    from runback.operations.experimenting import known_exposure

    line = f"{kept.number}  {known_exposure(kept.experiment.exposure).name}, {state_in_words(kept, as_of)}"
    if held and kept.runs_on(as_of):
        return f"{line}. {ON_HOLD}"
    today = _assignment(kept, as_of, held=held)
    return line if today is None else f"{line}. Today: {today}"


def _kept_json(kept: KeptExperiment, as_of: date, *, held: bool) -> dict[str, Any]:
    return {
        "number": kept.number,
        "exposure": kept.experiment.exposure,
        "first": kept.experiment.first,
        "last": kept.experiment.days.last,
        "stopped": kept.stopped,
        "on_hold": held and kept.runs_on(as_of),
        "today": _assignment(kept, as_of, held=held),
    }
