"""The list of exercises and one exercise in full, as text and as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from runback.cli.care import checked_facts
from runback.cli.screening import flags_json, flags_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from runback.knowledge import Exercise
    from runback.planning.strength.doses import Dose
    from runback.planning.strength.standing import Standing
    from runback.screening import Screening

NOTE = (
    "For self-education and training. Doses are starting points inside guideline ranges. Before the first "
    "session answer the red-flag questions: runback screen."
)

AGAINST = {
    "sore": "pain above the limit was told in the last days",
    "leg-symptoms": "the diary names symptoms in a leg",
    "older": "it asks for more balance than a plan at this age takes for granted",
    "beginner": "no strength session is logged yet",
    "unsupervised": "someone has to check the technique first, so a plan never picks it by itself",
    "bending": "the answers resemble a pattern often described with pain on bending forward",
    "arching": "the answers resemble a pattern often described with pain on arching back",
    "osteoporosis": "low bone density was told",
    "pregnant": "a pregnancy, or a possible one, was told",
}


def list_text(
    entries: Iterable[Exercise], cause_id: str | None, screening: Screening | None
) -> RenderableType:
    """Return the exercises in tables by what they work on first; for a cause in one, the best fit ahead."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    groups: dict[str, list[Exercise]] = {}
    for entry in entries:
        groups.setdefault(cause_id or entry.targets[0], []).append(entry)
    parts = _flags(screening)
    for title, members in groups.items():
        table = Table(box=None, show_header=False, padding=(0, 1))
        table.add_column(no_wrap=True)
        table.add_column()
        table.add_column(style="dim")
        for entry in members:
            table.add_row(entry.id, _name(entry), ", ".join(entry.equipment) or "nothing")
        parts += [Text(f"For {_cause_name(title)}" if cause_id else _target(title), style="bold"), table, ""]
    return Group(*parts, Text(f"One in full: runback exercises ID. {NOTE}", style="dim"))


def _name(entry: Exercise) -> str:
    return entry.name if entry.type == "strength" else f"{entry.name} ({entry.type})"


def _target(target: str) -> str:
    return target.replace("-", " ").capitalize()


def _cause_name(cause_id: str) -> str:
    from runback import knowledge

    return knowledge.cause(cause_id).name.lower()


def list_json(entries: Iterable[Exercise], screening: Screening | None) -> dict[str, Any]:
    """Return the exercises as plain values with the causes they answer, the raised flags first."""
    return flags_json(screening) | {"exercises": [_entry_json(entry) for entry in entries]}


def _flags(screening: Screening | None) -> list[RenderableType]:
    if screening is None or not screening.red_flags:
        return []
    return [flags_text(screening), ""]


def _entry_json(entry: Exercise) -> dict[str, Any]:
    plain = asdict(entry)
    plain["facts"] = checked_facts(plain.pop("evidence"))
    plain["causes"] = list(_causes(entry))
    return plain


def _causes(entry: Exercise) -> tuple[str, ...]:
    from runback.planning.leading import answers

    return answers(entry)


def show_json(entry: Exercise, found: Standing, screening: Screening | None) -> dict[str, Any]:
    """Return one exercise with where the runner stands on it, the raised flags first."""
    own = asdict(found)
    if found.dose is not None:
        own["dose"] |= {"words": found.dose.words}
    return flags_json(screening) | _entry_json(entry) | {"standing": own, "stop_rule": stop_rule()}


def stop_rule() -> str:
    """Return when to stop an exercise, with where the rule comes from."""
    from runback.knowledge import fact

    numbers = fact("pain-traffic-light").numbers
    return (
        f"Pain up to {numbers['green_max']:g} of 10 is taken as fine, up to {numbers['amber_max']:g} only if "
        f"it is back to its usual level within {numbers['settle_hours']:g} hours; above that stop. Stop at "
        "once if symptoms go down a leg or spread. The rule comes from a tendon programme and was not tested "
        "for backs."
    )


def show_text(entry: Exercise, found: Standing, screening: Screening | None) -> RenderableType:
    """Return one exercise: ladder with doses, own rung, cues, faults, when to stop or leave it, evidence."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts = _flags(screening)
    parts.append(Text(f"{entry.name}  ({entry.id})", style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for label, text in _about(entry, found):
        table.add_row(label, text)
    return Group(*parts, table, Text(f"\n{NOTE}", style="dim"))


def _about(entry: Exercise, found: Standing) -> list[tuple[str, Text]]:
    from rich.text import Text

    causes = ", ".join(_cause_name(one) for one in _causes(entry))
    week = f"{entry.per_week_low} to {entry.per_week_high} times a week"
    rows = [
        ("works on", ", ".join(entry.muscles)),
        ("answers", causes or "no cause by itself"),
        ("how often", week),
        ("needs", ", ".join(entry.equipment) or "nothing"),
    ]
    text = [(label, Text(words)) for label, words in rows]
    text.append(("you now", Text(_own_words(entry, found), style="bold")))
    text += [(f"rung {number}", line) for number, line in enumerate(_ladder(entry, found), start=1)]
    more = [
        ("cues", "\n".join(entry.cues)),
        ("common faults", "\n".join(entry.errors)),
        ("stop", stop_rule()),
        ("leave out with", "\n".join(entry.avoid_if)),
        ("facts", "\n".join(_fact_words(row) for row in checked_facts(entry.evidence))),
    ]
    return text + [(label, Text(words)) for label, words in more]


def _own_words(entry: Exercise, found: Standing) -> str:
    from runback.cli.terminal import plural
    from runback.units import day_words

    if found.dose is None:
        words = "not with what is at hand: runback plan --equipment tells what is there"
    elif found.sessions and found.last_day is not None:
        done = f"{plural(found.sessions, 'session')} logged, the last on {day_words(found.last_day)}"
        words = f"rung {found.dose.rung + 1}: {found.dose.text}, {found.dose.words} ({done})"
    else:
        words = f"begin with rung {found.dose.rung + 1}: {found.dose.text}, {found.dose.words}"
    against = "; ".join(AGAINST[one] for one in found.against)
    return f"{words}. A plan leaves it out for now: {against}" if against else words


def _ladder(entry: Exercise, found: Standing) -> list[Text]:
    from rich.text import Text

    from runback.planning.strength.doses import EQUIPMENT, doses

    every: dict[int, list[Dose]] = {}
    for dose in doses(entry, EQUIPMENT):
        every.setdefault(dose.rung, []).append(dose)
    lines = []
    for number, rung in enumerate(entry.rungs):
        own = found.dose is not None and found.dose.rung == number
        steps = every.get(number)
        dosed = _span(steps[0], steps[-1]) if steps else ""
        needs = " and ".join(" or ".join(group) for group in rung.needs)
        words = f"{rung.text}: {dosed}" if dosed else f"{rung.text}: goes on as {rung.leads_to}"
        lines.append(Text(words + (f"  [{needs}]" if needs else ""), style="bold" if own else ""))
    return lines


def _span(first: Dose, last: Dose) -> str:
    """Return the doses of a rung, such as ``2 x 8 to 2 x 10, each side``."""
    amounts = " to ".join(dict.fromkeys((first.amount, last.amount)))
    return f"{amounts}, each side" if first.each_side else amounts


def _fact_words(row: dict[str, Any]) -> str:
    return f"{row['id']}: {row['how_sure']}" + ("" if row["established"] else ": not established")
