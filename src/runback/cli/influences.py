"""``runback influences``: what diary and runs tell of shoes, ground, sitting, sleep and more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from runback.cli.assessing import TodayOption, open_own_store
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, print_json

if TYPE_CHECKING:
    from runback.model import Finding, Missing
    from runback.operations.outside_influences import Influence

NOTE = (
    "What four weeks tell, beside the twelve before. The weights are judged and small, for so is the "
    "evidence; whether any of it comes before your worse days only your own days can tell."
)


def influences(*, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Show what diary and runs tell of influences from outside running, and what is known of each."""
    from runback.operations.outside_influences import influences_of

    store = open_own_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    screening = store.health.screening(as_of)
    found = influences_of(store, as_of)
    if as_json:
        rows = [{"cause": one.cause.id, "name": one.cause.name, **_json(one)} for one in found.entries]
        print_json(flags_json(screening) | {"today": as_of, "influences": rows})
        return
    out = console()
    if screening is not None and screening.red_flags:
        out.print(flags_text(screening))
        out.print()
    out.print(NOTE)
    for one in found.entries:
        out.print()
        out.print(one.cause.name, style="bold")
        for sentence in dict.fromkeys(map(_sentence, one.found)):
            out.print(f"  {sentence}", markup=False)
        for line in one.own_sentences if found.own.enough else ():
            out.print(f"  Your own days: {line}", markup=False)
    if not found.own.enough:
        out.print(f"\nYour own days: {found.own.sentence}", markup=False)


def _sentence(one: Finding | Missing) -> str:
    from runback.model import Finding

    if isinstance(one, Finding):
        return one.sentence
    return f"Not measured: {one.reason}."


def _json(one: Influence) -> dict[str, Any]:
    from runback.causes import finding_json
    from runback.model import Finding

    return {
        "findings": [finding_json(found) for found in one.found if isinstance(found, Finding)],
        "missing": [
            {"measure": found.measure, "reason": found.reason}
            for found in one.found
            if not isinstance(found, Finding)
        ],
        "own_days": list(one.own_sentences),
    }
