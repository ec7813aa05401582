"""The ranking in one sentence, for every place that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from runback.causes.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Headline:
    """The one sentence that stands above a ranking; ``stands_out``: it names a contributor to look at."""

    sentence: str
    stands_out: bool


def headline(ranking: Ranking) -> Headline:
    """Return what the ranking comes to: what stands out, what to look at first, or that nothing does."""
    measured = [cause for cause in ranking.causes if cause.state != "unmeasured"]
    if not measured:
        return Headline("Nothing could be measured yet.", stands_out=False)
    leading = [cause.name.lower() for cause in measured if cause.state in ("strong", "supported")]
    if leading:
        return Headline("Stands out in what is measured: " + ", ".join(leading) + ".", stands_out=True)
    hinted = [cause.name.lower() for cause in measured if sum(one.log_lr for one in cause.findings) > 0]
    if hinted:
        return Headline(
            f"Nothing in what was measured stands out clearly. First to look at: {hinted[0]}.",
            stands_out=True,
        )
    return Headline(
        "Nothing in what was measured stands out. That rules nothing out; the rest is named below.",
        stands_out=False,
    )
