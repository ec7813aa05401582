"""``runback plan``, ``done`` and ``replan``: the plan for the coming weeks, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runback.cli.days import DayOption, told_day
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.errors import BadInputError
from runback.operations.session_names import SESSION_HELP
from runback.units import day_words

if TYPE_CHECKING:
    from runback.cli.plan_files import PlanFiles
    from runback.cli.plan_wishes import Said
    from runback.planning import Plan, Session
    from runback.screening import Screening
    from runback.store import Store
    from runback.store.plans import CurrentPlan

TodayOption = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Plan from this day. Default: today.")
]


def plan(
    *,
    weeks: Annotated[int | None, typer.Option(help="How many weeks. Default: 4.")] = None,
    goal: Annotated[
        str | None, typer.Option(metavar="RACE", help='A race: "half marathon 2027-04-18"; "none" drops it.')
    ] = None,
    weekly_km: Annotated[float | None, typer.Option(help="Or a weekly distance to reach, in km.")] = None,
    weekly_mi: Annotated[float | None, typer.Option(help="The same in miles.")] = None,
    days: Annotated[str | None, typer.Option(help="Days with time: mon,wed,fri,sun.")] = None,
    minutes: Annotated[
        str | None, typer.Option(help="Minutes free: 60 for every day, or mon=45,sat=120.")
    ] = None,
    long_run: Annotated[
        str | None, typer.Option(metavar="DAY", help="Weekday of the long run; none: any.")
    ] = None,
    strength: Annotated[int | None, typer.Option(help="Strength sessions a week, 2 or 3.")] = None,
    runs: Annotated[int | None, typer.Option(help="Runs a week.")] = None,
    equipment: Annotated[
        str | None, typer.Option(help="What is at hand beside a mat: band,dumbbell; none.")
    ] = None,
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a calendar file; importing it again updates.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="With --ics: sessions begin at 18:00, not all day.")
    ] = None,
    detailed_titles: Annotated[
        bool, typer.Option("--detailed-titles", help="With --ics: titles name distances and contributors.")
    ] = False,
    fit: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a workout file for the watch each session.")
    ] = None,
    why: Annotated[
        str | None, typer.Option(metavar="SESSION", help=f"Show one session and its evidence: {SESSION_HELP}")
    ] = None,
    today: TodayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Your plan: runs, strength and stretches that fit your week, your back and your last weeks of running.

    Without a wish it shows the plan there is. Any wish makes a new one; wishes are remembered.
    """
    from runback.cli.plan_wishes import Said
    from runback.store import open_store

    said = Said(weeks, goal, weekly_km, weekly_mi, days, minutes, long_run, strength, runs, equipment)
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    if why is not None and (said.anything or ics is not None or fit is not None):
        raise BadInputError("--why only shows a session.", remedy="Give wishes and files in another call.")
    store = open_store()
    files = _files(store, ics, fit, at, detailed_titles=detailed_titles)
    screening = store.health.screening(as_of)
    current = _plan_for(store, said, as_of)
    if why is not None:
        _show_why(store, current.plan, why, as_of, screening, as_json=as_json)
        return
    if as_json:
        print_json(_json(store, current.plan, screening, as_of))
    else:
        _show(store, current.plan, screening, as_of)
    for sentence in files.write(store, current.plan.sessions, as_of) if files else ():
        if not as_json:
            console().print(sentence, markup=False)


def replan(*, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Make the plan anew from what was done, missed and felt since; it moves as little as possible."""
    from runback.operations.planning import replan as make_anew
    from runback.store import open_store

    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    store = open_store()
    found = make_anew(store, as_of)
    screening = store.health.screening(as_of)
    if as_json:
        print_json(_json(store, found.after, screening, as_of) | {"changed": list(found.changed)})
        return
    from runback.cli.plan_text import changes_text

    _show(store, found.after, screening, as_of)
    console().print()
    console().print(changes_text(found.before, found.after, found.changed, store.units()))


def move(
    session: Annotated[str, typer.Argument(metavar="SESSION", help=SESSION_HELP)],
    to: Annotated[str, typer.Argument(metavar="DAY", help="A weekday, tomorrow, or 2026-11-23.")],
    *,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where your own wishes give that day no time for it.")
    ] = False,
    today: TodayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Move a session of the plan to another day: runback move sat sun. The rules of the plan bind."""
    from runback.operations.planning import move_session
    from runback.operations.session_names import day_meant, sessions_meant
    from runback.planning.plan_json import session_to_json
    from runback.store import open_store

    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    store = open_store()
    current = store.plans.current()
    sessions = current.plan.sessions if current else ()
    meant = sessions_meant(sessions, session, as_of, past=False)
    if len(meant) > 1:
        listed = ", ".join(one.id for one in meant)
        raise BadInputError(f"more than one session is on {meant[0].day}.", remedy=f"Say which: {listed}.")
    moved = move_session(store, as_of, meant[0].id, day_meant(to, as_of), anyway=anyway)
    if as_json:
        print_json(session_to_json(moved.session) | {"date": moved.day.isoformat()})
        return
    was, now = moved.session.day, moved.day
    console().print(
        f"{moved.session.title} moves from {was:%a} {day_words(was)} to {now:%a} {day_words(now)}. "
        "A calendar takes it with: runback plan --ics FILE",
        markup=False,
    )


def done(
    session: Annotated[str | None, typer.Argument(metavar="[SESSION]", help=SESSION_HELP)] = None,
    *,
    effort: Annotated[float | None, typer.Option(help="How hard it felt, 0 to 10.")] = None,
    pain: Annotated[float | None, typer.Option(help="Worst pain with it, 0 to 10.")] = None,
    missed: Annotated[bool, typer.Option("--missed", help="It was not done.")] = False,
    on: DayOption = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option(
            help="Of one exercise whether its dose was reached: dead-bug=missed or =ok; again for more."
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was told last.")] = False,
    today: TodayOption = None,
) -> None:
    """Tell what became of a planned session: runback done today --effort 6 --pain 2."""
    from runback.operations.planning import tell_session
    from runback.store import open_store

    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    if undo:
        _undo(session)
        return
    if session is None:
        raise BadInputError("no session is named.", remedy="Name one: runback done today --effort 4 --pain 1")
    found = tell_session(
        open_store(),
        as_of,
        session,
        done=not missed,
        on=None if on is None else told_day(on, "--day", as_of),
        effort=effort,
        pain=pain,
        at_target=_reached(exercise or []),
    )
    felt = "".join(
        f", {name} {value:g}" for name, value in (("effort", effort), ("pain", pain)) if value is not None
    )
    word = "missed" if missed else "done"
    console().print(
        f"{found.title} of {found.day:%a} {day_words(found.day)}: {word}{felt}. Undo: runback done --undo",
        markup=False,
    )
    if not missed and pain is None and found.kind == "strength":
        console().print("Exercises get harder only where pain was told: --pain 0 to 10.", style="dim")
    console().print("The plan follows with: runback replan", style="dim")


def _undo(session: str | None) -> None:
    from runback.store import open_store

    if session is not None:
        raise BadInputError("--undo takes back what was told last.", remedy="Leave the session out.")
    back = open_store().plans.take_back()
    console().print(f"Taken back: {back.session}, told as {'done' if back.done else 'missed'}.", markup=False)


def _plan_for(store: Store, said: Said, today: date) -> CurrentPlan:
    """Return the plan there is, or a new one: for new wishes, or where none is."""
    from runback.cli.plan_wishes import wished
    from runback.operations.planning import current_plan, write_plan
    from runback.operations.wishing import last_wishes

    current = None if said.anything else current_plan(store, today)
    if current is not None:
        return current
    return write_plan(store, today, wished(said, last_wishes(store), today))


def _show(store: Store, shown: Plan, screening: Screening | None, today: date) -> None:
    from runback.cli.plan_text import plan_text
    from runback.cli.screening import flags_text
    from runback.operations.planning import session_outcomes

    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    if shown.last < today:
        console().print(f"Your plan ended on {day_words(shown.last)}. Make the next: runback plan --weeks 4")
        return
    console().print(plan_text(shown, session_outcomes(store, today, shown.sessions), today, store.units()))


def _show_why(
    store: Store, shown: Plan, name: str, today: date, screening: Screening | None, *, as_json: bool
) -> None:
    from runback.cli.plan_text import why_text
    from runback.cli.screening import flags_json, flags_text
    from runback.operations.session_names import sessions_meant
    from runback.planning.plan_json import session_to_json

    meant = sessions_meant(shown.sessions, name, today, past=False)
    if as_json:
        print_json(flags_json(screening) | {"sessions": [session_to_json(one) for one in meant]})
        return
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    console().print(why_text(meant, shown.sessions, store.units()))


def _json(store: Store, shown: Plan, screening: Screening | None, today: date) -> dict[str, Any]:
    from runback.cli.screening import flags_json
    from runback.operations.planning import session_outcomes
    from runback.planning.plan_json import to_json

    monday = today - timedelta(days=today.weekday())
    sessions: tuple[Session, ...] = tuple(one for one in shown.sessions if one.day >= monday)
    found = session_outcomes(store, today, shown.sessions)
    told = to_json(replace(shown, sessions=sessions))
    for one in told["sessions"]:
        one["outcome"] = found.get(one["id"])
    return flags_json(screening) | told


def _files(
    store: Store, ics: Path | None, fit: Path | None, at: str | None, *, detailed_titles: bool
) -> PlanFiles | None:
    """Return the files asked for, their places checked before any plan is made; None without any."""
    if ics is None and (at is not None or detailed_titles):
        raise BadInputError(
            "--at and --detailed-titles are for a calendar file.", remedy="Add --ics plan.ics to write one."
        )
    if ics is None and fit is None:
        return None
    from runback.cli.plan_files import asked_files

    return asked_files(store, ics, fit, at, detailed_titles=detailed_titles)


def _reached(told: list[str]) -> dict[str, bool]:
    words = {"ok": True, "missed": False}
    reached: dict[str, bool] = {}
    for one in told:
        name, _, word = one.partition("=")
        if word.strip().lower() not in words:
            raise BadInputError(
                f"{one!r} tells nothing.",
                where="--exercise",
                remedy="Write it as dead-bug=ok or dead-bug=missed.",
            )
        reached[name.strip().lower()] = words[word.strip().lower()]
    return reached
