"""``runback checkin``, ``questionnaire`` and ``progress``: the days, the scores, and where they lead."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.errors import BadInputError, UnreadableFileError

if TYPE_CHECKING:
    from runback.progress import Item, Questionnaire

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
    kept = store.health.write_check_in(told, today)
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
    return _parsed_number(said, question) if said else None


def _parsed_number(said: str, where: str) -> float:
    try:
        return float(said.replace(",", "."))
    except ValueError:
        raise BadInputError(f"{said!r} is not a number.", where=where, remedy="Give a number.") from None


def questionnaire(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="Which one; without it: a list.")] = None,
    *,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answers by item id from a JSON file.")
    ] = None,
    score: Annotated[float | None, typer.Option(help="A total worked out elsewhere, typed in.")] = None,
    of_day: DayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Answer an outcome questionnaire, or type in a score from elsewhere; progress shows the change."""
    from runback import progress

    if name is None:
        _list_questionnaires(as_json=as_json)
        return
    form = progress.questionnaire(name)
    today = date.today()  # noqa: DTZ011 - the runner's own day
    when = parse_day(of_day, "--day") or today
    given: dict[str, Any] = {}
    if score is not None:
        scored = progress.typed_score(form.id, score, when)
    else:
        given = _from_file(answers) if answers is not None else _asked(form)
        scored = progress.score_questionnaire(form.id, given, when)
    from runback.store import open_store

    open_store().health.write_score(scored, given, today)
    if as_json:
        print_json(asdict(scored))
        return
    low, high = form.range
    console().print(f"{form.name}, {when}: {scored.value:g} (scale {low:g} to {high:g}, {form.direction})")


def _list_questionnaires(*, as_json: bool) -> None:
    from runback.progress import questionnaires

    if as_json:
        print_json([asdict(form) for form in questionnaires()])
        return
    for form in questionnaires():
        how = "score typed in" if form.typed_only else f"{len(form.items)} items"
        console().print(f"{form.id:<24} {form.name} ({how})", markup=False)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFileError(
            f"cannot be read ({error.strerror}).", where=str(path), remedy="Check the path."
        ) from error
    except ValueError as error:
        raise BadInputError(
            f"this is not valid JSON: {error}.", where=str(path), remedy='Write {"item id": true, ...}.'
        ) from error
    if not isinstance(read, dict):
        raise BadInputError(
            "the answers are not a table of item to answer.",
            where=str(path),
            remedy='Write {"item id": true}.',
        )
    return read


def _asked(form: Questionnaire) -> dict[str, Any]:
    if form.typed_only:
        return {}
    if not sys.stdin.isatty():
        raise BadInputError(
            "the questionnaire needs a terminal to answer in.",
            where=form.id,
            remedy="Give --answers FILE, or --score for a total from elsewhere.",
        )
    console().print(f"{form.instruction}\n", markup=False)
    return {item.id: answer for item in form.items if (answer := _ask_item(item)) is not None}


def _ask_item(item: Item) -> bool | float | None:
    hint = "yes / no" if item.type == "yes-no" else f"{item.minimum:g} to {item.maximum:g}"
    question = f"{item.wording} ({hint}; Enter to skip)"
    while True:
        said = str(typer.prompt(question, default="", show_default=False)).strip().lower()
        if not said:
            return None
        if item.type == "yes-no":
            if said in ("yes", "y", "no", "n"):
                return said in ("yes", "y")
            continue
        try:
            return _parsed_number(said, item.id)
        except BadInputError as error:
            console().print(str(error), markup=False)


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
