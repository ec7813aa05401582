"""``runback influences``: what diary and runs tell of shoes, ground, sitting, sleep and more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from runback.cli.assessing import TodayOption, open_own_store
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, print_json
from runback.operations.triggers import own_triggers

if TYPE_CHECKING:
    from runback.model import Finding, Missing
    from runback.triggers import Triggers

NOTE = (
    "What four weeks tell, beside the twelve before. The weights are judged and small, for so is the "
    "evidence; whether any of it comes before your worse days only your own days can tell."
)


def influences(*, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Show what diary and runs tell of influences from outside running, and what is known of each."""
    from runback.influences import influence_findings
    from runback.knowledge import causes
    from runback.model import Family

    store = open_own_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    screening = store.health.screening(as_of)
    runs = store.shoes.named(store.runs())
    found = influence_findings(
        runs, store.health.check_ins(), as_of, pairs=store.shoes.pairs(), units=store.units()
    )
    own = own_triggers(store, as_of, runs)
    outside = [entry for entry in causes() if entry.family is Family.OUTSIDE]
    by_cause = {entry.id: [one for one in found if one.cause == entry.id] for entry in outside}
    if as_json:
        rows = [
            {"cause": entry.id, "name": entry.name, **_json(by_cause[entry.id], own, entry.id)}
            for entry in outside
        ]
        print_json(flags_json(screening) | {"today": as_of, "influences": rows})
        return
    out = console()
    if screening is not None and screening.red_flags:
        out.print(flags_text(screening))
        out.print()
    out.print(NOTE)
    for entry in outside:
        out.print()
        out.print(entry.name, style="bold")
        for sentence in dict.fromkeys(map(_sentence, by_cause[entry.id])):
            out.print(f"  {sentence}", markup=False)
        for line in _own_sentences(own, entry.id) if own.enough else ():
            out.print(f"  Your own days: {line}", markup=False)
    if not own.enough:
        out.print(f"\nYour own days: {own.sentence}", markup=False)


def _sentence(one: Finding | Missing) -> str:
    from runback.model import Finding

    if isinstance(one, Finding):
        return one.sentence
    return f"Not measured: {one.reason}."


def _own_sentences(own: Triggers, cause: str) -> list[str]:
    """Return what the runner's own days say of the told exposures of a cause; first those that stand out."""
    from runback.knowledge import exposures

    mine = [one.id for one in exposures() if one.cause == cause]
    standing = [one for one in own.triggers if set(one.exposures) & set(mine)]
    covered = {name for one in standing for name in one.exposures}
    told = [one for one in own.results if one.exposure in mine and one.days_needed is not None]
    return [one.sentence for one in standing] + [one.sentence for one in told if one.exposure not in covered]


def _json(found: list[Finding | Missing], own: Triggers, cause: str) -> dict[str, Any]:
    from runback.causes import finding_json
    from runback.model import Finding

    return {
        "findings": [finding_json(one) for one in found if isinstance(one, Finding)],
        "missing": [
            {"measure": one.measure, "reason": one.reason} for one in found if not isinstance(one, Finding)
        ],
        "own_days": _own_sentences(own, cause),
    }
