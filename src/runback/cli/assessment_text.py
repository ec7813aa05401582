"""The ranking as text: one clear answer first, then its evidence, then what is not known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from runback.cli.terminal import day
from runback.knowledge import fact

if TYPE_CHECKING:
    import polars as pl

    from runback.causes import NextMeasurement, RankedCause, Ranking
    from runback.model import Finding, Missing

BAR_CELLS = 10
STATE_STYLE = {"strong": "bold", "supported": "bold", "possible": "", "unlikely": "dim", "unmeasured": "dim"}
CHECKED_WORDS = {
    "full-text": "paper read",
    "abstract": "abstract read",
    "secondary": "second-hand account",
    "unverified": "not verified",
}
DISCLAIMER = (
    "For self-education and training, and for preparing a talk with a clinician; it is no diagnosis. "
    "Support is how far your data speak for a contributor, not a chance of injury; the range beside it is "
    "where nine of ten such estimates would lie."
)


def assessment_text(ranking: Ranking, runs: pl.DataFrame) -> RenderableType:
    """Return the whole assessment for the terminal."""
    measured = [cause for cause in ranking.causes if cause.state != "unmeasured"]
    unmeasured = [cause for cause in ranking.causes if cause.state == "unmeasured"]
    parts: list[RenderableType] = [_heading(ranking, runs), Text(), _answer(measured), Text()]
    for cause in measured:
        parts += [_cause(cause), Text()]
    if unmeasured:
        parts += [_unmeasured(unmeasured), Text()]
    if ranking.next:
        parts += [_next(ranking.next), Text()]
    return Group(*parts, Text(DISCLAIMER, style="dim"))


def _heading(ranking: Ranking, runs: pl.DataFrame) -> Text:
    text = Text("What in your running may load your back", style="bold")
    text.append(f"   as seen from {day(ranking.today)}\n", style="dim")
    if runs.is_empty():
        text.append("No runs yet. Bring some in with: runback import PATH", style="")
        return text
    first, last = runs["local_date"][0], runs["local_date"][-1]
    text.append(f"{runs.height} runs from {day(first)} to {day(last)}", style="dim")
    return text


def _answer(measured: list[RankedCause]) -> Text:
    leading = [cause.name.lower() for cause in measured if cause.state in ("strong", "supported")]
    if not measured:
        return Text("Nothing could be measured yet.")
    if not leading:
        return Text(
            "Nothing in your recent training stands out against your own past. "
            "That does not rule training out, and the other families are not measured yet."
        )
    return Text("Stands out in your recent training: " + ", ".join(leading) + ".", style="bold")


def _cause(cause: RankedCause) -> RenderableType:
    low, high = cause.interval
    title = Text(f"{cause.name}  ", style=STATE_STYLE[cause.state])
    title.append(f"{cause.state}  ", style="italic")
    title.append(bar(cause.support))
    title.append(f" support {cause.support:.0%} (range {low:.0%} to {high:.0%})", style="dim")
    lines: list[RenderableType] = [title]
    lines += [_finding(finding) for finding in cause.findings]
    lines += [_missing(missing) for missing in cause.missing]
    return Group(*lines)


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
        return "no published figure"
    return ", ".join(f"{fact_id} ({CHECKED_WORDS[fact(fact_id).checked]})" for fact_id in finding.evidence)


def _missing(missing: Missing) -> RenderableType:
    return Padding(_bullet("○", Text(f"Not measured: {missing.reason}", style="dim")), (0, 0, 0, 2))


def _bullet(mark: str, text: Text) -> Table:
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1)
    row.add_column()
    row.add_row(mark, text)
    return row


def _unmeasured(causes: list[RankedCause]) -> Text:
    counts = Counter(cause.family for cause in causes)
    listed = ", ".join(f"{family} ({count})" for family, count in counts.items())
    text = Text("Not measured yet, which is not the same as unlikely: ", style="bold")
    text.append(f"{listed}.", style="")
    return text


def _next(measurements: tuple[NextMeasurement, ...]) -> RenderableType:
    table = Table(title="What to measure next: most learned per minute first", title_justify="left", box=None)
    table.title_style = "bold"
    table.add_column("measurement")
    table.add_column("minutes", justify="right")
    table.add_column("gain, bits", justify="right")
    table.add_column("how")
    for item in measurements[:5]:
        table.add_row(item.name, f"{item.minutes:g}", f"{item.gain:.2f}", item.how)
    return table
