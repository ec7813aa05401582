"""The ranking as text: one clear answer first, then its evidence, then what is not known."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from runback.causes.headline import headline
from runback.cli.terminal import plural
from runback.knowledge import cause as known_cause
from runback.knowledge import fact
from runback.units import day_words

if TYPE_CHECKING:
    import polars as pl

    from runback.causes import NextMeasurement, RankedCause, Ranking
    from runback.knowledge import Fact
    from runback.model import Finding, Missing

BAR_CELLS = 10
SHOWN_NEXT = 5
STATE_STYLE = {"strong": "bold", "supported": "bold", "possible": "", "unlikely": "dim", "unmeasured": "dim"}
UNSURE = {
    "full-text": "looked for again and not found",
    "abstract": "looked for again and not found",
    "secondary": "second-hand account",
    "unverified": "not verified",
}
DISCLAIMER = (
    "For self-education and training, and for preparing a talk with a clinician; it is no diagnosis. "
    "Support is how far your data speak for a contributor, not a chance of injury; the range beside it is "
    "where nine of ten such estimates would lie."
)


def assessment_text(ranking: Ranking, runs: pl.DataFrame, *, everything: bool) -> RenderableType:
    """Return the assessment for the terminal; the findings of unlikely causes only with ``everything``."""
    measured = [cause for cause in ranking.causes if cause.state != "unmeasured"]
    unmeasured = [cause for cause in ranking.causes if cause.state == "unmeasured"]
    parts: list[RenderableType] = [_heading(ranking, runs), Text(), _answer(ranking), Text()]
    folded = [cause for cause in measured if cause.state == "unlikely" and not everything]
    for cause in measured:
        if cause not in folded:
            parts += [_cause(cause), Text()]
    if folded:
        parts += [
            *(_title(cause, f"  {plural(len(cause.findings), 'finding')}: --all") for cause in folded),
            Text(),
        ]
    if unmeasured:
        parts += [_unmeasured(unmeasured), Text()]
    if ranking.next:
        parts += [_next(ranking.next), Text()]
    return Group(*parts, Text(DISCLAIMER, style="dim"))


def _heading(ranking: Ranking, runs: pl.DataFrame) -> Text:
    text = Text("What in your running may load your back", style="bold")
    text.append(f"   as seen from {day_words(ranking.today)}\n", style="dim")
    if runs.is_empty():
        text.append("No runs up to that day. Bring some in with: runback import PATH", style="")
        return text
    first, last = runs["local_date"].min(), runs["local_date"].max()
    assert isinstance(first, date) and isinstance(last, date)
    text.append(f"{plural(runs.height, 'run')} from {day_words(first)} to {day_words(last)}", style="dim")
    return text


def _answer(ranking: Ranking) -> Text:
    told = headline(ranking)
    return Text(told.sentence, style="bold" if told.stands_out else "")


def _cause(cause: RankedCause) -> RenderableType:
    lines: list[RenderableType] = [_title(cause)]
    lines += [_finding(finding) for finding in cause.findings]
    lines += [_missing(missing) for missing in cause.missing]
    return Group(*lines)


def _title(cause: RankedCause, more: str = "") -> Text:
    low, high = cause.interval
    title = Text(f"{cause.name}  ", style=STATE_STYLE[cause.state])
    title.append(f"{cause.state}  ", style="italic")
    title.append(bar(cause.support))
    before = known_cause(cause.id).prior
    title.append(f" support {cause.support:.0%}, range {low:.0%} to {high:.0%}", style="dim")
    title.append(f"; {before:.0%} before any data{more}", style="dim")
    return title


def bar(support: float) -> str:
    """Return ``support`` (0 to 1) as a bar of ten cells."""
    full = round(support * BAR_CELLS)
    return "▮" * full + "▯" * (BAR_CELLS - full)


def _finding(finding: Finding) -> RenderableType:
    sign = "for" if finding.log_lr > 0 else "against" if finding.log_lr < 0 else "neutral"
    text = Text(f"{finding.sentence} ")
    text.append(f"[{sign}; {finding.basis}; {_sources(finding)}]", style="dim")
    return Padding(_bullet("•", text), (0, 0, 0, 2))


def _sources(finding: Finding) -> str:
    if not finding.evidence:
        from runback.triggers.findings import OWN_DAYS

        return "your own days" if finding.measure.startswith(OWN_DAYS) else "no published figure"
    return ", ".join(_named(fact(fact_id)) for fact_id in finding.evidence)


def _named(rests_on: Fact) -> str:
    return rests_on.id if rests_on.established else f"{rests_on.id} ({UNSURE[rests_on.checked]})"


def _missing(missing: Missing) -> RenderableType:
    return Padding(_bullet("○", Text(f"Not measured: {missing.reason}", style="dim")), (0, 0, 0, 2))


def _bullet(mark: str, text: Text) -> Table:
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1)
    row.add_column()
    row.add_row(mark, text)
    return row


def _unmeasured(causes: list[RankedCause]) -> RenderableType:
    counts = Counter(cause.family for cause in causes)
    listed = ", ".join(f"{family} ({count})" for family, count in counts.items())
    text = Text("Not measured yet, which is not the same as unlikely: ", style="bold")
    text.append(f"{listed}.", style="")
    reasons = dict.fromkeys(missing.reason for cause in causes for missing in cause.missing)
    return Group(
        text, *(Padding(_bullet("○", Text(reason, style="dim")), (0, 0, 0, 2)) for reason in reasons)
    )


def _next(measurements: tuple[NextMeasurement, ...]) -> RenderableType:
    lines: list[RenderableType] = [Text("What to measure next, most learned per minute first", style="bold")]
    for item in measurements[:SHOWN_NEXT]:
        text = Text(f"{item.name}: {item.minutes:g} min, {item.gain:.2f} bits. ")
        text.append(item.how, style="dim")
        lines.append(Padding(_bullet("→", text), (0, 0, 0, 2)))
    return Group(*lines)
