"""``runback screen`` and ``looked-at``: red flags first, then what the answers resemble."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, parse_day, plural, print_json
from runback.errors import BadInputError
from runback.units import day_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from runback.screening import AnswersFile, Question, Screening

SHOWN_RESEMBLANCE = 0.1
STOP_WORDS = ("quit", "stop", "q")
TODAY_HELP = "Answer as of this day, as 2026-11-23. Default: today."


def screen(
    *,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the answers from a JSON or TOML file.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="With --answers: keep them as your own, as an interview does.")
    ] = False,
    questions: Annotated[
        bool, typer.Option("--questions", help="List every question, when it is asked, and its answers.")
    ] = False,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help=TODAY_HELP)] = None,
    as_json: JsonFlag = False,
) -> None:
    """A short interview: signs that need a clinician first, then what your answers resemble.

    "Don't know" is always an answer. Nothing here is a diagnosis, and no answer rules anything out.
    """
    from runback import screening as screens

    if questions:
        _show_questions(screens.questions_to_json(), as_json=as_json)
        return
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    if answers is not None:
        given = screens.read_answers(answers)
        if keep:
            _keep(given, as_of)
        result = screens.screen(given.answers, as_of, clearances=given.clearances)
    else:
        result = _interview(as_of)
    if as_json:
        print_json(screens.to_json(result))
        return
    console().print(screening_text(result))
    if answers is not None and not keep:
        console().print(
            "Not kept: plan, experiments and pages do not know of these answers. --keep makes them yours.",
            style="dim",
        )


def looked_at(
    flag: Annotated[str, typer.Argument(help="Id of the raised flag, as the screen shows it.")],
    statement: Annotated[str, typer.Argument(help="Who looked at it and what was said, in your words.")],
    *,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of it. Default: today.")
    ] = None,
) -> None:
    """State that a clinician looked at a raised flag. It stays in sight, with your statement and its day."""
    from runback.operations.screening import state_looked_at
    from runback.store import open_store

    today = date.today()  # noqa: DTZ011 - the runner's own day
    result = state_looked_at(open_store(), today, flag, statement, on=parse_day(on, "--on"))
    console().print(screening_text(result))


def screening_text(result: Screening) -> RenderableType:
    """Return a screen for the terminal: flags, then resemblance, then what stayed open."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [flags_text(result)] if result.red_flags else []
    if result.action == "emergency":
        # Nothing may stand beside what cannot wait.
        return Group(*parts, Text(f"\n{result.note}", style="dim"))
    shown = [one for one in result.patterns if one.resemblance >= SHOWN_RESEMBLANCE]
    if shown:
        parts.append(Text("\nWhat your answers resemble", style="bold"))
        parts += [Text(f"  {pattern.sentence}") for pattern in shown]
    if result.missing:
        parts.append(_still_open(result))
    return Group(*parts, Text(f"\n{result.note}", style="dim"))


def _still_open(result: Screening) -> RenderableType:
    """Return what was not answered: each reason once, with how many questions it stands for."""
    from rich.console import Group
    from rich.text import Text

    counts = Counter(missing.reason for missing in result.missing)
    lines = [
        Text(f"  {reason} ({plural(count, 'question')})", style="dim") for reason, count in counts.items()
    ]
    return Group(Text("\nStill open", style="bold"), *lines)


def flags_json(screening: Screening | None) -> dict[str, Any]:
    """Return the red flags, which stand first in every output; nothing where no screen was answered."""
    if screening is None:
        return {}
    from runback.screening import to_json

    told = to_json(screening)
    return {"action": told["action"], "red_flags": told["red_flags"]}


def flags_text(result: Screening) -> RenderableType:
    """Return the raised flags, the most urgent first; shown above everything else."""
    from rich.console import Group
    from rich.text import Text

    lines: list[RenderableType] = [Text(f"!! {result.action.words}", style="bold reverse")]
    for flag in result.red_flags:
        seen = f" (looked at on {day_words(flag.looked_at.date)})" if flag.looked_at else ""
        lines.append(Text(f"  {flag.id}{seen}: {flag.sentence}"))
        if flag.forbids:
            lines.append(Text(f"  Until it is looked at: {flag.forbids_in_words}.", style="bold"))
    return Group(*lines)


def _keep(given: AnswersFile, as_of: date) -> None:
    from runback.store import open_store

    open_store().health.keep_screening(as_of, given.answers, given.clearances)


def _interview(as_of: date) -> Screening:
    from runback.operations.screening import (
        finish_interview,
        known_answers,
        leave_interview,
        question_after,
    )
    from runback.store import open_store

    if not sys.stdin.isatty():
        raise BadInputError(
            "the interview needs a terminal to answer in.",
            remedy="Write the answers to a file: runback screen --questions --json, then --answers FILE.",
        )
    store = open_store()
    answers = known_answers(store, as_of)
    told = False
    console().print(
        'Answer in a word or a number; Enter or "?" means don\'t know; "quit" leaves and keeps nothing,\n'
        "unless a sign that needs a clinician was named.\n"
    )
    try:
        while (question := question_after(store, answers)) is not None:
            answers[question.id] = _asked(question)
            told = _tell_emergency(answers, as_of, told=told)
    except typer.Abort:
        if leave_interview(store, as_of, answers):
            console().print("\nYour answers so far raise a sign, so they are kept.", style="bold")
        raise
    return finish_interview(store, as_of, answers)


def _tell_emergency(answers: dict[str, object], as_of: date, *, told: bool) -> bool:
    """Say at once, in the midst of the interview, what cannot wait for its end."""
    from runback.operations.screening import emergency_so_far

    so_far = None if told else emergency_so_far(as_of, answers)
    if so_far is None:
        return told
    console().print(flags_text(so_far))
    console().print("A few more questions follow for the people who will help you; you may stop here.\n")
    return True


def _asked(question: Question) -> object:
    from runback.screening import parse_answers

    out = console()
    out.print(question.wording, style="bold", markup=False)
    for number, option in enumerate(question.options, start=1):
        out.print(f"  {number} {option.wording}", markup=False)
    while True:
        said = typer.prompt(_hint(question), default="?", show_default=False).strip()
        if said.lower() in STOP_WORDS:
            raise typer.Abort
        value = _chosen(question, said)
        try:
            parse_answers(_as_json(question.id, value))
        except BadInputError as error:
            out.print(error.remedy or str(error), markup=False)
        else:
            return value


def _hint(question: Question) -> str:
    if question.type == "multi":
        return "numbers with commas, or none"
    if question.type == "choice":
        return "a number"
    return question.unit if question.type == "number" else "yes / no"


def _chosen(question: Question, said: str) -> object:
    """Return the answer as the screen takes it: options by their number in the list."""
    if not question.options or not any(sign.isdecimal() for sign in said):
        return said
    parts = [part.strip() for part in said.replace(" ", ",").split(",") if part.strip()]
    known = {str(number): option.id for number, option in enumerate(question.options, start=1)}
    picked: list[object] = [known.get(part, part) for part in parts]
    return picked if question.type == "multi" else picked[0]


def _as_json(name: str, value: object) -> str:
    import json

    return json.dumps({name: value})


def _show_questions(listed: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(listed)
        return
    for question in listed:
        console().print(f"{question['id']}: {question['wording']}", markup=False)
        console().print(
            f"    asked: {question['asked']}; answers: {question['allowed']}", markup=False, style="dim"
        )
