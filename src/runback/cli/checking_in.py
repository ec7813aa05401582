"""``runback checkin``: one day of the diary, in one line or asked."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.days import DayOption, told_day
from runback.cli.terminal import JsonFlag, console, print_json
from runback.errors import BadInputError
from runback.units import day_words

if TYPE_CHECKING:
    from runback.model import CheckIn
    from runback.operations.diary import DayQuestion
    from runback.store import Store

PAIN_HELP = "0 (none) to 10 (worst imaginable)"

WORDS = {"yes": True, "y": True, "no": False, "n": False}


def checkin(
    worst: Annotated[
        float | None, typer.Argument(metavar="[PAIN]", help=f"Worst pain of the day, {PAIN_HELP}.")
    ] = None,
    *,
    pain: Annotated[float | None, typer.Option(help="The same, by name.")] = None,
    during: Annotated[float | None, typer.Option(help=f"Pain during the run, {PAIN_HELP}.")] = None,
    morning: Annotated[float | None, typer.Option(help=f"Pain the next morning, {PAIN_HELP}.")] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="Where, such as lower-back-left; give it again for more places.")
    ] = None,
    stiffness: Annotated[float | None, typer.Option(help="Morning stiffness in minutes.")] = None,
    sleep: Annotated[float | None, typer.Option(help="Hours slept in the night before the day.")] = None,
    sleep_quality: Annotated[float | None, typer.Option(help="How restful it was, 0 to 10.")] = None,
    sitting: Annotated[float | None, typer.Option(help="Hours sat.")] = None,
    driving: Annotated[float | None, typer.Option(help="Hours driven.")] = None,
    lifting: Annotated[bool | None, typer.Option(help="Heavy lifting or awkward work.")] = None,
    stress: Annotated[float | None, typer.Option(help="Stress, 0 to 10.")] = None,
    strength: Annotated[bool | None, typer.Option(help="Strength exercises done.")] = None,
    stretches: Annotated[bool | None, typer.Option(help="Stretches done.")] = None,
    pack: Annotated[bool | None, typer.Option(help="A pack carried on the run.")] = None,
    easy_start: Annotated[bool | None, typer.Option(help="First ten minutes of the run easy.")] = None,
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    of_day: DayOption = None,
    more: Annotated[
        bool, typer.Option("--more", help="Ask everything, not only what you told of late.")
    ] = False,
    clear: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="Take back what was told: pain, sleep ... or all."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write a day of the diary: runback checkin 3 --sleep 7. Without values the questions are asked.

    A later check-in of the same day adds to it or corrects it; the earlier one is kept as history.
    """
    from runback.model import CheckIn
    from runback.store import open_store

    if worst is not None and pain is not None and worst != pain:
        raise BadInputError(f"two values for the worst pain, {worst:g} and {pain:g}.", remedy="Give one.")
    today = date.today()  # noqa: DTZ011 - the runner's own day
    when = told_day(of_day, "--day", today)
    told = CheckIn(
        day=when,
        worst_pain=pain if worst is None else worst,
        pain_during_run=during,
        pain_next_morning=morning,
        places=tuple(place or ()),
        stiffness_min=stiffness,
        sleep_h=sleep,
        sleep_quality=sleep_quality,
        sitting_h=sitting,
        driving_h=driving,
        lifting=lifting,
        stress=stress,
        strength=strength,
        stretches=stretches,
        pack=pack,
        easy_start=easy_start,
        note=note,
    )
    store = open_store()
    diary = store.health.diary
    earlier = len(diary.history(when))
    kept = None
    if clear:
        kept = diary.clear(when, _fields(clear))
    elif told == CheckIn(when) and sys.stdin.isatty():
        told = _asked(store, when, everything=more)
    if kept is None or told != CheckIn(when):
        kept = diary.write(told, today)
    if as_json:
        print_json(asdict(kept))
        return
    from runback.operations.checking_in import in_one_line

    out = console()
    out.print(f"{day_words(kept.day)}: {in_one_line(kept)}", markup=False)
    if earlier and len(versions := diary.history(when)) > earlier:
        before = in_one_line(versions[earlier - 1].check_in)
        out.print(f"Before: {before} (kept: runback diary history {when})", markup=False, style="dim")


def _fields(names: Iterable[str]) -> list[str]:
    """Return the fields of short names; none for ``all``, which means every one."""
    from runback.progress.check_ins import FIELD_OF

    names = list(names)
    if "all" in names:
        return []
    for name in names:
        if name not in FIELD_OF:
            raise BadInputError(
                f"a check-in has no {name!r}.", where="--clear", remedy=f"It has: {', '.join(FIELD_OF)}, all."
            )
    return [FIELD_OF[name] for name in names]


def _asked(store: Store, when: date, *, everything: bool) -> CheckIn:
    """Ask the day's questions; Enter skips one, or keeps what the brackets show."""
    from runback.model import CheckIn
    from runback.operations.diary import questions_of_day

    asked = questions_of_day(store, when, everything=everything)
    console().print(
        f"{day_words(when)}. Enter skips a question, or keeps what stands in brackets.", markup=False
    )
    answers: dict[str, Any] = {}
    for question in asked:
        if question.name == "place" and answers["worst_pain"] == 0:
            continue
        answers[question.field] = _answer(question)
    return CheckIn(when, **answers)


def _answer(question: DayQuestion) -> Any:
    from runback.operations.checking_in import value_in_words
    from runback.progress.check_ins import PLACES, YES_NO, checked_value, is_told

    if question.name == "place":
        listed = "  ".join(f"{number} {one}" for number, one in enumerate(PLACES, 1))
        console().print(listed, markup=False, style="dim")
    brackets = f" [{value_in_words(question.shown)}]" if is_told(question.shown) else ""
    while True:
        said = str(
            typer.prompt(f"{question.words}{brackets}", default="", show_default=False, prompt_suffix=": ")
        ).strip()
        try:
            if not said:
                return question.shown
            if question.field == "places":
                value: Any = _places(said, PLACES)
            elif question.field in YES_NO:
                value = WORDS.get(said.lower(), said)
            elif question.field == "note":
                value = said
            else:
                value = _number(said)
            return checked_value(question.field, value)
        except BadInputError as error:
            console().print(str(error), markup=False)


def _number(said: str) -> float | str:
    try:
        return float(said.replace(",", "."))
    except ValueError:
        return said


def _places(said: str, places: tuple[str, ...]) -> tuple[str, ...]:
    """Return the places told by name or by number, apart by blanks or commas; ``-`` for none."""
    words = said.replace(",", " ").split()
    if words == ["-"]:
        return ()
    return tuple(
        places[int(word) - 1] if word.isdecimal() and 1 <= int(word) <= len(places) else word
        for word in words
    )
