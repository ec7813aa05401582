"""Progress as text: reasons to see someone first, then the trend, then the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from runback.progress.telling import flare_ups_sentence, now_sentence
from runback.units import day_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runback.progress import Escalation, PainTrend, Progress, Step

BARS = " ▁▂▃▄▅▆▇█"
SHOWN_DAYS = 56


def progress_text(progress: Progress) -> RenderableType:
    """Return the progress for the terminal."""
    parts: list[RenderableType] = [
        Text(f"How your back is doing, as seen from {day_words(progress.today)}", style="bold")
    ]
    for escalation in progress.escalations:
        parts += [Text(), _escalation(escalation)]
    parts += [Text(), *_pain(progress)]
    parts += [Text(change.sentence) for change in (*progress.pain_changes, *progress.score_changes)]
    if progress.course:
        parts.append(Text(progress.course.sentence))
    if progress.flare_ups:
        parts.append(Text(flare_ups_sentence(progress)))
    if progress.adherence:
        parts.append(Text(progress.adherence.sentence))
    if progress.return_to_running:
        parts += [Text(), _steps("The way back to running", progress.return_to_running)]
        parts += [Text(), _steps("Against the next episode", progress.prevention)]
    else:
        parts += [
            Text(),
            Text("The way back to running waits until a clinician has looked at the raised flag."),
        ]
    return Group(*parts, Text(f"\n{progress.always}", style="bold"))


def _escalation(escalation: Escalation) -> RenderableType:
    lines: list[RenderableType] = [Text(f"See: {escalation.who}. {escalation.sentence}", style="bold")]
    lines += [Text(f"  Ask: {question}") for question in escalation.ask]
    lines.append(Text(f"  [{escalation.basis}; {', '.join(escalation.evidence)}]", style="dim"))
    return Group(*lines)


def _pain(progress: Progress) -> list[RenderableType]:
    now = Text(now_sentence(progress))
    if progress.trend is None:
        return [now]
    return [
        now,
        Text(f"{spark(progress.trend)}  worst pain a day, smoothed, the last {SHOWN_DAYS} days at most"),
    ]


def spark(trend: PainTrend) -> str:
    """Return the smoothed pain as a line of bars, one a day."""
    means = trend.frame()["mean"].tail(SHOWN_DAYS).to_list()
    return "".join(BARS[round(mean / 10 * (len(BARS) - 1))] for mean in means)


def _steps(title: str, steps: Sequence[Step]) -> RenderableType:
    lines: list[RenderableType] = [Text(title, style="bold")]
    for step in steps:
        text = Text(f"{step.title}. {step.sentence} {step.caution}".rstrip())
        text.append(f" [{', '.join(step.evidence)}; {step.how_sure}]", style="dim")
        lines.append(Padding(text, (0, 0, 0, 2)))
    return Group(*lines)
