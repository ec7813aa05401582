"""A plan as text of 80 columns: conflicts and notes first, then week by week, then the next session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from runback.cli.plan_wishes import minutes_words
from runback.cli.terminal import plural
from runback.knowledge import cause, fact, source
from runback.planning.following.outcomes import Outcome
from runback.planning.plan import Plan, Session, Wishes
from runback.units import Units, day_words, distance

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "done": "done",
    "missed": "missed",
    "nothing told": "not told",
    "coming": "",
}


def plan_text(plan: Plan, found: Mapping[str, Outcome], today: date, units: Units) -> RenderableType:
    """Return the plan from the week of ``today`` on; ``found`` tells what became of its sessions."""
    monday = today - timedelta(days=today.weekday())
    shown = [one for one in plan.sessions if one.day >= monday]
    parts: list[RenderableType] = [
        Text(f"Your plan from {day_words(plan.first)} to {day_words(plan.last)}", style="bold")
    ]
    parts += [Text(f"! {one.sentence} {one.given_up}", style="bold") for one in plan.conflicts]
    parts += [Text(note) for note in plan.notes]
    if plan.wishes is not None:
        parts.append(Text(_wishes_words(plan.wishes, units), style="dim"))
    for start, week in groupby(shown, key=lambda one: one.day - timedelta(days=one.day.weekday())):
        parts += [Text(), *_week(start, list(week), found, today, units)]
    following = next((one for one in shown if _is_next(one, found, today)), None)
    if following is not None:
        parts += [Text(), Text("Next", style="bold"), session_text(following, shown, units)]
    return Group(*parts)


def session_text(session: Session, plan: Sequence[Session], units: Units) -> RenderableType:
    """Return a session with its steps and the reason for it; the stretches of its day follow."""
    head = f"{session.day:%a} {day_words(session.day)}: {session.title}"
    if session.distance_m is not None:
        head += f", {distance(session.distance_m, units)}"
    if session.minutes:
        head += f", about {session.minutes:.0f} min"
    lines: list[RenderableType] = [Text(f"{head}  [{session.id}]")]
    lines += [_hanging(f"{number}.", step.text) for number, step in enumerate(session.steps, start=1)]
    if session.kind in {"run", "strength"}:
        stretches = [one for one in plan if one.day == session.day and one.kind == "stretch"]
        lines += [_hanging("+", step.text) for one in stretches for step in one.steps]
    lines.append(Padding(Text(f"Why: {session.why}", style="italic"), (0, 0, 0, 2)))
    return Group(*lines)


def why_text(sessions: Sequence[Session], plan: Sequence[Session], units: Units) -> RenderableType:
    """Return sessions with the causes that they answer, then every fact behind them and how sure it is."""
    lines: list[RenderableType] = []
    for session in sessions:
        lines.append(session_text(session, plan, units))
        if session.causes:
            names = ", ".join(cause(one).name for one in session.causes)
            lines.append(Padding(Text(f"Answers these likely contributors: {names}."), (0, 0, 0, 2)))
        lines.append(Text())
    lines.append(Text("What stands behind it", style="bold"))
    for name in dict.fromkeys(name for session in sessions for name in session.evidence):
        known = fact(name)
        origin = source(known.source)
        lines.append(_hanging("-", known.claim))
        told = f"{origin.title}, {origin.year}. In: {known.population}. {known.how_sure}. [{name}]"
        lines.append(Padding(Text(told, style="dim"), (0, 0, 0, 4)))
    return Group(*lines)


def changes_text(before: Plan, after: Plan, changed: Sequence[str], units: Units) -> RenderableType:
    """Return what a plan made anew changed, one line a session."""
    if not changed:
        return Text("Nothing had to change.")
    old = {one.id: one for one in before.sessions}
    new = {one.id: one for one in after.sessions}
    lines = [_change(old.get(name), new.get(name), units) for name in changed]
    return Group(Text(f"{plural(len(changed), 'session')} changed:"), *(Text(f"  {one}") for one in lines))


def _change(old: Session | None, new: Session | None, units: Units) -> str:
    if new is None:
        return f"dropped: {_short(old, units)}" if old else ""
    return f"new: {_short(new, units)}" if old is None else f"{_short(old, units)} -> {_short(new, units)}"


def _short(session: Session, units: Units) -> str:
    amount = "" if session.distance_m is None else f" {distance(session.distance_m, units)}"
    return f"{session.day:%a} {session.day.day} {session.day:%b} {session.title}{amount}"


def _week(
    monday: date, sessions: Sequence[Session], found: Mapping[str, Outcome], today: date, units: Units
) -> list[RenderableType]:
    runs = [one for one in sessions if one.kind == "run"]
    strength = sum(one.kind == "strength" for one in sessions)
    total = distance(sum(one.distance_m or 0.0 for one in runs), units)
    counts = f"{plural(len(runs), 'run')} {total}, strength {strength}"
    lines: list[RenderableType] = [Text(f"Week of {monday.day} {monday:%b}  {counts}", style="bold")]
    for when, of_day in groupby(sessions, key=lambda one: one.day):
        held = list(of_day)
        stretch_min = sum(one.minutes for one in held if one.kind == "stretch")
        main = [one for one in held if one.kind != "stretch"]
        for number, one in enumerate(main):
            last = number == len(main) - 1
            line = _row(one, found.get(one.id), today, units, stretch_min if last else 0.0, first=number == 0)
            lines.append(Text(line, style=_style(one, when, today), no_wrap=True, overflow="ellipsis"))
    return lines


def _row(
    session: Session,
    outcome: Outcome | None,
    today: date,
    units: Units,
    stretch_min: float,
    *,
    first: bool,
) -> str:
    mark = ">" if session.day == today and first else " "
    when = f"{session.day:%a} {session.day.day:2} {session.day:%b}" if first else " " * 10
    amount = "" if session.distance_m is None else distance(session.distance_m, units)
    minutes = f"{session.minutes:.0f} min" if session.minutes else ""
    stretch = f"+{stretch_min:.0f}" if stretch_min else ""
    words = OUTCOME_WORDS[outcome] if outcome else ""
    name = session.id if session.kind in {"run", "strength"} else ""
    row = (
        f"{mark} {when:<10}  {session.title:<21.21} {amount:>7} {minutes:>7} {stretch:<4} {name:<17} {words}"
    )
    return row.rstrip()


def _style(session: Session, when: date, today: date) -> str:
    if when == today:
        return "bold"
    return "dim" if session.kind == "rest" or when < today else ""


def _is_next(session: Session, found: Mapping[str, Outcome], today: date) -> bool:
    return session.day >= today and found.get(session.id) == "coming"


def _hanging(mark: str, text: str) -> RenderableType:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=4, justify="right")
    grid.add_column()
    grid.add_row(Text(mark), Text(text))
    return grid


def _wishes_words(wishes: Wishes, units: Units) -> str:
    words = f"Wishes: minutes {minutes_words(wishes.minutes)}"
    goal = wishes.goal
    if goal is not None and goal.day is not None:
        words += f"; {goal.name} ({distance(goal.distance_m, units)}) on {day_words(goal.day)}"
    elif goal is not None:
        words += f"; {distance(goal.distance_m, units)} a week"
    if wishes.runs_per_week is not None:
        words += f"; {plural(wishes.runs_per_week, 'run')} a week"
    if wishes.strength_per_week is not None:
        words += f"; strength {wishes.strength_per_week} a week"
    if wishes.equipment:
        words += f"; {', '.join(sorted(wishes.equipment))}"
    return f"{words}. Change any: runback plan --help"
