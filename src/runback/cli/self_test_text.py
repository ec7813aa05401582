"""The list of self-tests, one test in full and one result, as text and as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from runback.cli.screening import flags_json, flags_text
from runback.operations.self_testing import NOTE, error_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from runback.body import Reading
    from runback.knowledge import SelfTest
    from runback.operations.self_testing import SelfTestView
    from runback.units import Units


def list_text(view: SelfTestView) -> RenderableType:
    """Return the tests in a table: what for, the last result, when due, and why not now."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from runback.knowledge import self_tests

    table = Table(box=None, padding=(0, 1))
    for column in ("id", "measures", "last result", "due"):
        table.add_column(column, no_wrap=column == "id")
    for test in self_tests():
        table.add_row(test.id, test.measures, _last_words(view, test), _due_words(view, test))
    parts = [*_flags(view), table]
    if view.worth_doing:
        parts.append(Text(f"\nWorth doing now: runback tests run {' '.join(view.worth_doing)}", style="bold"))
    parts.append(Text(f"One in full: runback tests show ID. {NOTE}", style="dim"))
    return Group(*parts)


def _last_words(view: SelfTestView, test: SelfTest) -> str:
    from runback.body import value_words
    from runback.units import day_words

    rows = view.tested.get(test.id)
    return f"{value_words(rows[-1], view.units)} ({day_words(rows[-1].day)})" if rows else "-"


def _due_words(view: SelfTestView, test: SelfTest) -> str:
    from runback.body import due_on
    from runback.units import day_words

    reason = view.not_now(test)
    if reason:
        return reason
    rows = view.tested.get(test.id)
    due = due_on(rows[-1] if rows else None, view.today)
    if due > view.today:
        return day_words(due)
    return "now" if test.offered else "not proposed"


def _flags(view: SelfTestView) -> list[RenderableType]:
    if view.screening is None or not view.screening.red_flags:
        return []
    return [flags_text(view.screening), ""]


def list_json(view: SelfTestView) -> dict[str, Any]:
    """Return the tests as plain values, the raised flags first."""
    from runback.knowledge import self_tests

    return flags_json(view.screening) | {
        "tests": [_test_json(view, test) for test in self_tests()],
        "worth_doing": view.worth_doing,
    }


def _test_json(view: SelfTestView, test: SelfTest) -> dict[str, Any]:
    from runback.body import due_on, is_old, to_json

    last = view.read(test)
    done = None if last is None else last.result
    return {
        "id": test.id,
        "name": test.name,
        "measures": test.measures,
        "unit": test.unit,
        "sides": test.sides,
        "better": test.better,
        "way": test.way,
        "forms": list(test.forms),
        "minutes": test.minutes,
        "loads": test.loads,
        "causes": dict(test.informs),
        "due": due_on(done, view.today),
        "not_now": view.not_now(test),
        "last": None if last is None else to_json(last),
        "too_old": done is not None and is_old(done, view.today),
    }


def show_text(view: SelfTestView, test: SelfTest) -> RenderableType:
    """Return one test: how it is done, stop rule, safety, error, norms for this runner, and the results."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from runback.body import day_and_values

    parts = _flags(view)
    parts.append(Text(f"{test.name}  ({test.id})", style="bold"))
    reason = view.not_now(test)
    if reason:
        parts.append(Text(f"Not now: {reason}.", style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for label, text in _about(view, test):
        table.add_row(label, text)
    parts.append(table)
    reading = view.read(test)
    if reading is not None:
        parts.append(Text("\nYour results", style="bold"))
        parts += [Text(f"  {day_and_values(one, view.units)}") for one in view.tested[test.id][:-1]]
        parts.append(reading_text(reading, view.units))
    parts.append(Text(f"\n{NOTE}", style="dim"))
    return Group(*parts)


def _about(view: SelfTestView, test: SelfTest) -> list[tuple[str, str]]:
    from runback.body import norm_words

    direction = "more is better" if test.better == "higher" else "less is better"
    values = "--left ... --right ..." if test.sides else "--value ..."
    rows = [("measures", test.measures), ("needs", ", ".join(test.equipment))]
    rows += [(f"step {number}", step) for number, step in enumerate(test.procedure, start=1)]
    rows += [
        ("stop", test.stop_rule),
        ("safety", test.safety),
        ("takes", f"about {test.minutes:g} minutes, rests included"),
        ("guided", f"runback tests run {test.id}"),
        ("noted", f"runback tests record {test.id} {values}   ({test.unit}; {direction})"),
    ]
    if test.forms:
        rows.append(("forms", f"{', '.join(test.forms)} (--form; never held against one another)"))
    rows.append(("error", error_words(test, view.units)))
    rows += [("norm", words) for words in norm_words(test, view.runner, view.today, units=view.units)]
    rows.append(("facts", _facts(test)))
    return rows


def _facts(test: SelfTest) -> str:
    from runback.knowledge import fact

    named = (f if fact(f).established else f"{f} (not established)" for f in test.evidence)
    return ", ".join(named) or "none; expert choice"


def show_json(view: SelfTestView, test: SelfTest) -> dict[str, Any]:
    """Return one test in full as plain values, the raised flags first, every result with it."""
    from runback.body import norm_words, result_json

    norms = [asdict(norm) for norm in test.norms if norm.checked != "unverified"]
    return (
        flags_json(view.screening)
        | asdict(test)
        | {"norms": norms}
        | _test_json(view, test)
        | {
            "norms_for_you": norm_words(test, view.runner, view.today, units=view.units),
            "results": [result_json(one) for one in view.tested.get(test.id, ())],
        }
    )


def reading_text(reading: Reading, units: Units) -> RenderableType:
    """Return a result with each of its sentences on a line."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from runback.body import day_and_values, sentences

    head = Text(f"  {day_and_values(reading.result, units)}", style="bold")
    return Group(head, *(Padding(Text(said), (0, 0, 0, 4)) for said in sentences(reading)))
